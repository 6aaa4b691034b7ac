package state

import (
	"slices"

	"farne/sync/hlc"
)

// Marshal is the canonical form of a change that Check accepts: its sets sorted, each element once.
func (c Change) Marshal() []byte {
	n := 96 + len(c.Table) + 17*len(c.Subjects)
	for i := range c.Edits {
		e := &c.Edits[i]
		n += len(e.Column) + 15 + len(e.Value.text) + 17*len(e.Bases)
	}
	return c.AppendTo(make([]byte, 0, n))
}

// AppendTo appends the canonical form to buf.
func (c Change) AppendTo(buf []byte) []byte {
	buf = append(buf, majorArray|7)
	buf = appendText(buf, c.Table)
	buf = append16(buf, c.Row)
	buf = append16(buf, c.HLC)
	buf = append16(buf, c.Seat)
	buf = appendInt(buf, c.RecordedAt)
	buf = appendIDs(buf, sortedSet(c.Subjects, ID.Compare))
	edits := c.Edits
	if !ascending(edits, compareEdits) {
		edits = slices.Clone(edits)
		slices.SortFunc(edits, compareEdits)
	}
	buf = appendArray(buf, len(edits))
	for i := range edits {
		buf = appendText(append(buf, majorArray|3), edits[i].Column)
		buf = appendValue(buf, edits[i].Value)
		buf = appendHLCs(buf, sortedSet(edits[i].Bases, hlc.HLC.Compare))
	}
	return buf
}

func compareEdits(a, b Edit) int { return compareNames(a.Column, b.Column) }

// UnmarshalChange reads a canonical form and refuses what Check refuses, every other spelling, and
// absurd lengths. The error wraps ErrMalformed.
func UnmarshalChange(data []byte) (Change, error) {
	in, err := newReader(string(data))
	if err != nil {
		return Change{}, err
	}
	in.array(7)
	c := Change{Table: in.name(), Row: in.sixteen(), HLC: in.stamp(), Seat: in.sixteen(),
		RecordedAt: in.integer(), Subjects: in.ids(), Edits: in.edits()}
	if err := in.end(); err != nil {
		return Change{}, err
	}
	if err := c.Check(); err != nil {
		return Change{}, err
	}
	return c, nil
}

func (r *reader) edits() []Edit {
	edits := make([]Edit, r.count(majorArray, 5))
	var bases []hlc.HLC
	for i := range edits {
		r.array(3)
		edits[i] = Edit{Column: r.name(), Value: r.value()}
		start := len(bases)
		for range r.count(majorArray, 17) {
			bases = append(bases, r.stamp())
		}
		if start < len(bases) {
			edits[i].Bases = bases[start:len(bases):len(bases)]
		}
		if !ascending(edits[i].Bases, hlc.HLC.Compare) {
			r.fail("bases that do not ascend")
		}
	}
	if !ascending(edits, compareEdits) {
		r.fail("edits that do not ascend")
	}
	return edits
}
