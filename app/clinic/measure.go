package clinic

import (
	"cmp"
	"slices"
)

// Measurement is one row of observation as the measurements view needs it. Value is nil when the
// result is words (Text) or only components.
type Measurement struct {
	ID                              [16]byte
	Category, System, Code, Display string
	Value                           *float64
	Unit, Text                      string
	Components                      []Component
	At                              string // effective: a date or an instant
	Status                          string
}

// Point is one number at one time, with the row it comes from.
type Point struct {
	At    string
	Value float64
	Row   [16]byte
}

// Line is one curve: one code in one unit. Numbers in different units, or without one, never share a
// line, because a chart would show a change that did not happen.
type Line struct {
	Code, Name, Unit string
	Points           []Point // ascending in time
}

// Panel is a group of lines that belong in one chart, such as the two of a blood pressure, and the
// rows they come from.
type Panel struct {
	Code, Title string
	Lines       []Line
	Rows        [][16]byte // all rows of the panel, newest first, those in words too
	Chart       bool       // whether some line has two numbers or more
}

const loinc = "http://loinc.org"

// bloodPressure are the LOINC panels whose components are systolic and diastolic, and those two when
// a device sends them by themselves.
var bloodPressure = map[string]bool{"85354-9": true, "55284-4": true, "35094-2": true, "8480-6": true, "8462-4": true}

// vitalOrder is the order of the vital signs on the screen; everything else follows by title.
var vitalOrder = []string{"85354-9", "8867-4", "9279-1", "2708-6", "59408-5", "8310-5", "8331-1", "29463-7",
	"3141-9", "8302-2", "39156-5", "72514-3"}

// Panels groups measurements for the screen: blood pressure as one panel however it was sent, every
// other code as a panel of its own. Entered-in-error and cancelled rows are left out.
func Panels(measurements []Measurement) []Panel {
	byCode := map[string]*Panel{}
	sorted := slices.Clone(measurements)
	slices.SortStableFunc(sorted, func(a, b Measurement) int { return cmp.Compare(a.At, b.At) })
	for _, m := range sorted {
		if m.Status == "entered-in-error" || m.Status == "cancelled" {
			continue
		}
		code, title := panelOf(m)
		p := byCode[code]
		if p == nil {
			p = &Panel{Code: code, Title: title}
			byCode[code] = p
		}
		p.add(m)
	}
	panels := make([]Panel, 0, len(byCode))
	for _, p := range byCode {
		slices.Reverse(p.Rows)
		panels = append(panels, *p)
	}
	slices.SortFunc(panels, func(a, b Panel) int {
		return cmp.Or(cmp.Compare(rank(a.Code), rank(b.Code)), cmp.Compare(Fold(a.Title), Fold(b.Title)), cmp.Compare(a.Code, b.Code))
	})
	return panels
}

func panelOf(m Measurement) (code, title string) {
	if bloodPressure[m.Code] && (m.System == loinc || m.System == "") {
		return "85354-9", "Blood pressure"
	}
	if m.Code == "" {
		return m.Display, m.Display
	}
	return m.Code, cmp.Or(m.Display, m.Code)
}

func (p *Panel) add(m Measurement) {
	p.Rows = append(p.Rows, m.ID)
	if m.Value != nil {
		p.point(m.Code, cmp.Or(m.Display, m.Code), m.Unit, Point{m.At, *m.Value, m.ID})
	}
	for _, c := range m.Components {
		if v, ok := c.Number(); ok {
			p.point(c.Code, cmp.Or(c.Display, c.Code), c.Unit, Point{m.At, v, m.ID})
		}
	}
}

func (p *Panel) point(code, name, unit string, at Point) {
	same := func(l Line) bool { return l.Code == code && l.Unit == unit }
	if !slices.ContainsFunc(p.Lines, same) {
		p.Lines = append(p.Lines, Line{Code: code, Name: name, Unit: unit})
		slices.SortStableFunc(p.Lines, func(a, b Line) int { return cmp.Compare(lineRank(a.Code), lineRank(b.Code)) })
	}
	i := slices.IndexFunc(p.Lines, same)
	p.Lines[i].Points = append(p.Lines[i].Points, at)
	p.Chart = p.Chart || len(p.Lines[i].Points) > 1
}

func rank(code string) int {
	if i := slices.Index(vitalOrder, code); i >= 0 {
		return i
	}
	return len(vitalOrder)
}

// lineRank puts the systolic above the diastolic, whichever the device sent first.
func lineRank(code string) int {
	switch code {
	case "8480-6":
		return 0
	case "8462-4":
		return 1
	}
	return 2
}
