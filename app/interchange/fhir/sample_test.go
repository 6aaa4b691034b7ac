package fhir

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"farne/app/clinic"
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

// journey is what became of a file on its way in and out.
type journey struct {
	m        *Mapper
	dangling *Dangling
	original []any            // resources, decoded
	rows     []map[string]any // their columns
	urls     []string
	out      map[string]*bytes.Buffer // files written, by name
	counts   map[string]int
	bytes    int
	links    int
}

// in reads and maps a file, and exports each row again at once.
func (j *journey) in(t *testing.T, name string, text []byte) {
	bundle, lines := &bytes.Buffer{}, &bytes.Buffer{}
	j.out = map[string]*bytes.Buffer{"again.json": bundle, "again.ndjson": lines}
	writers := []Writer{NewBundleWriter(bundle, "2026-11-20T09:05:00Z"), NewLineWriter(lines)}
	x := &Exporter{Mapper: j.m}
	each(t, name, bytes.NewReader(text), func(e *Entry) {
		raw := bytes.Clone(e.Raw())
		j.original, j.urls = append(j.original, decode(t, raw)), append(j.urls, e.FullURL)
		j.counts[e.Type]++
		j.bytes += len(raw)
		records, err := j.m.Map(e)
		if err != nil {
			t.Fatal(err)
		}
		j.dangling.Add(e, records)
		j.links += len(records[0].Links)
		row := exportRow(records)
		j.rows = append(j.rows, row.Values)
		out, err := x.Resource(row)
		if err != nil || !bytes.Equal(out, raw) {
			t.Fatalf("%s: %s came out as %s, %v", name, raw, out, err)
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
}

// again reads what was written and finds everything as it was.
func (j *journey) again(t *testing.T, name string) {
	i := 0
	each(t, name, bytes.NewReader(j.out[name].Bytes()), func(e *Entry) {
		if !reflect.DeepEqual(decode(t, e.Raw()), j.original[i]) {
			t.Fatalf("%s: resource %d changed", name, i)
		}
		if name == "again.json" && e.FullURL != j.urls[i] {
			t.Fatalf("fullUrl %s became %s", j.urls[i], e.FullURL)
		}
		records, err := j.m.Map(e)
		if err != nil || !reflect.DeepEqual(records[0].Values, j.rows[i]) {
			t.Fatalf("%s: row %d changed, %v", name, i, err)
		}
		i++
	})
	if i != len(j.original) {
		t.Fatalf("%s has %d of %d resources", name, i, len(j.original))
	}
}

// A file read, mapped, exported and read again is the same file: every resource, every element, every
// digit, and the same rows.
func TestSamplesComeOutAsTheyCameIn(t *testing.T) {
	counts, links, size, total := map[string]int{}, 0, 0, 0
	for _, file := range samples(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := Inspect(file, bytes.NewReader(text), Limits{})
		if err != nil || contents.Bytes != int64(len(text)) {
			t.Fatalf("%s: %+v, %v", file, contents, err)
		}
		j := &journey{m: testMapper(), dangling: NewDangling(), counts: counts}
		j.m.Aliases = contents.Aliases
		j.in(t, filepath.Base(file), text)
		if int64(len(j.original)) != contents.Resources {
			t.Errorf("%s: %d resources, %d inspected", file, len(j.original), contents.Resources)
		}
		if missing := j.dangling.Missing(nil); len(missing) != 0 {
			t.Errorf("%s: %d references lead nowhere, as %v", file, len(missing), missing[0])
		}
		j.again(t, "again.json")
		j.again(t, "again.ndjson")
		links, size, total = links+j.links, size+j.bytes, total+len(j.original)
	}
	for _, typ := range slices.SortedFunc(maps.Keys(counts), CompareTypes) {
		table, compartment := TableOf(typ)
		t.Logf("%-22s %6d %s %s", typ, counts[typ], compartment, table)
	}
	t.Logf("%d files, %d resources, %d references, %d bytes without white space", len(samples(t)), total, links, size)
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
