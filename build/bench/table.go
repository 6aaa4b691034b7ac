package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

const heading = `
| what | ours: median (quartiles) | plain: median (quartiles) | ratio | bound | |
|---|---|---|---|---|---|`

// side is one side of a pair: it does the thing for the i-th time and tells how long it took. What it
// has to prepare is not in that time.
type side func(i int) (time.Duration, error)

// compare runs both sides in turn, which of them first in turn too, and prints the ratio of the medians.
// The garbage of one is not charged to the other.
func (b *bench) compare(what string, bound float64, ours, plain side) error {
	var a, z []time.Duration
	for i := range b.pairs {
		for turn := range 2 {
			which, into := ours, &a
			if (i+turn)%2 == 1 {
				which, into = plain, &z
			}
			runtime.GC()
			took, err := which(i)
			if err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			*into = append(*into, took)
		}
	}
	printRatio(what, bound, a, z)
	return nil
}

// printRatio prints a line of the table; a bound of 0 is none.
func printRatio(what string, bound float64, ours, plain []time.Duration) {
	ratio := float64(quantile(ours, 0.5)) / float64(quantile(plain, 0.5))
	limit := ""
	if bound > 0 {
		limit = fmt.Sprintf("%.1f", bound)
	}
	fmt.Printf("| %s | %s | %s | %.2f | %s | %s |\n", what, spread(ours), spread(plain), ratio, limit, verdict(ratio, bound))
}

// printExact prints a figure that has no spread.
func printExact(what string, got float64, unit string, bound float64) {
	limit := ""
	if bound > 0 {
		limit = fmt.Sprintf("%.4g %s", bound, unit)
	}
	fmt.Printf("| %s | %.4g %s | | | %s | %s |\n", what, got, unit, limit, verdict(got, bound))
}

func verdict(got, bound float64) string {
	switch {
	case bound == 0:
		return ""
	case got <= bound:
		return "ok"
	}
	return "over"
}

func spread(d []time.Duration) string {
	return fmt.Sprintf("%s (%s–%s)", short(quantile(d, 0.5)), short(quantile(d, 0.25)), short(quantile(d, 0.75)))
}

// short rounds to three digits.
func short(d time.Duration) string {
	unit := time.Duration(1)
	for n := d; n >= 1000; n /= 10 {
		unit *= 10
	}
	return d.Round(unit).String()
}

// quantile is between the two nearest values, as their distance from the place says.
func quantile(d []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	place := q * float64(len(sorted)-1)
	low := int(place)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + time.Duration((place-float64(low))*float64(sorted[high]-sorted[low]))
}
