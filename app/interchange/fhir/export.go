package fhir

import (
	"fmt"
	"strings"

	"farne/app/interchange/jsondoc"
	"farne/sync/failure"
)

// Row is what an Exporter makes a resource of: a row with its verbatim copy, or either alone.
type Row struct {
	Table     string // "" for a resource without a table
	ID        [16]byte
	Values    map[string]any // columns to lay over the copy; those that are left out stay as the copy has them
	Verbatim  []byte         // nil for a row that never was imported
	Clinical  []byte         // of a Patient, care's part; nil where the reader may not have it
	Source    string         // of the verbatim copy
	Type      string         // of the verbatim copy; "" with a table takes the table's
	ForeignID string         // of the verbatim copy
}

// Exporter makes resources of rows. Safe for concurrent use if its functions are.
type Exporter struct {
	// Mapper must be as it was for the import: by it a column is told to be changed or not.
	Mapper *Mapper
	// Refer finds the copy that a row came with, for references that were changed or are new. Not ok,
	// or Refer nil: the row is Farne's own, and its id is the row's.
	Refer func(typ string, row [16]byte) (source, foreignID string, ok bool)
}

// Resource is the resource of a row as JSON without white space.
//
// A row with a copy gives the copy, with the columns that differ from what the copy says laid over
// it; nothing else in it changes. A row without gives a resource of R4 with the columns, an identifier
// by which Farne knows its own row again, and "not known" where R4 demands what the row does not have.
func (x *Exporter) Resource(row Row) ([]byte, error) {
	spec := specForTable(row.Table)
	if row.Table != "" && spec == nil {
		return nil, failure.New(failure.Internal, fmt.Sprintf("No FHIR resource is known for table %s.", row.Table), "Update Farne.")
	}
	doc, err := x.begin(row, spec)
	if err != nil {
		return nil, failure.Wrap(err, failure.Integrity, "The verbatim copy of an imported resource is damaged; its row is safe.",
			"Run farne verify, and import the file again.")
	}
	if spec == nil {
		return doc.Bytes(), nil
	}
	source := row.Source
	if source == "" {
		source = DefaultSource
	}
	e := &edit{view: view{doc.Root(), x.Mapper, source}, doc: doc, refer: x.reference}
	spec.lay(e, row.Values)
	if row.Verbatim == nil {
		spec.complete(e)
	}
	return doc.Bytes(), e.err
}

func (x *Exporter) begin(row Row, spec *spec) (*jsondoc.Doc, error) {
	if row.Verbatim == nil {
		if spec == nil {
			return nil, fmt.Errorf("neither a table nor a copy")
		}
		id := formatUUID(row.ID)
		return jsondoc.Open([]byte(`{"resourceType":"` + spec.typ + `","id":"` + id + `","identifier":[` + string(ownIdentifier(id)) + `]}`))
	}
	doc, err := jsondoc.Open(row.Verbatim)
	if err == nil && row.Clinical != nil {
		err = joinPatient(doc, row.Clinical)
	}
	return doc, err
}

func ownIdentifier(id string) []byte {
	return object(member{"system", ownSystem}, member{"value", id})
}

// reference writes a Reference to a row. To a row of Farne's own it adds the row's identifier, so that
// an import of ours finds it whatever the ids around it mean.
func (x *Exporter) reference(typ string, row [16]byte) []byte {
	if x.Refer != nil {
		if source, id, ok := x.Refer(typ, row); ok {
			switch {
			case strings.HasPrefix(source, "https://"):
				return object(member{"reference", source + "/" + typ + "/" + id})
			case isUUID(id):
				return object(member{"reference", "urn:uuid:" + id}, member{"type", typ})
			}
			return object(member{"reference", typ + "/" + id})
		}
	}
	id := formatUUID(row)
	return []byte(`{"reference":"urn:uuid:` + id + `","type":"` + typ + `","identifier":` + string(ownIdentifier(id)) + `}`)
}

func specForTable(table string) *spec {
	for _, s := range specs {
		if s.table == table && table != "" {
			return s
		}
	}
	return nil
}

// lay writes the columns that differ from what the resource says.
func (s *spec) lay(e *edit, values map[string]any) {
	var was, now [4]any
	for n, f := range s.fields {
		columns := s.columns[n]
		f.get(&e.view, was[:len(columns)])
		changed := false
		for i, c := range columns {
			now[i] = was[i]
			if v, given := values[c.Name]; given && c.Name != "" && !same(c.Kind.of(v), was[i]) {
				now[i], changed = c.Kind.of(v), true
			}
		}
		if changed {
			f.set(e, was[:len(columns)], now[:len(columns)])
		}
	}
}

// complete says "not known" in every element that R4 demands and the resource does not have.
func (s *spec) complete(e *edit) {
	for _, r := range s.required {
		found := false
		for m := range e.root.Children() {
			name := m.Name()
			rest, has := strings.CutPrefix(name, r.key)
			found = found || has && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z')
		}
		if !found {
			e.set([]byte(r.value), jsondoc.Key(r.write))
		}
	}
}
