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

// The parts of a well-formed row, in hexadecimal, to spoil one at a time.
const (
	hexID     = "50000102030405060708090a0b0c0d0e0f"
	hexStamp  = "5000000000000100000102030405060708"
	hexStamp2 = "5000000000000200000102030405060708"
	hexRow    = "86" + "6174" + hexID + "80" + "8183" + hexStamp + hexID + "00" + "a1616182" + "0001" + "80"
	hex32     = "5820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	hexLarge  = "d9fa52" + "86" + hexID + "03" + "1a00010001" + hex32 + hex32 + "81" + hex32
)

func TestUnmarshalRefuses(t *testing.T) {
	spoil := func(old, new string) string {
		if strings.Count(hexRow, old) != 1 {
			t.Fatalf("%s is not once in %s", old, hexRow)
		}
		return strings.Replace(hexRow, old, new, 1)
	}
	column := func(versions string) string { return spoil("a16161820001", "a16161"+versions) }
	cases := map[string]string{
		"nothing":                          "",
		"another type":                     "a0",
		"cut short":                        hexRow[:len(hexRow)-2],
		"bytes left over":                  hexRow + "00",
		"an array of another length":       "87" + hexRow[2:],
		"an indefinite array":              "9f" + hexRow[2:] + "ff",
		"a long head":                      "9806" + hexRow[2:],
		"a tag":                            "c0" + hexRow,
		"an empty table":                   spoil("866174", "8660"),
		"a table that is not UTF-8":        spoil("866174", "8661ff"),
		"an id of 15 bytes":                spoil("866174"+hexID, "8661744f"+hexID[2:32]),
		"subjects that repeat":             spoil(hexID+"80", hexID+"82"+hexID+hexID),
		"more subjects than bytes":         spoil(hexID+"80", hexID+"99ffff"),
		"no stamp":                         "866174" + hexID + "8080a1616182000180",
		"a stamp twice":                    spoil("8183"+hexStamp+hexID+"00", "8283"+hexStamp+hexID+"0083"+hexStamp+hexID+"00"),
		"a stamp without a version":        spoil("8183"+hexStamp+hexID+"00", "8283"+hexStamp+hexID+"0083"+hexStamp2+hexID+"00"),
		"a zero hlc":                       spoil(hexStamp, "50"+strings.Repeat("00", 16)),
		"an hlc of 2^43 ms":                spoil(hexStamp, "5008000000000000000102030405060708"),
		"a recorded_at beyond 64 bits":     spoil(hexID+"00a1", hexID+"1b8000000000000000a1"),
		"no column":                        spoil("a16161820001", "a0"),
		"a column twice":                   spoil("a16161820001", "a261618200016161820001"),
		"columns that descend":             spoil("a16161820001", "a261628200016161820001"),
		"a longer column first":            spoil("a16161820001", "a26261618200016162820001"),
		"an empty column name":             spoil("a16161820001", "a160820001"),
		"a column without versions":        column("80"),
		"half a version":                   column("8100"),
		"a version without a stamp":        column("820101"),
		"a version twice":                  column("8400010001"),
		"a long integer":                   column("82001801"),
		"an integer of 16 bits too long":   column("82001900ff"),
		"an integer of 32 bits too long":   column("82001a0000ffff"),
		"an integer of 64 bits too long":   column("82001b00000000ffffffff"),
		"a reserved head":                  column("82001c"),
		"an integer of 65 bits":            column("82001b8000000000000000"),
		"a negative integer of 65 bits":    column("82003b8000000000000000"),
		"false":                            column("8200f4"),
		"undefined":                        column("8200f7"),
		"NaN":                              column("8200f97e00"),
		"minus zero":                       column("8200f98000"),
		"a long float":                     column("8200fa3f800000"),
		"a longer float":                   column("8200fb3ff0000000000000"),
		"a text that is not UTF-8":         column("820061ff"),
		"an indefinite text":               column("82007f6161ff"),
		"a nested value":                   column("82008101"),
		"a value longer than the input":    column("82005b7fffffffffffffff"),
		"a large value of another tag":     column("8200" + strings.Replace(hexLarge, "fa52", "fa53", 1)),
		"a large value of five parts":      column("8200" + strings.Replace(hexLarge, "86", "85", 1)),
		"a large number":                   column("8200" + strings.Replace(hexLarge, "031a", "011a", 1)),
		"a large value that is small":      column("8200" + strings.Replace(hexLarge, "1a00010001", "1a00010000", 1)),
		"a large value with a short key":   column("8200" + strings.Replace(hexLarge, "5820", "581f", 1)),
		"a large value without a chunk":    column("8200" + hexLarge[:len(hexLarge)-70] + "80"),
		"a deletion that is no list":       spoil("a16161820001", "a1685f64656c65746564820001"),
		"a deletion of a later version":    spoil("a16161820001", "a1685f64656c65746564820055818261"+"61"+hexStamp2),
		"pending twice":                    hexRow[:len(hexRow)-2] + "82" + "826161" + hexStamp + "826161" + hexStamp,
		"pending with a zero hlc":          hexRow[:len(hexRow)-2] + "81" + "826161" + "50" + strings.Repeat("00", 16),
		"pending of another length":        hexRow[:len(hexRow)-2] + "81" + "816161",
		"depth where there should be none": strings.Repeat("81", 100_000),
	}
	for _, form := range []string{hexRow, column("8200" + hexLarge)} {
		if _, err := Unmarshal(unhex(t, form)); err != nil {
			t.Fatalf("the row to be spoilt is refused: %v", err)
		}
	}
	for name, form := range cases {
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
