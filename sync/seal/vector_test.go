package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"farne/build/vector"
)

// envelopes is testdata/format/envelope.json.
type envelopes struct {
	About    string         `json:"about"`
	Recovery recoveryVector `json:"recovery"`
	Join     joinVector     `json:"join"`
	Key      keyVector      `json:"key"`
	Wrap     wrapVector     `json:"wrap"`
	Objects  []objectVector `json:"objects"`
	Refused  []objectVector `json:"refused"`
}

type recoveryVector struct {
	Secret            vector.Hex `json:"secret"`
	RootSeed          vector.Hex `json:"root_seed"`
	RootPublic        vector.Hex `json:"root_public"`
	RootID            vector.Hex `json:"root_id"`
	Practice          vector.Hex `json:"practice"`
	DecapsulationSeed vector.Hex `json:"decapsulation_seed"`
	EncapsulationKey  vector.Hex `json:"encapsulation_key"`
	RecipientID       vector.Hex `json:"recipient_id"`
}

type joinVector struct {
	Bits vector.Hex `json:"bits"`
	ID   vector.Hex `json:"id"`
	Key  vector.Hex `json:"key"`
}

type keyVector struct {
	Key     vector.Hex `json:"key"`
	ID      vector.Hex `json:"id"`
	Label   string     `json:"label"`
	Context vector.Hex `json:"context"`
	Derived vector.Hex `json:"derived"`
}

type wrapVector struct {
	Seed      vector.Hex `json:"seed"`
	Info      string     `json:"info"`
	AAD       vector.Hex `json:"aad"`
	Plaintext vector.Hex `json:"plaintext"`
	Wrapped   vector.Hex `json:"wrapped"`
}

// objectVector is one object of a kind. What is under Header says what its clear header holds; Padded is
// what the AEAD encrypts.
type objectVector struct {
	What         string     `json:"what,omitempty"` // of one that is refused
	Kind         string     `json:"kind"`
	Name         string     `json:"name"`
	Practice     vector.Hex `json:"practice"`
	Key          vector.Hex `json:"key"`
	SignerSeed   vector.Hex `json:"signer_seed"`
	SignerPublic vector.Hex `json:"signer_public"`
	Header       vector.Hex `json:"header,omitempty"`
	Extension    vector.Hex `json:"extension,omitempty"`
	Salt         vector.Hex `json:"salt,omitempty"`
	Padded       vector.Hex `json:"padded,omitempty"`
	Body         string     `json:"body,omitempty"` // a text here; bodies are bytes
	Object       vector.Hex `json:"object"`
}

func TestVectors(t *testing.T) {
	v := vector.Drawn(t, "envelope.json", func() envelopes { return makeEnvelopes(t) })
	checkKeyVectors(t, v)
	if len(v.Objects) != len(allKinds) || len(v.Refused) == 0 {
		t.Errorf("%d objects, not one of each kind; %d that are refused", len(v.Objects), len(v.Refused))
	}
	for _, o := range v.Objects {
		checkObjectVector(t, o)
	}
	for _, o := range v.Refused {
		key, _ := KeyFromBytes(o.Key)
		if h, _, err := Open(o.Name, o.Object, Practice(o.Practice), PublicKey(o.SignerPublic), key); err == nil {
			t.Errorf("%s: opened as %+v", o.What, h)
		}
	}
}

func checkKeyVectors(t *testing.T, v envelopes) {
	secret, err := RecoverySecretFromBytes(v.Recovery.Secret)
	if err != nil {
		t.Fatal(err)
	}
	root, private := secret.Root(), secret.Decapsulation()
	id, joinKey := JoinSecrets(v.Join.Bits)
	key, _ := KeyFromBytes(v.Key.Key)
	keyID, public, practice := key.ID(), root.Public(), PracticeOf(root.Public())
	rootID, recipient := public.ID(), private.Public().ID()
	for _, c := range []struct {
		what      string
		want, got []byte
	}{
		{"root seed", v.Recovery.RootSeed, root.Reveal()}, {"root", v.Recovery.RootPublic, public[:]},
		{"root id", v.Recovery.RootID, rootID[:]}, {"practice", v.Recovery.Practice, practice[:]},
		{"decapsulation seed", v.Recovery.DecapsulationSeed, private.Reveal()},
		{"encapsulation key", v.Recovery.EncapsulationKey, private.Public().Bytes()},
		{"recovery recipient", v.Recovery.RecipientID, recipient[:]},
		{"join id", v.Join.ID, id[:]}, {"join key", v.Join.Key, joinKey.Reveal()}, {"key id", v.Key.ID, keyID[:]},
		{"derived key", v.Key.Derived, key.Derive(v.Key.Label, v.Key.Context).Reveal()},
	} {
		if !bytes.Equal(c.got, c.want) {
			t.Errorf("%s is %x, not %x", c.what, c.got, c.want)
		}
	}
	seed, _ := DecapsulationKeyFromSeed(v.Wrap.Seed)
	plaintext, err := Unwrap(seed, v.Wrap.Info, v.Wrap.AAD, v.Wrap.Wrapped)
	if err != nil || !bytes.Equal(plaintext, v.Wrap.Plaintext) {
		t.Errorf("the wrap opens to %x, %v", plaintext, err)
	}
}

