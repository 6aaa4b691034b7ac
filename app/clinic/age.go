package clinic

import (
	"fmt"
	"strings"
	"time"
)

// Unit is a unit of age.
type Unit string

// The units of age, abbreviated as NHS CUI's patient banner does.
const (
	Minutes Unit = "min"
	Hours   Unit = "hrs"
	Days    Unit = "d"
	Weeks   Unit = "w"
	Months  Unit = "m"
	Years   Unit = "y"
)

// Part is a number of units.
type Part struct {
	Number int
	Unit   Unit
}

// Age is how old somebody is, in the one or two units that suit it (NHS CUI patient banner, Table 7):
// under 2 hours minutes, under 2 days hours, under 4 weeks days, under 1 year weeks and days, under
// 2 years months and days, under 18 years years and months, then years. A second part of nothing is
// left out. An empty Age is unknown, or lies before birth.
type Age []Part

// String is the short English form: 90min, 4w 1d, 12m 8d, 39y.
func (a Age) String() string {
	parts := make([]string, len(a))
	for i, p := range a {
		parts[i] = fmt.Sprintf("%d%s", p.Number, p.Unit)
	}
	return strings.Join(parts, " ")
}

// AgeAt is the age of somebody whose minute of birth is known. Days are those of at's time zone.
func AgeAt(born, at time.Time) Age {
	lived := at.Sub(born)
	switch {
	case lived < 0:
		return nil
	case lived < 2*time.Hour:
		return Age{{int(lived / time.Minute), Minutes}}
	case lived < 48*time.Hour:
		return Age{{int(lived / time.Hour), Hours}}
	}
	return AgeOn(DateOf(born.In(at.Location())), DateOf(at))
}

// AgeOn is the age on a day of somebody of whom the day of birth is known; both complete, else empty.
func AgeOn(born, on Date) Age {
	if !born.Complete() || !on.Complete() || born.days(on) < 0 {
		return nil
	}
	days := born.days(on)
	months, rest := monthsBetween(born, on)
	switch {
	case days < 28:
		return Age{{days, Days}}
	case months < 12:
		return Age{{days / 7, Weeks}}.and(days%7, Days)
	case months < 24:
		return Age{{months, Months}}.and(rest, Days)
	case months < 18*12:
		return Age{{months / 12, Years}}.and(months%12, Months)
	}
	return Age{{months / 12, Years}}
}

func (a Age) and(n int, u Unit) Age {
	if n == 0 {
		return a
	}
	return append(a, Part{n, u})
}

// monthsBetween counts whole calendar months and the days after them. Somebody born on the 31st is a
// month older on the last day of a shorter month's successor, not before; somebody born on
// 29 February has the birthday on 1 March of a common year (as English law has it).
func monthsBetween(from, to Date) (months, days int) {
	months = (to.Year-from.Year)*12 + int(to.Month-from.Month)
	if to.Day < from.Day {
		months--
	}
	year, month := from.Year+(int(from.Month)-1+months)/12, time.Month((int(from.Month)-1+months)%12+1)
	anchor := Date{year, month, min(from.Day, DaysIn(year, month))}
	return months, anchor.days(to)
}

// DisplayAge is the age to show beside a date of birth that may be partial: one age, or the two
// between which it lies ("38y to 39y"). Empty when nothing can be said.
func DisplayAge(born, on Date) string {
	if born.IsZero() || on.IsZero() {
		return ""
	}
	if born.Complete() && on.Complete() {
		return AgeOn(born, on).String()
	}
	oldest, youngest := born.First().days(on.Last()), born.Last().days(on.First())
	if oldest < 0 {
		return ""
	}
	high, _ := monthsBetween(born.First(), on.Last())
	low := 0
	if youngest > 0 {
		low, _ = monthsBetween(born.Last(), on.First())
	}
	if low/12 == 0 {
		return fmt.Sprintf("under %dy", high/12+1)
	}
	if low/12 == high/12 {
		return fmt.Sprintf("%dy", low/12)
	}
	return fmt.Sprintf("%dy to %dy", low/12, high/12)
}
