package state

import (
	"bytes"
	"testing"

	"farne/sync/hlc"
)

// referenceAccepts tells whether the library and a plain check of our rules take the bytes for the
// canonical form of a row.
func referenceAccepts(t testing.TB, data []byte) bool {
	var in referenceRow
	if decoding.Unmarshal(data, &in) != nil || checkName(in.Table) != nil || len(in.ID) != 16 || len(in.Columns) == 0 {
		return false
	}
	row := NewRow(in.Table, ID(in.ID))
	for _, subject := range in.Subjects {
		if len(subject) != 16 {
			return false
		}
		row.Subjects = append(row.Subjects, ID(subject))
	}
	for name, flat := range in.Columns {
		if checkName(name) != nil || len(flat) == 0 || len(flat)%2 != 0 {
			return false
		}
		for i := 0; i < len(flat); i += 2 {
			v, ok := referenceVersion(in.Stamps, flat[i], flat[i+1])
			if !ok || name == Deleted && checkDeletion(v.HLC, v.Value) != nil {
				return false
			}
			row.column(name).Live = append(row.column(name).Live, v)
		}
		if !ascending(row.Columns[name].Live, compareVersions) {
			return false
		}
	}
	for _, e := range in.Pending {
		h, err := hlc.FromBytes(e.HLC)
		if err != nil || checkName(e.Column) != nil {
			return false
		}
		row.column(e.Column).Pending = append(row.column(e.Column).Pending, h)
	}
	return bytes.Equal(referenceForm(t, row), data)
}

func referenceVersion(stamps []referenceStamp, index, value any) (Version, bool) {
	n, ok := index.(int64)
	if !ok || n < 0 || n >= int64(len(stamps)) || len(stamps[n].Seat) != 16 {
		return Version{}, false
	}
	h, err := hlc.FromBytes(stamps[n].HLC)
	if err != nil {
		return Version{}, false
	}
	if _, ok := value.(bool); ok {
		return Version{}, false
	}
	v, err := valueOfReference(value)
	return Version{h, ID(stamps[n].Seat), stamps[n].RecordedAt, v}, err == nil
}

// FuzzUnmarshal: accepted is exactly what the library takes for a canonical form, and what is
// accepted marshals to the same bytes.
func FuzzUnmarshal(f *testing.F) {
	f.Add(unhex(f, hexRow))
	for seed := range uint64(100) {
		f.Add(randomRow(seeded(seed)).Marshal())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		row, err := Unmarshal(data)
		if want := referenceAccepts(t, data); (err == nil) != want {
			t.Fatalf("Unmarshal(%x): %v, but by the library canonical is %v", data, err, want)
		}
		if err == nil && !bytes.Equal(row.Marshal(), data) {
			t.Fatalf("%x marshals to %x", data, row.Marshal())
		}
	})
}

// FuzzKeyOf: what KeyOf reads of a form is what Unmarshal reads, and it refuses nothing that Unmarshal accepts.
func FuzzKeyOf(f *testing.F) {
	f.Add(observation(f).Marshal())
	f.Add([]byte{majorArray | 6, majorText | 24, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		table, id, err := KeyOf(data)
		row, refused := Unmarshal(data)
		if refused == nil && (err != nil || string(table) != row.Table || id != row.ID) {
			t.Errorf("a row of %q %s has the key %q %s: %v", row.Table, row.ID, table, id, err)
		}
	})
}

// FuzzUnmarshalChange: what is accepted passes Check, is the library's form and marshals to the same
// bytes; and it can be applied.
func FuzzUnmarshalChange(f *testing.F) {
	for seed := range uint64(100) {
		f.Add(randomChange(seeded(seed)).Marshal())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := UnmarshalChange(data)
		if err != nil {
			return
		}
		if !bytes.Equal(c.Marshal(), data) || !bytes.Equal(referenceChangeForm(t, c), data) {
			t.Fatalf("%x marshals to %x", data, c.Marshal())
		}
		row := NewRow(c.Table, c.Row)
		if twins, err := row.Apply(c, func(hlc.HLC) bool { return false }); err != nil || twins != 0 {
			t.Fatalf("Apply: %d twins, %v", twins, err)
		}
		checkForm(t, row)
	})
}

// FuzzMarshal: a row of any values and names comes back from its form.
func FuzzMarshal(f *testing.F) {
	f.Add("given", "text", []byte("blob"), int64(1), 1.5, uint64(1))
	f.Fuzz(func(t *testing.T, name, text string, blob []byte, n int64, number float64, stamp uint64) {
		c := Change{Table: "t", HLC: hlc.New(noon, uint16(stamp), hlc.Device{}), RecordedAt: n, Edits: []Edit{
			{Column: name, Value: Text(text)}, {Column: "b", Value: Blob(blob)}, {Column: "i", Value: Integer(n)}, {Column: "r", Value: Real(number)}}}
		if c.Check() != nil {
			return
		}
		row := NewRow(c.Table, c.Row)
		if _, err := row.Apply(c, func(hlc.HLC) bool { return true }); err != nil {
			t.Fatal(err)
		}
		checkForm(t, row)
	})
}
