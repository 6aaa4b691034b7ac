package member

import (
	"bytes"
	"slices"
	"testing"

	"farne/build/vector"
	"farne/sync/seal"
)

// logVector is testdata/format/members.json: a log as this version wrote it: a founding, a clerk's
// enrolment, keys that the owner gave her later, and a laptop's succession. Every later version must read
// it to the same.
type logVector struct {
	About    string         `json:"about"`
	Secret   vector.Hex     `json:"recovery_secret"`
	Root     vector.Hex     `json:"root_public"`
	Practice vector.Hex     `json:"practice"`
	Key      vector.Hex     `json:"practice_key"` // the epoch key that seals the records
	Seat     vector.Hex     `json:"seat"`         // the clerk's
	SeatSeed vector.Hex     `json:"seat_decapsulation_seed"`
	Records  []recordVector `json:"records"`
	Says     []string       `json:"says"`
	Refused  []bodyVector   `json:"refused"`
}

type recordVector struct {
	Name   string       `json:"name"`
	Object vector.Hex   `json:"object"`
	Hash   vector.Hex   `json:"hash"`
	Prev   []vector.Hex `json:"prev"`
	Body   vector.Hex   `json:"body"`
	Acts   []actVector  `json:"acts"`
	Wraps  []wrapVector `json:"wraps"`
}

type actVector struct {
	Kind    uint16     `json:"kind"`
	What    string     `json:"what"`
	Payload vector.Hex `json:"payload"`
}

// wrapVector is a wrap that the clerk or the kit opens.
type wrapVector struct {
	Kind      uint8      `json:"recipient_kind"`
	ID        vector.Hex `json:"recipient"`
	Plaintext vector.Hex `json:"plaintext"`
}

// bodyVector is a body that no record may have.
type bodyVector struct {
	What string     `json:"what"`
	Body vector.Hex `json:"body"`
}

func TestVectors(t *testing.T) {
	v := vector.Drawn(t, "members.json", func() logVector { return makeLog(t) })
	var l Log
	for _, r := range v.Records {
		if _, err := l.Add(r.Name, r.Object); err != nil {
			t.Fatal(err)
		}
	}
	secret, clerk := holders(t, v)
	m, err := l.Open(seal.PublicKey(v.Root), clerk)
	if err != nil {
		t.Fatal(err)
	}
	if practice := m.Practice(); !bytes.Equal(practice[:], v.Practice) {
		t.Errorf("practice %s", practice)
	}
	if got := says(m); !slices.Equal(got, v.Says) || len(m.Problems()) != 0 {
		t.Errorf("the clerk is told\n%q\nnot\n%q, with %v", got, v.Says, m.Problems())
	}
	if recovered, err := l.Recover(secret); err != nil || len(holds(recovered)) != 4 {
		t.Error("the kit does not open it:", err)
	}
	if shown := show(t, v, &l); !slices.EqualFunc(shown, v.Records, sameRecord) {
		t.Errorf("the records hold\n%+v\nnot\n%+v", shown, v.Records)
	}
	for _, b := range v.Refused {
		if _, acts, err := readBody(b.Body); err == nil {
			t.Errorf("%s is read as %+v", b.What, acts)
		}
	}
	if len(v.Records) != 4 || len(v.Refused) < 5 {
		t.Errorf("%d records, %d bodies that are refused", len(v.Records), len(v.Refused))
	}
}

func holders(t *testing.T, v logVector) (seal.RecoverySecret, Holder) {
	t.Helper()
	secret, err := seal.RecoverySecretFromBytes(v.Secret)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.DecapsulationKeyFromSeed(v.SeatSeed)
	if err != nil {
		t.Fatal(err)
	}
	return secret, SeatHolder(seal.ID(v.Seat), key)
}

