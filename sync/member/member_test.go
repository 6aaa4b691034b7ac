package member

import (
	"slices"
	"testing"

	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/seal"
)

// A new practice: its owner's seat and the recovery kit open the first record to the same keys.
func TestFounding(t *testing.T) {
	c, owner := newClinic(t)
	m := owner.pull(t)
	only(t, m)
	recovered, err := owner.log.Recover(c.secret)
	if err != nil {
		t.Fatal(err)
	}
	if describe(m) != describe(recovered) {
		t.Errorf("the seat sees\n%s and the kit\n%s", describe(m), describe(recovered))
	}
	if got := holds(m); !slices.Equal(got, []string{"billing", "care", "desk", "practice"}) {
		t.Error("the owner holds", got)
	}
	for _, comp := range m.Compartments() {
		epoch, key, tree, _ := m.Current(comp.ID)
		_, key2, tree2, _ := recovered.Current(comp.ID)
		if !key.Equal(key2) || !tree.Equal(tree2) || tree.Equal(key) || epoch.Number != 1 {
			t.Errorf("%s: seat and kit have different keys", comp.Name)
		}
		if found, held := m.Key(comp.ID, epoch.Key); !held || !found.Equal(key) {
			t.Errorf("%s: its key is not found by its id", comp.Name)
		}
		if _, held := m.Key(seal.NewID(), epoch.Key); held {
			t.Error("a key is found under another compartment")
		}
	}
	if key, enrolled := m.Device(owner.device.ID); !enrolled || key != owner.device.Signing.Public() {
		t.Error("the first device is not enrolled")
	}
	if d, known := m.ByStamp(hlc.DeviceOf(owner.device.ID)); !known || d.ID != owner.device.ID {
		t.Error("the first device is not found by its stamp")
	}
	seat, _ := m.Seat(owner.seat.ID)
	if !seat.Administrator || !slices.Equal(seat.Roles, []string{"owner"}) || seat.Person != owner.seat.Person {
		t.Errorf("the owner's seat is %+v", seat)
	}
	if m.Practice() != seal.PracticeOf(c.root()) || !m.IsKit(c.secret) || m.IsKit(seal.NewRecoverySecret()) {
		t.Error("the practice is another's")
	}
	if _, due, err := m.WrapDue(AsSeat(owner.seat), noon); due || err != nil {
		t.Error("something is due at once:", err)
	}
}

// An administrator without clinical keys hires a clinician; whoever holds the keys then wraps them.
func TestHireWithoutHoldingTheKeys(t *testing.T) {
	c, owner := newClinic(t)
	manager := owner.hire(t, true, "desk")
	if got := holds(manager.pull(t)); !slices.Equal(got, []string{"desk", "practice"}) {
		t.Fatal("the manager holds", got)
	}
	clinician := manager.hire(t, false, "desk", "care")
	m := clinician.pull(t)
	if got := holds(m); !slices.Equal(got, []string{"desk", "practice"}) {
		t.Fatal("the clinician holds", got)
	}
	if got := m.Entitlements(clinician.seat.ID); len(got) != 3 {
		t.Error("entitled to", got)
	}
	if _, due, err := manager.pull(t).WrapDue(AsSeat(manager.seat), noon); due || err != nil {
		t.Error("the manager wraps what he does not hold:", err)
	}
	r, due, err := owner.pull(t).WrapDue(AsSeat(owner.seat), noon)
	if !due {
		t.Fatal("nothing is due:", err)
	}
	c.push(t)(r, err)
	if got := holds(clinician.pull(t)); !slices.Equal(got, []string{"care", "desk", "practice"}) {
		t.Error("after the owner's sync the clinician holds", got)
	}
	if _, due, _ := owner.pull(t).WrapDue(AsSeat(owner.seat), noon); due {
		t.Error("it is due for ever")
	}
	only(t, clinician.pull(t))
}

func TestEntitleLater(t *testing.T) {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	m := owner.pull(t)
	c.push(t)(m.Entitle(AsSeat(owner.seat), clerk.seat.ID, ids(t, m, "billing"), noon))
	if got := holds(clerk.pull(t)); !slices.Equal(got, []string{"billing", "desk", "practice"}) {
		t.Error("the clerk holds", got)
	}
	_, err := m.Entitle(AsSeat(owner.seat), seal.NewID(), ids(t, m, "billing"), noon)
	if !failure.Is(err, failure.Refused) {
		t.Error("a seat that nobody knows is entitled:", err)
	}
}

// A second person on an enrolled laptop is a seat more, not a device more.
func TestSharedLaptop(t *testing.T) {
	c, owner := newClinic(t)
	m := owner.pull(t)
	second := &laptop{clinic: c, device: owner.device, seat: NewSeat(owner.device.ID, seal.NewID())}
	who := Introduce(second.device, second.seat)
	who.Compartments = ids(t, m, "desk")
	c.push(t)(m.Enrol(AsSeat(owner.seat), who, noon))
	m = second.pull(t)
	if len(m.Devices()) != 1 || len(m.Seats()) != 2 {
		t.Errorf("%d devices, %d seats", len(m.Devices()), len(m.Seats()))
	}
	if got := holds(m); !slices.Equal(got, []string{"desk", "practice"}) {
		t.Error("the second person holds", got)
	}
}

