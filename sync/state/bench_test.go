package state

import (
	"testing"

	"farne/sync/hlc"
)

// observation is a row as a clinic has most of: eleven columns, written once, one corrected.
func observation(t testing.TB) *Row {
	c := Change{Table: "observation", Row: id(1), HLC: stampOf(1, 1), Seat: id(2), RecordedAt: noon, Subjects: []ID{id(3)}}
	for _, column := range []string{"status", "code", "system", "display", "category", "unit", "effective"} {
		c.Edits = append(c.Edits, Edit{Column: column, Value: Text("http://loinc.org 8480-6")})
	}
	c.Edits = append(c.Edits, Edit{Column: "patient", Value: Blob(make([]byte, 16))}, Edit{Column: "encounter", Value: Blob(make([]byte, 16))},
		Edit{Column: "value", Value: Real(118.5)}, Edit{Column: "value_text"})
	r := NewRow(c.Table, c.Row)
	for _, c := range []Change{c, correction(2)} {
		if _, err := r.Apply(c, everything); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func correction(n int64) Change {
	return Change{Table: "observation", Row: id(1), HLC: stampOf(n, 1), Seat: id(2), RecordedAt: noon, Subjects: []ID{id(3)},
		Edits: []Edit{{Column: "value", Value: Real(float64(n)), Bases: []hlc.HLC{stampOf(n-1, 1)}}}}
}

func BenchmarkMarshal(b *testing.B) {
	r := observation(b)
	b.SetBytes(int64(len(r.Marshal())))
	b.ReportAllocs()
	for b.Loop() {
		r.Marshal()
	}
}

func BenchmarkAppendTo(b *testing.B) {
	r, buf := observation(b), []byte(nil)
	b.SetBytes(int64(len(r.Marshal())))
	b.ReportAllocs()
	for b.Loop() {
		buf = r.AppendTo(buf[:0])
	}
}

func BenchmarkUnmarshal(b *testing.B) {
	form := observation(b).Marshal()
	b.SetBytes(int64(len(form)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Unmarshal(form); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLibraryMarshal is what the form costs through the general library, to compare with.
func BenchmarkLibraryMarshal(b *testing.B) {
	r := observation(b)
	b.ReportAllocs()
	for b.Loop() {
		referenceForm(b, r)
	}
}

func BenchmarkApply(b *testing.B) {
	r := observation(b)
	b.ReportAllocs()
	n := int64(3)
	for b.Loop() {
		if _, err := r.Apply(correction(n), everything); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

func BenchmarkJoin(b *testing.B) {
	mine, theirs := observation(b), observation(b)
	if _, err := theirs.Apply(correction(3), everything); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Join(mine, theirs, everything, everything)
	}
}

func BenchmarkChangeForm(b *testing.B) {
	c := correction(3)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := UnmarshalChange(c.Marshal()); err != nil {
			b.Fatal(err)
		}
	}
}
