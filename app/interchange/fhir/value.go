package fhir

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"farne/app/interchange/jsondoc"
)

// valueField is value[x] of an Observation as value, unit and value_text: a quantity has the first
// two, everything else words. A quantity with a comparator (< 5) is words too: as a number it would
// be charted as if it had been measured.
type valueField struct{}

func (valueField) columns() []Column {
	return []Column{{"value", Real}, {"unit", Text}, {"value_text", Text}}
}

func (valueField) get(v *view, out []any) { readValue(v.root, out) }

func readValue(v jsondoc.Value, out []any) {
	out[0], out[1], out[2] = nil, nil, nil
	for m := range v.Children() {
		name := m.Name()
		if !strings.HasPrefix(name, "value") {
			continue
		}
		switch name[len("value"):] {
		case "Quantity":
			value := number(m.Get("value"))
			out[1] = none(unitOf(m))
			if less := m.Get("comparator").Str(); less != "" && value != nil {
				out[2] = less + m.Get("value").Num()
			} else {
				out[0] = value
			}
		case "CodeableConcept":
			out[2] = none(wordsOf(m))
			if out[2] == nil {
				out[2] = none(codingOf(m).Get("code").Str())
			}
		case "String", "Time":
			out[2] = none(m.Str())
		case "DateTime":
			out[2] = dateOf(m)
		case "Boolean":
			out[2] = none(string(m.Raw()))
		case "Integer":
			out[0] = number(m)
		case "Range":
			out[1], out[2] = none(unitOf(m.Get("low"))), none(span(m.Get("low"), m.Get("high")))
		case "Ratio":
			out[2] = none(joinNonEmpty(" : ", amount(m.Get("numerator")), amount(m.Get("denominator"))))
		case "Period":
			start, _ := dateOf(m.Get("start")).(string)
			end, _ := dateOf(m.Get("end")).(string)
			out[2] = none(joinNonEmpty(" – ", start, end))
		}
	}
}

// number is a JSON number as the column holds it; nil beyond what a column can hold.
func number(v jsondoc.Value) any {
	f, err := strconv.ParseFloat(v.Num(), 64)
	if err != nil || math.IsInf(f, 0) {
		return nil
	}
	return f
}

func unitOf(quantity jsondoc.Value) string {
	if unit := quantity.Get("unit").Str(); unit != "" {
		return unit
	}
	return quantity.Get("code").Str()
}

func span(low, high jsondoc.Value) string {
	switch l, h := low.Get("value").Num(), high.Get("value").Num(); {
	case l != "" && h != "":
		return l + "–" + h
	case l != "":
		return ">=" + l
	case h != "":
		return "<=" + h
	}
	return ""
}

func amount(quantity jsondoc.Value) string {
	return joinNonEmpty(" ", quantity.Get("comparator").Str()+quantity.Get("value").Num(), unitOf(quantity))
}

func (valueField) set(e *edit, was, now []any) { writeValue(e, was, now, nil) }

var compared = regexp.MustCompile(`^(<=|<|>=|>)(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)$`)

// writeValue changes the value of an Observation or of the component at path. A quantity that stays
// one keeps what else it has; but its coded unit goes with the unit it says again in code.
func writeValue(e *edit, was, now []any, path []jsondoc.Step) {
	at := func(steps ...any) []jsondoc.Step {
		return append(path[:len(path):len(path)], jsondoc.Path(steps...)...)
	}
	if now[0] != nil && now[2] != nil { // a number and words exclude each other: the one just written counts
		now = slices.Clone(now)
		if same(was[2], now[2]) {
			now[2] = nil
		} else {
			now[0] = nil
		}
	}
	text, _ := now[2].(string)
	comparison := compared.FindStringSubmatch(text)
	if text != "" && comparison == nil && same(was[2], now[2]) {
		return // words have no unit, and they keep their codes
	}
	quantity := now[0] != nil || comparison != nil || now[2] == nil && now[1] != nil
	keep := ""
	if quantity {
		keep = "valueQuantity"
	}
	e.dropValues(path, keep)
	switch {
	case quantity:
		if !same(was[1], now[1]) {
			e.remove(at(keep, "system")...)
			e.remove(at(keep, "code")...)
		}
		if comparison == nil {
			e.remove(at(keep, "comparator")...)
		} else {
			e.set(jsondoc.Quote(comparison[1]), at(keep, "comparator")...)
			e.set([]byte(comparison[2]), at(keep, "value")...)
		}
		if f, ok := now[0].(float64); ok && (!same(was[0], now[0]) || !e.root.Follow(at(keep, "value")...).Exists() || was[2] != nil) {
			e.set(formatNumber(f), at(keep, "value")...)
		} else if !ok && comparison == nil && (was[0] != nil || was[2] != nil) {
			e.remove(at(keep, "value")...)
		}
		e.setText(now[1], at(keep, "unit")...)
	case text != "":
		e.set(jsondoc.Quote(text), at("valueString")...)
	}
}

// dropValues takes away every value[x] but one, and the reason for there being none.
func (e *edit) dropValues(path []jsondoc.Step, keep string) {
	var names []string
	for m := range e.root.Follow(path...).Children() {
		if name := m.Name(); strings.HasPrefix(strings.TrimPrefix(name, "_"), "value") && name != keep || name == "dataAbsentReason" {
			names = append(names, name)
		}
	}
	for _, name := range names {
		e.remove(append(path[:len(path):len(path)], jsondoc.Key(name))...)
	}
}

// formatNumber writes a number as FHIR's decimal, without an exponent where it can.
func formatNumber(f float64) []byte {
	if abs := math.Abs(f); abs != 0 && (abs < 1e-9 || abs >= 1e21) {
		return strconv.AppendFloat(nil, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}
