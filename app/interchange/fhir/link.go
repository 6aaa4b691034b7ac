package fhir

import (
	"farne/app/interchange/jsondoc"
)

// Link is a reference of a resource to another.
type Link struct {
	Type string // "" if neither the reference nor its place says
	ID   string // as the other system knows it, or system|value of an identifier
	Row  [16]byte
	key  string // by which Dangling finds the other in the same file
}

// name puts a patient in front of the subjects.
func (r *Record) name(patient [16]byte) {
	if patient == ([16]byte{}) {
		if len(r.Subjects) > 0 {
			r.Patient = r.Subjects[0]
		}
		return
	}
	all := [][16]byte{patient}
	for _, s := range r.Subjects {
		if s != patient {
			all = append(all, s)
		}
	}
	r.Subjects = all
}

// patientNames are the members that refer to the patient a resource is about. Their urn:uuid is a
// Patient's unless the reference says otherwise.
var patientNames = set("patient subject beneficiary for")

// link gathers the references of a resource, and the patients among them.
func (m *Mapper) link(rec *Record, v *view) {
	for value := range v.root.All() {
		if value.Kind() != jsondoc.Object {
			continue
		}
		text, identifier := value.Get("reference"), value.Get("identifier")
		if text.Kind() != jsondoc.String && identifier.Kind() != jsondoc.Object {
			continue
		}
		r := readReference(value)
		if r.kind == refNone || r.kind == refLogical && r.typ == "" {
			continue
		}
		expected := ""
		if r.typ == "" {
			expected = expectedAt(rec.Type, value.Name())
		}
		row, typ, ok := m.resolve(r, expected, v.source)
		if !ok {
			if r.kind == refURN {
				rec.Links = append(rec.Links, Link{ID: r.id, key: r.id})
			}
			continue
		}
		rec.Links = append(rec.Links, Link{Type: typ, ID: r.linkID(), Row: row, key: r.key(typ)})
		if typ == "Patient" {
			rec.addSubject(row)
		}
	}
}

// expectedAt is the type that a urn:uuid usually has by the name of the element it stands in.
func expectedAt(typ, name string) string {
	switch {
	case patientNames[name]:
		return "Patient"
	case name == "encounter":
		return "Encounter"
	case name == "individual" && typ == "Encounter", name == "requester" && typ == "MedicationRequest":
		return "Practitioner"
	case name == "serviceProvider":
		return "Organization"
	}
	return ""
}

func (r *Record) addSubject(row [16]byte) {
	for _, s := range r.Subjects {
		if s == row {
			return
		}
	}
	r.Subjects = append(r.Subjects, row)
}

func (r reference) linkID() string {
	if r.kind == refConditional || r.kind == refLogical {
		return r.system + "|" + r.value
	}
	return r.id
}

// key is the name under which the file's own resources are known to Dangling.
func (r reference) key(typ string) string {
	switch r.kind {
	case refURN:
		return r.id
	case refConditional, refLogical:
		return identifierKey(typ, r.system, r.value)
	}
	return typ + "/" + normalID(r.id)
}
