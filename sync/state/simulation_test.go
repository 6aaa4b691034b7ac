package state

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// A history has several devices with clocks wrong by up to ten years, editors who write from a stale
// screen, autosaves that coalesce, deliveries in any order and repeated, backups, laptops restored
// from a backup, laptops rolled back to an older copy of themselves, whole-state joins, deletion,
// undeletion, conflicts decided by people, and a patient erased for good. At the end everything is
// sealed and delivered, and the test checks:
//
//	equal   every device has the same canonical state
//	truth   live are exactly the sealed versions that no change names as base: none lost, none returns
//	calm    deciding each conflict once, on one device, ends it on all
//	shown   an edit that a deletion had not seen is still shown
//	erased  nothing of an erased patient is left, whatever arrives later
//	alone   one person on one laptop never meets a conflict (its own test)

const (
	laptops = 4
	steps   = 80
	tenYear = 10 * 365 * 24 * time.Hour
)

var (
	patientP, patientQ = id('p'), id('q')
	columns            = []string{"given", "dose"}
	values             = []Value{Text("a"), Integer(1), Real(1)}
)

// screen is a form that somebody opened and has not saved yet.
type screen struct {
	device *device
	row    ID
	edits  []Edit
}

type history struct {
	t       *testing.T
	rnd     *rand.Rand
	wall    time.Duration
	chains  [][]Change // by number of device
	devices []*device
	backups []*device
	copies  []*device
	screens []screen
}

func TestHistories(t *testing.T) {
	eachSeed(t, 300, func(t *testing.T, rnd *rand.Rand) {
		h := &history{t: t, rnd: rnd}
		for range laptops {
			h.enrol(nil)
		}
		for range steps {
			h.wall += time.Duration(rnd.IntN(3)) * time.Hour
			h.step()
		}
		// One patient is erased while some laptops still write about them.
		h.devices[0].erase(patientQ)
		for _, d := range h.devices {
			d.write(patientQ, nil, Edit{columns[0], Text("late"), d.view(patientQ).LooksSame(columns[0])})
		}
		h.settle()
		h.check()
	})
}

// enrol adds a device; with a state, that laptop gets a new identity.
func (h *history) enrol(state *device) *device {
	n := uint64(len(h.chains))
	skew := pick(h.rnd, []time.Duration{0, 0, 3 * time.Hour, tenYear, -tenYear})
	h.chains = append(h.chains, nil)
	if state == nil {
		state = newDevice(h.t, n, skew, &h.wall)
		h.devices = append(h.devices, state)
		return state
	}
	state.enrol(n, skew, state.clock.Last())
	return state
}

func (h *history) step() {
	d, row := pick(h.rnd, h.devices), pick(h.rnd, []ID{patientP, patientQ})
	switch what := h.rnd.Float64(); {
	case what < 0.05:
		h.screens = append(h.screens, screen{d, row, h.form(d, row)})
	case what < 0.09:
		h.saveStale()
	case what < 0.38:
		d.write(row, h.subjects(), h.fill(h.form(d, row))...)
	case what < 0.42:
		d.decide(row, pick(h.rnd, columns), pick(h.rnd, values))
	case what < 0.45:
		d.delete(row)
	case what < 0.47:
		d.undelete(row)
	case what < 0.57:
		h.seal(d)
	case what < 0.75:
		source := h.rnd.IntN(len(h.chains))
		h.pull(d, source, h.rnd.IntN(len(h.chains[source])+1))
	case what < 0.79:
		h.seal(d) // backups hold sealed changes only
		h.backups = append(h.backups, d.copy())
	case what < 0.83:
		h.copies = append(h.copies, d.copy()) // unsealed edits and all
	case what < 0.88:
		h.rollBack()
	case what < 0.90:
		if len(h.backups) > 0 && len(h.devices) < 7 {
			h.devices = append(h.devices, h.enrol(pick(h.rnd, h.backups).copy()))
		}
	default:
		if other := pick(h.rnd, h.devices); other != d {
			h.seal(other)
			d.join(other)
		}
	}
}

