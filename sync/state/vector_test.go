package state

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"

	"farne/build/vector"
	"farne/sync/hlc"
)

// stateForms is testdata/format/state.json. Integers of 64 bits stand as decimal texts.
type stateForms struct {
	About     string        `json:"about"`
	Values    []valueForm   `json:"values"`
	Deletions []entriesForm `json:"deletions"`
	Changes   []changeForm  `json:"changes"`
	Rows      []rowForm     `json:"rows"`
	Merges    []mergeForm   `json:"merges"`
	Refused   refusedForms  `json:"refused"`
}

type valueForm struct {
	Kind    string     `json:"kind"`
	Integer string     `json:"integer,omitempty"`
	Real    vector.Hex `json:"real,omitempty"` // IEEE 754 binary64, big endian
	Text    *string    `json:"text,omitempty"`
	Blob    vector.Hex `json:"blob,omitempty"`
	Large   *largeForm `json:"large,omitempty"`
	CBOR    vector.Hex `json:"cbor"`
}

type largeForm struct {
	ID     vector.Hex   `json:"id"`
	Kind   uint8        `json:"kind"`
	Size   int          `json:"size"`
	Sum    vector.Hex   `json:"sum"`
	Key    vector.Hex   `json:"key"`
	Chunks []vector.Hex `json:"chunks"`
}

type entriesForm struct {
	Entries []entryForm `json:"entries"`
	Blob    vector.Hex  `json:"blob"`
}

type entryForm struct {
	Column string     `json:"column"`
	HLC    vector.Hex `json:"hlc"`
}

type changeForm struct {
	What       string       `json:"what"`
	Table      string       `json:"table"`
	Row        vector.Hex   `json:"row"`
	HLC        vector.Hex   `json:"hlc"`
	Seat       vector.Hex   `json:"seat"`
	RecordedAt string       `json:"recorded_at"`
	Subjects   []vector.Hex `json:"subjects"`
	Edits      []editForm   `json:"edits"`
	CBOR       vector.Hex   `json:"cbor"`
}

type editForm struct {
	Column string       `json:"column"`
	Value  valueForm    `json:"value"`
	Bases  []vector.Hex `json:"bases"`
}

type rowForm struct {
	What     string       `json:"what"`
	Table    string       `json:"table"`
	ID       vector.Hex   `json:"id"`
	Subjects []vector.Hex `json:"subjects"`
	Columns  []columnForm `json:"columns"`
	CBOR     vector.Hex   `json:"cbor"`
}

type columnForm struct {
	Column  string        `json:"column"`
	Live    []versionForm `json:"live"`
	Pending []vector.Hex  `json:"pending"`
}

type versionForm struct {
	HLC        vector.Hex `json:"hlc"`
	Seat       vector.Hex `json:"seat"`
	RecordedAt string     `json:"recorded_at"`
	Value      valueForm  `json:"value"`
}

// mergeForm is changes that arrive in this order, with the highest stamp that had been applied of each
// device before, and the row that they make.
type mergeForm struct {
	What    string       `json:"what"`
	Changes []vector.Hex `json:"changes"`
	Row     vector.Hex   `json:"row"`
}

