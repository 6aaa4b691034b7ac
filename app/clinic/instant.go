package clinic

import (
	"errors"
	"time"
)

var errInstant = errors.New("not a date or an RFC 3339 date and time")

// Instant brings a FHIR date, dateTime or instant into the form that columns hold: a date stays as
// it is, a time becomes UTC with "Z" and keeps its fraction digit by digit. A leap second becomes
// the second after it, since nothing else here can hold second 60.
func Instant(s string) (string, error) {
	if len(s) <= 10 {
		d, err := ParseDate(s)
		return d.String(), err
	}
	whole, fraction, zone, err := split(s)
	if err != nil {
		return "", err
	}
	leap := whole[17:] == "60"
	if leap {
		whole = whole[:17] + "59"
	}
	t, err := time.Parse(time.RFC3339, whole+zone)
	if err != nil {
		return "", errInstant
	}
	if leap {
		t = t.Add(time.Second)
	}
	t = t.UTC()
	if t.Year() < 1 || t.Year() > 9999 {
		return "", errInstant
	}
	return t.Format("2006-01-02T15:04:05") + fraction + "Z", nil
}

// split cuts an RFC 3339 text into date and time, fraction with its point, and zone.
func split(s string) (whole, fraction, zone string, err error) {
	if len(s) < 20 {
		return "", "", "", errInstant
	}
	whole = s[:19]
	// time.Parse is more generous than the RFC: one digit for an hour, a comma for a point
	for i, c := range []byte("0000-00-00T00:00:00") {
		if digit := whole[i] >= '0' && whole[i] <= '9'; digit != (c == '0') || !digit && whole[i] != c {
			return "", "", "", errInstant
		}
	}
	end := 19
	if s[end] == '.' {
		for end++; end < len(s) && s[end] >= '0' && s[end] <= '9'; end++ {
		}
		if end == 20 {
			return "", "", "", errInstant
		}
	}
	if zone = s[end:]; zone != "Z" && (len(zone) != 6 || zone[3] != ':' || zone[0] != '+' && zone[0] != '-') {
		return "", "", "", errInstant
	}
	return whole, s[19:end], zone, nil
}

// DisplayInstant shows what a column of instants holds, in the reader's time zone: 05-Apr-2008 09:05,
// or the date alone where there is no time. Text that is neither is shown as it stands, because
// hiding it would be worse.
func DisplayInstant(s string, l Locale, zone *time.Location) string {
	if d, err := ParseDate(s); err == nil {
		return d.Display(l)
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	t = t.In(zone)
	return DateOf(t).Display(l) + " " + Clock(t)
}

// Clock shows a time of day, 24 hours, with leading zeros: 09:05 (NHS CUI time display).
func Clock(t time.Time) string { return t.Format("15:04") }

// ClockSeconds is Clock with seconds, for "Saved on this laptop 09:05:12".
func ClockSeconds(t time.Time) string { return t.Format("15:04:05") }
