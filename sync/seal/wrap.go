package seal

import (
	"bytes"
	"cmp"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// The HPKE suite. Records stay sensitive for decades, so the KEM is a post-quantum hybrid.
var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.AES256GCM()
)

const (
	encapsulationKeySize = 1184 + 32 // ML-KEM-768 ‖ X25519
	encapsulatedSize     = 1088 + 32
	wrapOverhead         = encapsulatedSize + 16
	wrapFloor            = 1024 // of the padded plaintext of a wrap in a header
	maxWrap              = 64 << 10
)

// EncapsulationKey is an HPKE public key, checked when it was read. It is comparable; the zero value
// is no key.
type EncapsulationKey struct{ b string }

// EncapsulationKeyFromBytes reads 1216 bytes and refuses what is no key.
func EncapsulationKeyFromBytes(b []byte) (EncapsulationKey, error) {
	if _, err := kem.NewPublicKey(b); err != nil {
		return EncapsulationKey{}, fmt.Errorf("encapsulation key: %w", err)
	}
	return EncapsulationKey{string(b)}, nil
}

// Bytes is the key's serialisation, 1216 bytes; nil for no key.
func (k EncapsulationKey) Bytes() []byte { return []byte(k.b) }

// IsZero tells whether no key is there.
func (k EncapsulationKey) IsZero() bool { return k.b == "" }

// ID names the key: the first 16 bytes of SHA-256("farne/v1/encapsulation-key" ‖ key). The recovery
// key is found in headers by it.
func (k EncapsulationKey) ID() ID {
	sum := sha256.Sum256([]byte("farne/v1/encapsulation-key" + k.b))
	return ID(sum[:16])
}

func (k EncapsulationKey) String() string { return k.ID().String() }

// DecapsulationKey is an HPKE private key. What Reveal gives is the KEM's 32-byte seed.
type DecapsulationKey struct{ secret }

// NewDecapsulationKey draws a random key pair.
func NewDecapsulationKey() DecapsulationKey { return DecapsulationKey{newSecret()} }

// DecapsulationKeyFromSeed takes the 32 bytes that Reveal gave.
func DecapsulationKeyFromSeed(seed []byte) (DecapsulationKey, error) {
	s, err := secretFrom(seed, "a decapsulation key's seed")
	return DecapsulationKey{s}, err
}

// Public is the public half; zero for no key.
func (k DecapsulationKey) Public() EncapsulationKey {
	if k.IsZero() {
		return EncapsulationKey{}
	}
	return EncapsulationKey{string(k.private().PublicKey().Bytes())}
}

// Equal compares in constant time.
func (k DecapsulationKey) Equal(other DecapsulationKey) bool { return k.same(other.secret) }

func (k DecapsulationKey) private() hpke.PrivateKey {
	private, err := kem.NewPrivateKey(k.bytes())
	if err != nil { // only for a wrong length
		panic("seal: " + err.Error())
	}
	return private
}

// Wrap seals a short secret to the holder of a key: encapsulated key ‖ ciphertext. info names the
// use and aad the place; Unwrap must be given the same. The size shows.
func Wrap(to EncapsulationKey, info string, aad, plaintext []byte) ([]byte, error) {
	public, err := kem.NewPublicKey([]byte(to.b))
	if err != nil {
		return nil, refuse(Misuse, "", "wrap: %v", err)
	}
	enc, sender, err := hpke.NewSender(public, kdf, aead, []byte(info))
	if err != nil {
		return nil, fmt.Errorf("wrap: %w", err)
	}
	sealed, err := sender.Seal(aad, plaintext)
	if err != nil {
		return nil, fmt.Errorf("wrap: %w", err)
	}
	return append(enc, sealed...), nil
}