type refusedForms struct {
	Values  []vector.Malformed `json:"values"`
	Changes []vector.Malformed `json:"changes"`
	Rows    []vector.Malformed `json:"rows"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "state.json", makeForms(t))
	for _, f := range v.Values {
		checkValueForm(t, f)
	}
	for _, f := range v.Deletions {
		entries, err := parseEntries(string(f.Blob))
		if err != nil || !slices.Equal(entries, readEntries(f.Entries)) {
			t.Errorf("deletion %x: %v, %v", f.Blob, entries, err)
		}
	}
	for _, f := range v.Changes {
		if c, err := UnmarshalChange(f.CBOR); err != nil || !bytes.Equal(readChange(f).Marshal(), f.CBOR) || !bytes.Equal(c.Marshal(), f.CBOR) {
			t.Errorf("%s: read as %+v, %v; made of its parts %x", f.What, c, err, readChange(f).Marshal())
		}
	}
	for _, f := range v.Rows {
		if r, err := Unmarshal(f.CBOR); err != nil || !bytes.Equal(readRow(f).Marshal(), f.CBOR) || !bytes.Equal(r.Marshal(), f.CBOR) {
			t.Errorf("%s: read as %+v, %v; made of its parts %x", f.What, r, err, readRow(f).Marshal())
		}
	}
	for _, f := range v.Merges {
		if row := merged(t, f.Changes); !bytes.Equal(row, f.Row) {
			t.Errorf("%s: %x", f.What, row)
		}
	}
	checkRefused(t, v.Refused)
}

func checkRefused(t *testing.T, v refusedForms) {
	t.Helper()
	for _, m := range v.Values {
		in := reader{data: string(m.Bytes)}
		if got := in.value(); in.end() == nil {
			t.Errorf("value, %s: read as %v", m.What, got)
		}
	}
	for _, m := range v.Changes {
		if c, err := UnmarshalChange(m.Bytes); !errors.Is(err, ErrMalformed) {
			t.Errorf("change, %s: read as %+v", m.What, c)
		}
	}
	for _, m := range v.Rows {
		if r, err := Unmarshal(m.Bytes); !errors.Is(err, ErrMalformed) {
			t.Errorf("row, %s: read as %+v", m.What, r)
		}
	}
}

func checkValueForm(t *testing.T, f valueForm) {
	t.Helper()
	in := reader{data: string(f.CBOR)}
	got := in.value()
	if err := in.end(); err != nil || got != readValue(f) || !bytes.Equal(appendValue(nil, readValue(f)), f.CBOR) {
		t.Errorf("%x is read as %v, %v", f.CBOR, got, err)
	}
}

// valueOf is the value that the parts of a form name; its CBOR is not looked at.
func readValue(f valueForm) Value {
	switch f.Kind {
	case "integer":
		n, _ := strconv.ParseInt(f.Integer, 10, 64)
		return Integer(n)
	case "real":
		return Real(math.Float64frombits(binary.BigEndian.Uint64(f.Real)))
	case "text":
		return Text(*f.Text)
	case "blob":
		return Blob(f.Blob)
	case "large":
		l := Large{ID: ID(f.Large.ID), Kind: Kind(f.Large.Kind), Size: f.Large.Size, Sum: [32]byte(f.Large.Sum), Key: [32]byte(f.Large.Key)}
		for _, sum := range f.Large.Chunks {
			l.Chunks = append(l.Chunks, [32]byte(sum))
		}
		v, _ := Reference(l)
		return v
	}
	return Null()
}

func showValue(v Value) valueForm {
	f := valueForm{CBOR: appendValue(nil, v)}
	switch v.Kind() {
	case KindNull:
		f.Kind = "null"
	case KindInteger:
		f.Kind, f.Integer = "integer", strconv.FormatInt(v.Integer(), 10)
	case KindReal:
		f.Kind, f.Real = "real", binary.BigEndian.AppendUint64(nil, math.Float64bits(v.Real()))
	case KindText:
		text := v.Text()
		f.Kind, f.Text = "text", &text
	case KindBlob:
		f.Kind, f.Blob = "blob", v.Blob()
	case KindLarge:
		l, _ := v.Large()
		f.Kind, f.Large = "large", &largeForm{ID: l.ID[:], Kind: uint8(l.Kind), Size: l.Size, Sum: l.Sum[:], Key: l.Key[:]}
		for _, sum := range l.Chunks {
			f.Large.Chunks = append(f.Large.Chunks, sum[:])
		}
	}
	return f
}

func show16[T ~[16]byte](list []T) []vector.Hex {
	shown := []vector.Hex{}
	for _, x := range list {
		b := [16]byte(x)
		shown = append(shown, b[:])
	}
	return shown
}

func read16[T ~[16]byte](shown []vector.Hex) (list []T) {
	for _, x := range shown {
		list = append(list, T(x))
	}
	return list
}

func showInt(n int64) string { return strconv.FormatInt(n, 10) }

func readInt(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

func readEntries(shown []entryForm) (entries []Entry) {
	for _, e := range shown {
		entries = append(entries, Entry{e.Column, hlc.HLC(e.HLC)})
	}
	return entries
}

func showChange(what string, c Change) changeForm {
	f := changeForm{
		What: what, Table: c.Table, Row: c.Row[:], HLC: c.HLC[:], Seat: c.Seat[:], RecordedAt: showInt(c.RecordedAt),
		Subjects: show16(c.Subjects), Edits: []editForm{}, CBOR: c.Marshal(),
	}
	for _, e := range c.Edits {
		f.Edits = append(f.Edits, editForm{e.Column, showValue(e.Value), show16(e.Bases)})
	}
	return f
}

func readChange(f changeForm) Change {
	c := Change{Table: f.Table, Row: ID(f.Row), HLC: hlc.HLC(f.HLC), Seat: ID(f.Seat), RecordedAt: readInt(f.RecordedAt), Subjects: read16[ID](f.Subjects)}
	for _, e := range f.Edits {
		c.Edits = append(c.Edits, Edit{e.Column, readValue(e.Value), read16[hlc.HLC](e.Bases)})
	}
	return c
}

func showRow(what string, r *Row) rowForm {
	f := rowForm{What: what, Table: r.Table, ID: r.ID[:], Subjects: show16(r.Subjects), Columns: []columnForm{}, CBOR: r.Marshal()}
	for _, name := range slices.SortedFunc(maps.Keys(r.Columns), compareNames) {
		c := columnForm{Column: name, Live: []versionForm{}, Pending: show16(r.Columns[name].Pending)}
		for _, v := range r.Columns[name].Live {
			c.Live = append(c.Live, versionForm{v.HLC[:], v.Seat[:], showInt(v.RecordedAt), showValue(v.Value)})
		}
		f.Columns = append(f.Columns, c)
	}
	return f
}

func readRow(f rowForm) *Row {
	r := NewRow(f.Table, ID(f.ID))
	r.Subjects = read16[ID](f.Subjects)
	for _, c := range f.Columns {
		column := r.column(c.Column)
		column.Pending = read16[hlc.HLC](c.Pending)
		for _, v := range c.Live {
			column.Live = append(column.Live, Version{hlc.HLC(v.HLC), ID(v.Seat), readInt(v.RecordedAt), readValue(v.Value)})
		}
	}
	return r
}

// merged applies changes in their order, each device's frontier moving with them, and tidies at the end.
func merged(t *testing.T, changes []vector.Hex) []byte {
	t.Helper()
	highest := map[hlc.Device]hlc.HLC{}
	seen := func(h hlc.HLC) bool { return h.Compare(highest[h.Device()]) <= 0 }
	var row *Row
	for _, form := range changes {
		c, err := UnmarshalChange(form)
		if err != nil {
			t.Fatal(err)
		}
		if row == nil {
			row = NewRow(c.Table, c.Row)
		}
		if _, err := row.Apply(c, seen); err != nil {
			t.Fatal(err)
		}
		highest[c.HLC.Device()] = c.HLC
	}
	row.Tidy(seen)
	return row.Marshal()
}
