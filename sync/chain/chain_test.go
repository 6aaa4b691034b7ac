package chain

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// author is a device with a chain.
type author struct {
	Writer
	head Head
	tick int64
}

func newAuthor() *author {
	return &author{tick: 1_772_366_400_000, Writer: Writer{
		Practice: seal.Practice{1}, Compartment: seal.ID{2}, Epoch: 1, Key: seal.NewKey(), Device: seal.NewID(), Signer: seal.NewSigningKey(),
	}}
}

func (a *author) reader() Reader { return Reader{a.Practice, a.Signer.Public(), a.Key} }

func (a *author) change(text string) state.Change {
	a.tick++
	return state.Change{
		Table: "note", Row: state.ID{7}, HLC: hlc.New(a.tick, 0, hlc.DeviceOf(a.Device)), Seat: state.ID{8}, RecordedAt: a.tick,
		Edits: []state.Edit{{Column: "text", Value: state.Text(text)}},
	}
}

func (a *author) batch(t testing.TB, seen Frontier, texts ...string) (string, []byte) {
	t.Helper()
	var changes []state.Change
	for _, text := range texts {
		changes = append(changes, a.change(text))
	}
	name, object, head, err := Seal(a.Writer, a.head, changes, seen)
	if err != nil {
		t.Fatal(err)
	}
	a.head = head
	return name, object
}

// body seals any body as this author's next batch.
func (a *author) body(t testing.TB, raw []byte) (string, []byte) {
	t.Helper()
	h := a.Header(seal.Batch, a.head.Sequence+1)
	h.Prev = []seal.Hash{a.head.Hash}
	name, object, err := seal.Seal(a.Key, a.Signer, h, raw)
	if err != nil {
		t.Fatal(err)
	}
	return name, object
}

func someHead() Head {
	return Head{Device: seal.NewID(), Sequence: 3, Hash: seal.Hash{3}, HLC: hlc.New(1_700_000_000_000, 1, hlc.Device{4})}
}

func TestAChainIsReadAsItWasWritten(t *testing.T) {
	a := newAuthor()
	seen := Frontier{someHead(), someHead()}
	var head = Head{Device: a.Device}
	for i, texts := range [][]string{{"one"}, {"two", "three"}, {"four"}} {
		name, object := a.batch(t, seen[:i%3], texts...)
		b, err := Open(a.reader(), head, name, object)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Changes) != len(texts) || len(b.Seen) != i%3 || b.Head != a.head || b.Head.Hash != seal.Sum(object) {
			t.Errorf("batch %d: %+v", i+1, b)
		}
		head = b.Head
	}
}

