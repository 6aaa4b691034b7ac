package fhir

import "farne/app/interchange/jsondoc"

// Code systems that Farne writes.
const (
	actCode              = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
	conditionClinical    = "http://terminology.hl7.org/CodeSystem/condition-clinical"
	conditionVerStatus   = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
	allergyClinical      = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
	allergyVerification  = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
	observationCategory  = "http://terminology.hl7.org/CodeSystem/observation-category"
	diagnosticCategories = "http://terminology.hl7.org/CodeSystem/v2-0074"
	languages            = "urn:ietf:bcp:47"
	ucum                 = "http://unitsofmeasure.org"
)

// chosen is the coding that stands for a concept: the one a person chose, else the first with a code,
// else the first.
func chosen(codings jsondoc.Value) int {
	coded := -1
	for i, c := range codings.Elements() {
		if selected, _ := c.Get("userSelected").Bool(); selected {
			return i
		}
		if coded < 0 && c.Get("code").Kind() == jsondoc.String {
			coded = i
		}
	}
	if coded < 0 {
		return first(codings)
	}
	return coded
}

func codingOf(concept jsondoc.Value) jsondoc.Value {
	codings := concept.Get("coding")
	return codings.At(chosen(codings))
}

// wordsOf are a concept's words: its text, which is what its author saw, else its coding's.
func wordsOf(concept jsondoc.Value) string {
	if text := concept.Get("text").Str(); text != "" {
		return text
	}
	return codingOf(concept).Get("display").Str()
}

// newCoding is a coding with what is known of it.
func newCoding(system, code, display any) []byte {
	return object(member{"system", system}, member{"code", code}, member{"display", display})
}

// member is a name and a text, left out when it is nil.
type member struct {
	name  string
	value any
}

// object writes a flat object of texts.
func object(members ...member) []byte {
	b := []byte{'{'}
	for _, m := range members {
		s, ok := m.value.(string)
		if !ok || s == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = jsondoc.AppendString(b, m.name)
		b = append(b, ':')
		b = jsondoc.AppendString(b, s)
	}
	return append(b, '}')
}

// conceptField is a CodeableConcept as the columns code, system and display.
type conceptField struct{ at path }

func (f conceptField) columns() []Column {
	return []Column{{"code", Text}, {"system", Text}, {"display", Text}}
}

func (f conceptField) get(v *view, out []any) { readConcept(f.at.find(v.root), out) }

func readConcept(concept jsondoc.Value, out []any) {
	coding := codingOf(concept)
	out[0], out[1], out[2] = none(coding.Get("code").Str()), none(coding.Get("system").Str()), none(wordsOf(concept))
}

func (f conceptField) set(e *edit, was, now []any) {
	writeConcept(e, was, now, f.at.steps(e)...)
}

// writeConcept changes a concept. Another code is another concept: the other codings, which
// translate the old one, go, since keeping them would state two things. Other words alone leave the
// codings as they are.
func writeConcept(e *edit, was, now []any, path ...jsondoc.Step) {
	if now[0] == nil && now[1] == nil && now[2] == nil {
		e.setWhole(false, nil, path...)
		return
	}
	concept := func(steps ...any) []jsondoc.Step {
		return append(path[:len(path):len(path)], jsondoc.Path(steps...)...)
	}
	hadText := e.root.Follow(concept("text")...).Kind() == jsondoc.String
	if !same(was[0], now[0]) || !same(was[1], now[1]) {
		if now[0] == nil && now[1] == nil {
			e.remove(concept("coding")...)
			hadText = true
		} else {
			e.set([]byte("["+string(newCoding(now[1], now[0], now[2]))+"]"), concept("coding")...)
		}
		if !hadText {
			return
		}
	} else if now[2] == nil {
		codings := e.root.Follow(concept("coding")...)
		if i := chosen(codings); i >= 0 {
			e.clear(concept("coding", i, "display")...)
		}
	}
	if now[2] == nil {
		e.remove(concept("text")...)
	} else {
		e.set(jsondoc.Quote(now[2].(string)), concept("text")...)
	}
}

// wordsField is a CodeableConcept of which only the words are a column. Other words replace it, since
// its codings would state the old ones.
type wordsField struct {
	name string
	at   path
}

func (f wordsField) columns() []Column { return []Column{{f.name, Text}} }
func (f wordsField) get(v *view, out []any) {
	out[0] = none(wordsOf(f.at.find(v.root)))
}
func (f wordsField) set(e *edit, _, now []any) {
	e.setWhole(now[0] != nil, object(member{"text", now[0]}), f.at.steps(e)...)
}

// setWhole replaces or takes away a whole element; absent keeps the place of an array's element that
// goes while others stay.
func (e *edit) setWhole(keep bool, value []byte, path ...jsondoc.Step) {
	switch {
	case keep:
		e.set(value, path...)
	case path[len(path)-1].Name == "" && e.root.Follow(path[:len(path)-1]...).Len() > 1:
		e.set([]byte(absent), path...)
	default:
		e.remove(path...)
	}
}

// codeField is a CodeableConcept that FHIR binds to one code system, so that its code alone is a
// column.
type codeField struct {
	name   string
	at     path
	system string
}

func (f codeField) columns() []Column { return []Column{{f.name, Code}} }
func (f codeField) get(v *view, out []any) {
	out[0] = none(codingOf(f.at.find(v.root)).Get("code").Str())
}
func (f codeField) set(e *edit, _, now []any) {
	value := []byte(`{"coding":[` + string(newCoding(f.system, now[0], nil)) + `]}`)
	e.setWhole(now[0] != nil, value, f.at.steps(e)...)
}

// classField is Encounter.class, a Coding by itself.
type classField struct{}

func (classField) columns() []Column      { return []Column{{"class", Code}} }
func (classField) get(v *view, out []any) { out[0] = none(v.root.Get("class").Get("code").Str()) }
func (f classField) set(e *edit, _, now []any) {
	e.setWhole(now[0] != nil, newCoding(actCode, now[0], nil), jsondoc.Key("class"))
}
