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

func joinNonEmpty(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
