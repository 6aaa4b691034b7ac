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
		if contents.Bytes != int64(len(text)) || len(contents.Aliases) > 200 {
			t.Errorf("%s: contents %+v", file, contents)
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
