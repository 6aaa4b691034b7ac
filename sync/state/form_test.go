package state

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"farne/sync/hlc"
)

// checkForm: a row comes back from its form, the form is the same when written again, and it is what
// the library writes.
func checkForm(t *testing.T, r *Row) {
	t.Helper()
	form := r.Marshal()
	if reference := referenceForm(t, r); !bytes.Equal(form, reference) {
		t.Fatalf("form\n%x\nlibrary\n%x", form, reference)
	}
	again, err := Unmarshal(form)
	if err != nil {
		t.Fatalf("Unmarshal(%x): %v", form, err)
	}
	if !reflect.DeepEqual(again, r) {
		t.Fatalf("row\n%+v\nback\n%+v", r, again)
	}
	if again := again.AppendTo([]byte("x")); string(again) != "x"+string(form) {
		t.Fatalf("form\n%x\nwritten again\n%x", form, again)
	}
}

// randomRow is a row of arbitrary contents, twins included, that keeps the invariants of a row.
func randomRow(rnd *rand.Rand) *Row {
	r := NewRow(pick(rnd, []string{"t", "observation", "Ø"}), id(rnd.Uint64()))
	for range rnd.IntN(4) {
		r.Subjects = unite(r.Subjects, []ID{id(rnd.Uint64())}, ID.Compare)
	}
	var stamps []stamp
	for range 1 + rnd.IntN(5) {
		stamps = append(stamps, stamp{stampOf(rnd.Int64N(4), rnd.Uint64N(3)), id(rnd.Uint64N(3)), int64(rnd.Uint64()) >> rnd.IntN(64)})
	}
	for range 1 + rnd.IntN(6) {
		c := r.column(randomName(rnd))
		for range 1 + rnd.IntN(3)*rnd.IntN(2) {
			s := pick(rnd, stamps)
			c.Live = unite(c.Live, []Version{{s.hlc, s.seat, s.recordedAt, storedValue(rnd)}}, compareVersions)
		}
		for range rnd.IntN(3) * rnd.IntN(2) {
			c.Pending = unite(c.Pending, []hlc.HLC{stampOf(rnd.Int64N(9), 7)}, hlc.HLC.Compare)
		}
	}
	if rnd.IntN(3) == 0 {
		v := Version{HLC: stampOf(100, 1), Value: r.DeletionValue()}
		r.column(Deleted).Live = []Version{v}
	}
	return r
}

func randomName(rnd *rand.Rand) string {
	if rnd.IntN(20) == 0 {
		return strings.Repeat("x", 1+rnd.IntN(MaxName))
	}
	return pick(rnd, []string{"a", "b", "given", "family", "value_text", "Ø", "verification_status", "_pad"})
}

func randomChange(rnd *rand.Rand) Change {
	c := Change{Table: randomName(rnd), Row: id(rnd.Uint64()), HLC: stampOf(1000, rnd.Uint64N(9)), Seat: id(rnd.Uint64()),
		RecordedAt: int64(rnd.Uint64()) >> rnd.IntN(64)}
	for range rnd.IntN(3) {
		c.Subjects = unite(c.Subjects, []ID{id(rnd.Uint64())}, ID.Compare)
	}
	for range 1 + rnd.IntN(6) {
		e := Edit{Column: randomName(rnd), Value: storedValue(rnd)}
		for range rnd.IntN(4) * rnd.IntN(2) {
			e.Bases = unite(e.Bases, []hlc.HLC{stampOf(rnd.Int64N(1000), rnd.Uint64())}, hlc.HLC.Compare)
		}
		if !slices.ContainsFunc(c.Edits, func(o Edit) bool { return o.Column == e.Column }) {
			c.Edits = append(c.Edits, e)
		}
	}
	slices.SortFunc(c.Edits, compareEdits)
	return c
}

func TestRandomRowsHaveForms(t *testing.T) {
	eachSeed(t, 500, func(t *testing.T, rnd *rand.Rand) { checkForm(t, randomRow(rnd)) })
}

func TestRandomChangesHaveForms(t *testing.T) {
	eachSeed(t, 500, func(t *testing.T, rnd *rand.Rand) {
		c := randomChange(rnd)
		form := c.Marshal()
		if reference := referenceChangeForm(t, c); !bytes.Equal(form, reference) {
			t.Fatalf("form\n%x\nlibrary\n%x", form, reference)
		}
		again, err := UnmarshalChange(form)
		if err != nil || !reflect.DeepEqual(again, c) {
			t.Fatalf("change\n%+v\nback\n%+v\nerror %v", c, again, err)
		}
		c = shuffled(rnd, c)
		if again := c.Marshal(); !bytes.Equal(again, form) {
			t.Fatalf("form\n%x\nof the same sets in another order\n%x", form, again)
		}
	})
}