// The words and the remote are all there is: the restored laptop enrols itself as a new device.
func TestRestore(t *testing.T) {
	c, owner := newClinic(t)
	owner.hire(t, false, "desk")
	fresh := c.newcomer()
	for _, r := range c.remote {
		fresh.add(t, r)
	}
	m, err := fresh.log.Recover(c.secret)
	if err != nil {
		t.Fatal(err)
	}
	who := Introduce(fresh.device, fresh.seat)
	who.Administrator, who.Roles, who.Compartments = true, []string{"owner", "clinician"}, ids(t, m, "desk", "care", "billing")
	c.push(t)(m.Enrol(AsRoot(c.secret, fresh.device.ID), who, noon))
	m = fresh.pull(t)
	only(t, m)
	if got := holds(m); len(got) != 4 {
		t.Error("the restored laptop holds", got)
	}
	if seat, _ := m.Seat(fresh.seat.ID); !slices.Equal(seat.Roles, []string{"clinician", "owner"}) {
		t.Error("roles", seat.Roles)
	}
	if _, enrolled := m.Device(owner.device.ID); !enrolled || len(m.Devices()) != 3 {
		t.Error("the old devices are gone")
	}
	// The lost owner's laptop comes back and accepts it; the restored one administers.
	only(t, owner.pull(t))
	fresh.hire(t, false, "desk")
	only(t, owner.pull(t))
}

func TestSuccession(t *testing.T) {
	c, owner := newClinic(t)
	before := owner.pull(t)
	successor := NewDevice()
	care := ids(t, before, "care")[0]
	pins := []Pin{{Compartment: care, Sequence: 3, Hash: seal.Hash{1}}, {Compartment: ids(t, before, "desk")[0]}}
	c.push(t)(before.Succeed(owner.device, successor, pins, noon))
	m := owner.pull(t)
	only(t, m)
	seat, _ := m.Seat(owner.seat.ID)
	if _, enrolled := m.Device(owner.device.ID); !enrolled || seat.Device != successor.ID {
		t.Error("old device enrolled:", enrolled, "seat on", seat.Device)
	}
	if d, _ := m.ByStamp(hlc.DeviceOf(successor.ID)); d.Predecessor != owner.device.ID || d.Key != successor.Signing.Public() {
		t.Errorf("the successor is %+v", d)
	}
	if _, err := m.Succeed(owner.device, NewDevice(), nil, noon); !failure.Is(err, failure.Refused) {
		t.Error("a device that was succeeded still signs:", err)
	}

	// The other copy of the laptop, which has not seen that record, notices it too.
	other := c.push(t)(before.Succeed(owner.device, NewDevice(), nil, noon))
	m = owner.pull(t)
	if len(m.Devices()) != 3 {
		t.Error("a copy cannot go on:", len(m.Devices()), "devices")
	}
	only(t, m, Fork, Fork) // one signer twice under one number, and one device succeeded twice
	if p := m.Problems()[0]; p.Name != other.Name && p.Other != seal.Sum(other.Object) {
		t.Errorf("the fork is %+v", p)
	}
}

func TestWrongWordsAndWrongPlaces(t *testing.T) {
	c, owner := newClinic(t)
	owner.pull(t)
	elsewhere, _ := newClinic(t)

	_, err := owner.log.Recover(elsewhere.secret)
	isError(t, err, seal.WrongPractice)
	if !failure.Is(err, failure.WrongKey) {
		t.Error("words of another practice end as", failure.Of(err).Code)
	}
	_, err = owner.log.Open(c.root(), RecoveryHolder(elsewhere.secret))
	isError(t, err, seal.WrongKey)
	if !failure.Is(err, failure.WrongKey) {
		t.Error("wrong words end as", failure.Of(err).Code)
	}
	_, err = owner.log.Open(c.root(), SeatHolder(owner.seat.ID, seal.NewDecapsulationKey()))
	isError(t, err, seal.WrongKey)
	_, err = owner.log.Open(c.root(), SeatHolder(owner.seat.ID, seal.DecapsulationKey{}))
	isError(t, err, seal.WrongKey)
	_, err = owner.log.Open(elsewhere.root(), SeatHolder(owner.seat.ID, owner.seat.Decapsulation))
	isError(t, err, seal.WrongPractice)
	if !failure.Is(err, failure.Integrity) {
		t.Error("another practice in one's place ends as", failure.Of(err).Code)
	}
	stranger := c.newcomer()
	_, err = owner.log.Open(c.root(), SeatHolder(stranger.seat.ID, stranger.seat.Decapsulation))
	isError(t, err, ErrNotInvited)
	_, err = new(Log).Recover(c.secret)
	isError(t, err, ErrNotInvited)
	if !failure.Is(err, failure.NotFound) {
		t.Error("an empty place ends as", failure.Of(err).Code)
	}
}

func TestBadFounding(t *testing.T) {
	d := NewDevice()
	for what, bad := range map[string]struct {
		d     DeviceKeys
		s     SeatKeys
		roles []string
	}{
		"a role that is a name":     {d, NewSeat(d.ID, seal.NewID()), []string{"Dr Ann Bell"}},
		"nobody":                    {d, NewSeat(d.ID, seal.ID{}), nil},
		"a seat without keys":       {d, SeatKeys{ID: seal.NewID(), Device: d.ID, Person: seal.NewID()}, nil},
		"a device without id":       {DeviceKeys{Signing: d.Signing}, NewSeat(d.ID, seal.NewID()), nil},
		"a device without its keys": {DeviceKeys{ID: d.ID}, NewSeat(d.ID, seal.NewID()), nil},
	} {
		if _, err := NewPractice(seal.NewRecoverySecret(), bad.d, bad.s, bad.roles, noon); err == nil {
			t.Errorf("%s founds a practice", what)
		}
	}
	if _, err := NewPractice(seal.RecoverySecret{}, d, NewSeat(d.ID, seal.NewID()), nil, noon); err == nil {
		t.Error("a practice without recovery kit")
	}
}

// Members is what the sync engine asks for.
var _ interface {
	Device(id seal.ID) (key seal.PublicKey, enrolled bool)
	Key(compartment seal.ID, id seal.KeyID) (seal.Key, bool)
	Heads() []seal.Hash
} = (*Members)(nil)
