package app

import (
	"cmp"
	"os"
	"strings"
	"time"

	"farne/app/clinic"
)

// tongue shows dates, times and numbers to one person: in their language and this laptop's time zone.
type tongue struct {
	locale clinic.Locale
	zone   *time.Location
	now    time.Time
}

// tongue is that of whoever sits here. English stands in for the pseudo-locale of our tests.
func (s *shell) tongue() tongue {
	return tongue{locale: clinic.Locale(s.place.recall().locale()), zone: time.Local, now: s.now()}
}

func (t tongue) today() clinic.Date { return clinic.DateOf(t.now.In(t.zone)) }

// date shows what a column of dates holds, partial ones too.
func (t tongue) date(column string) string {
	d, err := clinic.ParseDate(column)
	if err != nil || d.IsZero() {
		return column
	}
	return d.Display(t.locale)
}

// instant shows what a column of instants holds: date and time, or the date alone.
func (t tongue) instant(column string) string {
	if column == "" {
		return ""
	}
	return clinic.DisplayInstant(column, t.locale, t.zone)
}

// day shows the day of an instant.
func (t tongue) day(column string) string {
	at, err := time.Parse(time.RFC3339, column)
	if err != nil {
		return t.date(column)
	}
	return clinic.DateOf(at.In(t.zone)).Display(t.locale)
}

// moment shows an instant with its date; empty for the zero time.
func (t tongue) moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(t.zone)
	return clinic.DateOf(at).Display(t.locale) + " " + clinic.Clock(at)
}

// recent shows an instant of today as its time alone.
func (t tongue) recent(column string) string {
	at, err := time.Parse(time.RFC3339, column)
	if err != nil {
		return column
	}
	if clinic.DateOf(at.In(t.zone)) == t.today() {
		return clinic.Clock(at.In(t.zone))
	}
	return t.moment(at)
}

// second shows the time of day with seconds; empty for the zero time.
func (t tongue) second(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return clinic.ClockSeconds(at.In(t.zone))
}

// locales are those of the window.
var locales = []string{string(clinic.English), string(clinic.German), string(clinic.French), string(clinic.Italian), string(clinic.Norwegian), "en-XA"}

func (k kept) locale() string { return cmp.Or(k.Locale, systemLocale(os.Getenv)) }

// systemLocale is the language that the system is set to, where the window speaks it: the web view's own
// answer is not to be relied on.
func systemLocale(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		language, _, _ := strings.Cut(strings.ToLower(env(name)), "_")
		switch language {
		case "":
			continue
		case "no", "nn":
			return string(clinic.Norwegian)
		}
		for _, known := range locales[:5] {
			if known == language {
				return known
			}
		}
		break
	}
	return string(clinic.English)
}
