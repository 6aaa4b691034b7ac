package record

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// forge seals an object as a laptop would, with a body of somebody's choice.
func (l *laptop) forge(previous chain.Head, text string) []byte {
	l.t.Helper()
	change := state.Change{
		Table: "note", Row: state.NewID(l.c.now), HLC: hlc.New(l.c.now.UnixMilli()+1, 0, hlc.DeviceOf(l.device.ID)), Seat: state.ID(l.seat.ID),
		RecordedAt: l.c.now.UnixMilli(), Edits: []state.Edit{{Column: "text", Value: state.Text(text)}},
	}
	_, object, _, err := chain.Seal(l.writer(l.place("care")), previous, []state.Change{change}, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return object
}

// TestABadBatchStopsOnlyItsChain plants damage in one laptop's care chain: the other laptop names it,
// takes what stands in the other compartments, sends its own, changes nothing for it, and goes on as soon
// as the right object is back.
func TestABadBatchStopsOnlyItsChain(t *testing.T) {
	t.Parallel()
	plants := map[string]struct {
		plant func(c *clinicUnderTest, a *laptop, name string)
		alarm string
	}{
		"flipped":   {func(c *clinicUnderTest, _ *laptop, name string) { c.flip(name) }, "damaged"},
		"truncated": {func(c *clinicUnderTest, _ *laptop, name string) { b := c.read(name); c.write(name, b[:len(b)-9]) }, "damaged"},
		"reordered": {func(c *clinicUnderTest, a *laptop, name string) {
			next := a.batchName("care", a.head("care"))
			one, two := c.read(name), c.read(next)
			c.write(name, two)
			c.write(next, one)
		}, "damaged"},
		"of another practice": {func(c *clinicUnderTest, a *laptop, name string) {
			w := a.writer(a.place("care"))
			w.Practice = seal.Practice{1}
			n, _ := seal.ParseName(name)
			_, object, _, err := chain.Seal(w, chain.Head{Device: a.device.ID, Sequence: n.Number - 1, Hash: seal.Hash{1}}, []state.Change{{
				Table: "note", Row: state.NewID(c.now), HLC: hlc.New(c.now.UnixMilli()+5, 0, hlc.DeviceOf(a.device.ID)), Seat: state.ID(a.seat.ID),
				Edits: []state.Edit{{Column: "text", Value: state.Text("x")}},
			}}, nil)
			if err != nil {
				c.t.Fatal(err)
			}
			c.write(name, object)
		}, "foreign"},
		"another history": {func(c *clinicUnderTest, a *laptop, name string) {
			n, _ := seal.ParseName(name)
			c.write(name, a.forge(chain.Head{Device: a.device.ID, Sequence: n.Number - 1, Hash: seal.Hash{1}}, "forged"))
		}, "fork"},
		"plaintext": {func(c *clinicUnderTest, _ *laptop, name string) {
			c.write(name, []byte(strings.Repeat("Dear diary. ", 100)))
		}, "foreign"},
	}
	c, a, b := pair(t)
	p := a.patient("Tampered")
	a.note(p, "before") // the batches that are tampered with are not the first of their chain, whatever the order
	a.settle(b)
	for name, plant := range plants {
		t.Run(name, func(t *testing.T) {
			a.t, b.t, c.t = t, t, t
			a.note(p, "first")
			a.clean()
			bad := a.last("care")
			a.note(p, "second")
			a.setCity(p, name)
			mine := b.note(p, "of the other laptop")
			a.clean()
			good := map[string][]byte{bad: c.read(bad), a.last("care"): c.read(a.last("care"))}
			plant.plant(c, a, bad)
			before := b.roots()["care"].Rows["note"]
			for range 2 {
				r := b.alarmed(plant.alarm, bad)
				if r.Alarms[0].Safe == "" || r.Alarms[0].Todo == "" {
					t.Errorf("the alarm does not say what is safe and what to do: %+v", r.Alarms[0])
				}
			}
			if got := b.roots()["care"].Rows["note"]; got != before {
				t.Errorf("%d notes became %d", before, got)
			}
			if shown, _ := b.Patient(context.Background(), p); shown.Entry.City != name {
				t.Error("another chain was stopped")
			}
			if found := b.problems(false); len(found) == 0 || found[0].Object != bad {
				t.Errorf("verification of the reader found %+v, not %s", found, bad)
			}
			a.sync()
			if _, err := a.Note(context.Background(), mine); err != nil {
				t.Error("what the laptop itself had to send was not sent:", err)
			}
			for name, object := range good {
				c.write(name, object)
			}
			a.settle(b)
			a.agree(b)
			b.whole()
		})
	}
}

func TestMissingIsAnAlarmAfterAWhile(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Missing")
	a.settle(b)
	a.note(p, "gone")
	a.clean()
	name := a.last("care")
	object := c.read(name)
	c.remove(name)
	if found := a.problems(false); len(found) != 1 || found[0].Object != name || found[0].Kind != "missing" {
		t.Errorf("the author's verification found %+v", found)
	}
	for range 3 {
		if r := b.sync(); len(r.Alarms) > 0 || len(r.Waiting) != 1 || r.Waiting[0].Object != name {
			t.Fatalf("alarms %+v, waiting %+v", r.Alarms, r.Waiting)
		}
	}
	c.now = c.now.Add(9 * time.Minute)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = c.open("second") // what is missed is remembered
	if r := b.sync(); len(r.Alarms) > 0 {
		t.Fatalf("alarms after nine minutes: %+v", r.Alarms)
	}
	c.now = c.now.Add(time.Minute)
	b.alarmed("missing", name)
	c.write(name, object)
	b.clean()
	a.settle(b)
	a.agree(b)
}

func TestOldHintsAreNoticed(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Hinted")
	a.settle(b)
	theirs, own := a.hintName("desk"), b.hintName("desk")
	b.setCity(p, "none")
	a.settle(b)
	oldTheirs, oldOwn := c.read(theirs), c.read(own)
	a.setCity(p, "one")
	a.settle(b)
	b.setCity(p, "two")
	a.settle(b)
	good := c.read(theirs)

	c.write(theirs, oldTheirs)
	b.alarmed("rollback", theirs)
	b.alarmed("rollback", theirs)
	c.write(theirs, good)
	b.clean()

	c.write(own, oldOwn)
	b.alarmed("rollback", own)
	b.clean() // it was said again
	a.settle(b)

	c.remove(own)
	b.clean()
	if _, err := os.Stat(c.path(own)); err != nil {
		t.Error("an own hint that was taken away was not said again:", err)
	}
	c.remove(theirs)
	if r := b.sync(); len(r.Alarms) > 0 || len(r.Waiting) != 1 || r.Waiting[0].Object != theirs {
		t.Errorf("a hint that was taken away: alarms %+v, waiting %+v", r.Alarms, r.Waiting)
	}
	a.clean()
	b.clean()
}

func TestTwoHistoriesUnderOneSequence(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Forked")
	a.settle(b)
	previous := a.place("care").Replica.Frontier().Of(a.device.ID)
	a.note(p, "the true one")
	a.clean()
	name := a.last("care")
	good := c.read(name)
	c.write(name, a.forge(previous, "the other one")) // signed by the same laptop, behind the same batch
	r := b.alarmed("fork", name)
	if !strings.Contains(r.Alarms[0].What, seal.Sum(good).String()) || !strings.Contains(r.Alarms[0].What, seal.Sum(c.read(name)).String()) {
		t.Errorf("the alarm does not name both hashes: %s", r.Alarms[0].What)
	}
	b.alarmed("fork", name) // it stays
	if found := a.problems(false); len(found) != 1 || found[0].Kind != "fork" || found[0].Object != name {
		t.Errorf("the author's verification found %+v", found)
	}
}

func TestDivergedRootsAreNoticedAndStay(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Diverged")
	a.settle(b)
	a.setCity(p, "one")
	a.settle(b)
	place := a.place("desk")
	var last struct {
		_         struct{} `cbor:",toarray"`
		Number    uint64
		Confirmed uint64
		Frontier  seal.Hash
		Root      [32]byte
		Sequence  uint64
		Members   seal.Hash
		At        int64
		Versions  []string
	}
	noted, err := place.Replica.Noted(context.Background(), "said last")
	if err != nil || chain.Unmarshal(noted, &last) != nil {
		t.Fatal(err)
	}
	hint := chain.Hint{
		Head: place.Replica.Frontier().Of(a.device.ID), FrontierHash: last.Frontier, Root: [32]byte{6, 6, 6},
		Members: a.members.Load().Heads(), At: c.now.UnixMilli(),
	}
	name, object, err := chain.SealHint(a.writer(place), last.Number+1, hint)
	if err != nil {
		t.Fatal(err)
	}
	c.write(name, object)
	b.alarmed("diverged", "desk")
	b.alarmed("diverged", "desk")
	a.alarmed("clone", name) // the laptop itself sees a hint that it did not say
}

func TestUninvitedWriters(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	a.settle(b)
	stranger := &Practice{store: b.store}
	stranger.members.Store(b.members.Load())
	stranger.device.ID, stranger.device.Signing = seal.NewID(), seal.NewSigningKey()
	foe := &laptop{Practice: stranger, t: t, c: c}
	n, object, err := chain.SealHint(foe.writer(foe.place("care")), 1, chain.Hint{Head: chain.Head{Device: stranger.device.ID}})
	if err != nil {
		t.Fatal(err)
	}
	c.write(n, object)
	b.alarmed("uninvited", n)
	batch := seal.Name{Kind: seal.Batch, Compartment: b.place("care").ID, Device: stranger.device.ID, Number: 1}.String()
	c.write(batch, foe.forge(chain.Head{Device: stranger.device.ID}, "uninvited"))
	var found []string
	for _, p := range b.problems(false) {
		found = append(found, p.Kind+" "+p.Object)
	}
	if got := strings.Join(found, ", "); got != "uninvited "+batch+", uninvited "+n {
		t.Errorf("verification found %s", got)
	}
	c.remove(n)
	c.remove(batch)
	c.write("holiday", []byte("somebody else's"))
	c.write("c/letter", []byte("somebody else's"))
	b.clean() // a file of somebody else is no alarm for a round, and is named by verification
	if found := b.problems(false); len(found) != 2 || found[0].Kind != "foreign" || found[0].Object != "c/letter" {
		t.Errorf("verification found %+v", found)
	}
	c.write("h/letter", []byte("somebody else's"))
	b.alarmed("foreign", "h/letter")
}