// show takes the records apart, and makes each body and each plaintext again of what it read.
func show(t *testing.T, v logVector, l *Log) (shown []recordVector) {
	t.Helper()
	secret, clerk := holders(t, v)
	key, err := seal.KeyFromBytes(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range l.inOrder() {
		_, raw, err := seal.OpenUntrusted(x.Name, x.Object, key)
		if err != nil {
			t.Fatal(err)
		}
		r := recordVector{Name: x.Name, Object: x.Object, Hash: x.hash[:], Body: raw, Prev: []vector.Hex{}, Wraps: []wrapVector{}}
		for _, prev := range x.h.Prev {
			r.Prev = append(r.Prev, prev[:])
		}
		at, acts, err := readBody(raw)
		if err != nil || !bytes.Equal(writeBody(at, acts), raw) {
			t.Errorf("%s: its body is written otherwise, %v", x.Name, err)
		}
		for _, a := range acts {
			r.Acts = append(r.Acts, actVector{uint16(a.kind()), a.kind().String(), marshal(a)})
		}
		for _, holder := range []Holder{clerk, RecoveryHolder(secret)} {
			plaintext, err := x.h.Unwrap(holder.to, holder.key)
			if err != nil {
				continue
			}
			var grants []grant
			if err := unmarshal(plaintext, &grants); err != nil || !bytes.Equal(marshal(grants), plaintext) {
				t.Errorf("%s: a wrap is written otherwise, %v", x.Name, err)
			}
			r.Wraps = append(r.Wraps, wrapVector{uint8(holder.to.Kind), holder.to.ID[:], plaintext})
		}
		shown = append(shown, r)
	}
	return shown
}

func sameRecord(a, b recordVector) bool {
	same := func(a, b vector.Hex) bool { return bytes.Equal(a, b) }
	return a.Name == b.Name && same(a.Object, b.Object) && same(a.Hash, b.Hash) && same(a.Body, b.Body) && slices.EqualFunc(a.Prev, b.Prev, same) &&
		slices.EqualFunc(a.Acts, b.Acts, func(a, b actVector) bool { return a.Kind == b.Kind && a.What == b.What && same(a.Payload, b.Payload) }) &&
		slices.EqualFunc(a.Wraps, b.Wraps, func(a, b wrapVector) bool {
			return a.Kind == b.Kind && same(a.ID, b.ID) && same(a.Plaintext, b.Plaintext)
		})
}

// says is the part of what members say that no later version may see otherwise.
func says(m *Members) (lines []string) {
	for _, h := range m.Heads() {
		lines = append(lines, "head "+h.String())
	}
	for _, c := range m.Compartments() {
		line := "compartment " + c.Name + " " + c.ID.String()
		if _, key, tree, held := m.Current(c.ID); held {
			line += " held " + key.ID().String() + " " + tree.ID().String()
		}
		lines = append(lines, line)
	}
	for _, d := range m.Devices() {
		lines = append(lines, "device "+d.ID.String()+" "+d.Key.String())
	}
	for _, s := range m.Seats() {
		line := "seat " + s.ID.String() + " on " + s.Device.String() + " of " + s.Person.String()
		for _, id := range m.Entitlements(s.ID) {
			line += " " + id.String()
		}
		lines = append(lines, line)
	}
	return lines
}

func makeLog(t *testing.T) logVector {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	m := owner.pull(t)
	c.push(t)(m.Entitle(AsSeat(owner.seat), clerk.seat.ID, ids(t, m, "billing"), noon))
	c.push(t)(owner.pull(t).Succeed(owner.device, NewDevice(), nil, noon))
	m = clerk.pull(t)
	root, practice := c.root(), m.Practice()
	_, key, _, _ := m.Current(m.state.practice)
	v := logVector{
		About: "A membership log. recovery_secret and the seat's seed each open it: first the wraps in the clear headers, then the bodies with the keys found there. " +
			"records: in their order, with what each names as before it, its acts, and the wraps that the two open. says: what the log then means, a line each. refused: bodies that no record may have.",
		Secret: c.secret.Reveal(), Root: root[:], Practice: practice[:], Key: key.Reveal(), Seat: clerk.seat.ID[:], SeatSeed: clerk.seat.Decapsulation.Reveal(),
		Says: says(m), Refused: malformedRecords(),
	}
	v.Records = show(t, v, &clerk.log)
	return v
}

// malformedRecords spoils one thing at a time.
func malformedRecords() (bad []bodyVector) {
	add := func(what string, body []byte) { bad = append(bad, bodyVector{what, body}) }
	one, two := seal.ID{1}, seal.ID{2}
	known := entitle{Seat: one, Compartments: []seal.ID{one, two}}
	good := writeBody(1, []act{known})
	add("nothing", vector.Hex{})
	add("no acts", writeBody(1, nil))
	add("bytes after the end", append(bytes.Clone(good), 0))
	add("a number that is not the shortest", append([]byte{0x82, 0x18, 1}, good[2:]...))
	add("compartments that do not ascend", writeBody(1, []act{entitle{Seat: one, Compartments: []seal.ID{two, one}}}))
	add("no compartment", writeBody(1, []act{entitle{Seat: one}}))
	add("a wrap for an unknown kind of recipient", writeBody(1, []act{wrap{To: 9, ID: one, Covers: []cover{{Compartment: one, Keys: []seal.KeyID{{1}}}}}}))
	add("a wrap of nothing", writeBody(1, []act{wrap{To: seal.ToSeat, ID: one}}))
	add("a succession to itself", writeBody(1, []act{succeed{Old: one, New: one, Key: seal.PublicKey{1}}}))
	add("a pin with a sequence and no hash", writeBody(1, []act{succeed{Old: one, New: two, Key: seal.PublicKey{1}, Pins: []Pin{{Compartment: one, Sequence: 1}}}}))
	add("a compartment of epoch 2", writeBody(1, []act{create{Compartment: one, Name: "desk", Epoch: 2, Key: seal.KeyID{1}, Tree: seal.KeyID{2}}}))
	add("a compartment with a name that none may have", writeBody(1, []act{create{Compartment: one, Name: "../desk", Epoch: 1, Key: seal.KeyID{1}, Tree: seal.KeyID{2}}}))
	add("an enrolment without keys", writeBody(1, []act{enrol{Device: one, Seat: one, Person: one}}))
	return bad
}
