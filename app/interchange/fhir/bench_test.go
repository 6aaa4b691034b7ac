package fhir

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"testing"
)

// unpacked are the samples as text.
func unpacked(b *testing.B) (texts [][]byte, total int64) {
	for _, file := range samples(b) {
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
		texts, total = append(texts, text), total+int64(len(text))
	}
	return texts, total
}

func BenchmarkInspect(b *testing.B) {
	texts, total := unpacked(b)
	b.SetBytes(total)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			if _, err := Inspect("a.json", bytes.NewReader(text), Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkReadAndMap(b *testing.B) {
	texts, total := unpacked(b)
	m := testMapper()
	b.SetBytes(total)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			each(b, "a.json", bytes.NewReader(text), func(e *Entry) {
				if _, err := m.Map(e); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func BenchmarkExport(b *testing.B) {
	texts, total := unpacked(b)
	m := testMapper()
	var rows []Row
	for _, text := range texts {
		each(b, "a.json", bytes.NewReader(text), func(e *Entry) {
			records, err := m.Map(e)
			if err != nil {
				b.Fatal(err)
			}
			rows = append(rows, exportRow(records))
		})
	}
	x := &Exporter{Mapper: m}
	b.SetBytes(total)
	b.ReportAllocs()
	for b.Loop() {
		w := NewBundleWriter(io.Discard, "")
		for _, row := range rows {
			out, err := x.Resource(row)
			if err != nil || w.Write(out, row.Source, row.ForeignID) != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlainDecode is the yardstick: encoding/json splits the Bundle and decodes each resource.
func BenchmarkPlainDecode(b *testing.B) {
	texts, total := unpacked(b)
	b.SetBytes(total)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			var bundle struct {
				Entry []struct{ Resource json.RawMessage }
			}
			if err := json.Unmarshal(text, &bundle); err != nil {
				b.Fatal(err)
			}
			for _, e := range bundle.Entry {
				var v map[string]any
				if err := json.Unmarshal(e.Resource, &v); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