// Unwrap opens what Wrap made. The fault is WrongKey; that the bytes, info or aad were altered cannot
// be told from it. Nothing says who made a wrap.
func Unwrap(key DecapsulationKey, info string, aad, wrapped []byte) ([]byte, error) {
	if key.IsZero() || len(wrapped) < wrapOverhead {
		return nil, refuse(WrongKey, "", "unwrap")
	}
	recipient, err := hpke.NewRecipient(wrapped[:encapsulatedSize], key.private(), kdf, aead, []byte(info))
	if err != nil {
		return nil, refuse(WrongKey, "", "unwrap")
	}
	plaintext, err := recipient.Open(aad, wrapped[encapsulatedSize:])
	if err != nil {
		return nil, refuse(WrongKey, "", "unwrap")
	}
	return plaintext, nil
}

// RecipientKind tells what a wrap's recipient is. The numbers stand in headers.
type RecipientKind uint8

// The recipients.
const (
	ToSeat     RecipientKind = 1 // id is the seat's
	ToRecovery RecipientKind = 2 // id is EncapsulationKey.ID of the recovery key
	ToAudit    RecipientKind = 3 // id is EncapsulationKey.ID of the audit key; logs only
)

// Recipient is for whom a wrap is.
type Recipient struct {
	Kind RecipientKind
	ID   ID
}

// RecoveryRecipient is the recipient who holds the recovery kit of this key.
func RecoveryRecipient(key EncapsulationKey) Recipient { return Recipient{ToRecovery, key.ID()} }

// Compare orders recipients as headers do.
func (r Recipient) Compare(other Recipient) int {
	return cmp.Or(cmp.Compare(r.Kind, other.Kind), bytes.Compare(r.ID[:], other.ID[:]))
}

// Wrapped is one wrap of a header.
type Wrapped struct {
	To     Recipient
	Sealed []byte // encapsulated key ‖ ciphertext
}

const headerWrapInfo = "farne/v1/header-wrap"

// Wrap adds a wrap for one recipient. All that the name depends on (kind, device, sequence) and
// practice and generation must be set before: a wrap is bound to them, so that it cannot be carried
// over to another record. One recipient has one wrap.
func (h *Header) Wrap(to Recipient, key EncapsulationKey, plaintext []byte) error {
	at, found := slices.BinarySearchFunc(h.Wraps, to, func(w Wrapped, to Recipient) int { return w.To.Compare(to) })
	if found {
		return refuse(Misuse, h.Name().String(), "a second wrap for one recipient")
	}
	padded := pad(appendLP(nil, plaintext), wrapFloor)
	sealed, err := Wrap(key, headerWrapInfo, h.wrapAAD(to), padded)
	if err != nil {
		return err
	}
	if len(sealed) > maxWrap {
		return refuse(Misuse, h.Name().String(), "a wrap of %d bytes", len(sealed))
	}
	h.Wraps = slices.Insert(slices.Clone(h.Wraps), at, Wrapped{to, sealed})
	return nil
}

// Unwrap finds and opens the wrap of one recipient. The faults are NoWrap and WrongKey, and Damaged
// for one that opens to nonsense. Nothing in it may be believed before the object is verified.
func (h Header) Unwrap(to Recipient, key DecapsulationKey) ([]byte, error) {
	name := h.Name().String()
	at, found := slices.BinarySearchFunc(h.Wraps, to, func(w Wrapped, to Recipient) int { return w.To.Compare(to) })
	if !found {
		return nil, refuse(NoWrap, name, "")
	}
	padded, err := Unwrap(key, headerWrapInfo, h.wrapAAD(to), h.Wraps[at].Sealed)
	if err != nil {
		return nil, refuse(WrongKey, name, "its wrap")
	}
	plaintext, err := unpad(padded, wrapFloor)
	if err != nil {
		return nil, refuse(Damaged, name, "its wrap: %v", err)
	}
	return plaintext, nil
}

func (h Header) wrapAAD(to Recipient) []byte {
	aad := append([]byte(nil), h.Practice[:]...)
	aad = binary.BigEndian.AppendUint32(aad, h.Generation)
	aad = appendLP(aad, []byte(h.Name().String()))
	aad = append(aad, byte(to.Kind))
	return append(aad, to.ID[:]...)
}
