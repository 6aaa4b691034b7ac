package fhir

import "farne/app/interchange/jsondoc"

// participantField is somebody in a list of participants by the type of resource: the practitioner of
// an Encounter, the patient of an Appointment.
type participantField struct {
	name, typ string
	who       string // the member that holds the Reference
	blank     string // what a new participant begins with
}

// choose finds the participant: the first whose Reference is of the type, or says absent because the
// column was emptied.
func (f participantField) choose(v *view) func(jsondoc.Value) int {
	return func(list jsondoc.Value) int {
		for i, p := range list.Elements() {
			who := p.Get(f.who)
			if string(who.Raw()) == f.absent() {
				return i
			}
			r := readReference(who)
			if r.typ == "" && f.typ != participantDefault[f.who] {
				continue // a urn:uuid that does not say its type is what the list usually holds
			}
			if _, _, ok := v.m.resolve(r, f.typ, v.source); ok {
				return i
			}
		}
		return -1
	}
}

// participantDefault is what a Reference without a type is taken for.
var participantDefault = map[string]string{"individual": "Practitioner", "actor": "Patient"}

func (f participantField) columns() []Column { return []Column{{f.name, Reference}} }

func (f participantField) get(v *view, out []any) {
	list := v.root.Get("participant")
	out[0] = v.row(list.At(f.choose(v)(list)).Get(f.who), f.typ)
}

func (f participantField) set(e *edit, _, now []any) {
	steps := at("participant").one(f.choose(&e.view), f.blank).key(f.who).steps(e)
	if row, ok := now[0].([16]byte); ok {
		e.set(e.refer(f.typ, row), steps...)
		return
	}
	e.set([]byte(f.absent()), steps...)
}

// absent keeps the place of a participant whose column was emptied, so that the next of the type does
// not step in.
func (f participantField) absent() string { return `{"type":"` + f.typ + `",` + absent[1:] }

// placeField is the words of an Appointment's Location.
type placeField struct{}

func place(list jsondoc.Value) int {
	for i, p := range list.Elements() {
		actor := p.Get("actor")
		if r := readReference(actor); r.typ == "Location" || actor.Get("type").Is("Location") {
			return i
		}
	}
	return -1
}

var location = at("participant").one(place, `{"actor":{"type":"Location"},"status":"accepted"}`).key("actor").key("display")

func (placeField) columns() []Column           { return []Column{{"location", Text}} }
func (placeField) get(v *view, out []any)      { out[0] = none(location.find(v.root).Str()) }
func (placeField) set(e *edit, was, now []any) { e.setText(now[0], location.steps(e)...) }

// reasonField is why somebody comes: reasonCode, or the description that some systems use instead.
type reasonField struct{}

var firstReason = at("reasonCode").one(first, "")

func (reasonField) columns() []Column { return []Column{{"reason", Text}} }
func (reasonField) get(v *view, out []any) {
	if out[0] = none(wordsOf(firstReason.find(v.root))); out[0] == nil {
		out[0] = none(v.root.Get("description").Str())
	}
}
func (reasonField) set(e *edit, was, now []any) {
	if firstReason.find(e.root).Exists() || !e.root.Get("description").Exists() {
		wordsField{"reason", firstReason}.set(e, was, now)
	}
	if e.root.Get("description").Exists() && same(was[0], e.root.Get("description").Str()) {
		e.setText(now[0], jsondoc.Key("description"))
	}
}
