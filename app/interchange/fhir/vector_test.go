package fhir

import (
	"bytes"
	"encoding/json"
	"testing"

	"farne/app/clinic"
	"farne/build/vector"
	"farne/sync/seal"
)

// importedIDs is testdata/format/imports.json.
type importedIDs struct {
	About   string         `json:"about"`
	TreeKey vector.Hex     `json:"practice_tree_key"`
	IDKey   vector.Hex     `json:"id_key"`
	Rows    []importedRow  `json:"rows"`
	Files   []importedFrom `json:"resources"`
}

type importedRow struct {
	Source  string     `json:"source"`
	Type    string     `json:"type"`
	Foreign string     `json:"foreign_id"`
	Row     vector.Hex `json:"row"`
}

// importedFrom is a resource as an entry of a file, and what it is known by.
type importedFrom struct {
	What     string          `json:"what"`
	Said     string          `json:"source_said,omitempty"` // by a person
	FullURL  string          `json:"full_url,omitempty"`
	Origin   string          `json:"bundle_source,omitempty"`
	Resource json.RawMessage `json:"resource"`
	importedRow
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "imports.json", makeImportedIDs(t))
	for _, r := range v.Rows {
		if id := clinic.RowID(v.IDKey, r.Source, r.Type, r.Foreign); !bytes.Equal(id[:], r.Row) {
			t.Errorf("%s %s %s has the id %x", r.Source, r.Type, r.Foreign, id)
		}
	}
}

func makeImportedIDs(t *testing.T) importedIDs {
	tree, err := seal.KeyFromBytes(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	key := tree.Derive("ids of imported rows", nil).Reveal()
	v := importedIDs{
		About:   "Ids of imported rows. id_key comes from the tree key of the compartment practice. rows: the UUIDv8 over source, type and foreign id. resources: how the three follow from a resource and its place in a file.",
		TreeKey: tree.Reveal(), IDKey: key,
	}
	for _, r := range []importedRow{
		{Source: "fhir", Type: "Patient", Foreign: "123"}, {Source: "fhir", Type: "Patient", Foreign: ""}, {Source: "fhirP", Type: "atient", Foreign: "123"},
		{Source: "https://sample.example/r4", Type: "Observation", Foreign: "Ærø"}, {Source: "clinic on the hill", Type: "Patient", Foreign: uuid1},
	} {
		id := clinic.RowID(key, r.Source, r.Type, r.Foreign)
		r.Row = id[:]
		v.Rows = append(v.Rows, r)
	}
	for _, f := range sampleResources() {
		m := &Mapper{Source: f.Said, RowID: func(source, typ, foreign string) [16]byte { return clinic.RowID(key, source, typ, foreign) }}
		record := mapOne(t, m, f.FullURL, f.Origin, string(f.Resource))
		f.importedRow = importedRow{spaceOf(record.Source, normalID(record.ForeignID)), record.Type, normalID(record.ForeignID), bytes.Clone(record.RowID[:])}
		v.Files = append(v.Files, f)
	}
	return v
}

func sampleResources() []importedFrom {
	patient := func(members string) json.RawMessage {
		return json.RawMessage(`{"resourceType":"Patient"` + members + `}`)
	}
	upper := "11111111-2222-4333-8444-AAAAAAAAAAAA"
	return []importedFrom{
		{What: "an id, and nothing that tells its source", Resource: patient(`,"id":"1"`)},
		{What: "an address", FullURL: "http://Sample.Example/r4/Patient/1", Resource: patient(`,"id":"1"`)},
		{What: "an address with user, query and fragment", FullURL: "https://user@sample.example:8443/r4/Patient/1/_history/2", Resource: patient(`,"id":"1"`)},
		{What: "an address of another type is no source", FullURL: "https://sample.example/r4/Group/1", Resource: patient(`,"id":"1"`)},
		{What: "the bundle says its source", Origin: "https://sample.example/r4/", Resource: patient(`,"id":"1"`)},
		{What: "the bundle's source is no address", Origin: "urn:oid:1.2.3", Resource: patient(`,"id":"1"`)},
		{What: "a person said the source", Said: "clinic on the hill", FullURL: "https://sample.example/r4/Patient/1", Resource: patient(`,"id":"1"`)},
		{What: "a UUID is one thing wherever it comes from, in lower case", FullURL: "https://sample.example/r4/Patient/" + upper, Resource: patient(`,"id":"` + upper + `"`)},
		{What: "but not where a person named the source", Said: "clinic on the hill", Resource: patient(`,"id":"` + uuid1 + `"`)},
		{What: "the id of the fullUrl", FullURL: "urn:uuid:" + upper, Resource: patient("")},
		{What: "the id of an address", FullURL: "https://sample.example/r4/Patient/7", Resource: patient("")},
		{What: "the first identifier with system and value", Resource: patient(`,"identifier":[{"value":"x"},{"system":"urn:sample","value":"9"}]`)},
		{What: "nothing but its content", Resource: patient(`,"gender":"other"`)},
		{What: "a row of one of Farne's own exports", Resource: patient(`,"id":"1","identifier":[{"system":"urn:farne:row","value":"` + uuid1 + `"}]`)},
	}
}
