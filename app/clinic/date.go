package clinic

import (
	"errors"
	"fmt"
	"time"
)

// Date is a calendar date of which the day, or the day and the month, may be unknown, as in a
// patient's date of birth (FHIR date). The zero Date is no date at all.
type Date struct {
	Year  int
	Month time.Month // 0 when unknown; then Day is 0 too
	Day   int        // 0 when unknown
}

var errDate = errors.New("not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")

// ParseDate reads the form that columns and FHIR hold: YYYY, YYYY-MM or YYYY-MM-DD, years 1 to 9999.
func ParseDate(s string) (Date, error) {
	var d Date
	n := len(s)
	if n != 4 && n != 7 && n != 10 {
		return d, errDate
	}
	year, ok := digits(s[:4])
	if !ok || year == 0 {
		return d, errDate
	}
	d.Year = year
	if n >= 7 {
		m, ok := digits(s[5:7])
		if s[4] != '-' || !ok || m < 1 || m > 12 {
			return Date{}, errDate
		}
		d.Month = time.Month(m)
	}
	if n == 10 {
		day, ok := digits(s[8:])
		if s[7] != '-' || !ok || day < 1 || day > DaysIn(d.Year, d.Month) {
			return Date{}, errDate
		}
		d.Day = day
	}
	return d, nil
}

// DateOf is the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// DaysIn is the number of days in a month.
func DaysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero tells whether there is no date at all.
func (d Date) IsZero() bool { return d.Year == 0 }

// Complete tells whether year, month and day are all known.
func (d Date) Complete() bool { return d.Day != 0 }

// String is the form ParseDate reads; empty for the zero Date.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, int(d.Month))
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Display is the form for people: 05-Apr-2008, Apr-2008 or 2008, with the locale's month. Never
// all digits: 05/04 and 04/05 are both read somewhere (NHS CUI date display).
func (d Date) Display(l Locale) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%s-%04d", l.Month(d.Month), d.Year)
	}
	return fmt.Sprintf("%02d-%s-%04d", d.Day, l.Month(d.Month), d.Year)
}

// First is the earliest day that d can mean, Last the latest.
func (d Date) First() Date {
	if d.Month == 0 {
		d.Month = time.January
	}
	if d.Day == 0 {
		d.Day = 1
	}
	return d
}

// Last is the latest day that d can mean.
func (d Date) Last() Date {
	if d.Month == 0 {
		d.Month = time.December
	}
	if d.Day == 0 {
		d.Day = DaysIn(d.Year, d.Month)
	}
	return d
}

// Before tells whether d is certainly before o, whatever their unknown parts are.
func (d Date) Before(o Date) bool { return d.Last().number() < o.First().number() }

// days counts the days from d to o; both complete.
func (d Date) days(o Date) int { return o.number() - d.number() }

// number counts days, so that differences are days; time.Duration overflows at 292 years, this not.
func (d Date) number() int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
