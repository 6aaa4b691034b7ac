package fhir

import (
	"slices"
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

// reactionField is AllergyIntolerance.reaction as reaction and severity: every manifestation of every
// reaction, and the worst severity, so that no reaction stays unseen behind the first.
type reactionField struct{}

const between2 = "; "

func (reactionField) columns() []Column { return []Column{{"reaction", Text}, {"severity", Code}} }

func (reactionField) get(v *view, out []any) {
	var all []string
	worst := -1
	for _, r := range v.root.Get("reaction").Elements() {
		for _, m := range r.Get("manifestation").Elements() {
			if s := wordsOf(m); s != "" {
				all = append(all, s)
			}
		}
		worst = max(worst, slices.Index(severities, r.Get("severity").Str()))
	}
	out[0], out[1] = none(strings.Join(all, between2)), nil
	if worst >= 0 {
		out[1] = severities[worst]
	}
}

var severities = []string{"mild", "moderate", "severe"}

func (f reactionField) set(e *edit, was, now []any) {
	reaction := jsondoc.Key("reaction")
	if now[0] == nil && now[1] == nil {
		e.remove(reaction)
		return
	}
	if !same(was[0], now[0]) {
		f.setWords(e, now[0])
	}
	if f.read(e)[1] == now[1] {
		return
	}
	if e.root.Get("reaction").Len() == 0 {
		e.set([]byte(`{"manifestation":[`+absent+`]}`), reaction, jsondoc.Index(0))
	}
	for i := range e.root.Get("reaction").Len() {
		rank := slices.Index(severities, e.root.Get("reaction").At(i).Get("severity").Str())
		code, known := now[1].(string)
		switch {
		case known && (i == 0 || rank > slices.Index(severities, code)):
			e.set(jsondoc.Quote(code), reaction, jsondoc.Index(i), jsondoc.Key("severity"))
		case !known:
			e.remove(reaction, jsondoc.Index(i), jsondoc.Key("severity"))
		}
	}
}

func (f reactionField) read(e *edit) []any {
	out := make([]any, 2)
	f.get(&e.view, out)
	return out
}

// setWords changes the one manifestation whose words changed, if it is one; else the reactions are
// written anew as one with these words.
func (f reactionField) setWords(e *edit, words any) {
	text, _ := words.(string)
	items := strings.Split(text, between2)
	var places [][]jsondoc.Step
	for i, r := range e.root.Get("reaction").Elements() {
		for j, m := range r.Get("manifestation").Elements() {
			if wordsOf(m) != "" {
				places = append(places, jsondoc.Path("reaction", i, "manifestation", j))
			}
		}
	}
	if text != "" && len(items) >= len(places) && len(places) > 0 && !slices.Contains(items, "") {
		for i, place := range places {
			if wordsOf(e.root.Follow(place...)) != items[i] {
				e.set(object(member{"text", items[i]}), place...)
			}
		}
		last := places[len(places)-1]
		for _, more := range items[len(places):] {
			e.set(object(member{"text", more}), append(last[:len(last)-1:len(last)-1], jsondoc.Index(e.root.Follow(last[:len(last)-1]...).Len()))...)
		}
		if f.read(e)[0] == words {
			return
		}
	}
	manifestation := absent
	if text != "" {
		manifestation = string(object(member{"text", text}))
	}
	severity, _ := f.read(e)[1].(string)
	value := `{"manifestation":[` + manifestation + `]`
	if severity != "" {
		value += `,"severity":"` + severity + `"`
	}
	e.set([]byte("["+value+"}]"), jsondoc.Key("reaction"))
}

// categoriesField is AllergyIntolerance.category, codes joined by commas.
type categoriesField struct{}

func (categoriesField) columns() []Column      { return []Column{{"category", Code}} }
func (categoriesField) get(v *view, out []any) { out[0] = none(joinTexts(v.root.Get("category"), ",")) }
func (categoriesField) set(e *edit, _, now []any) {
	e.setTexts(now[0], ",", jsondoc.Key("category"))
}
