package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

// A header that says more or less than its kind does is refused where it is made; the same check
// guards where it is read.
func TestHeadersThatNoKindAllows(t *testing.T) {
	for _, kind := range allKinds {
		for what, change := range map[string]func(*Header){
			"unknown kind":  func(h *Header) { h.Kind = 200 },
			"practice":      func(h *Header) { h.Practice = flip(h.Practice) },
			"compartment":   func(h *Header) { h.Compartment = flip(h.Compartment) },
			"epoch":         func(h *Header) { h.Epoch ^= 3 },
			"device":        func(h *Header) { h.Device = ID{} },
			"object":        func(h *Header) { h.Object = flip(h.Object) },
			"sequence":      func(h *Header) { h.Sequence = MaxNumber + 1 },
			"schema":        func(h *Header) { h.Schema = 0 },
			"prev":          func(h *Header) { h.Prev = []Hash{{2}, {1}} },
			"prev repeated": func(h *Header) { h.Prev = []Hash{{2}, {2}} },
			"signer":        func(h *Header) { h.Signer = Signer{9, ID{1}} },
			"short wrap":    func(h *Header) { h.Wraps = []Wrapped{{Recipient{ToSeat, ID{1}}, []byte{1}}} },
			"wraps":         func(h *Header) { h.Wraps = []Wrapped{wrapFor(2), wrapFor(1)} },
			"wraps twice":   func(h *Header) { h.Wraps = []Wrapped{wrapFor(1), wrapFor(1)} },
		} {
			h := sample(kind)
			change(&h)
			if _, _, err := Seal(NewKey(), NewSigningKey(), h, nil); !errors.Is(err, Misuse) {
				t.Errorf("%s with wrong %s: %v", kind, what, err)
			}
		}
	}
}

func flip[A ~[16]byte | ~[32]byte](a A) A {
	var zero A
	if a == zero {
		zero[0] = 1
	}
	return zero
}

func wrapFor(id byte) Wrapped {
	return Wrapped{Recipient{ToSeat, ID{id}}, make([]byte, wrapOverhead)}
}

func TestFirstOfAChain(t *testing.T) {
	h := sample(Batch)
	h.Sequence = 1
	if h.check() == "" {
		t.Error("a first batch may name a predecessor")
	}
	h.Prev = []Hash{{}}
	if wrong := h.check(); wrong != "KeyID" && wrong != "key id" {
		t.Error("a first batch without predecessor:", wrong)
	}
	h.Sequence = 2
	h.KeyID = KeyID{1}
	if h.check() == "" {
		t.Error("a second batch may leave its predecessor out")
	}
	for _, kind := range []Kind{Member, Batch, Hint, Backup, Log} {
		h := sample(kind)
		h.KeyID, h.Sequence = KeyID{1}, 0
		if h.check() != "sequence" {
			t.Errorf("a %s may have sequence 0", kind)
		}
	}
}

// What parses was written by encode: there is one form for a header.
func FuzzParse(f *testing.F) {
	for _, kind := range allKinds {
		s := sealSample(f, kind, nil)
		f.Add(s.object)
	}
	withWrap := sample(Member)
	withWrap.Wraps = []Wrapped{wrapFor(1), wrapFor(2)}
	_, object, err := Seal(NewKey(), NewSigningKey(), withWrap, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(object)
	f.Fuzz(func(t *testing.T, object []byte) {
		p, err := parse("", object)
		if err != nil {
			return
		}
		if !bytes.Equal(p.h.encode(), p.header) {
			t.Error("a header has two forms")
		}
		if whole := slices.Concat(p.header, p.salt, p.ciphertext, p.signature); !bytes.Equal(whole, object) {
			t.Error("an object has bytes that belong to nothing")
		}
	})
}

// Counts and lengths that promise more than there is neither panic nor allocate.
func TestLyingLengths(t *testing.T) {
	s := sealSample(t, Member, nil)
	lengthAt := len(magic) + 1 + 32 + 4 + 1 + 16 + 4 + 16 + 16 + 8 + 4
	for _, length := range []uint32{0, 1, 1 << 20, maxExtension, maxExtension + 1, 1<<32 - 1} {
		lie := bytes.Clone(s.object)
		binary.BigEndian.PutUint32(lie[lengthAt:], length)
		if _, err := ParseHeader(s.name, lie); !errors.Is(err, Damaged) {
			t.Errorf("extension of %d: %v", length, err)
		}
	}
	for _, at := range []int{lengthAt + 4 + 17, lengthAt + 4 + 17 + 2 + 2*32} { // the counts of prev and of wraps
		lie := bytes.Clone(s.object)
		binary.BigEndian.PutUint16(lie[at:], 0xFFFF)
		if _, err := ParseHeader(s.name, lie); !errors.Is(err, Damaged) {
			t.Errorf("count at %d: %v", at, err)
		}
	}
}
