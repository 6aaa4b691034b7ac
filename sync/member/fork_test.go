package member

import (
	"math"
	"slices"
	"testing"

	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/seal"
)

// One signer and one number twice: a copy of a laptop, or worse. Both count, and everybody sees it.
func TestForks(t *testing.T) {
	c, owner := newClinic(t)
	m := owner.pull(t)
	for range 2 {
		n := c.newcomer()
		c.push(t)(m.Enrol(AsSeat(owner.seat), Introduce(n.device, n.seat), noon))
	}
	m = owner.pull(t)
	only(t, m, Fork)
	if len(m.Devices()) != 3 || len(m.Heads()) != 2 {
		t.Errorf("%d devices, %d heads", len(m.Devices()), len(m.Heads()))
	}
	hashes := []seal.Hash{m.Problems()[0].Record, m.Problems()[0].Other}
	for _, r := range c.remote[1:] {
		if !slices.Contains(hashes, seal.Sum(r.Object)) {
			t.Error("the fork does not name both records")
		}
	}
	owner.hire(t, false, "desk") // the next record joins the two
	if m = owner.pull(t); len(m.Heads()) != 1 {
		t.Error("heads", m.Heads())
	}
}

// Two administrators, offline, enrol devices whose HLCs could not be told apart: the later one is void
// everywhere, and so is what it would have allowed.
func TestTwins(t *testing.T) {
	c, owner := newClinic(t)
	manager := owner.hire(t, true, "desk")
	views := []*Members{owner.pull(t), manager.pull(t)}
	first, second := c.newcomer(), c.newcomer()
	copy(second.device.ID[:8], first.device.ID[:8])
	second.seat.Device = second.device.ID
	c.push(t)(views[0].Enrol(AsSeat(owner.seat), Introduce(first.device, first.seat), noon))
	c.push(t)(views[1].Enrol(AsSeat(manager.seat), Introduce(second.device, second.seat), noon))
	m := owner.pull(t)
	only(t, m, Void)
	if len(m.Devices()) != 3 || len(m.Heads()) != 2 {
		t.Errorf("%d devices, %d heads", len(m.Devices()), len(m.Heads()))
	}
	enrolled, void := first, second
	if _, known := m.Seat(first.seat.ID); !known {
		enrolled, void = second, first
	}
	if d, known := m.ByStamp(hlc.DeviceOf(first.device.ID)); !known || d.ID != enrolled.device.ID {
		t.Error("the stamp names", d.ID)
	}
	for what, n := range map[string]*laptop{"a twin": void, "the same again": enrolled} {
		if _, err := m.Enrol(AsSeat(owner.seat), Introduce(n.device, n.seat), noon); !failure.Is(err, failure.Refused) {
			t.Errorf("%s is enrolled: %v", what, err)
		}
	}
	theft := Introduce(enrolled.device, c.newcomer().seat)
	theft.DeviceKey = void.device.Signing.Public()
	if _, err := m.Enrol(AsSeat(owner.seat), theft, noon); !failure.Is(err, failure.Refused) {
		t.Error("a device gets a second key:", err)
	}
}

// A record that is withheld holds back what follows it, is named, and all is well when it comes.
func TestMissingRecords(t *testing.T) {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	manager := owner.hire(t, true, "desk")
	_ = clerk
	partial := &laptop{clinic: c, seat: owner.seat}
	partial.add(t, c.remote[0])
	partial.add(t, c.remote[2])
	m := partial.open(t)
	only(t, m, Held, Missing)
	for _, p := range m.Problems() {
		if p.Kind == Missing && p.Record != seal.Sum(c.remote[1].Object) || p.Alarm() {
			t.Errorf("%+v", p)
		}
	}
	if _, known := m.Seat(manager.seat.ID); known {
		t.Error("a record counts without those it follows")
	}
	if got, want := m.Heads(), []seal.Hash{seal.Sum(c.remote[0].Object)}; !slices.Equal(got, want) {
		t.Error("heads", got)
	}
	if describe(partial.pull(t)) != describe(owner.pull(t)) {
		t.Error("late is not the same as in time")
	}
}

func TestForeignAndOther(t *testing.T) {
	_, owner := newClinic(t)
	owner.pull(t)
	elsewhere, _ := newClinic(t)
	owner.add(t, elsewhere.remote[0])
	only(t, owner.open(t), Foreign)

	var l Log
	if _, err := l.Add("m/x", []byte("x")); err == nil {
		t.Error("x is a record")
	}
	key, signer := seal.NewKey(), seal.NewSigningKey()
	name, object, err := seal.Seal(key, signer, seal.Header{
		Practice: seal.Practice{1}, Kind: seal.Hint, Compartment: seal.NewID(), Epoch: 1, Device: seal.NewID(), Sequence: 1, Schema: 1,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Add(name, object)
	isError(t, err, seal.WrongName)
}

// What this version does not carry out is kept: it is shown, heads and numbers go on, and the acts
// beside it that are understood still happen.
func TestKindsOfLater(t *testing.T) {
	c, owner := newClinic(t)
	m := owner.pull(t)
	lost := owner.device.ID
	pins := marshal(pinned{Device: lost, Pins: []Pin{{Compartment: seal.NewID(), Sequence: 2, Hash: seal.Hash{1}}}})
	d := m.draft(AsSeat(owner.seat))
	n := Introduce(c.newcomer().device, NewSeat(seal.NewID(), seal.NewID()))
	d.acts = []act{
		unsupported{is: KindRevoke, payload: pins}, unsupported{is: 999, payload: []byte{0xA1, 0x01, 0x02}},
		enrol{Device: n.Device, DeviceKey: n.DeviceKey, Seat: n.Seat, SeatKey: n.SeatKey, Encapsulation: n.Encapsulation.Bytes(), Person: n.Person},
	}
	c.remote = append(c.remote, sealed(t, m, d, AsSeat(owner.seat)))
	m = owner.pull(t)
	only(t, m, Unsupported, Unsupported)
	if p := m.Problems(); p[0].Detail != "kind 999" || p[1].Detail != "revoke" || p[1].Device != lost || p[1].Alarm() {
		t.Errorf("%+v", p)
	}
	if _, known := m.Seat(n.Seat); !known {
		t.Error("what is understood beside it did not happen")
	}

	d = m.draft(AsSeat(owner.seat))
	d.header.Schema, d.acts = Schema+1, []act{unsupported{is: math.MaxUint16, payload: []byte{0xF6}}}
	c.remote = append(c.remote, sealed(t, m, d, AsSeat(owner.seat)))
	owner.hire(t, false, "desk") // follows a record that it cannot read
	m = owner.pull(t)
	only(t, m, Unsupported, Unsupported, Unsupported)
	if len(m.Heads()) != 1 || len(m.Seats()) != 3 {
		t.Errorf("heads %v, %d seats", m.Heads(), len(m.Seats()))
	}
}

// A record of an epoch whose key this seat has not got yet waits, without an alarm.
func TestUnread(t *testing.T) {
	_, owner := newClinic(t)
	m := owner.pull(t)
	d := m.draft(AsSeat(owner.seat))
	d.header.Epoch, d.acts = 2, []act{unsupported{is: KindVeto, payload: []byte{0x80}}}
	r, err := d.seal(AsSeat(owner.seat), seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	owner.add(t, r)
	m = owner.open(t)
	only(t, m, Unread)
	if m.Problems()[0].Alarm() {
		t.Error("an alarm")
	}
}
