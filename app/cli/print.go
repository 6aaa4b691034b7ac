package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// answered marks a failure whose command has printed its result already.
func answered(err error) error { return errors.Join(err, errAnswered) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func orNever(at string) string {
	if at == "" {
		return "never"
	}
	return at
}

// size writes bytes in the units of people.
func size(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.0f KB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", bytes)
}
