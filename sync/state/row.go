package state

import (
	"bytes"
	"cmp"
	"slices"

	"farne/sync/hlc"
)

// Version is one value that somebody gave a column, with the change that did: a conflict can say who,
// on which laptop, and when.
type Version struct {
	HLC        hlc.HLC
	Seat       ID
	RecordedAt int64 // milliseconds since 1970 by the author's wall clock; it may be wrong
	Value      Value
}

// Column is the state of one column. A column exists exactly if some change named it.
type Column struct {
	Live    []Version // ascending by HLC; twins by the SHA-256 of their value
	Pending []hlc.HLC // ascending: superseded before they arrived
}

// Row is the state of one row. Change it through Apply and Tidy only; slices of Columns may be shared
// with a copy and are never written in place.
type Row struct {
	Table    string
	ID       ID
	Subjects []ID // ascending: every patient that a change of the row named
	Columns  map[string]*Column
}

// NewRow is a row that no change has touched yet. It has no canonical form until one has.
func NewRow(table string, id ID) *Row {
	return &Row{Table: table, ID: id, Columns: map[string]*Column{}}
}

// Apply merges one change of this row that the frontier did not cover yet; seen is that frontier. It
// tells how many of its edits met a version of the same HLC that differs in value or author: such
// twins cannot come from an honest device; both are kept, and the caller raises an alarm. An error
// means that the change is malformed (ErrMalformed) or another row's, and that nothing was changed.
func (r *Row) Apply(c Change, seen Seen) (twins int, err error) {
	if err := c.Check(); err != nil {
		return 0, err
	}
	if c.Table != r.Table || c.Row != r.ID {
		return 0, malformed("a change of %s %s applied to %s %s", c.Table, c.Row, r.Table, r.ID)
	}
	if r.Columns == nil {
		r.Columns = make(map[string]*Column, len(c.Edits))
	}
	r.Subjects = unite(r.Subjects, c.Subjects, ID.Compare)
	for i := range c.Edits {
		e := &c.Edits[i]
		if r.column(e.Column).apply(c.version(e), e.Bases, seen) {
			twins++
		}
	}
	return twins, nil
}

func (c *Change) version(e *Edit) Version {
	return Version{HLC: c.HLC, Seat: c.Seat, RecordedAt: c.RecordedAt, Value: e.Value}
}

func (r *Row) column(name string) *Column {
	c := r.Columns[name]
	if c == nil {
		c = &Column{}
		r.Columns[name] = c
	}
	return c
}

func (c *Column) apply(v Version, bases []hlc.HLC, seen Seen) (twin bool) {
	c.remove(bases)
	ahead := filter(bases, func(h hlc.HLC) bool { return !seen(h) })
	c.Pending = unite(c.Pending, ahead, hlc.HLC.Compare)
	if slices.Contains(c.Pending, v.HLC) {
		c.Pending = filter(c.Pending, func(h hlc.HLC) bool { return h != v.HLC })
		return false
	}
	return c.add(v)
}

// remove takes every version out of the live ones whose stamp is among the bases.
func (c *Column) remove(bases []hlc.HLC) {
	replaced := func(v Version) bool { return slices.Contains(bases, v.HLC) }
	if slices.ContainsFunc(c.Live, replaced) {
		c.Live = filter(c.Live, func(v Version) bool { return !replaced(v) })
	}
}

// add makes a version live and tells whether another one bears the same stamp.
func (c *Column) add(v Version) (twin bool) {
	c.Live = unite(c.Live, []Version{v}, compareVersions)
	for i := 1; i < len(c.Live); i++ {
		twin = twin || c.Live[i].HLC == v.HLC && c.Live[i-1].HLC == v.HLC
	}
	return twin
}

// Tidy forgets pending stamps that the frontier has passed: they will never arrive. Do it to every
// touched row when the frontier has moved; equal states have equal forms only then.
func (r *Row) Tidy(seen Seen) {
	for name, c := range r.Columns {
		if slices.ContainsFunc(c.Pending, seen) {
			c.Pending = filter(c.Pending, func(h hlc.HLC) bool { return !seen(h) })
		}
		if len(c.Live) == 0 && len(c.Pending) == 0 {
			delete(r.Columns, name)
		}
	}
}

// Clone is a copy that may be changed without changing r.
func (r *Row) Clone() *Row {
	out := &Row{Table: r.Table, ID: r.ID, Subjects: r.Subjects, Columns: make(map[string]*Column, len(r.Columns))}
	columns := make([]Column, 0, len(r.Columns))
	for name, c := range r.Columns {
		columns = append(columns, *c)
		out.Columns[name] = &columns[len(columns)-1]
	}
	return out
}

// Twins counts, by device, the live versions that share their stamp with the one before them. It is empty
// unless a device lied or was cloned.
func (r *Row) Twins() map[hlc.Device]int {
	twins := map[hlc.Device]int{}
	for _, c := range r.Columns {
		for i := 1; i < len(c.Live); i++ {
			if c.Live[i].HLC == c.Live[i-1].HLC {
				twins[c.Live[i].HLC.Device()]++
			}
		}
	}
	return twins
}

// compareVersions orders by HLC, twins by the hash of their value, then by who and when.
func compareVersions(a, b Version) int {
	if order := a.HLC.Compare(b.HLC); order != 0 || a == b {
		return order
	}
	return cmp.Or(compareValues(a.Value, b.Value), bytes.Compare(a.Seat[:], b.Seat[:]),
		cmp.Compare(intKey(a.RecordedAt), intKey(b.RecordedAt)))
}
