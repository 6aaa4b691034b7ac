package member

import (
	"bytes"
	"slices"
	"testing"

	"farne/sync/failure"
	"farne/sync/seal"
)

// What other laptops must refuse although keys, form and signature are right. Each is made by somebody
// who really holds the keys he uses, without the check that write makes.
func TestUnauthorisedRecordsAreRefused(t *testing.T) {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	stranger := c.newcomer()
	m := clerk.pull(t)
	desk, care := ids(t, m, "desk")[0], ids(t, m, "care")[0]
	byClerk, byClerksLaptop := AsSeat(clerk.seat), asOld(clerk.device, clerk.device.ID)
	who := Introduce(stranger.device, stranger.seat)
	newSeat := enrol{
		Device: who.Device, DeviceKey: who.DeviceKey, Seat: who.Seat, SeatKey: who.SeatKey,
		Encapsulation: who.Encapsulation.Bytes(), Person: who.Person, Administrator: true,
	}
	toOwner := seal.Recipient{Kind: seal.ToSeat, ID: owner.seat.ID}
	toOther := seal.Recipient{Kind: seal.ToRecovery, ID: seal.NewID()}
	deskKey := owner.pull(t).state.compartments[desk].Epochs[0].Key
	careKey := owner.pull(t).state.compartments[care].Epochs[0].Key
	succession := succeed{Old: owner.device.ID, New: seal.NewID(), Key: stranger.device.Signing.Public()}
	onOwners := Author{seal.Signer{Kind: seal.ByRoot, ID: c.root().ID()}, c.secret.Root(), stranger.device.ID}
	for what, bad := range map[string]struct {
		by   Author
		acts []act
	}{
		"a clerk enrols":                      {byClerk, []act{newSeat}},
		"a laptop enrols":                     {byClerksLaptop, []act{newSeat}},
		"a clerk entitles himself":            {byClerk, []act{entitle{Seat: clerk.seat.ID, Compartments: []seal.ID{care}}}},
		"a clerk creates a compartment":       {byClerk, []act{create{Compartment: seal.NewID(), Name: "x", Epoch: 1, Key: deskKey, Tree: deskKey}}},
		"a clerk succeeds the owner's laptop": {byClerk, []act{succession}},
		"another laptop succeeds":             {byClerksLaptop, []act{succession}},
		"a stranger enrols himself":           {AsSeat(stranger.seat), []act{newSeat}},
		"a second founding":                   {byClerk, []act{found{Root: c.root(), Recovery: who.Encapsulation.Bytes()}}},
		"a second founding by the root":       {AsRoot(c.secret, owner.device.ID), []act{found{Root: c.root(), Recovery: who.Encapsulation.Bytes()}}},
		"a device that nobody knows writes":   {onOwners, []act{entitle{Seat: clerk.seat.ID, Compartments: []seal.ID{care}}}},
		"a wrap that is not in the header":    {byClerk, []act{wrap{To: toOwner.Kind, ID: toOwner.ID, Covers: []cover{{Compartment: desk, Keys: []seal.KeyID{deskKey}}}}}},
		"an entitlement of nobody":            {AsSeat(owner.seat), []act{entitle{Seat: seal.NewID(), Compartments: []seal.ID{care}}}},
		"an entitlement to nothing":           {AsSeat(owner.seat), []act{entitle{Seat: clerk.seat.ID, Compartments: []seal.ID{seal.NewID()}}}},
	} {
		r, err := m.compose(bad.by, bad.acts, nil, noon)
		if err != nil {
			t.Fatal(what, err)
		}
		mustBeRefused(t, what, owner, m, r)
	}
	for what, bad := range map[string]struct {
		by   Author
		to   seal.Recipient
		what cover
	}{
		"a wrap of what its author may not hold":  {byClerk, toOwner, cover{Compartment: care, Keys: []seal.KeyID{careKey}}},
		"a wrap by a laptop instead of a seat":    {byClerksLaptop, toOwner, cover{Compartment: desk, Keys: []seal.KeyID{deskKey}}},
		"a wrap for a seat that is not entitled":  {AsSeat(owner.seat), seal.Recipient{Kind: seal.ToSeat, ID: clerk.seat.ID}, cover{Compartment: care, Keys: []seal.KeyID{careKey}}},
		"a wrap for a seat that nobody knows":     {AsSeat(owner.seat), seal.Recipient{Kind: seal.ToSeat, ID: seal.NewID()}, cover{Compartment: desk, Keys: []seal.KeyID{deskKey}}},
		"a wrap for another recovery kit":         {AsSeat(owner.seat), toOther, cover{Compartment: desk, Keys: []seal.KeyID{deskKey}}},
		"a wrap of a key of another compartment":  {AsSeat(owner.seat), toOwner, cover{Compartment: desk, Keys: []seal.KeyID{careKey}}},
		"a wrap of a compartment that is not any": {AsSeat(owner.seat), toOwner, cover{Compartment: seal.NewID(), Keys: []seal.KeyID{careKey}}},
	} {
		d := m.draft(bad.by)
		if err := d.give(bad.to, who.Encapsulation, nil, []cover{bad.what}); err != nil {
			t.Fatal(err)
		}
		mustBeRefused(t, what, owner, m, sealed(t, m, d, bad.by))
	}
}