// shuffled is the same change with its sets in another order and elements repeated.
func shuffled(rnd *rand.Rand, c Change) Change {
	c.Subjects = append(slices.Clone(c.Subjects), c.Subjects...)
	rnd.Shuffle(len(c.Subjects), func(i, j int) { c.Subjects[i], c.Subjects[j] = c.Subjects[j], c.Subjects[i] })
	c.Edits = slices.Clone(c.Edits)
	rnd.Shuffle(len(c.Edits), func(i, j int) { c.Edits[i], c.Edits[j] = c.Edits[j], c.Edits[i] })
	for i := range c.Edits {
		bases := append(slices.Clone(c.Edits[i].Bases), c.Edits[i].Bases...)
		rnd.Shuffle(len(bases), func(i, j int) { bases[i], bases[j] = bases[j], bases[i] })
		c.Edits[i].Bases = bases
	}
	return c
}

// The deletion's list is what the library writes for it.
func TestDeletionValueForm(t *testing.T) {
	eachSeed(t, 100, func(t *testing.T, rnd *rand.Rand) {
		r := randomRow(rnd)
		list := []referenceEntry{}
		var entries []Entry
		for name, c := range r.Columns {
			for _, v := range c.Live {
				if name != Deleted {
					entries = append(entries, Entry{name, v.HLC})
				}
			}
		}
		for _, e := range sortedSet(entries, compareEntries) {
			list = append(list, referenceEntry{Column: e.Column, HLC: e.HLC[:]})
		}
		if got, want := r.DeletionValue().Blob(), encode(t, list); !bytes.Equal(got, want) {
			t.Fatalf("list\n%x\nlibrary\n%x", got, want)
		}
	})
}

// The orders of the forms are the orders of the encoded bytes.
func TestOrdersAreThoseOfTheBytes(t *testing.T) {
	eachSeed(t, 500, func(t *testing.T, rnd *rand.Rand) {
		a, b := randomName(rnd), randomName(rnd)
		if compareNames(a, b) != bytes.Compare(appendText(nil, a), appendText(nil, b)) {
			t.Errorf("names %q and %q", a, b)
		}
		e, f := Entry{a, stampOf(rnd.Int64N(2), 1)}, Entry{b, stampOf(rnd.Int64N(2), 1)}
		if compareEntries(e, f) != bytes.Compare(appendEntries(nil, []Entry{e}), appendEntries(nil, []Entry{f})) {
			t.Errorf("entries %v and %v", e, f)
		}
		s, u := stamp{recordedAt: int64(rnd.Uint64()) >> rnd.IntN(64)}, stamp{recordedAt: int64(rnd.Uint64()) >> rnd.IntN(64)}
		s.hlc[0], u.hlc[0], s.seat[0], u.seat[0] = byte(rnd.IntN(2)), byte(rnd.IntN(2)), byte(rnd.IntN(2)), byte(rnd.IntN(2))
		if compareStamps(s, u) != bytes.Compare(appendStamps(nil, []stamp{s}), appendStamps(nil, []stamp{u})) {
			t.Errorf("stamps %v and %v", s, u)
		}
	})
}

// Every 16-bit float is read as the library reads it, and is written in 16 bits.
func TestHalfFloats(t *testing.T) {
	for n := range 1 << 16 {
		data := []byte{halfFloat, byte(n >> 8), byte(n)}
		var want float64
		if err := decoding.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		got := fromHalf(uint16(n))
		if got != want && (got == got || want == want) {
			t.Fatalf("%x is %v, the library reads %v", data, got, want)
		}
		if got == got && !bytes.Equal(appendFloat(nil, got), data) {
			t.Fatalf("%v is written %x, not %x", got, appendFloat(nil, got), data)
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, form := range []string{hexRow, strings.Replace(hexRow, "820001", "8200"+hexLarge, 1)} {
		if _, err := Unmarshal(unhex(t, form)); err != nil {
			t.Fatalf("the row to be spoilt is refused: %v", err)
		}
	}
	for name, form := range malformedRows(t) {
		row, err := Unmarshal(unhex(t, form))
		if !errors.Is(err, ErrMalformed) || row != nil {
			t.Errorf("%s: row %v, error %v", name, row, err)
		}
	}
	if _, err := Unmarshal(make([]byte, maxBytes+1)); !errors.Is(err, ErrMalformed) {
		t.Errorf("a form that is too long: %v", err)
	}
}

// Integer 1 and real 1.0 are different values, and their rows have different forms.
func TestIntegerAndRealStayDistinct(t *testing.T) {
	integer := unhex(t, hexRow)
	float := unhex(t, strings.Replace(hexRow, "820001", "8200f93c00", 1))
	a, err1 := Unmarshal(integer)
	b, err2 := Unmarshal(float)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if x, y := a.Columns["a"].Live[0].Value, b.Columns["a"].Live[0].Value; x == y || x != Integer(1) || y != Real(1) {
		t.Errorf("values %v and %v", x, y)
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
