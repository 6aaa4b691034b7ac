package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew: only when the format's version advances")

const vectorFile = "testdata/vectors.json"

// vectors are known answers for other implementations and for this one in ten years. Byte strings
// are hexadecimal.
type vectors struct {
	Recovery struct {
		Secret, RootSeed, RootPublic, RootID, Practice   string
		DecapsulationSeed, EncapsulationKey, RecipientID string
	}
	Join    struct{ Bits, ID, Key string }
	Key     struct{ Key, ID, Label, Context, Derived string }
	Wrap    struct{ Seed, Info, AAD, Plaintext, Wrapped string }
	Objects []objectVector
}

// objectVector is one object of a kind; its salt, header and padded body can be cut out of it.
type objectVector struct{ Kind, Name, Practice, Key, SignerSeed, SignerPublic, Body, Object string }

func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	raw, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	checkKeyVectors(t, v)
	if len(v.Objects) != len(allKinds) {
		t.Errorf("%d objects, not one of each kind", len(v.Objects))
	}
	for _, o := range v.Objects {
		checkObjectVector(t, o)
	}
}

func checkKeyVectors(t *testing.T, v vectors) {
	secret, err := RecoverySecretFromBytes(unhex(t, v.Recovery.Secret))
	if err != nil {
		t.Fatal(err)
	}
	root, private := secret.Root(), secret.Decapsulation()
	id, joinKey := JoinSecrets(unhex(t, v.Join.Bits))
	key, _ := KeyFromBytes(unhex(t, v.Key.Key))
	keyID, public, practice := key.ID(), root.Public(), PracticeOf(root.Public())
	rootID, recipient := public.ID(), private.Public().ID()
	for _, c := range []struct {
		what, want string
		got        []byte
	}{
		{"root seed", v.Recovery.RootSeed, root.Reveal()}, {"root", v.Recovery.RootPublic, public[:]},
		{"root id", v.Recovery.RootID, rootID[:]}, {"practice", v.Recovery.Practice, practice[:]},
		{"decapsulation seed", v.Recovery.DecapsulationSeed, private.Reveal()},
		{"encapsulation key", v.Recovery.EncapsulationKey, private.Public().Bytes()},
		{"recovery recipient", v.Recovery.RecipientID, recipient[:]},
		{"join id", v.Join.ID, id[:]}, {"join key", v.Join.Key, joinKey.Reveal()}, {"key id", v.Key.ID, keyID[:]},
		{"derived key", v.Key.Derived, key.Derive(v.Key.Label, unhex(t, v.Key.Context)).Reveal()},
	} {
		if hex.EncodeToString(c.got) != c.want {
			t.Errorf("%s is %x, not %s", c.what, c.got, c.want)
		}
	}
	seed, _ := DecapsulationKeyFromSeed(unhex(t, v.Wrap.Seed))
	plaintext, err := Unwrap(seed, v.Wrap.Info, unhex(t, v.Wrap.AAD), unhex(t, v.Wrap.Wrapped))
	if err != nil || hex.EncodeToString(plaintext) != v.Wrap.Plaintext {
		t.Errorf("the wrap opens to %x, %v", plaintext, err)
	}
}

// An object opens to its body, its parts are where the package comment says (read here without the
// package's parser), and the same salt and padded body seal to the same bytes.
func checkObjectVector(t *testing.T, o objectVector) {
	object := unhex(t, o.Object)
	key, _ := KeyFromBytes(unhex(t, o.Key))
	signer, _ := SigningKeyFromSeed(unhex(t, o.SignerSeed))
	h, body, err := Open(o.Name, object, Practice(unhex(t, o.Practice)), PublicKey(unhex(t, o.SignerPublic)), key)
	if err != nil || string(body) != o.Body || h.Kind.String() != o.Kind {
		t.Fatalf("%s: %q, %v", o.Name, body, err)
	}
	padded := openByHand(t, o, object)
	h.Commitment = [32]byte{}
	salt := object[len(object)-signatureSize-tagSize-len(padded)-saltSize:]
	_, again, err := sealPadded(bytes.NewReader(salt), key, signer, h, padded)
	if err != nil || !bytes.Equal(again, object) {
		t.Errorf("%s: sealed again it is another object, %v", o.Name, err)
	}
}