func (m *Members) draft(by Author) draft {
	return draft{at: noon, header: seal.Header{
		Practice: m.Practice(), Kind: seal.Member, Compartment: m.state.practice, Epoch: 1, Device: by.device,
		Sequence: m.highest + 1, Schema: Schema, Prev: m.Heads(), Signer: by.signer,
	}}
}

func sealed(t *testing.T, m *Members, d draft, by Author) Record {
	t.Helper()
	_, key, _, _ := m.Current(m.state.practice)
	r, err := d.seal(by, key)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// mustBeRefused shows a record to a laptop: nothing but the problem may change, and its own author's
// check must have refused it as well.
func mustBeRefused(t *testing.T, what string, at *laptop, author *Members, r Record) {
	t.Helper()
	before := at.pull(t)
	log := at.log.clone()
	if _, err := log.Add(r.Name, r.Object); err != nil {
		t.Fatal(what, err)
	}
	after, err := log.Open(at.clinic.root(), SeatHolder(at.seat.ID, at.seat.Decapsulation))
	if err != nil {
		t.Fatal(what, err)
	}
	problems := after.Problems()
	if len(problems) != 1 || problems[0].Kind != Refused || !problems[0].Alarm() {
		t.Errorf("%s: %+v", what, problems)
	}
	after.problems = nil
	if describe(before) != describe(after) {
		t.Errorf("%s has an effect", what)
	}
	if err := author.judge(r); !failure.Is(err, failure.Refused) {
		t.Errorf("%s: its author's own check says %v", what, err)
	}
}

// Headers that lie: about their place in the graph, and about the key that seals them.
func TestLyingHeaders(t *testing.T) {
	_, owner := newClinic(t)
	m := owner.pull(t)
	by := AsSeat(owner.seat)
	harmless := []act{unsupported{is: KindVeto, payload: []byte{0x80}}}
	_, practiceKey, _, _ := m.Current(m.state.practice)
	desk := ids(t, m, "desk")[0]
	_, deskKey, _, _ := m.Current(desk)
	for what, lie := range map[string]func(*draft) seal.Key{
		"a number too high":                func(d *draft) seal.Key { d.header.Sequence = 9; return practiceKey },
		"a number of its predecessor":      func(d *draft) seal.Key { d.header.Sequence = 1; return practiceKey },
		"a second beginning":               func(d *draft) seal.Key { d.header.Sequence, d.header.Prev = 1, nil; return practiceKey },
		"a beginning with a higher number": func(d *draft) seal.Key { d.header.Prev = nil; return practiceKey },
		"sealed under desk":                func(d *draft) seal.Key { d.header.Compartment = desk; return deskKey },
		"sealed with the key of desk":      func(d *draft) seal.Key { return deskKey },
		"an epoch that is not":             func(d *draft) seal.Key { d.header.Epoch = 2; return practiceKey },
		"a wrap that no act announces":     func(d *draft) seal.Key { addWrap(t, d, owner); return practiceKey },
		"no acts":                          func(d *draft) seal.Key { d.acts = nil; return practiceKey },
		"an act that is malformed":         func(d *draft) seal.Key { d.acts = []act{entitle{Seat: owner.seat.ID}}; return practiceKey },
		"a supported act with another's payload": func(d *draft) seal.Key {
			d.acts = []act{unsupported{is: KindEnrol, payload: []byte{0x80}}}
			return practiceKey
		},
	} {
		d := m.draft(by)
		d.acts = harmless
		key := lie(&d)
		r, err := d.seal(by, key)
		if err != nil {
			t.Fatal(what, err)
		}
		mustBeRefused(t, what, owner, m, r)
	}
}

func addWrap(t *testing.T, d *draft, to *laptop) {
	t.Helper()
	if err := d.header.Wrap(seal.Recipient{Kind: seal.ToSeat, ID: to.seat.ID}, to.seat.Decapsulation.Public(), marshal([]grant{})); err != nil {
		t.Fatal(err)
	}
}

// The provider cannot alter a wrap in the clear header: the signature covers it.
func TestTamperedWraps(t *testing.T) {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	r := c.remote[1]
	h, _ := seal.ParseHeader(r.Name, r.Object)
	at := bytes.Index(r.Object, h.Wraps[0].Sealed)
	for _, i := range []int{0, 500, 1100, 1130, len(h.Wraps[0].Sealed) - 1} {
		tampered := bytes.Clone(r.Object)
		tampered[at+i] ^= 0x40
		log := new(Log)
		for _, r := range []Record{c.remote[0], {r.Name, tampered}} {
			if _, err := log.Add(r.Name, r.Object); err != nil {
				t.Fatal(err)
			}
		}
		m, err := log.Open(c.root(), SeatHolder(owner.seat.ID, owner.seat.Decapsulation))
		if err != nil {
			t.Fatal(err)
		}
		only(t, m, Refused)
		if _, known := m.Seat(clerk.seat.ID); known {
			t.Error("an altered record enrols")
		}
		_, err = log.Open(c.root(), SeatHolder(clerk.seat.ID, clerk.seat.Decapsulation))
		isError(t, err, seal.WrongKey)
	}
}

// Somebody who knows a seat's public key sends it keys of his own, in a record that he cannot sign: the
// seat must neither use them nor take his practice for its own.
func TestForgedWrapsGiveNoKeys(t *testing.T) {
	c, owner := newClinic(t)
	m := owner.pull(t)
	false1, false2 := seal.NewKey(), seal.NewKey()
	liar := c.newcomer()
	d := m.draft(AsSeat(liar.seat))
	d.header.Sequence, d.header.Prev, d.header.Device = 1, nil, owner.device.ID
	care, _ := m.Compartment("care")
	grants := []grant{{Compartment: care.ID, Name: "care", Tree: false2.Reveal(), Epochs: []epochKey{{Number: 1, ID: care.Epochs[0].Key, Key: false1.Reveal()}}}}
	if err := d.header.Wrap(seal.Recipient{Kind: seal.ToSeat, ID: owner.seat.ID}, owner.seat.Decapsulation.Public(), marshal(grants)); err != nil {
		t.Fatal(err)
	}
	d.acts = []act{found{Root: liar.seat.Signing.Public(), Recovery: owner.seat.Decapsulation.Public().Bytes()}}
	d.header.Signer = seal.Signer{Kind: seal.ByRoot, ID: c.root().ID()}
	r, err := d.seal(AsSeat(liar.seat), false1)
	if err != nil {
		t.Fatal(err)
	}
	owner.add(t, r)
	after := owner.open(t)
	only(t, after, Refused)
	_, want, _, _ := m.Current(care.ID)
	if _, key, _, held := after.Current(care.ID); !held || !key.Equal(want) {
		t.Error("a forged wrap changed a key")
	}

	// With the true founding withheld there is no practice to believe in.
	var alone Log
	if _, err := alone.Add(r.Name, r.Object); err != nil {
		t.Fatal(err)
	}
	_, err = alone.Open(c.root(), SeatHolder(owner.seat.ID, owner.seat.Decapsulation))
	isError(t, err, ErrNoFounding)
	if !failure.Is(err, failure.Integrity) {
		t.Error("it ends as", failure.Of(err).Code)
	}
}

// A member who may wrap gives a newcomer nonsense: the newcomer says who.
func TestBadWrap(t *testing.T) {
	c, owner := newClinic(t)
	manager := owner.hire(t, true, "desk")
	m := manager.pull(t)
	clerk := c.newcomer()
	who := Introduce(clerk.device, clerk.seat)
	d := m.draft(AsSeat(manager.seat))
	desk, practice := ids(t, m, "desk")[0], m.state.practice
	d.acts = []act{
		enrol{Device: who.Device, DeviceKey: who.DeviceKey, Seat: who.Seat, SeatKey: who.SeatKey, Encapsulation: who.Encapsulation.Bytes(), Person: who.Person},
		entitle{Seat: who.Seat, Compartments: sortedIDs([]seal.ID{desk, practice})},
	}
	grants, covers, err := m.grants([]seal.ID{desk, practice})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(grants, func(g grant) bool { return g.Compartment == desk })
	grants[at].Epochs[0].Key = seal.NewKey().Reveal()
	if err := d.give(seal.Recipient{Kind: seal.ToSeat, ID: who.Seat}, who.Encapsulation, grants, covers); err != nil {
		t.Fatal(err)
	}
	c.remote = append(c.remote, sealed(t, m, d, AsSeat(manager.seat)))
	only(t, owner.pull(t)) // the others cannot see it
	clerks := clerk.pull(t)
	only(t, clerks, BadWrap)
	if got := holds(clerks); !slices.Equal(got, []string{"practice"}) {
		t.Error("the clerk holds", got)
	}
}
