package state

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"farne/build/vector"
	"farne/sync/hlc"
)

const formsAbout = "Canonical CBOR of what is synced. values, deletions (the blob that is the value of _deleted), changes and rows: the parts, and the bytes. " +
	"Integers of 64 bits are decimal texts, reals the bits of an IEEE 754 binary64. The large values here refer to nothing; large.json has real ones. " +
	"merges: changes applied in this order to a row that nobody had touched, each device's own in the order of their stamps, and the row that results. refused: bytes that must not be read."

func makeForms(t *testing.T) stateForms {
	v := stateForms{About: formsAbout}
	for _, value := range sampleValues(t) {
		v.Values = append(v.Values, showValue(value))
	}
	for _, entries := range [][]Entry{{}, {{"a", stampOf(1, 1)}}, {{"b", stampOf(1, 1)}, {"b", stampOf(2, 1)}, {"text", stampOf(1, 1)}}} {
		f := entriesForm{Entries: []entryForm{}, Blob: appendEntries(nil, entries)}
		for _, e := range entries {
			f.Entries = append(f.Entries, entryForm{e.Column, e.HLC[:]})
		}
		v.Deletions = append(v.Deletions, f)
	}
	for _, c := range sampleChanges(t) {
		v.Changes = append(v.Changes, showChange(c.what, c.Change))
	}
	for _, r := range sampleRows(t) {
		v.Rows = append(v.Rows, showRow(r.what, r.Row))
	}
	v.Merges = sampleMerges(t)
	v.Refused = malformedForms(t)
	return v
}