func TestWhatDoesNotFollowIsBroken(t *testing.T) {
	a := newAuthor()
	_, first := a.batch(t, nil, "one")
	after := a.head
	name, second := a.batch(t, nil, "two")
	before := Head{Device: a.Device}
	other := after
	other.Hash = seal.Sum(second)
	later := after
	later.HLC = hlc.New(a.tick+100, 0, hlc.DeviceOf(a.Device))
	stranger := after
	stranger.Device = seal.NewID()
	for what, head := range map[string]Head{"a gap": before, "another predecessor": other, "stamps that do not rise": later, "another device's chain": stranger} {
		if _, err := Open(a.reader(), head, name, second); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := Open(a.reader(), after, name, first); !errors.Is(err, seal.WrongName) {
		t.Errorf("a batch under another's name: %v", err)
	}
	if _, err := Open(a.reader(), after, name, second); err != nil {
		t.Error(err)
	}
}

func TestEveryFlippedByteIsRefused(t *testing.T) {
	a := newAuthor()
	name, object := a.batch(t, Frontier{someHead()}, "one")
	for i := range object {
		bad := slices.Clone(object)
		bad[i] ^= 1
		if _, err := Open(a.reader(), Head{Device: a.Device}, name, bad); err == nil {
			t.Fatalf("byte %d of %d", i, len(object))
		}
	}
	for _, n := range []int{0, 1, len(object) / 2, len(object) - 1} {
		if _, err := Open(a.reader(), Head{Device: a.Device}, name, object[:n]); err == nil {
			t.Errorf("%d bytes of it", n)
		}
	}
}

func TestAnAuthorCannotSealNonsense(t *testing.T) {
	a := newAuthor()
	foreign := a.change("x")
	foreign.HLC = hlc.New(a.tick, 0, hlc.Device{9})
	one, two := a.change("one"), a.change("two")
	own := someHead()
	own.Device = a.Device
	malformed := a.change("x")
	malformed.Table = ""
	twin := someHead()
	for what, try := range map[string]struct {
		changes []state.Change
		seen    Frontier
	}{
		"no changes": {nil, nil}, "another's stamp": {[]state.Change{foreign}, nil}, "falling stamps": {[]state.Change{two, one}, nil},
		"one stamp twice": {[]state.Change{one, one}, nil}, "a malformed change": {[]state.Change{malformed}, nil},
		"its own head": {[]state.Change{one}, Frontier{own}}, "an empty head": {[]state.Change{one}, Frontier{{Device: seal.NewID()}}},
		"a head twice": {[]state.Change{one}, Frontier{twin, twin}},
	} {
		if _, _, _, err := Seal(a.Writer, Head{Device: a.Device}, try.changes, try.seen); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// malformedBodies are bodies of a first batch that would mean something, in a form that Marshal does not
// make, or that say what cannot be.
func malformedBodies(a *author) []bodyVector {
	c := a.change("x")
	good := marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}})
	late := hlc.New(a.tick+9, 0, hlc.DeviceOf(a.Device))
	null := slices.Clone(good)
	null[len(null)-1] = 0xf6 // null for the empty list of heads
	long := append([]byte{0x98, 4}, good[1:]...)
	foreign := a.change("x")
	foreign.HLC = hlc.New(a.tick, 0, hlc.Device{9})
	own := someHead()
	own.Device = a.Device
	twin := someHead()
	return []bodyVector{
		{What: "null for an empty list", Body: null}, {What: "a length that is too long", Body: long}, {What: "bytes after the end", Body: append(slices.Clone(good), 0)},
		{What: "an array of five", Body: append(append([]byte{0x85}, good[1:]...), 0)}, {What: "text", Body: []byte("Dear diary")}, {What: "nothing", Body: []byte{}},
		{What: "another range", Body: marshal(batchBody{First: c.HLC, Last: late, Changes: [][]byte{c.Marshal()}})},
		{What: "no changes", Body: marshal(batchBody{First: c.HLC, Last: c.HLC})},
		{What: "another device's stamp", Body: marshal(batchBody{First: foreign.HLC, Last: foreign.HLC, Changes: [][]byte{foreign.Marshal()}})},
		{What: "one stamp twice", Body: marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal(), c.Marshal()}})},
		{What: "its own head", Body: marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}, Seen: Frontier{own}})},
		{What: "a head twice", Body: marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}, Seen: Frontier{twin, twin}})},
		{What: "a head of a chain that has not begun", Body: marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}, Seen: Frontier{{Device: seal.ID{1}}}})},
	}
}

// TestBodiesHaveOneForm: what an author seals in another form than Marshal's is refused, though it would
// mean the same.
func TestBodiesHaveOneForm(t *testing.T) {
	a := newAuthor()
	for _, bad := range malformedBodies(a) {
		name, object := a.body(t, bad.Body)
		if _, err := Open(a.reader(), Head{Device: a.Device}, name, object); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", bad.What, err)
		}
	}
	c := a.change("x")
	name, object := a.body(t, marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}}))
	if _, err := Open(a.reader(), Head{Device: a.Device}, name, object); err != nil {
		t.Error("the one form:", err)
	}
}

// What a later version made, or a practice that was rolled back as a whole, waits for a later version.
func TestALaterSchemaOrGenerationIsNewerNotBroken(t *testing.T) {
	a := newAuthor()
	for what, later := range map[string]func(*seal.Header){
		"schema": func(h *seal.Header) { h.Schema = Schema + 1 }, "generation": func(h *seal.Header) { h.Generation = 1 },
	} {
		batch, hint := a.Header(seal.Batch, 1), a.Header(seal.Hint, 1)
		batch.Prev = []seal.Hash{{}}
		later(&batch)
		later(&hint)
		name, object, err1 := seal.Seal(a.Key, a.Signer, batch, []byte("of a later time"))
		if _, err := Open(a.reader(), Head{Device: a.Device}, name, object); err1 != nil || !errors.Is(err, seal.Newer) {
			t.Errorf("a batch of a later %s: %v, %v", what, err1, err)
		}
		name, object, err1 = seal.Seal(a.Key, a.Signer, hint, []byte("of a later time"))
		if _, _, err := OpenHint(a.reader(), name, object); err1 != nil || !errors.Is(err, seal.Newer) {
			t.Errorf("a hint of a later %s: %v, %v", what, err1, err)
		}
	}
}