// form is what a screen keeps of one or both columns when it is opened.
func (h *history) form(d *device, row ID) []Edit {
	var edits []Edit
	view := d.view(row)
	for _, column := range columns[h.rnd.IntN(2) : 1+h.rnd.IntN(2)] {
		edits = append(edits, Edit{Column: column, Bases: view.LooksSame(column)})
	}
	if edits == nil {
		edits = append(edits, Edit{Column: columns[1], Bases: view.LooksSame(columns[1])})
	}
	return edits
}

func (h *history) fill(edits []Edit) []Edit {
	edits = slices.Clone(edits)
	for i := range edits {
		edits[i].Value = pick(h.rnd, values)
	}
	return edits
}

func (h *history) subjects() []ID {
	return []ID{patientP, patientQ, id('r')}[:h.rnd.IntN(4)]
}

func (h *history) saveStale() {
	if len(h.screens) == 0 {
		return
	}
	i := h.rnd.IntN(len(h.screens))
	s := h.screens[i]
	h.screens = slices.Delete(h.screens, i, i+1)
	if slices.Contains(h.devices, s.device) {
		s.device.write(s.row, h.subjects(), h.fill(s.edits)...)
	}
}

func (h *history) chain(d *device) int {
	for n := range h.chains {
		if newDevice(h.t, uint64(n), 0, &h.wall).id == d.id {
			return n
		}
	}
	h.t.Fatalf("no chain of device %x", d.id)
	return 0
}

func (h *history) seal(d *device) {
	n := h.chain(d)
	h.chains[n] = append(h.chains[n], d.seal()...)
}

func (h *history) pull(d *device, source, upto int) {
	for _, c := range h.chains[source][:upto] {
		d.receive(c)
	}
}

// rollBack makes a laptop an older copy of itself. It finds its own later batches in the remote, takes
// a new identity and writes its unsent edits anew, over what they were written over.
func (h *history) rollBack() {
	if len(h.copies) == 0 {
		return
	}
	i := h.rnd.IntN(len(h.copies))
	older := h.copies[i]
	h.copies = slices.Delete(h.copies, i, i+1)
	at := slices.IndexFunc(h.devices, func(d *device) bool { return d.id == older.id })
	if at < 0 {
		return
	}
	chain := h.chain(older)
	unsent := maps.Clone(older.unsealed)
	for _, c := range h.chains[chain] {
		maps.DeleteFunc(unsent, func(_ cell, e draft) bool { return e.hlc == c.HLC })
	}
	older.unsealed = map[cell]draft{}
	h.pull(older, chain, len(h.chains[chain]))
	h.enrol(older)
	for _, where := range slices.SortedFunc(maps.Keys(unsent), compareCells) {
		e := unsent[where]
		older.write(where.row, e.subjects, e.edit)
	}
	h.devices[at] = older
}

func compareCells(a, b cell) int {
	if order := a.row.Compare(b.row); order != 0 {
		return order
	}
	return compareNames(a.column, b.column)
}

// settle seals everything and delivers everything to everybody, each in an order of its own.
func (h *history) settle() {
	for _, d := range h.devices {
		h.seal(d)
	}
	for _, d := range h.devices {
		d.erase(patientQ)
		for _, source := range h.rnd.Perm(len(h.chains)) {
			h.pull(d, source, len(h.chains[source]))
		}
	}
}

// expected are the sealed versions that no change names as base, found without the code under test.
func (h *history) expected() map[ID][]Entry {
	named, out := map[Entry]bool{}, map[ID][]Entry{}
	h.eachEdit(func(c Change, e Edit) {
		for _, base := range e.Bases {
			named[Entry{c.Row.String() + e.Column, base}] = true
		}
	})
	h.eachEdit(func(c Change, e Edit) {
		if !named[Entry{c.Row.String() + e.Column, c.HLC}] {
			out[c.Row] = append(out[c.Row], Entry{e.Column, c.HLC})
		}
	})
	for _, entries := range out {
		slices.SortFunc(entries, compareEntries)
	}
	return out
}