// openByHand follows the package comment with nothing but the standard library.
func openByHand(t *testing.T, o objectVector, object []byte) []byte {
	t.Helper()
	lp := func(b []byte) []byte { return append([]byte{0, 0, byte(len(b) >> 8), byte(len(b))}, b...) }
	const fixed = 7 + 1 + 32 + 4 + 1 + 16 + 4 + 16 + 16 + 8 + 4
	extension := int(object[fixed+2])<<8 | int(object[fixed+3])
	headerEnd := fixed + 4 + extension + 32
	header, salt := object[:headerEnd], object[headerEnd:headerEnd+32]
	kind := object[7+1+32+4]
	info := "farne/v1/envelope" + string(lp([]byte{kind})) + string(lp([]byte(o.Name)))
	derived, err := hkdf.Key(sha256.New, unhex(t, o.Key), salt, info, 64)
	if err != nil || !bytes.Equal(derived[32:], header[len(header)-32:]) {
		t.Fatalf("%s: commitment, %v", o.Name, err)
	}
	block, _ := aes.NewCipher(derived[:32])
	gcm, _ := cipher.NewGCM(block)
	padded, err := gcm.Open(nil, make([]byte, 12), object[headerEnd+32:len(object)-64], append(lp([]byte(o.Name)), header...))
	if err != nil {
		t.Fatal(err)
	}
	return padded
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeVectors(t *testing.T) {
	var v vectors
	counted := func(from byte) (b []byte) { // 32 bytes, each one more than that before
		for i := range byte(32) {
			b = append(b, from+i)
		}
		return b
	}
	secret, _ := RecoverySecretFromBytes(counted(0))
	root, private := secret.Root(), secret.Decapsulation()
	public, practice, recipient := root.Public(), PracticeOf(root.Public()), private.Public().ID()
	rootID := public.ID()
	r := &v.Recovery
	r.Secret, r.RootSeed, r.RootPublic = hex.EncodeToString(counted(0)), hex.EncodeToString(root.Reveal()), hex.EncodeToString(public[:])
	r.RootID, r.Practice = hex.EncodeToString(rootID[:]), hex.EncodeToString(practice[:])
	r.DecapsulationSeed, r.EncapsulationKey = hex.EncodeToString(private.Reveal()), hex.EncodeToString(private.Public().Bytes())
	r.RecipientID = hex.EncodeToString(recipient[:])

	id, joinKey := JoinSecrets(counted(0)[:10])
	v.Join.Bits, v.Join.ID, v.Join.Key = hex.EncodeToString(counted(0)[:10]), hex.EncodeToString(id[:]), hex.EncodeToString(joinKey.Reveal())
	key, _ := KeyFromBytes(counted(32))
	keyID := key.ID()
	v.Key.Key, v.Key.ID, v.Key.Label, v.Key.Context = hex.EncodeToString(counted(32)), hex.EncodeToString(keyID[:]), "label", "00ff"
	v.Key.Derived = hex.EncodeToString(key.Derive("label", []byte{0, 0xFF}).Reveal())

	wrapped, err := Wrap(private.Public(), "info", []byte("aad"), []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	v.Wrap.Seed, v.Wrap.Info, v.Wrap.AAD = r.DecapsulationSeed, "info", hex.EncodeToString([]byte("aad"))
	v.Wrap.Plaintext, v.Wrap.Wrapped = hex.EncodeToString([]byte("secret")), hex.EncodeToString(wrapped)

	signer, _ := SigningKeyFromSeed(counted(64))
	for i, kind := range allKinds {
		h := sample(kind)
		if kind == Member {
			if err := h.Wrap(RecoveryRecipient(private.Public()), private.Public(), []byte("keys")); err != nil {
				t.Fatal(err)
			}
		}
		body := "the body of a " + kind.String()
		name, object, err := sealWith(bytes.NewReader(counted(byte(96+i))), key, signer, h, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		signerPublic := signer.Public()
		v.Objects = append(v.Objects, objectVector{kind.String(), name, hex.EncodeToString(h.Practice[:]), hex.EncodeToString(key.Reveal()),
			hex.EncodeToString(signer.Reveal()), hex.EncodeToString(signerPublic[:]), body, hex.EncodeToString(object)})
	}
	raw, _ := json.MarshalIndent(v, "", "  ")
	if err := os.WriteFile(vectorFile, append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
