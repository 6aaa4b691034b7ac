package fhir

import (
	"strings"

	"farne/app/interchange/jsondoc"
)

// choiceField is a date that FHIR lets be of several types: onset as onsetDateTime, or the start of
// onsetPeriod; an age, a range or words are no date and leave the column empty.
type choiceField struct{ name, base string }

func (f choiceField) columns() []Column { return []Column{{f.name, Date}} }

func (f choiceField) get(v *view, out []any) {
	out[0] = nil
	for _, date := range []jsondoc.Value{v.root.Get(f.base + "DateTime"), v.root.Get(f.base + "Instant"),
		v.root.Get(f.base + "Period").Get("start")} {
		if date.Exists() {
			out[0] = dateOf(date)
			return
		}
	}
}

func (f choiceField) set(e *edit, _, now []any) {
	if e.root.Get(f.base+"Period").Kind() == jsondoc.Object {
		e.setText(now[0], jsondoc.Path(f.base+"Period", "start")...)
		return
	}
	e.dropChoice(f.base, f.base+"DateTime")
	e.setText(now[0], jsondoc.Key(f.base+"DateTime"))
}

// dropChoice takes away every type of a choice element but one: FHIR allows one only.
func (e *edit) dropChoice(base string, keep ...string) {
	var names []string
	for m := range e.root.Children() {
		name := m.Name()
		rest, ok := strings.CutPrefix(strings.TrimPrefix(name, "_"), base)
		if !ok || rest == "" || rest[0] < 'A' || rest[0] > 'Z' {
			continue
		}
		wanted := false
		for _, k := range keep {
			wanted = wanted || k == strings.TrimPrefix(name, "_")
		}
		if !wanted {
			names = append(names, name)
		}
	}
	for _, name := range names {
		e.remove(jsondoc.Key(name))
	}
}

// periodField is the columns start and end: of a Period, or where base names a choice element
// (performed), of its DateTime, which has a start only.
type periodField struct {
	key  string // of the Period
	when string // of the DateTime; "" if there is none
}

func (f periodField) columns() []Column { return []Column{{"start", Date}, {"end", Date}} }

func (f periodField) get(v *view, out []any) {
	if f.when != "" {
		if at := v.root.Get(f.when); at.Exists() {
			out[0], out[1] = dateOf(at), nil
			return
		}
	}
	period := v.root.Get(f.key)
	out[0], out[1] = dateOf(period.Get("start")), dateOf(period.Get("end"))
}

func (f periodField) set(e *edit, was, now []any) {
	if f.when != "" {
		period := e.root.Get(f.key).Kind() == jsondoc.Object || now[1] != nil
		base := strings.TrimSuffix(f.when, "DateTime")
		if !period {
			e.dropChoice(base, f.when)
			e.setText(now[0], jsondoc.Key(f.when))
			return
		}
		if e.root.Get(f.when).Exists() {
			was = []any{nil, nil}
		}
		e.dropChoice(base, f.key)
	}
	for i, end := range []string{"start", "end"} {
		if !same(was[i], now[i]) {
			e.setText(now[i], jsondoc.Path(f.key, end)...)
		}
	}
}