func (h *history) eachEdit(do func(Change, Edit)) {
	for _, chain := range h.chains {
		for _, c := range chain {
			for _, e := range c.Edits {
				if c.Row != patientQ {
					do(c, e)
				}
			}
		}
	}
}

func (h *history) check() {
	first, expected := h.devices[0], h.expected()
	for i, d := range h.devices {
		if !bytes.Equal(d.canonical(), first.canonical()) {
			h.t.Errorf("equal: device %d has another canonical state", i)
		}
		if !reflect.DeepEqual(d.live(), expected) {
			h.t.Errorf("truth: device %d has %v, want %v", i, d.live(), expected)
		}
		if d.rows[patientQ] != nil {
			h.t.Errorf("erased: device %d still has the patient", i)
		}
	}
	if row := first.rows[patientP]; row != nil {
		h.checkShown(row, expected[patientP])
		h.checkCalm(first)
	}
}

// checkShown asks for edits against a deletion, found from the lists in the changes themselves.
func (h *history) checkShown(row *Row, expected []Entry) {
	listed, deletions, undone := map[Entry]bool{}, 0, 0
	h.eachEdit(func(c Change, e Edit) {
		if e.Column != Deleted || !slices.Contains(expected, Entry{Deleted, c.HLC}) {
			return
		}
		if e.Value.IsNull() {
			undone++
			return
		}
		deletions++
		for _, entry := range referenceEntries(h.t, e.Value) {
			listed[entry] = true
		}
	})
	var unseen []Entry
	for _, e := range expected {
		if deletions > 0 && e.Column != Deleted && !listed[e] {
			unseen = append(unseen, e)
		}
	}
	if got := row.AgainstDelete(); !slices.Equal(got, unseen) {
		h.t.Errorf("shown: edits against the deletion %v, want %v", got, unseen)
	}
	if got, want := row.IsDeleted(), deletions > 0 && undone == 0 && unseen == nil; got != want {
		h.t.Errorf("shown: IsDeleted() = %v, want %v", got, want)
	}
}

func (h *history) checkCalm(first *device) {
	for _, name := range slices.Sorted(maps.Keys(first.rows[patientP].Columns)) {
		decided := Text("decided")
		if name == Deleted {
			decided = Null()
		}
		first.decide(patientP, name, decided)
	}
	h.settle()
	for i, d := range h.devices {
		row := d.rows[patientP]
		for name, c := range row.Columns {
			if len(c.Live) != 1 {
				h.t.Errorf("calm: device %d has %d versions of %s", i, len(c.Live), name)
			}
		}
		if row.Conflicts() != nil || row.AgainstDelete() != nil || held(row) != 0 {
			h.t.Errorf("calm: device %d still has conflicts %v", i, row.Conflicts())
		}
		if !bytes.Equal(d.canonical(), first.canonical()) {
			h.t.Errorf("calm: device %d has another canonical state", i)
		}
	}
}

// alone: one person on one laptop never meets a conflict, however saves and seals fall.
func TestAlone(t *testing.T) {
	eachSeed(t, 100, func(t *testing.T, rnd *rand.Rand) {
		h := &history{t: t, rnd: rnd}
		d := h.enrol(nil)
		for range 30 {
			h.wall += time.Duration(rnd.IntN(2)) * time.Millisecond
			d.write(patientP, nil, h.fill(h.form(d, patientP))...)
			if rnd.IntN(5) < 2 {
				h.seal(d)
			}
			for name, c := range d.view(patientP).Columns {
				if len(c.Live) != 1 {
					t.Errorf("%d versions of %s", len(c.Live), name)
				}
			}
		}
	})
}
