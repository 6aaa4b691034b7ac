package record

import (
	"context"
	"strings"
	"testing"

	"farne/sync/chain"
	"farne/sync/engine"
	"farne/sync/seal"
)

func TestVerifyFindsEveryPlantedDamage(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Verified")
	for range 3 {
		a.note(p, "for the chain")
		a.clean()
	}
	a.backup()
	a.settle(b)
	a.whole()
	care, packs, backups, records := c.objects("c/"+a.place("care").ID.String()), c.objects("t/"), c.objects("b/"), c.objects("m/")
	for _, name := range append(append(append(append([]string{}, care...), packs...), backups...), records...) {
		object := c.flip(name)
		wants := "damaged"
		if found := named(b.problems(true), name); found != wants {
			t.Errorf("%s flipped: found %q among %+v", name, found, b.problems(true))
		}
		c.remove(name)
		known := !strings.HasPrefix(name, "m/") && !strings.HasPrefix(name, "b/") // nobody else counts a laptop's backups
		if found := named(b.problems(false), name); known && found != "missing" {
			t.Errorf("%s removed: found %q among %+v", name, found, b.problems(false))
		}
		c.write(name, object)
	}
	b.whole()
	c.remove(backups[len(backups)-1])
	if found := named(a.problems(false), backups[len(backups)-1]); found != "missing" {
		t.Errorf("the last backup of this laptop removed: found %q", found)
	}
}

// named is what verification says of an object; with everything else it says, nothing may be wrong but
// what depends on it.
func named(problems []engine.Problem, object string) string {
	for _, p := range problems {
		if p.Object == object {
			return p.Kind
		}
	}
	return ""
}

func TestMembershipProblemsAreAlarms(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	a.settle(b)
	records := c.objects("m/")
	object := c.read(records[0])
	// Somebody who may write to the bucket puts the founding record, altered, under a free name.
	h, err := seal.ParseHeader(records[0], object)
	if err != nil {
		t.Fatal(err)
	}
	key, held := b.members.Load().Key(h.Compartment, h.KeyID)
	if !held {
		t.Fatal("the practice's key is not held")
	}
	forged := seal.Header{
		Practice: h.Practice, Kind: seal.Member, Compartment: h.Compartment, Epoch: h.Epoch, Device: seal.NewID(), Sequence: 3,
		Schema: 1, Prev: b.members.Load().Heads(), Signer: seal.Signer{Kind: seal.ByDevice, ID: seal.NewID()},
	}
	name, bad, err := seal.Seal(key, seal.NewSigningKey(), forged, []byte{0x82, 0x00, 0x80})
	if err != nil {
		t.Fatal(err)
	}
	c.write(name, bad)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = c.open("second") // the log is listed at a start
	b.alarmed("refused", name)
	if found := named(b.problems(false), name); found != "refused" {
		t.Errorf("verification found %q", found)
	}
	c.remove(name)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = c.open("second")
	b.clean()
}

func TestANewerFormatIsParkedVisibly(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Parked")
	a.settle(b)
	a.note(p, "of a later version")
	a.clean()
	name := a.last("care")
	object := c.read(name)
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		t.Fatal(err)
	}
	h.Schema++
	place := a.place("care")
	_, newer, err := seal.Seal(place.Key, a.device.Signing, h, []byte("who knows"))
	if err != nil {
		t.Fatal(err)
	}
	c.write(name, newer)
	b.setCity(p, "unstopped")
	if r := b.clean(); r.Parked != 1 || r.Sent.Batches != 1 {
		t.Errorf("the round %+v", r)
	}
	if r := b.clean(); r.Parked != 1 || r.Received.Batches != 0 {
		t.Errorf("the next round %+v", r)
	}
	// A Farne that reads more than the one that parked it reads it again, once.
	if err := b.place("care").Replica.Note(context.Background(), "parked "+name, []byte{seal.Version, chain.Schema - 1}); err != nil {
		t.Fatal(err)
	}
	c.write(name, object)
	if r := b.clean(); r.Parked != 0 || r.Received.Batches != 1 {
		t.Errorf("the round of a later version %+v", r)
	}
	if note, err := b.place("care").Replica.Noted(context.Background(), "parked "+name); note != nil || err != nil {
		t.Errorf("still noted as parked: %v, %v", note, err)
	}
}
