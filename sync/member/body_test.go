package member

import (
	"bytes"
	"errors"
	"testing"

	"farne/sync/seal"
)

// A body that is read is the one that writing it again gives: nothing hides in it.
func FuzzBody(f *testing.F) {
	key := seal.NewDecapsulationKey().Public().Bytes()
	id, public := seal.ID{1}, seal.PublicKey{2}
	f.Add(writeBody(1, []act{
		found{Root: public, Recovery: key}, create{Compartment: id, Name: "practice", Epoch: 1, Key: seal.KeyID{1}, Tree: seal.KeyID{2}},
		enrol{Device: id, DeviceKey: public, Seat: id, SeatKey: public, Encapsulation: key, Person: id, Roles: []string{"owner"}},
		entitle{Seat: id, Compartments: []seal.ID{id}}, wrap{To: 1, ID: id, Covers: []cover{{Compartment: id, Keys: []seal.KeyID{{1}}}}},
		succeed{Old: seal.ID{9}, New: id, Key: public, Pins: []Pin{{Compartment: id, Sequence: 1, Hash: seal.Hash{1}}}},
	}))
	f.Add(writeBody(-1, []act{unsupported{is: KindRevoke, payload: marshal(pinned{Device: id})}, unsupported{is: 77, payload: []byte{0x00}}}))
	f.Add([]byte{0x82, 0x00, 0x80})
	f.Fuzz(func(t *testing.T, raw []byte) {
		at, acts, err := readBody(raw)
		if err != nil {
			if !errors.Is(err, errMalformed) {
				t.Errorf("another error: %v", err)
			}
			return
		}
		if !bytes.Equal(writeBody(at, acts), raw) {
			t.Error("a body has two forms")
		}
	})
}

// Grants come from strangers until the log is verified: reading them must hold whatever comes.
func FuzzGrants(f *testing.F) {
	f.Add(marshal([]grant{{Compartment: seal.ID{1}, Name: "care", Tree: make([]byte, 32), Epochs: []epochKey{{Number: 1, Key: make([]byte, 32)}}}}))
	f.Add([]byte{0x80})
	f.Fuzz(func(t *testing.T, raw []byte) {
		keys := map[seal.KeyID]seal.Key{}
		if err := readGrants(raw, keys); err != nil {
			return
		}
		for id, key := range keys {
			if key.ID() != id {
				t.Error("a key under another's id")
			}
		}
	})
}

// Acts that no honest author writes are malformed, whoever signs them.
func TestMalformedActs(t *testing.T) {
	key, id, public, keyID := seal.NewDecapsulationKey().Public().Bytes(), seal.ID{1}, seal.PublicKey{2}, seal.KeyID{3}
	good := enrol{Device: id, DeviceKey: public, Seat: id, SeatKey: public, Encapsulation: key, Person: id, Roles: []string{"a", "b"}}
	but := func(change func(*enrol)) enrol { a := good; change(&a); return a }
	twice := []cover{{Compartment: id, Keys: []seal.KeyID{keyID}}, {Compartment: id, Keys: []seal.KeyID{keyID}}}
	for what, a := range map[string]act{
		"no device":             but(func(a *enrol) { a.Device = seal.ID{} }),
		"no seat key":           but(func(a *enrol) { a.SeatKey = seal.PublicKey{} }),
		"no HPKE key":           but(func(a *enrol) { a.Encapsulation = key[1:] }),
		"roles out of order":    but(func(a *enrol) { a.Roles = []string{"b", "a"} }),
		"roles twice":           but(func(a *enrol) { a.Roles = []string{"a", "a"} }),
		"a person's name":       but(func(a *enrol) { a.Roles = []string{"Ann"} }),
		"no compartments":       entitle{Seat: id},
		"compartments twice":    entitle{Seat: id, Compartments: []seal.ID{id, id}},
		"an unknown recipient":  wrap{To: seal.ToAudit, ID: id, Covers: twice[:1]},
		"no covers":             wrap{To: seal.ToSeat, ID: id},
		"covers twice":          wrap{To: seal.ToSeat, ID: id, Covers: twice},
		"a cover without keys":  wrap{To: seal.ToSeat, ID: id, Covers: []cover{{Compartment: id}}},
		"its own successor":     succeed{Old: id, New: id, Key: public},
		"a successor's no key":  succeed{Old: id, New: seal.ID{2}},
		"a pin without hash":    succeed{Old: id, New: seal.ID{2}, Key: public, Pins: []Pin{{Compartment: id, Sequence: 1}}},
		"pins twice":            succeed{Old: id, New: seal.ID{2}, Key: public, Pins: []Pin{{Compartment: id}, {Compartment: id}}},
		"no recovery key":       found{Root: public},
		"no root":               found{Recovery: key},
		"an epoch that is not":  create{Compartment: id, Name: "desk", Key: keyID, Tree: keyID},
		"no tree key":           create{Compartment: id, Name: "desk", Epoch: 1, Key: keyID},
		"a compartment's name":  create{Compartment: id, Name: "Desk", Epoch: 1, Key: keyID, Tree: keyID},
		"a name beyond two":     create{Compartment: id, Name: "private/a/b", Epoch: 1, Key: keyID, Tree: keyID},
		"an enrolment cut off":  unsupported{is: KindEnrol, payload: []byte{0x81, 0x40}},
		"a number for an array": unsupported{is: KindWrap, payload: []byte{0x01}},
	} {
		if _, _, err := readBody(writeBody(0, []act{a})); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := readBody(writeBody(0, []act{good, create{Compartment: id, Name: "private/x", Epoch: 1, Key: keyID, Tree: keyID}})); err != nil {
		t.Error(err)
	}
	if _, _, err := readBody(append(writeBody(0, []act{good}), 0)); !errors.Is(err, errMalformed) {
		t.Error("a byte too many:", err)
	}
	if _, _, err := readBody([]byte{0x82, 0x18, 0x00, 0x80}); !errors.Is(err, errMalformed) { // 0 in two bytes
		t.Error("another form of a number:", err)
	}
}

// Numbers that stand in bodies never change.
func TestKindNumbers(t *testing.T) {
	for kind, want := range map[Kind]string{
		1: "enrol", 2: "entitle", 3: "wrap", 4: "revoke", 5: "role", 6: "rotate", 7: "renew", 8: "admit", 9: "succeed",
		10: "generation", 11: "erase", 12: "prune", 13: "veto", 14: "found", 15: "create", 16: "kind 16",
	} {
		if kind.String() != want {
			t.Errorf("%d is %s", kind, kind)
		}
	}
	if KindEnrol != 1 || KindRevoke != 4 || KindSucceed != 9 || KindVeto != 13 || KindCreate != 15 {
		t.Error("a number has moved")
	}
}

// BenchmarkOpen is a practice of 100 laptops, each hired in a record of its own.
func BenchmarkOpen(b *testing.B) {
	c, owner := newClinic(b)
	for range 100 {
		m, n := owner.pull(b), c.newcomer()
		c.push(b)(m.Enrol(AsSeat(owner.seat), Introduce(n.device, n.seat), noon))
	}
	owner.pull(b)
	b.ResetTimer()
	for b.Loop() {
		owner.open(b)
	}
	b.ReportMetric(float64(owner.log.Len()), "records")
}
