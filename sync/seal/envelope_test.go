package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

var allKinds = []Kind{Member, JoinRequest, JoinAnswer, Batch, Hint, Pack, Backup, Chunk, Log}

// sample is a header that a kind allows, with everything set that it may have.
func sample(kind Kind) Header {
	t := kinds[kind]
	h := Header{Kind: kind, Generation: 2, Device: ID{0xD1}, Schema: 1}
	if t.practice {
		h.Practice = Practice{0xAA, 0xBB}
	}
	if t.compartment {
		h.Compartment = ID{0xC1}
	}
	if t.epoch {
		h.Epoch = 3
	}
	if t.object {
		h.Object = ID{0x0B}
	}
	if t.sequence {
		h.Sequence = 7
	}
	for i := range t.prev {
		h.Prev = append(h.Prev, Hash{byte(i + 1)})
	}
	if t.signer {
		h.Signer = Signer{BySeat, ID{0x5E}}
	}
	return h
}

// sealed is one object with all that is needed to open it.
type sealed struct {
	key    Key
	signer SigningKey
	h      Header
	name   string
	object []byte
}

func sealSample(t testing.TB, kind Kind, body []byte) sealed {
	t.Helper()
	s := sealed{key: NewKey(), signer: NewSigningKey(), h: sample(kind)}
	var err error
	if s.name, s.object, err = Seal(s.key, s.signer, s.h, body); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s sealed) open(name string, object []byte) ([]byte, error) {
	_, body, err := Open(name, object, s.h.Practice, s.signer.Public(), s.key)
	return body, err
}

func fault(t *testing.T, err error, want Fault) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("the fault is %v, not %s", err, want)
	}
}

// open(seal(x)) = x, for every kind and any body; the header comes back, the size is padded.
func FuzzOpenUndoesSeal(f *testing.F) {
	f.Add(uint8(0), []byte{}, uint32(0))
	f.Add(uint8(3), []byte("a batch"), uint32(5))
	f.Add(uint8(5), bytes.Repeat([]byte("pack"), 4000), uint32(1))
	f.Fuzz(func(t *testing.T, which uint8, body []byte, schema uint32) {
		key, signer, h := NewKey(), NewSigningKey(), sample(allKinds[int(which)%len(allKinds)])
		h.Schema = max(schema, 1)
		name, object, err := Seal(key, signer, h, body)
		if err != nil {
			t.Fatal(err)
		}
		got, opened, err := Open(name, object, h.Practice, signer.Public(), key)
		if err != nil || !bytes.Equal(opened, body) {
			t.Fatalf("%s opens to %d bytes of %d, %v", h.Kind, len(opened), len(body), err)
		}
		if got.Name().String() != name || got.Schema != h.Schema || got.KeyID != key.ID() || !IsEnvelope(object) {
			t.Fatalf("%s came back as %+v", h.Kind, got)
		}
		if _, untrusted, err := OpenUntrusted(name, object, key); err != nil || !bytes.Equal(untrusted, body) {
			t.Fatal(err)
		}
	})
}

// Whatever bit of an object is flipped, nobody opens it: neither who checks the signature nor, but
// for the signature's own bits, who does not.
func TestEveryFlippedBitIsRefused(t *testing.T) {
	for _, kind := range allKinds {
		s := sealSample(t, kind, []byte("small"))
		step := 13 // for a batch all bits, for the others every thirteenth
		if kind == Batch {
			step = 1
		}
		for bit := 0; bit < len(s.object)*8; bit += step {
			s.object[bit/8] ^= 1 << (bit % 8)
			if _, err := s.open(s.name, s.object); err == nil {
				t.Fatalf("%s: bit %d of %d is not noticed", kind, bit, len(s.object)*8)
			}
			_, _, err := OpenUntrusted(s.name, s.object, s.key)
			if inSignature := bit/8 >= len(s.object)-signatureSize; (err == nil) != inSignature {
				t.Fatalf("%s: bit %d without the signature: %v", kind, bit, err)
			}
			s.object[bit/8] ^= 1 << (bit % 8)
		}
	}
}

func TestTruncatedAndExtended(t *testing.T) {
	s := sealSample(t, Batch, []byte("small"))
	for n := range len(s.object) {
		if _, err := s.open(s.name, s.object[:n]); err == nil {
			t.Fatalf("%d of %d bytes open", n, len(s.object))
		}
		if IsEnvelope(s.object[:n]) {
			t.Fatalf("%d of %d bytes are an envelope", n, len(s.object))
		}
	}
	for _, more := range [][]byte{{0}, make([]byte, 32), s.object} {
		if _, err := s.open(s.name, append(bytes.Clone(s.object), more...)); err == nil {
			t.Fatalf("%d more bytes are not noticed", len(more))
		}
	}
}

// Two objects of one writer, one key and one kind are not interchangeable, whatever part of the name
// tells them apart.
func TestSwappedNames(t *testing.T) {
	for _, kind := range allKinds {
		s := sealSample(t, kind, nil)
		for _, change := range []func(*Header){
			func(h *Header) { h.Compartment = ID{9} },
			func(h *Header) { h.Device = ID{9} },
			func(h *Header) { h.Object = ID{9} },
			func(h *Header) { h.Sequence++ },
		} {
			other := s.h
			change(&other)
			if name := other.Name().String(); name != s.name {
				_, err := s.open(name, s.object)
				fault(t, err, WrongName)
			}
		}
		for _, wrong := range []Kind{Batch, Pack, Chunk} {
			if wrong != kind {
				_, err := s.open(sample(wrong).Name().String(), s.object)
				fault(t, err, WrongName)
			}
		}
	}
}