// An object opens to its body, its parts are where the package comment says (read here without the
// package's parser), and the same salt and padded body seal to the same bytes.
func checkObjectVector(t *testing.T, o objectVector) {
	key, _ := KeyFromBytes(o.Key)
	signer, _ := SigningKeyFromSeed(o.SignerSeed)
	h, body, err := Open(o.Name, o.Object, Practice(o.Practice), PublicKey(o.SignerPublic), key)
	if err != nil || string(body) != o.Body || h.Kind.String() != o.Kind {
		t.Fatalf("%s: %q, %v", o.Name, body, err)
	}
	parts := openByHand(t, o)
	if !bytes.Equal(parts.Header, o.Header) || !bytes.Equal(parts.Extension, o.Extension) || !bytes.Equal(parts.Salt, o.Salt) || !bytes.Equal(parts.Padded, o.Padded) {
		t.Errorf("%s: its parts are %+v", o.Name, parts)
	}
	h.Commitment = [32]byte{}
	_, again, err := sealPadded(bytes.NewReader(o.Salt), key, signer, h, o.Padded)
	if err != nil || !bytes.Equal(again, o.Object) {
		t.Errorf("%s: sealed again it is another object, %v", o.Name, err)
	}
}

// openByHand follows the package comment with nothing but the standard library.
func openByHand(t *testing.T, o objectVector) (parts objectVector) {
	t.Helper()
	lp := func(b []byte) []byte { return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...) }
	const fixed = 7 + 1 + 32 + 4 + 1 + 16 + 4 + 16 + 16 + 8 + 4
	extension := int(binary.BigEndian.Uint32(o.Object[fixed:]))
	headerEnd := fixed + 4 + extension + 32
	parts.Extension = o.Object[fixed+4 : fixed+4+extension]
	parts.Header, parts.Salt = o.Object[:headerEnd], o.Object[headerEnd:headerEnd+32]
	kind := o.Object[7+1+32+4]
	info := "farne/v1/envelope" + string(lp([]byte{kind})) + string(lp([]byte(o.Name)))
	derived, err := hkdf.Key(sha256.New, o.Key, parts.Salt, info, 64)
	if err != nil || !bytes.Equal(derived[32:], parts.Header[len(parts.Header)-32:]) {
		t.Fatalf("%s: commitment, %v", o.Name, err)
	}
	block, _ := aes.NewCipher(derived[:32])
	gcm, _ := cipher.NewGCM(block)
	parts.Padded, err = gcm.Open(nil, make([]byte, 12), o.Object[headerEnd+32:len(o.Object)-64], append(lp([]byte(o.Name)), parts.Header...))
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// counted is 32 bytes, each one more than that before.
func counted(from byte) (b []byte) {
	for i := range byte(32) {
		b = append(b, from+i)
	}
	return b
}

