package fhir

import (
	"strings"

	"farne/app/interchange/jsondoc"
)

// Mapper makes rows of resources. Its functions must answer the same on every laptop of the practice,
// or two laptops that import one file make two patients. Safe for concurrent use if they are.
type Mapper struct {
	// RowID is the id of the row that a resource becomes: the practice's HMAC over source, type and
	// foreign id (clinic.RowID).
	RowID func(source, typ, foreignID string) [16]byte
	// Source names the system that the file comes from, when a person said so; "" derives it. A plain
	// name (no colon) keeps even UUIDs apart from those of other sources.
	Source string
	// Aliases are those that Inspect found in the file; nil for none.
	Aliases Aliases
	// Lookup finds a row of the record by type and identifier, for references such as
	// Practitioner?identifier=system|value. May be nil.
	Lookup func(typ, system, value string) (row [16]byte, ok bool)
	// Known tells whether a row of Farne's own, whose id an export of ours carries, is in this record:
	// table note or signed_note. May be nil: then such notes come in as documents.
	Known func(table string, row [16]byte) bool
}

// Record is what one resource becomes in one compartment: a row of a table with the verbatim copy
// beside it, or the verbatim copy alone. It is valid until the Reader's next Next.
type Record struct {
	Compartment string // practice, desk or care
	Table       string // "" if there is the verbatim copy only
	RowID       [16]byte
	Patient     [16]byte   // the patient it is about: the row's subject; zero if none
	Subjects    [][16]byte // all patients it names, Patient first: what an erasure must know
	// Values are the row's columns, every column of the table: nil, string, float64, int64, []byte or
	// [16]byte. nil itself if there is no row, and for a note that stands in the record already.
	Values    map[string]any
	Verbatim  []byte // the resource, JSON without white space; of a Patient the part of this compartment
	Source    string
	Type      string
	ForeignID string
	Links     []Link // what it refers to, wherever in the resource
}

// Link is a reference of a resource to another.
type Link struct {
	Type string // "" if neither the reference nor its place says
	ID   string // as the other system knows it, or system|value of an identifier
	Row  [16]byte
	key  string // by which Dangling finds the other in the same file
}

// Map makes the records of an entry: one, or for a Patient two, identity for the desk and its clinical
// extensions for care. The second is there even when it holds none, so that what an earlier import
// brought does not stay.
func (m *Mapper) Map(e *Entry) ([]Record, error) {
	if err := m.settle(e); err != nil {
		return nil, err
	}
	rec := Record{Type: e.Type, Source: m.sourceOf(e), ForeignID: foreignID(e), Compartment: compartmentOf(e.Type), Verbatim: e.Raw()}
	rec.RowID = m.row(rec.Source, e.Type, rec.ForeignID)
	if row, ok := ownRow(e.Resource); ok {
		rec.RowID = row
		if table := m.knownNote(e); table != "" {
			rec.Table, rec.Verbatim = table, nil
			return []Record{rec}, nil
		}
	}
	v := &view{root: e.Resource, m: m, source: rec.Source}
	m.link(&rec, v)
	if spec := specs[e.Type]; spec != nil {
		rec.Table = spec.table
		rec.Values = spec.read(v)
		if p, ok := rec.Values["patient"].([16]byte); ok {
			rec.Patient = p
		}
	}
	if e.Type == "Patient" {
		rec.Patient = rec.RowID
		return splitPatient(rec, e.Resource)
	}
	rec.name(rec.Patient)
	return []Record{rec}, nil
}

// settle writes the references that only this file understands (urn:uuid:… of an entry that has an id
// of its own, an identifier) as the resources' own ids, as a server does with a transaction: outside
// of the file they would lead nowhere.
func (m *Mapper) settle(e *Entry) error {
	if len(m.Aliases) == 0 {
		return nil
	}
	found := false
	text := e.Resource.Rewrite(func(v jsondoc.Value) []byte {
		if v.Kind() != jsondoc.String || v.Name() != "reference" {
			return nil
		}
		r := parseReference(v.Str())
		key := r.id
		switch r.kind {
		case refURN:
		case refConditional:
			key = identifierKey(r.typ, r.system, r.value)
		default:
			return nil
		}
		t, ok := m.Aliases[key]
		if !ok {
			return nil
		}
		found = true
		return jsondoc.Quote(t.Type + "/" + t.ID)
	})
	if !found {
		return nil
	}
	doc, err := jsondoc.Open(text)
	if err == nil {
		e.Resource = doc.Root()
	}
	return err
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

// knownNote is the table of a note of Farne's own that came back in an export and stands here still.
func (m *Mapper) knownNote(e *Entry) string {
	if e.Type != "DocumentReference" || m.Known == nil {
		return ""
	}
	row, _ := ownRow(e.Resource)
	for _, identifier := range e.Resource.Get("identifier").Elements() {
		for _, table := range []string{"note", "signed_note"} {
			if identifier.Get("system").Is(noteSystem(table)) && m.Known(table, row) {
				return table
			}
		}
	}
	return ""
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

// compartments of the types that are not care's.
var compartments = map[string]string{
	"Practitioner": "practice", "PractitionerRole": "practice", "Organization": "practice", "OrganizationAffiliation": "practice",
	"Location": "practice", "HealthcareService": "practice", "Endpoint": "practice",
	"Patient": "desk", "RelatedPerson": "desk", "Appointment": "desk", "AppointmentResponse": "desk", "Consent": "desk",
	"Schedule": "desk", "Slot": "desk",
}

// compartmentOf is the compartment that a type belongs to, for ever. What is not plainly the
// practice's or the desk's is care's: Claim and ExplanationOfBenefit name diagnoses.
func compartmentOf(typ string) string {
	if c, ok := compartments[typ]; ok {
		return c
	}
	return "care"
}

// TableOf is the table of a resource type, and the compartment; table "" if only the verbatim copy is
// kept.
func TableOf(typ string) (table, compartment string) {
	if spec := specs[typ]; spec != nil {
		table = spec.table
	}
	return table, compartmentOf(typ)
}

func joinNonEmpty(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