func TestWrongPracticeSignerAndKey(t *testing.T) {
	s := sealSample(t, Backup, nil)
	_, _, err := Open(s.name, s.object, Practice{1}, s.signer.Public(), s.key)
	fault(t, err, WrongPractice)
	_, _, err = Open(s.name, s.object, s.h.Practice, NewSigningKey().Public(), s.key)
	fault(t, err, BadSignature)
	_, _, err = Open(s.name, s.object, s.h.Practice, PublicKey{}, s.key)
	fault(t, err, BadSignature)
	for _, key := range []Key{NewKey(), {}} {
		_, _, err = Open(s.name, s.object, s.h.Practice, s.signer.Public(), key)
		fault(t, err, WrongKey)
	}
	if _, err := Verify(s.name, s.object, s.h.Practice, s.signer.Public()); err != nil {
		t.Error(err)
	}
}

// A body that the right signer sealed with the right key, but badly.
func TestBadlySealed(t *testing.T) {
	key, signer, h := NewKey(), NewSigningKey(), sample(Batch)
	h.KeyID = key.ID()
	frame := encoder().EncodeAll([]byte("body"), nil)
	zeros := func(framed []byte) []byte { return pad(framed, bodyFloor) }
	hidden := zeros(appendLP(nil, frame))
	hidden[len(hidden)-1] = 1
	for what, padded := range map[string][]byte{
		"a byte in the padding":  hidden,
		"padding for a larger":   append(zeros(appendLP(nil, frame)), make([]byte, 512)...),
		"a length beyond":        zeros(binary.BigEndian.AppendUint32(nil, 1<<31)),
		"no zstd":                zeros(appendLP(nil, []byte("body"))),
		"a frame cut short":      zeros(appendLP(nil, frame[:len(frame)-1])),
		"a frame and then noise": zeros(appendLP(nil, append(bytes.Clone(frame), "noise"...))),
	} {
		name, object, err := sealPadded(rand.Reader, key, signer, h, padded)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = Open(name, object, h.Practice, signer.Public(), key)
		if !errors.Is(err, Damaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The signer binds a header whose commitment is of another key: it must not open, although key id,
// signature and AEAD would all agree.
func TestCommitmentMismatch(t *testing.T) {
	s := sealSample(t, Pack, nil)
	at := bytes.Index(s.object, s.object[headerSize(t, s)-32:headerSize(t, s)])
	s.object[at] ^= 1
	s.resign()
	_, err := s.open(s.name, s.object)
	fault(t, err, Damaged)
	if !strings.Contains(err.Error(), "commitment") {
		t.Error("refused for another reason:", err)
	}
}

func headerSize(t *testing.T, s sealed) int {
	t.Helper()
	p, err := parse(s.name, s.object)
	if err != nil {
		t.Fatal(err)
	}
	return len(p.header)
}

func (s sealed) resign() {
	seam := len(s.object) - signatureSize
	message := append(signedPrefix(s.name, 0), s.object[:seam]...)
	copy(s.object[seam:], s.signer.sign(message))
}

func TestZipBomb(t *testing.T) {
	key, signer, h := NewKey(), NewSigningKey(), sample(Pack)
	h.KeyID = key.ID()
	sized, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	big := sized.EncodeAll(make([]byte, MaxBody+1), nil)
	half := sized.EncodeAll(make([]byte, MaxBody/2+1), nil)
	var stream bytes.Buffer
	unsized, _ := zstd.NewWriter(&stream, zstd.WithEncoderConcurrency(1))
	for range 3 * MaxBody >> 20 {
		if _, err := unsized.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := unsized.Close(); err != nil {
		t.Fatal(err)
	}
	for what, frame := range map[string][]byte{
		"one byte too many": big, "two frames": append(bytes.Clone(half), half...), "no size in the frame": stream.Bytes(),
	} {
		name, object, err := sealPadded(rand.Reader, key, signer, h, pad(appendLP(nil, frame), bodyFloor))
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = Open(name, object, h.Practice, signer.Public(), key)
		if !errors.Is(err, Damaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	body := make([]byte, MaxBody)
	name, object, err := Seal(key, signer, h, body)
	if err != nil {
		t.Fatal(err)
	}
	if _, back, err := Open(name, object, h.Practice, signer.Public(), key); err != nil || len(back) != MaxBody {
		t.Error("the largest body does not open:", err)
	}
	_, _, err = Seal(key, signer, h, append(body, 0))
	fault(t, err, Misuse)
}

func TestNewerVersion(t *testing.T) {
	s := sealSample(t, Hint, nil)
	s.object[len(magic)] = Version + 1
	s.resign()
	_, err := s.open(s.name, s.object)
	fault(t, err, Newer)
	if !IsEnvelope(s.object) {
		t.Error("a relay would not pass a newer object on")
	}
	s.object[len(magic)] = 0
	_, err = ParseHeader(s.name, s.object)
	fault(t, err, NotEnvelope)
}

func TestPlaintextIsNoEnvelope(t *testing.T) {
	for _, text := range []string{"", "x", magic, magic + "\x01", magic + "\x02", "SQLite format 3\x00", `{"resourceType":"Patient"}`} {
		if IsEnvelope([]byte(text)) {
			t.Errorf("%q is taken for an envelope", text)
		}
	}
	_, err := ParseHeader(sample(Hint).Name().String(), []byte("SQLite format 3\x00"))
	fault(t, err, NotEnvelope)
}

// The size that the provider sees says little: short bodies look all the same.
func TestShortBodiesLookAlike(t *testing.T) {
	empty := sealSample(t, Batch, nil)
	text := sealSample(t, Batch, []byte(strings.Repeat("the quick brown fox ", 10)))
	if len(empty.object) != len(text.object) {
		t.Errorf("%d and %d bytes", len(empty.object), len(text.object))
	}
}
