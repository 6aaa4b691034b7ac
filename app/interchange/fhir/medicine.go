package fhir

import (
	"strings"

	"farne/app/interchange/jsondoc"
)

// medicineField is medication[x] as code, system and display: the concept itself, or that of a
// contained Medication; of a Medication elsewhere only the reference's words.
type medicineField struct{}

func (medicineField) columns() []Column { return conceptField{}.columns() }

func (medicineField) get(v *view, out []any) {
	concept := v.root.Get("medicationCodeableConcept")
	reference := v.root.Get("medicationReference")
	if id, ok := strings.CutPrefix(reference.Get("reference").Str(), "#"); ok && !concept.Exists() {
		contained := v.root.Get("contained")
		concept = contained.At(where("id", id)(contained)).Get("code")
	}
	readConcept(concept, out)
	if out[2] == nil {
		out[2] = none(reference.Get("display").Str())
	}
}

func (medicineField) set(e *edit, was, now []any) {
	if !e.root.Get("medicationCodeableConcept").Exists() {
		was = []any{nil, nil, nil}
	}
	e.dropChoice("medication", "medicationCodeableConcept")
	writeConcept(e, was, now, jsondoc.Key("medicationCodeableConcept"))
}

// dosageField is a list of Dosage as one text: the words of each, or what its structure says. Other
// words replace the list, since a structure that says something else is the greater danger.
type dosageField struct{ key string }

func (f dosageField) columns() []Column { return []Column{{"dosage", Text}} }

func (f dosageField) get(v *view, out []any) {
	var parts []string
	for _, d := range v.root.Get(f.key).Elements() {
		if s := dosageWords(d); s != "" {
			parts = append(parts, s)
		}
	}
	out[0] = none(strings.Join(parts, "; then "))
}

func (f dosageField) set(e *edit, _, now []any) {
	e.setWhole(now[0] != nil, []byte("["+string(object(member{"text", now[0]}))+"]"), jsondoc.Key(f.key))
}

// understood are the members of a Dosage, its timing and its repeat of which dosageWords makes words.
var understood = set(`sequence text additionalInstruction patientInstruction timing asNeededBoolean asNeededCodeableConcept
route doseAndRate id extension repeat frequency period periodUnit type doseQuantity code site method`)

// dosageWords says a Dosage in words: its own text, or its structure. What it cannot say it points
// to: a dose that leaves out half must not look whole.
func dosageWords(d jsondoc.Value) string {
	if text := d.Get("text").Str(); text != "" {
		return text
	}
	repeat := d.Get("timing").Get("repeat")
	parts := []string{doseWords(d), repeatWords(repeat), wordsOf(d.Get("timing").Get("code")), wordsOf(d.Get("route")),
		wordsOf(d.Get("method")), wordsOf(d.Get("site"))}
	if need, _ := d.Get("asNeededBoolean").Bool(); need {
		parts = append(parts, "as needed")
	}
	if what := wordsOf(d.Get("asNeededCodeableConcept")); what != "" {
		parts = append(parts, "as needed for "+what)
	}
	for _, c := range d.Get("additionalInstruction").Elements() {
		parts = append(parts, wordsOf(c))
	}
	parts = append(parts, d.Get("patientInstruction").Str())
	if !whollyUnderstood(d) {
		parts = append(parts, "more in the original")
	}
	return joinNonEmpty(", ", parts...)
}

func doseWords(d jsondoc.Value) string {
	var doses []string
	for _, rate := range d.Get("doseAndRate").Elements() {
		if q := rate.Get("doseQuantity"); q.Get("value").Num() != "" {
			doses = append(doses, joinNonEmpty(" ", "dose", amount(q)))
		}
	}
	return strings.Join(doses, " or ")
}

var periodUnits = map[string]string{"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}

// repeatWords says how often: "once every 6 hours", "2 times every day".
func repeatWords(repeat jsondoc.Value) string {
	frequency, period := repeat.Get("frequency").Num(), repeat.Get("period").Num()
	unit := periodUnits[repeat.Get("periodUnit").Str()]
	if frequency == "" || period == "" || unit == "" {
		return ""
	}
	times, every := frequency+" times", period+" "+unit+"s"
	if frequency == "1" {
		times = "once"
	}
	if period == "1" {
		every = unit
	}
	return times + " every " + every
}

func whollyUnderstood(d jsondoc.Value) bool {
	levels := []jsondoc.Value{d, d.Get("timing"), d.Get("timing").Get("repeat")}
	for _, rate := range d.Get("doseAndRate").Elements() {
		levels = append(levels, rate)
	}
	for _, level := range levels {
		for m := range level.Children() {
			if !understood[m.Name()] {
				return false
			}
		}
	}
	repeat := d.Get("timing").Get("repeat")
	return !repeat.Exists() || repeatWords(repeat) != ""
}
