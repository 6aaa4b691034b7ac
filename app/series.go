package app

import (
	"slices"
	"time"

	"farne/app/clinic"
)

// Series is measurements of one kind over time.
type Series struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Unit        string `json:"unit"`
	Latest      string `json:"latest"`
	LatestShown string `json:"latestShown"`
	Lines       []Line `json:"lines"`
}

// Line is one curve, ascending in time.
type Line struct {
	Name   string  `json:"name"`
	Points []Point `json:"points"`
}

// Point is one number at one time.
type Point struct {
	At         string  `json:"at"`
	Shown      string  `json:"shown"`
	Value      float64 `json:"value"`
	ValueShown string  `json:"valueShown"`
}

// series are the panels that have numbers. A panel with several units is one series for each unit.
func (t tongue) series(measurements []clinic.Measurement) []Series {
	all := []Series{}
	for _, panel := range clinic.Panels(measurements) {
		var units []string
		for _, l := range panel.Lines {
			if !slices.Contains(units, l.Unit) {
				units = append(units, l.Unit)
			}
		}
		for i, unit := range units {
			s := Series{ID: panel.Code, Name: panel.Title, Unit: clinic.DisplayUnit(unit), Lines: []Line{}}
			if i > 0 {
				s.ID += " " + unit // one series, one id within a patient
			}
			for _, l := range panel.Lines {
				if l.Unit == unit {
					s.Lines = append(s.Lines, t.line(l))
				}
			}
			t.latest(&s, unit)
			all = append(all, s)
		}
	}
	return all
}

func (t tongue) line(l clinic.Line) Line {
	line := Line{Name: l.Name, Points: []Point{}}
	for _, p := range l.Points {
		line.Points = append(line.Points, Point{At: instantOf(p.At), Shown: t.instant(p.At), Value: p.Value, ValueShown: clinic.FormatQuantity(p.Value, l.Unit, clinic.Places(p.Value), t.locale)})
	}
	return line
}

// instantOf makes an instant of what may be a date alone, so that a chart can place it.
func instantOf(column string) string {
	if d, err := clinic.ParseDate(column); err == nil && !d.IsZero() {
		f := d.First()
		return time.Date(f.Year, f.Month, f.Day, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
	}
	return column
}

// latest shows the newest numbers, those of one measurement together: 118/76 mmHg.
func (t tongue) latest(s *Series, unit string) {
	at, shown := "", ""
	for _, l := range s.Lines {
		if last := l.Points[len(l.Points)-1]; last.At > at {
			at, shown = last.At, last.Shown
		}
	}
	var numbers []float64
	for _, l := range s.Lines {
		if last := l.Points[len(l.Points)-1]; last.At == at {
			numbers = append(numbers, last.Value)
		}
	}
	s.LatestShown = shown
	for _, n := range numbers[:len(numbers)-1] {
		s.Latest += clinic.FormatNumber(n, clinic.Places(n), t.locale) + "/"
	}
	last := numbers[len(numbers)-1]
	s.Latest += clinic.FormatQuantity(last, unit, clinic.Places(last), t.locale)
}
