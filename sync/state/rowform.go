package state

import (
	"bytes"
	"cmp"
	"slices"

	"farne/sync/hlc"
)

// stamp is what the versions of one change have in common. A row's form holds each stamp once: most
// rows were written by one or two changes, and without this half of a backup would be stamps.
type stamp struct {
	hlc        hlc.HLC
	seat       ID
	recordedAt int64
}

func (v *Version) stamp() stamp { return stamp{v.HLC, v.Seat, v.RecordedAt} }

func compareStamps(a, b stamp) int {
	if order := bytes.Compare(a.hlc[:], b.hlc[:]); order != 0 || a == b {
		return order
	}
	return cmp.Or(bytes.Compare(a.seat[:], b.seat[:]), cmp.Compare(intKey(a.recordedAt), intKey(b.recordedAt)))
}

// Marshal is the canonical form of the row: equal states have equal bytes, on every device. Tidy the
// row before. A row that no change has touched has no form that Unmarshal accepts.
func (r *Row) Marshal() []byte {
	return r.AppendTo(make([]byte, 0, r.formSize()))
}

// AppendTo appends the canonical form to buf; with a buffer that is used again it allocates nothing
// for ordinary rows.
func (r *Row) AppendTo(buf []byte) []byte {
	var columnRoom [32]named
	var stampRoom [16]stamp
	columns, pending := columnRoom[:0], 0
	for name, c := range r.Columns {
		pending += len(c.Pending)
		if len(c.Live) > 0 {
			columns = append(columns, named{name, c.Live})
		}
	}
	slices.SortFunc(columns, func(a, b named) int { return compareNames(a.name, b.name) })
	stamps := appendStampsOf(stampRoom[:0], columns)
	buf = append(buf, majorArray|6)
	buf = appendText(buf, r.Table)
	buf = append16(buf, r.ID)
	buf = appendIDs(buf, r.Subjects)
	buf = appendStamps(buf, stamps)
	buf = appendHead(buf, majorMap, uint64(len(columns)))
	for i := range columns {
		buf = appendText(buf, columns[i].name)
		buf = appendVersions(buf, columns[i].live, stamps)
	}
	if pending == 0 {
		return append(buf, majorArray)
	}
	return appendEntries(buf, r.pending(pending))
}

// named is a column on its way into the form.
type named struct {
	name string
	live []Version
}

// appendStampsOf appends the stamps of the columns' versions, ascending and once. stamps is empty.
func appendStampsOf(stamps []stamp, columns []named) []stamp {
	for i := range columns {
		for j := range columns[i].live {
			s := columns[i].live[j].stamp()
			if len(stamps) == 0 || stamps[len(stamps)-1] != s {
				stamps = append(stamps, s)
			}
		}
	}
	if len(stamps) < 2 {
		return stamps
	}
	slices.SortFunc(stamps, compareStamps)
	return slices.Compact(stamps)
}

func appendStamps(buf []byte, stamps []stamp) []byte {
	buf = appendArray(buf, len(stamps))
	for i := range stamps {
		buf = append16(appendArray(buf, 3), stamps[i].hlc)
		buf = append16(buf, stamps[i].seat)
		buf = appendInt(buf, stamps[i].recordedAt)
	}
	return buf
}

func appendVersions(buf []byte, live []Version, stamps []stamp) []byte {
	buf = appendArray(buf, 2*len(live))
	for i := range live {
		index := 0
		if s := live[i].stamp(); stamps[0] != s {
			index, _ = slices.BinarySearchFunc(stamps, s, compareStamps)
		}
		buf = appendHead(buf, majorUint, uint64(index))
		buf = appendValue(buf, live[i].Value)
	}
	return buf
}

func (r *Row) pending(n int) []Entry {
	entries := make([]Entry, 0, n)
	for name, c := range r.Columns {
		for _, h := range c.Pending {
			entries = append(entries, Entry{name, h})
		}
	}
	slices.SortFunc(entries, compareEntries)
	return entries
}

// formSize is about the length of the form, and not much less.
func (r *Row) formSize() int {
	n := 96 + len(r.Table) + 17*len(r.Subjects)
	for name, c := range r.Columns {
		n += len(name) + 4 + 20*len(c.Pending)
		for i := range c.Live {
			n += len(c.Live[i].Value.text) + 11
		}
	}
	return n
}
