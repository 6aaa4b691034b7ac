package record

import (
	"testing"

	"farne/sync/member"
	"farne/sync/seal"
)

// Keys and epochs come with the membership log while a practice is open: the engine must work with those
// that are held now, not with those that were held when the storage was set.
func TestTheEngineWorksWithThePlacesOfNow(t *testing.T) {
	c, l := newClinic(t)
	l.patient("Before") // the storage was set on an open practice, and nothing was opened again since
	l.clean()
	l.backup()
	l.whole()
	if n := len(l.engine.Places()); n != len(l.store.Names()) {
		t.Fatalf("%d places for the files %v", n, l.store.Names())
	}
	secret := seal.NewRecoverySecret()
	first, err := member.NewPractice(secret, l.device, l.seat, nil, c.now) // another log, with keys of its own
	if err != nil {
		t.Fatal(err)
	}
	log := &member.Log{}
	if _, err := log.Add(first.Name, first.Object); err != nil {
		t.Fatal(err)
	}
	members, err := log.Open(secret.Root().Public(), member.SeatHolder(l.seat.ID, l.seat.Decapsulation))
	if err != nil {
		t.Fatal(err)
	}
	before := l.place("care")
	l.members.Store(members)
	for _, p := range l.engine.Places() {
		if p.Name == "care" && (p.ID == before.ID || p.Key.Equal(before.Key)) {
			t.Error("the engine still works with the keys of before")
		}
	}
}
