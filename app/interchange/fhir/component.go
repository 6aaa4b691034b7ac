package fhir

import (
	"encoding/json"
	"slices"

	"farne/app/clinic"
	"farne/app/interchange/jsondoc"
)

// componentsField is Observation.component as a list of clinic.Component.
type componentsField struct{}

func (componentsField) columns() []Column { return []Column{{"components", Components}} }

func (componentsField) get(v *view, out []any) {
	array := v.root.Get("component")
	if array.Kind() != jsondoc.Array {
		out[0] = nil
		return
	}
	list := make([]clinic.Component, 0, 4)
	for _, c := range array.Elements() {
		list = append(list, readComponent(c))
	}
	out[0] = none(clinic.FormatComponents(list))
}

func readComponent(v jsondoc.Value) clinic.Component {
	var concept, value [3]any
	readConcept(v.Get("code"), concept[:])
	readValue(v, value[:])
	text := func(v any) string { s, _ := v.(string); return s }
	c := clinic.Component{Code: text(concept[0]), System: text(concept[1]), Display: text(concept[2]),
		Unit: text(value[1]), Text: text(value[2])}
	if f, ok := value[0].(float64); ok {
		c.Value = json.Number(formatNumber(f))
		for _, key := range []string{"valueQuantity", "valueInteger"} {
			if exact := joinNonEmpty("", v.Get(key).Num(), v.Get(key).Get("value").Num()); exact != "" {
				c.Value = json.Number(exact)
			}
		}
	}
	return c
}

// set keeps each component that has a place in the new list, changed where it differs, in the order
// of the new list.
func (componentsField) set(e *edit, was, now []any) {
	column, _ := now[0].(string)
	list, err := clinic.ParseComponents(column)
	if err != nil || len(list) == 0 {
		e.remove(jsondoc.Key("component"))
		return
	}
	old := e.root.Get("component")
	var taken []int
	b := []byte{'['}
	for i, c := range list {
		if i > 0 {
			b = append(b, ',')
		}
		from := componentLike(old, c, i, taken)
		taken = append(taken, from)
		raw := old.At(from).Raw()
		if raw == nil {
			raw = []byte("{}")
		}
		b = append(b, e.component(raw, c)...)
	}
	e.set(append(b, ']'), jsondoc.Key("component"))
}

// componentLike finds the component that c was: at its place if that has the same code, else anywhere.
func componentLike(old jsondoc.Value, c clinic.Component, place int, taken []int) int {
	alike := func(i int) bool {
		was := readComponent(old.At(i))
		return old.At(i).Kind() == jsondoc.Object && !slices.Contains(taken, i) && was.Code == c.Code && was.System == c.System
	}
	if alike(place) {
		return place
	}
	for i := range old.Len() {
		if alike(i) {
			return i
		}
	}
	return -1
}

// component lays c over a component as it stands.
func (e *edit) component(raw []byte, c clinic.Component) []byte {
	doc, err := jsondoc.Open(raw)
	if err != nil {
		e.err = err
		return nil
	}
	was := readComponent(doc.Root())
	if was == c {
		return raw
	}
	inner := &edit{view: view{root: doc.Root()}, doc: doc}
	if was.Code != c.Code || was.System != c.System || was.Display != c.Display {
		writeConcept(inner, []any{none(was.Code), none(was.System), none(was.Display)},
			[]any{none(c.Code), none(c.System), none(c.Display)}, jsondoc.Key("code"))
	}
	if was.Value != c.Value || was.Unit != c.Unit || was.Text != c.Text {
		writeValue(inner, componentValue(was), componentValue(c), nil)
		if c.Value != "" {
			inner.set([]byte(c.Value), jsondoc.Path("valueQuantity", "value")...)
		}
	}
	if e.err == nil {
		e.err = inner.err
	}
	return doc.Bytes()
}

func componentValue(c clinic.Component) []any {
	value := []any{nil, none(c.Unit), none(c.Text)}
	if f, ok := c.Number(); ok {
		value[0] = f
	}
	return value
}
