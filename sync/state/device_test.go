package state

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"farne/sync/hlc"
)

const table = "patient"

// cell is one column of one row.
type cell struct {
	row    ID
	column string
}

// draft is an edit that is not sealed yet.
type draft struct {
	hlc      hlc.HLC
	seat     ID
	subjects []ID
	edit     Edit
}

// device is a laptop as the properties play it: sealed rows, unsealed edits, a clock and a frontier.
// It is the least that a store and an engine have to do with this package.
type device struct {
	t        testing.TB
	id       hlc.Device
	seat     ID
	skew     time.Duration
	wall     *time.Duration // shared by all devices
	clock    *hlc.Clock
	rows     map[ID]*Row
	unsealed map[cell]draft
	frontier map[hlc.Device]hlc.HLC
	erased   map[ID]bool
}

func newDevice(t testing.TB, n uint64, skew time.Duration, wall *time.Duration) *device {
	d := &device{t: t, wall: wall, rows: map[ID]*Row{}, unsealed: map[cell]draft{},
		frontier: map[hlc.Device]hlc.HLC{}, erased: map[ID]bool{}}
	d.enrol(n, skew, hlc.HLC{})
	return d
}

// enrol gives the laptop a new identity, with the clock continued.
func (d *device) enrol(n uint64, skew time.Duration, last hlc.HLC) {
	d.id, d.seat, d.skew = hlc.DeviceOf(deviceID(n)), id(1000+n), skew
	d.clock = hlc.NewClock(d.id, func() time.Time { return time.UnixMilli(noon).Add(*d.wall + d.skew) }, last)
}

// copy is an image of the disk. Rows go through their canonical form, as they do on a disk.
func (d *device) copy() *device {
	out := *d
	out.rows = map[ID]*Row{}
	for id, row := range d.rows {
		again, err := Unmarshal(row.Marshal())
		if err != nil {
			d.t.Fatalf("row %s does not come back from its form: %v", id, err)
		}
		out.rows[id] = again
	}
	out.unsealed, out.frontier, out.erased = maps.Clone(d.unsealed), maps.Clone(d.frontier), maps.Clone(d.erased)
	last, skew := d.clock.Last(), d.skew
	out.clock = hlc.NewClock(d.id, func() time.Time { return time.UnixMilli(noon).Add(*out.wall + skew) }, last)
	return &out
}

func (d *device) seen(h hlc.HLC) bool { return h.Compare(d.frontier[h.Device()]) <= 0 }

// view is a row as the person sees it.
func (d *device) view(row ID) *Row {
	sealed := d.rows[row]
	if sealed == nil {
		sealed = NewRow(table, row)
	}
	var own []Change
	for at, edit := range d.unsealed {
		if at.row == row {
			own = append(own, edit.change(row))
		}
	}
	return sealed.With(own...)
}

func (e draft) change(row ID) Change {
	return Change{Table: table, Row: row, HLC: e.hlc, Seat: e.seat, RecordedAt: e.hlc.Millis() - 7,
		Subjects: e.subjects, Edits: []Edit{e.edit}}
}

// write is one save: edits from a screen, under one stamp. Unsealed edits of one column coalesce.
func (d *device) write(row ID, subjects []ID, edits ...Edit) {
	if d.erased[row] {
		return
	}
	for _, e := range edits {
		for _, base := range e.Bases {
			d.clock.Observe(base)
		}
	}
	stamp := d.clock.Next()
	for _, e := range edits {
		at := cell{row, e.Column}
		if old, ok := d.unsealed[at]; ok {
			e = Coalesce(old.edit, old.hlc, e)
		}
		d.unsealed[at] = draft{hlc: stamp, seat: d.seat, subjects: subjects, edit: e}
	}
}

func (d *device) decide(row ID, column string, v Value) {
	d.write(row, nil, Edit{column, v, d.view(row).LiveSet(column)})
}

func (d *device) delete(row ID) { d.decide(row, Deleted, d.view(row).DeletionValue()) }

func (d *device) undelete(row ID) { d.decide(row, Deleted, Null()) }

// seal makes changes of the unsealed edits: one for each stamp, in the order of the stamps.
func (d *device) seal() []Change {
	sealed := map[hlc.HLC]Change{}
	for at, edit := range d.unsealed {
		c := edit.change(at.row)
		c.Edits = append(c.Edits, sealed[edit.hlc].Edits...)
		sealed[edit.hlc] = c
	}
	d.unsealed = map[cell]draft{}
	changes := slices.SortedFunc(maps.Values(sealed), func(a, b Change) int { return a.HLC.Compare(b.HLC) })
	for i := range changes {
		changes[i] = d.sent(changes[i])
		d.receive(changes[i])
	}
	return changes
}

// sent is a change as it arrives elsewhere: read from its form.
func (d *device) sent(c Change) Change {
	again, err := UnmarshalChange(c.Marshal())
	if err != nil {
		d.t.Fatalf("change %s does not come back from its form: %v", c.HLC, err)
	}
	return again
}

func (d *device) receive(c Change) {
	d.clock.Observe(c.HLC)
	if d.seen(c.HLC) {
		return
	}
	if !d.erased[c.Row] {
		row := d.rows[c.Row]
		if row == nil {
			row = NewRow(c.Table, c.Row)
			d.rows[c.Row] = row
		}
		twins, err := row.Apply(c, d.seen)
		if err != nil || twins != 0 {
			d.t.Fatalf("change %s: %d twins, error %v", c.HLC, twins, err)
		}
	}
	d.frontier[c.HLC.Device()] = c.HLC
}

// join merges the whole sealed state of another device or backup.
func (d *device) join(other *device) {
	rows := map[ID]*Row{}
	for _, of := range []*device{d, other} {
		for id := range of.rows {
			if row := Join(d.rows[id], other.rows[id], d.seen, other.seen); row != nil {
				rows[id] = row
			}
		}
	}
	d.rows = rows
	for of, h := range other.frontier {
		d.clock.Observe(h)
		if h.Compare(d.frontier[of]) > 0 {
			d.frontier[of] = h
		}
	}
	for id, row := range d.rows {
		if form := row.Marshal(); !bytes.Equal(form, tidied(row, d.seen)) {
			d.t.Errorf("row %s is not tidy after a join: %x", id, form)
		}
	}
	for row := range other.erased {
		d.erase(row)
	}
}

func tidied(r *Row, seen Seen) []byte {
	r = r.Clone()
	r.Tidy(seen)
	return r.Marshal()
}

func (d *device) erase(row ID) {
	d.erased[row] = true
	delete(d.rows, row)
	maps.DeleteFunc(d.unsealed, func(at cell, _ draft) bool { return at.row == row })
}

// canonical is the sealed state as the tree takes it.
func (d *device) canonical() []byte {
	var all [][]byte
	for _, row := range d.rows {
		row.Tidy(d.seen)
		all = append(all, row.Marshal())
	}
	slices.SortFunc(all, bytes.Compare)
	return bytes.Join(all, nil)
}

// live is the set of all live versions of the sealed state.
func (d *device) live() map[ID][]Entry {
	out := map[ID][]Entry{}
	for id, row := range d.rows {
		for name, c := range row.Columns {
			for _, v := range c.Live {
				out[id] = append(out[id], Entry{name, v.HLC})
			}
		}
		slices.SortFunc(out[id], compareEntries)
	}
	return out
}
