package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const hidden = "[secret]"

// secret is 32 bytes that no formatting, logging or encoding shows. A closure holds them, because fmt
// ignores a type's methods in unexported fields of other structs and prints what it reaches there:
// with an unfitting verb even what a pointer points to. A closure cannot be looked into.
type secret struct{ held func() *[32]byte }

// hold takes 32 bytes over.
func hold(b []byte) secret {
	held := (*[32]byte)(b)
	return secret{func() *[32]byte { return held }}
}

func newSecret() secret {
	b := make([]byte, 32)
	rand.Read(b) // never fails (crypto/rand, Go 1.24)
	return hold(b)
}

func secretFrom(b []byte, what string) (secret, error) {
	if len(b) != 32 {
		return secret{}, fmt.Errorf("%s has %d bytes, not 32", what, len(b))
	}
	return hold(bytes.Clone(b)), nil
}

// bytes are the secret's own, not a copy; nil for none.
func (s secret) bytes() []byte {
	if s.held == nil {
		return nil
	}
	return s.held()[:]
}

// IsZero tells whether no key is there. A zero key opens and seals nothing.
func (s secret) IsZero() bool { return s.held == nil }

// Reveal gives a copy of the 32 bytes: for wrapping and for the keychain, never for showing.
func (s secret) Reveal() []byte {
	return bytes.Clone(s.bytes())
}

func (s secret) same(other secret) bool {
	return !s.IsZero() && !other.IsZero() && subtle.ConstantTimeCompare(s.bytes(), other.bytes()) == 1
}

func (s secret) String() string { return hidden }

// GoString hides the bytes from %#v.
func (s secret) GoString() string { return hidden }

// Format hides the bytes from every verb.
func (s secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue hides the bytes from slog.
func (s secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the bytes from text encodings.
func (s secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON hides the bytes from JSON.
func (s secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

var errEncoded = errors.New("a secret is not encoded; wrap it, or Reveal it on purpose")

// MarshalBinary refuses: gob would write the bytes down.
func (s secret) MarshalBinary() ([]byte, error) { return nil, errEncoded }

// MarshalCBOR refuses: a secret that slipped into a body would be read by all who open it.
func (s secret) MarshalCBOR() ([]byte, error) { return nil, errEncoded }

// Key is a 256-bit symmetric key: an epoch key, a tree key, the key of a large value or of a day. The
// zero Key is no key.
type Key struct{ secret }

// KeyID names a key without telling it: the first 16 bytes of SHA-256("farne/v1/key-id" ‖ key). It
// stands in clear headers.
type KeyID [16]byte

func (id KeyID) String() string { return ID(id).String() }

// NewKey draws a random key.
func NewKey() Key { return Key{newSecret()} }

// KeyFromBytes takes 32 bytes, of which it keeps a copy.
func KeyFromBytes(b []byte) (Key, error) {
	s, err := secretFrom(b, "a key")
	return Key{s}, err
}

// ID is the key's public name; zero for no key.
func (k Key) ID() KeyID {
	if k.IsZero() {
		return KeyID{}
	}
	sum := sha256.Sum256(append([]byte("farne/v1/key-id"), k.bytes()...))
	return KeyID(sum[:16])
}

// Equal compares in constant time. No key equals nothing.
func (k Key) Equal(other Key) bool { return k.same(other.secret) }

// Derive makes a key for another use: HKDF-SHA256(key, no salt, "farne/v1/derive" ‖ lp(label) ‖
// lp(context)). A file's wrapping key and the key of imported rows' ids come from such labels; a tree key
// names nodes as HMAC key as it is.
func (k Key) Derive(label string, context []byte) Key {
	if k.IsZero() {
		return Key{}
	}
	info := appendLP([]byte("farne/v1/derive"), []byte(label))
	return Key{expand(k.bytes(), nil, string(appendLP(info, context)))}
}

// expand is HKDF-SHA256 (RFC 5869) to 32 bytes.
func expand(ikm, salt []byte, info string) secret {
	out, err := hkdf.Key(sha256.New, ikm, salt, info, 32)
	if err != nil { // only for a length beyond 8160 bytes
		panic("seal: hkdf: " + err.Error())
	}
	return hold(out)
}
