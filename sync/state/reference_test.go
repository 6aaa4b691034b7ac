package state

import (
	"testing"

	"github.com/fxamacker/cbor/v2"

	"farne/sync/hlc"
)

// The forms once more, through a general CBOR library: what our own encoder and reader are held
// against.

type (
	referenceEntry struct {
		_      struct{} `cbor:",toarray"`
		Column string
		HLC    []byte
	}
	referenceStamp struct {
		_          struct{} `cbor:",toarray"`
		HLC        []byte
		Seat       []byte
		RecordedAt int64
	}
	referenceRow struct {
		_        struct{} `cbor:",toarray"`
		Table    string
		ID       []byte
		Subjects [][]byte
		Stamps   []referenceStamp
		Columns  map[string][]any // index, value, index, value …
		Pending  []referenceEntry
	}
	referenceEdit struct {
		_      struct{} `cbor:",toarray"`
		Column string
		Value  any
		Bases  [][]byte
	}
	referenceChange struct {
		_          struct{} `cbor:",toarray"`
		Table      string
		Row        []byte
		HLC        []byte
		Seat       []byte
		RecordedAt int64
		Subjects   [][]byte
		Edits      []referenceEdit
	}
)

var encoding, decoding = modes()

func modes() (cbor.EncMode, cbor.DecMode) {
	options := cbor.CoreDetEncOptions()
	options.NilContainers = cbor.NilContainerAsEmpty
	encoding, err := options.EncMode()
	if err != nil {
		panic(err)
	}
	decoding, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden,
		TagsMd: cbor.TagsAllowed, IntDec: cbor.IntDecConvertSignedOrFail, UTF8: cbor.UTF8RejectInvalid,
		MaxArrayElements: maxItems, MaxMapPairs: maxItems, MaxNestedLevels: 7}.DecMode()
	if err != nil {
		panic(err)
	}
	return encoding, decoding
}

func encode(t testing.TB, x any) []byte {
	t.Helper()
	b, err := encoding.Marshal(x)
	if err != nil {
		t.Fatalf("library: %v", err)
	}
	return b
}

func bytesOf[T ~[16]byte](ids []T) [][]byte {
	var out [][]byte
	for _, id := range ids {
		b := [16]byte(id)
		out = append(out, b[:])
	}
	return out
}

// referenceForm is the form of a row by the library.
func referenceForm(t testing.TB, r *Row) []byte {
	t.Helper()
	out := referenceRow{Table: r.Table, ID: r.ID[:], Subjects: bytesOf(sortedSet(r.Subjects, ID.Compare)), Columns: map[string][]any{}}
	var stamps []stamp
	for _, c := range r.Columns {
		for _, v := range c.Live {
			stamps = append(stamps, v.stamp())
		}
	}
	stamps = sortedSet(stamps, compareStamps)
	for _, s := range stamps {
		out.Stamps = append(out.Stamps, referenceStamp{HLC: s.hlc[:], Seat: s.seat[:], RecordedAt: s.recordedAt})
	}
	var pending []Entry
	for name, c := range r.Columns {
		for _, h := range c.Pending {
			pending = append(pending, Entry{name, h})
		}
		for _, v := range c.Live {
			for i, s := range stamps {
				if s == v.stamp() {
					out.Columns[name] = append(out.Columns[name], i, referenceValue(v.Value))
				}
			}
		}
	}
	for _, e := range sortedSet(pending, compareEntries) {
		out.Pending = append(out.Pending, referenceEntry{Column: e.Column, HLC: e.HLC[:]})
	}
	return encode(t, out)
}

// referenceChangeForm is the form of a change by the library.
func referenceChangeForm(t testing.TB, c Change) []byte {
	t.Helper()
	out := referenceChange{Table: c.Table, Row: c.Row[:], HLC: c.HLC[:], Seat: c.Seat[:], RecordedAt: c.RecordedAt,
		Subjects: bytesOf(sortedSet(c.Subjects, ID.Compare))}
	for _, e := range c.Edits {
		out.Edits = append(out.Edits, referenceEdit{Column: e.Column, Value: referenceValue(e.Value),
			Bases: bytesOf(sortedSet(e.Bases, hlc.HLC.Compare))})
	}
	return encode(t, out)
}

// referenceEntries reads a deletion's list by the library.
func referenceEntries(t testing.TB, v Value) []Entry {
	t.Helper()
	var list []referenceEntry
	if err := decoding.Unmarshal(v.Blob(), &list); err != nil {
		t.Fatalf("library: %v", err)
	}
	var out []Entry
	for _, e := range list {
		out = append(out, Entry{e.Column, hlc.HLC(e.HLC)})
	}
	return out
}
