package fhir

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"farne/app/clinic"
	"farne/app/interchange/jsondoc"
)

// samples are the committed Synthea bundles, and those in the folder FARNE_SYNTHEA if it is set.
func samples(t testing.TB) []string {
	files, err := filepath.Glob("../testdata/synthea/*.gz")
	if folder := os.Getenv("FARNE_SYNTHEA"); folder != "" {
		files, err = filepath.Glob(filepath.Join(folder, "*.gz"))
	}
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	return files
}

func testMapper() *Mapper {
	key := []byte("a key of thirty-two bytes, or so")
	return &Mapper{RowID: func(source, typ, id string) [16]byte { return clinic.RowID(key, source, typ, id) }}
}

// each reads a file and hands out its entries.
func each(t testing.TB, name string, src io.Reader, do func(*Entry)) int {
	t.Helper()
	r, err := NewReader(name, src, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		e, err := r.Next()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		do(e)
	}
}

func eachSample(t testing.TB, do func(*Entry)) {
	for _, file := range samples(t) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		each(t, filepath.Base(file), f, do)
		f.Close()
	}
}

// A file read, mapped, exported and read again is the same file: every resource, every element, every
// digit, and the same rows.
func TestSamplesComeOutAsTheyCameIn(t *testing.T) {
	counts, refs, bytesIn := map[string]int{}, 0, 0
	for _, file := range samples(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := Inspect(file, bytes.NewReader(text), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if contents.Digest != sha256.Sum256(text) || contents.Packed != int64(len(text)) || len(contents.Aliases) > 200 {
			t.Errorf("%s: contents %+v", file, contents.Packed)
		}
		m := testMapper()
		m.Aliases = contents.Aliases
		x := &Exporter{Mapper: m}
		var bundle, lines bytes.Buffer
		writers := []Writer{NewBundleWriter(&bundle, "2026-11-20T09:05:00Z"), NewLineWriter(&lines)}
		dangling := NewDangling()
		var original []any
		var rows []map[string]any
		var urls []string
		n := each(t, filepath.Base(file), bytes.NewReader(text), func(e *Entry) {
			counts[e.Type]++
			bytesIn += len(e.Raw())
			original = append(original, decode(t, e.Raw()))
			urls = append(urls, e.FullURL)
			raw := bytes.Clone(e.Raw())
			records, err := m.Map(e)
			if err != nil {
				t.Fatal(err)
			}
			dangling.Add(e, records)
			refs += len(records[0].Links)
			row := exportRow(records)
			rows = append(rows, row.Values)
			out, err := x.Resource(row)
			if err != nil || !bytes.Equal(out, raw) {
				t.Fatalf("%s: %s came out as %s, %v", file, raw, out, err)
			}
			for _, w := range writers {
				if err := w.Write(out, row.Source, row.ForeignID); err != nil {
					t.Fatal(err)
				}
			}
		})
		for _, w := range writers {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if int64(n) != contents.Resources {
			t.Errorf("%s: %d resources, %d inspected", file, n, contents.Resources)
		}
		if missing := dangling.Missing(nil); len(missing) != 0 {
			t.Errorf("%s: %d references lead nowhere, as %v", file, len(missing), missing[0])
		}
		for name, out := range map[string]*bytes.Buffer{"again.json": &bundle, "again.ndjson": &lines} {
			i := 0
			each(t, name, bytes.NewReader(out.Bytes()), func(e *Entry) {
				if !reflect.DeepEqual(decode(t, e.Raw()), original[i]) {
					t.Fatalf("%s: resource %d changed", name, i)
				}
				if name == "again.json" && e.FullURL != urls[i] {
					t.Fatalf("fullUrl %s became %s", urls[i], e.FullURL)
				}
				records, err := m.Map(e)
				if err != nil || !reflect.DeepEqual(records[0].Values, rows[i]) {
					t.Fatalf("%s: row %d changed, %v", name, i, err)
				}
				i++
			})
			if i != len(original) {
				t.Fatalf("%s has %d of %d resources", name, i, len(original))
			}
		}
	}
	total := 0
	for _, typ := range slices.SortedFunc(maps.Keys(counts), CompareTypes) {
		table, compartment := TableOf(typ)
		t.Logf("%-22s %6d %s %s", typ, counts[typ], compartment, table)
		total += counts[typ]
	}
	t.Logf("%d files, %d resources, %d references, %d bytes without white space", len(samples(t)), total, refs, bytesIn)
}

// exportRow is what an export would have read from the database of an import.
func exportRow(records []Record) Row {
	r := records[0]
	row := Row{Table: r.Table, ID: r.RowID, Values: r.Values, Verbatim: bytes.Clone(r.Verbatim), Source: r.Source, Type: r.Type, ForeignID: r.ForeignID}
	if len(records) == 2 {
		row.Clinical = bytes.Clone(records[1].Verbatim)
	}
	return row
}

func decode(t testing.TB, text []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPatientIsPartedAndJoined(t *testing.T) {
	eachSample(t, func(e *Entry) {
		if e.Type != "Patient" {
			return
		}
		raw := string(e.Raw())
		records, err := testMapper().Map(e)
		if err != nil || len(records) != 2 {
			t.Fatalf("%d records, %v", len(records), err)
		}
		desk, care := string(records[0].Verbatim), string(records[1].Verbatim)
		for _, clinical := range []string{"disability-adjusted-life-years", "quality-adjusted-life-years"} {
			if strings.Contains(desk, clinical) || !strings.Contains(care, clinical) || !strings.Contains(raw, clinical) {
				t.Errorf("%s stands in the wrong part", clinical)
			}
		}
		for _, identity := range []string{"us-core-race", "us-core-ethnicity", "us-core-birthsex", "mothersMaidenName", "birthPlace"} {
			if !strings.Contains(desk, identity) || strings.Contains(care, identity) {
				t.Errorf("%s stands in the wrong part", identity)
			}
		}
		if records[1].RowID != records[0].RowID || records[1].Compartment != "care" || records[1].Table != "" || records[0].Compartment != "desk" {
			t.Errorf("records %v", records)
		}
	})
}

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