func TestHints(t *testing.T) {
	a := newAuthor()
	a.batch(t, nil, "one")
	said := Hint{Head: a.head, FrontierHash: Frontier{a.head}.Hash(nil), Root: [32]byte{5}, Members: []seal.Hash{{6}}, At: a.tick}
	name, object, err := SealHint(a.Writer, 4, said)
	if err != nil {
		t.Fatal(err)
	}
	n, got, err := OpenHint(a.reader(), name, object)
	if err != nil || n != 4 || got.Head != said.Head || got.Root != said.Root || got.At != said.At {
		t.Errorf("%d %+v %v", n, got, err)
	}
	said.Head.Device = seal.NewID()
	name, object, _ = SealHint(a.Writer, 5, said)
	if _, _, err := OpenHint(a.reader(), name, object); !errors.Is(err, ErrBroken) {
		t.Errorf("a hint about another's chain: %v", err)
	}
	batchName, batch := a.batch(t, nil, "two")
	if _, _, err := OpenHint(a.reader(), batchName, batch); !errors.Is(err, ErrBroken) {
		t.Errorf("a batch as a hint: %v", err)
	}
}

func TestFrontiers(t *testing.T) {
	x, y, z := someHead(), someHead(), someHead()
	f := Frontier{x, y, z}
	if f.Hash([]seal.Hash{{1}, {2}}) != (Frontier{z, x, y}).Hash([]seal.Hash{{2}, {1}}) {
		t.Error("the order of heads is in the hash")
	}
	if (Frontier{}).Hash(nil) != Frontier(nil).Hash([]seal.Hash{}) {
		t.Error("an empty frontier has two hashes")
	}
	ahead := y
	ahead.Sequence++
	for name, other := range map[string]Frontier{"a longer chain": {x, ahead, z}, "another hash": {x, {Device: y.Device, Sequence: 3, HLC: y.HLC}, z}, "a chain less": {x, y}} {
		if f.Hash(nil) == other.Hash(nil) {
			t.Errorf("%s does not change the hash", name)
		}
	}
	if f.Hash(nil) == f.Hash([]seal.Hash{{1}}) {
		t.Error("the membership log is not in the hash")
	}
	if !f.Dominates(Frontier{x}) || !f.Dominates(nil) || f.Dominates(Frontier{ahead}) || (Frontier{x}).Dominates(f) {
		t.Error("domination")
	}
	if got := f.Of(seal.ID{1}); got.Sequence != 0 || got.Device != (seal.ID{1}) {
		t.Errorf("an unknown chain's head: %+v", got)
	}
}

// FuzzUnmarshal: what is accepted is exactly what Marshal writes.
func FuzzUnmarshal(f *testing.F) {
	a := newAuthor()
	c := a.change("x")
	f.Add(marshal(batchBody{First: c.HLC, Last: c.HLC, Changes: [][]byte{c.Marshal()}, Seen: Frontier{someHead()}}))
	f.Add(marshal(Hint{Head: someHead(), Members: []seal.Hash{{1}}}))
	f.Add([]byte{0x84, 0xf6, 0xf6, 0xf6, 0xf6})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var b batchBody
		if Unmarshal(raw, &b) == nil && !bytes.Equal(marshal(b), raw) {
			t.Error("a batch's body in a second form")
		}
		var h Hint
		if Unmarshal(raw, &h) == nil && !bytes.Equal(marshal(h), raw) {
			t.Error("a hint in a second form")
		}
		if b, err := readBody(raw, Head{Device: a.Device}); err == nil {
			if err := checkOrder(a.Device, hlc.HLC{}, b.Changes); err != nil {
				t.Error("an accepted body with changes out of order")
			}
		}
	})
}
