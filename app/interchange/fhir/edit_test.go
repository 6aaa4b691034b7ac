package fhir

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"farne/app/clinic"
	"farne/app/interchange/jsondoc"
)

// random is a value that a column of this kind may hold. Texts have what breaks encodings.
func random(rng *rand.Rand, table string, c Column) any {
	word := func() string {
		return []string{"Ä", "O'Neil", `"x\y"`, "two words", "<b>&amp;", "line\nbreak", "日本", "z"}[rng.IntN(8)] + fmt.Sprint(rng.IntN(1000))
	}
	switch c.Kind {
	case Code:
		if c.Name == "severity" {
			return severities[rng.IntN(3)]
		}
		if set := clinic.ValueSetOf(table, c.Name); set != nil {
			return set[rng.IntN(len(set))].Code
		}
		return fmt.Sprintf("code-%d", rng.IntN(100))
	case Day:
		return []string{"1999", "1999-04", "1999-04-05"}[rng.IntN(3)]
	case Date:
		return []string{"1999", "1999-04", "1999-04-05", "1999-04-05T06:07:08Z", "1999-04-05T06:07:08.9Z"}[rng.IntN(5)]
	case Real:
		return []float64{0, -1.5, 36.6, 1e-12, 1e22, 175.98241711129813}[rng.IntN(6)]
	case Flag:
		return int64(rng.IntN(2))
	case Reference:
		var id [16]byte
		for i := range id {
			id[i] = byte(rng.Uint32())
		}
		return id
	case Bytes:
		return []byte(word())
	case Components:
		return clinic.FormatComponents([]clinic.Component{{Code: "8480-6", System: "http://loinc.org", Display: word(), Value: "120.0", Unit: "mm[Hg]"},
			{Code: word(), Text: word()}, {Display: word(), Value: "7"}}[:1+rng.IntN(3)])
	case Results:
		a, b := random(rng, "", Column{Kind: Reference}).([16]byte), random(rng, "", Column{Kind: Reference}).([16]byte)
		return formatResults([]string{formatUUID(a), formatUUID(b)}[:1+rng.IntN(2)])
	}
	if c.Name == "nhs_number" {
		return "9434765919"
	}
	if c.Name == "died" {
		return []string{"unknown", "2020-02", "2020-02-03T04:05:06Z"}[rng.IntN(3)]
	}
	return word()
}

// entangled are columns that exclude each other: writing one may empty the others.
var entangled = map[string][]string{"value": {"value_text"}, "value_text": {"value", "unit"}, "unit": {"value_text"}}

// touches are the members that a column may change, where they are not named like it.
var touches = map[string]string{"family": "name", "given": "name", "prefix": "name", "title": "name", "preferred": "name",
	"registration": "identifier", "nhs_number": "identifier", "phone": "telecom", "email": "telecom", "kind": "type", "born": "birthDate",
	"sex": "gender", "died": "deceased", "address_line": "address", "city": "address", "postcode": "address", "country": "address",
	"language": "communication", "patient": "subject patient participant", "practitioner": "participant requester", "organization": "serviceProvider",
	"reason": "reasonCode description", "location": "participant", "code": "code type vaccineCode medication", "system": "code type vaccineCode medication",
	"display": "code type vaccineCode medication", "clinical_status": "clinicalStatus", "verification_status": "verificationStatus",
	"recorded": "recordedDate", "severity": "reaction", "dosage": "dosageInstruction dosage", "authored": "authoredOn", "occurred": "occurrence",
	"unit": "value dataAbsentReason", "value_text": "value dataAbsentReason", "value": "value dataAbsentReason", "components": "component",
	"results": "result", "conclusion": "conclusion presentedForm", "content_type": "content", "attachment": "content",
	"encounter": "encounter context", "start": "start period performed effective", "end": "end period performed effective"}