func makeEnvelopes(t *testing.T) envelopes {
	v := envelopes{About: "Sealed objects and the keys around them. recovery: what follows from the 32 bytes of the recovery words. join: from the bits of a join code (reserved). " +
		"key: its id, and a derived one. wrap: HPKE. objects: one of each kind with the parts that it has; padded is what the AEAD encrypts, body what is in its frame. " +
		"refused: objects with their practice, key and signer, which must not open."}
	secret, _ := RecoverySecretFromBytes(counted(0))
	root, private := secret.Root(), secret.Decapsulation()
	public, practice, recipient := root.Public(), PracticeOf(root.Public()), private.Public().ID()
	rootID := public.ID()
	v.Recovery = recoveryVector{
		Secret: counted(0), RootSeed: root.Reveal(), RootPublic: public[:], RootID: rootID[:], Practice: practice[:],
		DecapsulationSeed: private.Reveal(), EncapsulationKey: private.Public().Bytes(), RecipientID: recipient[:],
	}
	id, joinKey := JoinSecrets(counted(0)[:10])
	v.Join = joinVector{Bits: counted(0)[:10], ID: id[:], Key: joinKey.Reveal()}
	key, _ := KeyFromBytes(counted(32))
	keyID := key.ID()
	v.Key = keyVector{Key: counted(32), ID: keyID[:], Label: "label", Context: []byte{0, 0xFF}, Derived: key.Derive("label", []byte{0, 0xFF}).Reveal()}
	wrapped, err := Wrap(private.Public(), "info", []byte("aad"), []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	v.Wrap = wrapVector{Seed: private.Reveal(), Info: "info", AAD: []byte("aad"), Plaintext: []byte("secret"), Wrapped: wrapped}
	for i, kind := range allKinds {
		h := sample(kind)
		if kind == Member {
			if err := h.Wrap(RecoveryRecipient(private.Public()), private.Public(), []byte("keys")); err != nil {
				t.Fatal(err)
			}
		}
		body := "the body of a " + kind.String()
		o := makeObject(t, byte(96+i), h, padded(t, body))
		parts := openByHand(t, o)
		o.Header, o.Extension, o.Salt, o.Padded, o.Body = parts.Header, parts.Extension, parts.Salt, parts.Padded, body
		v.Objects = append(v.Objects, o)
	}
	v.Refused = makeRefused(t)
	return v
}

func padded(t *testing.T, body string) []byte {
	b, err := packBody([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// makeObject seals without asking whether header and padding are well formed.
func makeObject(t *testing.T, salt byte, h Header, padded []byte) objectVector {
	key, _ := KeyFromBytes(counted(32))
	signer, _ := SigningKeyFromSeed(counted(64))
	h.KeyID = key.ID()
	name, object, err := sealPadded(bytes.NewReader(counted(salt)), key, signer, h, padded)
	if err != nil {
		t.Fatal(err)
	}
	public := signer.Public()
	return objectVector{
		Kind: h.Kind.String(), Name: name, Practice: h.Practice[:], Key: key.Reveal(), SignerSeed: signer.Reveal(), SignerPublic: public[:], Object: object,
	}
}

// makeRefused spoils one thing at a time, and signs what it spoilt where that is the point.
func makeRefused(t *testing.T) (refused []objectVector) {
	good := padded(t, "body")
	add := func(what string, h Header, padded []byte, spoil func(*objectVector)) {
		o := makeObject(t, 7, h, padded)
		o.What = what
		if spoil != nil {
			spoil(&o)
		}
		refused = append(refused, o)
	}
	batch := func(change func(*Header)) Header {
		h := sample(Batch)
		change(&h)
		return h
	}
	record := func(change func(*Header)) Header {
		h := sample(Member)
		change(&h)
		return h
	}
	as := func(at int, b byte) []byte { return append(append(bytes.Clone(good[:at]), b), good[at+1:]...) }
	last := len(good) - 1
	add("a byte in the padding", sample(Batch), as(last, 1), nil)
	add("a frame that is longer than the body", sample(Batch), as(2, 0xff), nil)
	add("a frame without its end", sample(Batch), as(3, good[3]-1), nil)
	add("padded to more than the size asks for", sample(Batch), append(bytes.Clone(good), make([]byte, 32)...), nil)
	add("no padded size", sample(Batch), append(bytes.Clone(good), 0), nil)
	add("another name", sample(Batch), good, func(o *objectVector) { o.Name = o.Name[:len(o.Name)-1] + "8" })
	add("another practice", sample(Batch), good, func(o *objectVector) { o.Practice = bytes.Repeat([]byte{9}, 32) })
	add("another signer", sample(Batch), good, func(o *objectVector) { o.SignerPublic = counted(1) })
	add("another key", sample(Batch), good, func(o *objectVector) { o.Key = counted(33) })
	add("a flipped bit in the ciphertext", sample(Batch), good, func(o *objectVector) { o.Object[len(o.Object)-100] ^= 1 })
	add("a flipped bit in the signature", sample(Batch), good, func(o *objectVector) { o.Object[len(o.Object)-1] ^= 1 })
	add("cut short", sample(Batch), good, func(o *objectVector) { o.Object = o.Object[:len(o.Object)-1] })
	add("a later version", sample(Batch), good, func(o *objectVector) { o.Object[7] = 2 })
	add("a first batch that names one before it", batch(func(h *Header) { h.Sequence = 1 }), good, nil)
	add("a later batch that names none", batch(func(h *Header) { h.Prev = []Hash{{}} }), good, nil)
	add("sequence 0", batch(func(h *Header) { h.Sequence, h.Prev = 0, []Hash{{}} }), good, nil)
	add("epoch 0 where an epoch key seals", batch(func(h *Header) { h.Epoch = 0 }), good, nil)
	add("schema 0", batch(func(h *Header) { h.Schema = 0 }), good, nil)
	add("no device", batch(func(h *Header) { h.Device = ID{} }), good, nil)
	add("two prev of a batch", batch(func(h *Header) { h.Prev = []Hash{{1}, {2}} }), good, nil)
	add("prev that do not ascend", record(func(h *Header) { h.Prev = []Hash{{2}, {1}} }), good, nil)
	add("an unknown kind of signer", record(func(h *Header) { h.Signer.Kind = 9 }), good, nil)
	add("wraps that do not ascend", record(func(h *Header) { h.Wraps = []Wrapped{wrapFor(2), wrapFor(1)} }), good, nil)
	add("a wrap that is too short", record(func(h *Header) { h.Wraps = []Wrapped{{Recipient{ToSeat, ID{1}}, []byte{1}}} }), good, nil)
	return refused
}