func sampleValues(t *testing.T) []Value {
	values := []Value{Null(), Text(""), Text("a"), Text("Ærø 血圧 🦭"), Text("\x00"), Text(strings.Repeat("x", 24)), Text(strings.Repeat("x", 256)), Blob(nil), Blob([]byte{0, 255})}
	for _, n := range []int64{0, 1, 23, 24, 255, 256, 65535, 65536, 1<<32 - 1, 1 << 32, math.MaxInt64, -1, -24, -25, -256, -257, -1 << 32, math.MinInt64} {
		values = append(values, Integer(n))
	}
	for _, f := range []float64{0, 1, -1, 0.5, 81.4, 1.0 / 3, 65504, 65505, 100000, 3.4028234663852886e38, 1e300, math.Inf(1), math.Inf(-1), 5.960464477539063e-08,
		6.103515625e-05, math.SmallestNonzeroFloat32, math.SmallestNonzeroFloat64, 2.5e-08} {
		values = append(values, Real(f))
	}
	for _, l := range []Large{{Kind: KindText, Size: LargeOver + 1}, {Kind: KindBlob, Size: ChunkSize}, {Kind: KindBlob, Size: ChunkSize + 1}, {Kind: KindBlob, Size: MaxLarge}} {
		l.ID, l.Sum, l.Key, l.Chunks = id(7), [32]byte{1}, [32]byte{2}, make([][32]byte, (l.Size+ChunkSize-1)/ChunkSize)
		for i := range l.Chunks {
			l.Chunks[i][31] = byte(i)
		}
		v, err := Reference(l)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

type namedChange struct {
	what string
	Change
}

func sampleChanges(t *testing.T) []namedChange {
	one, two := stampOf(1, 1), stampOf(2, 2)
	write := func(n int64, device uint64, edits ...Edit) Change {
		return Change{Table: "note", Row: id(9), HLC: stampOf(n, device), Seat: id(50 + device), RecordedAt: noon + n, Subjects: []ID{id(3)}, Edits: edits}
	}
	none := write(1, 1, Edit{Column: "text", Value: Text("Sample text")})
	none.Subjects, none.RecordedAt = nil, -1
	many := write(5, 1, Edit{Column: "b", Value: Integer(-1), Bases: []hlc.HLC{one}}, Edit{Column: "text", Value: Text("Sample text"), Bases: []hlc.HLC{one, two}}, Edit{Column: "title", Value: Null()})
	many.Subjects = []ID{id(3), id(4)}
	deletion := Blob(appendEntries(nil, []Entry{{"text", one}, {"text", two}}))
	return []namedChange{
		{"a first version, about nobody, before 1970", none},
		{"three columns, one of them over two versions", many},
		{"a deletion", write(6, 1, Edit{Column: Deleted, Value: deletion})},
		{"its end", write(7, 1, Edit{Column: Deleted, Value: Null(), Bases: []hlc.HLC{stampOf(6, 1)}})},
		{"a large value", write(8, 1, Edit{Column: "text", Value: sampleValues(t)[len(sampleValues(t))-4], Bases: []hlc.HLC{one}})},
	}
}

type namedRow struct {
	what string
	*Row
}

func sampleRows(t *testing.T) []namedRow {
	version := func(n int64, device uint64, v Value) Version {
		return Version{HLC: stampOf(n, device), Seat: id(50 + device), RecordedAt: noon + n, Value: v}
	}
	row := func(columns map[string]*Column) *Row {
		r := NewRow("note", id(9))
		r.Subjects, r.Columns = []ID{id(3)}, columns
		return r
	}
	one, other := version(1, 1, Text("Sample")), version(2, 2, Text("Sample, elsewhere"))
	twin := version(1, 1, Text("Sample twin"))
	twins := []Version{one, twin}
	slices.SortFunc(twins, compareVersions)
	pending := row(map[string]*Column{"text": {Live: []Version{other}, Pending: []hlc.HLC{stampOf(7, 3), stampOf(8, 3)}}, "title": {Pending: []hlc.HLC{stampOf(7, 3)}}})
	pending.Subjects = []ID{id(3), id(4)}
	return []namedRow{
		{"one column", row(map[string]*Column{"text": {Live: []Version{one}}})},
		{"two columns of one change, one of another", row(map[string]*Column{"text": {Live: []Version{one}}, "b": {Live: []Version{version(1, 1, Null())}}, "title": {Live: []Version{other}}})},
		{"a conflict", row(map[string]*Column{"text": {Live: []Version{one, other}}})},
		{"twins: one stamp, two values", row(map[string]*Column{"text": {Live: twins}})},
		{"what is pending, also in a column without a version", pending},
		{"deleted", row(map[string]*Column{"text": {Live: []Version{one}}, Deleted: {Live: []Version{version(5, 1, Blob(appendEntries(nil, []Entry{{"text", one.HLC}})))}}})},
		{"a large value", row(map[string]*Column{"text": {Live: []Version{version(1, 1, sampleValues(t)[len(sampleValues(t))-4])}}})},
	}
}

// sampleMerges are histories of one row in which two or three laptops take part.
func sampleMerges(t *testing.T) (merges []mergeForm) {
	write := func(n int64, device uint64, v Value, bases ...hlc.HLC) Change {
		return Change{Table: "note", Row: id(9), HLC: stampOf(n, device), Seat: id(50 + device), RecordedAt: noon + n, Subjects: []ID{id(3)}, Edits: []Edit{{Column: "text", Value: v, Bases: bases}}}
	}
	first := write(1, 1, Text("first"))
	mine, theirs := write(2, 1, Text("mine"), first.HLC), write(3, 2, Text("theirs"), first.HLC)
	decided := write(4, 1, Text("both"), mine.HLC, theirs.HLC)
	gone := write(5, 1, Null())
	gone.Edits = []Edit{{Column: Deleted, Value: Blob(appendEntries(nil, []Entry{{"text", decided.HLC}}))}}
	for _, m := range []struct {
		what    string
		changes []Change
	}{
		{"an edit over another", []Change{first, mine}},
		{"a conflict", []Change{first, mine, theirs}},
		{"the same, heard in another order", []Change{theirs, first, mine}},
		{"a decision", []Change{first, mine, theirs, decided}},
		{"a decision that is heard before what it decides: the other version is pending", []Change{first, mine, decided}},
		{"the same, once that has arrived", []Change{first, mine, decided, theirs}},
		{"a deletion", []Change{first, mine, theirs, decided, gone}},
		{"a deletion, and an edit that it had not seen", []Change{first, mine, theirs, decided, gone, write(6, 3, Text("edited"), decided.HLC)}},
	} {
		f := mergeForm{What: m.what}
		for _, c := range m.changes {
			f.Changes = append(f.Changes, c.Marshal())
		}
		f.Row = merged(t, f.Changes)
		merges = append(merges, f)
	}
	return merges
}

// malformedForms are the cases of the tests of each reader, but for those that are long.
func malformedForms(t *testing.T) (v refusedForms) {
	listed := func(cases map[string]string) (list []vector.Malformed) {
		for _, what := range slices.Sorted(maps.Keys(cases)) {
			if len(cases[what]) < 4096 {
				list = append(list, vector.Malformed{What: what, Bytes: unhex(t, cases[what])})
			}
		}
		return list
	}
	v.Rows = listed(malformedRows(t))
	v.Changes = listed(malformedChanges())
	v.Values = listed(malformedValues)
	return v
}