// checkEdit lays one new value over a resource and finds exactly that changed.
func checkEdit(t testing.TB, s *spec, raw []byte, c Column, value any) {
	m := testMapper()
	doc, err := jsondoc.Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	e := &edit{view: view{doc.Root(), m, DefaultSource}, doc: doc, refer: (&Exporter{Mapper: m}).reference}
	before := s.read(&e.view)
	members := map[string]string{}
	for v := range doc.Root().Children() {
		members[v.Name()] = string(v.Raw())
	}
	s.lay(e, map[string]any{c.Name: value})
	if e.err != nil {
		t.Fatalf("%s.%s set to %#v: %v\n%s\n%s", s.table, c.Name, value, e.err, raw, doc.Bytes())
	}
	again, err := jsondoc.Open(doc.Bytes())
	if err != nil {
		t.Fatalf("%s of %s: %v in %s", c.Name, s.table, err, doc.Bytes())
	}
	after := s.read(&view{again.Root(), m, DefaultSource})
	for name, was := range before {
		want := was
		if name == c.Name {
			want = c.Kind.of(value)
		}
		if c.Name == "unit" && name == "unit" && before["value_text"] != nil {
			continue // words have no unit
		}
		if !same(after[name], want) && !(slices.Contains(entangled[c.Name], name) && after[name] == nil) {
			t.Fatalf("%s.%s set to %#v: %s is %#v, was %#v\n%s\n%s", s.table, c.Name, value, name, after[name], was, raw, doc.Bytes())
		}
	}
	allowed := strings.Fields(touches[c.Name] + " " + c.Name)
	check := func(name string) {
		if !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(strings.TrimPrefix(name, "_"), a) }) {
			t.Fatalf("%s.%s set to %#v changed %s:\n%s\n%s", s.table, c.Name, value, name, raw, doc.Bytes())
		}
	}
	for v := range again.Root().Children() {
		if members[v.Name()] != string(v.Raw()) {
			check(v.Name())
		}
		delete(members, v.Name())
	}
	for name := range members {
		check(name)
	}
}

func TestEditingOneColumnChangesThatOnly(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	eachSample(t, func(e *Entry) {
		s := specs[e.Type]
		if s == nil || rng.IntN(len(samples(t))) > 2 { // all of a few files, some of many
			return
		}
		for _, columns := range s.columns {
			for _, c := range columns {
				if c.Name != "" {
					checkEdit(t, s, e.Raw(), c, random(rng, s.table, c))
					checkEdit(t, s, e.Raw(), c, nil)
				}
			}
		}
	})
}

// A row that never was imported makes a resource that has all its columns and is read as R4 again.
func TestNewRowsMakeResources(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 2))
	m := testMapper()
	x := &Exporter{Mapper: m}
	for _, table := range Tables() {
		for round := range 50 {
			row := Row{Table: table.Name, Values: map[string]any{}, ID: random(rng, "", Column{Kind: Reference}).([16]byte)}
			for _, c := range table.Columns {
				if round > 0 && rng.IntN(round) < 20 && !(c.Name == "value_text" && row.Values["value"] != nil) {
					row.Values[c.Name] = random(rng, table.Name, c)
				}
			}
			if row.Values["value_text"] != nil {
				delete(row.Values, "unit")
			}
			out, err := x.Resource(row)
			if err != nil {
				t.Fatal(err)
			}
			each(t, "new.json", bytes.NewReader(out), func(e *Entry) {
				records, err := m.Map(e)
				if err != nil || records[0].RowID != row.ID || records[0].Table != table.Name || records[0].Compartment != table.Compartment {
					t.Fatalf("%s became %v, %v", out, records, err)
				}
				for _, c := range table.Columns {
					if got := records[0].Values[c.Name]; !same(got, c.Kind.of(row.Values[c.Name])) {
						t.Fatalf("%s.%s is %#v, was %#v\n%s", table.Name, c.Name, got, row.Values[c.Name], out)
					}
				}
				for _, r := range specs[e.Type].required {
					if !strings.Contains(string(out), `"`+r.key) && !strings.Contains(string(out), `"`+r.write) {
						t.Errorf("%s lacks %s", out, r.key)
					}
				}
			})
		}
	}
}
