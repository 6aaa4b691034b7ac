// Package secret holds bytes that must not be shown: keys, passwords, seat secrets. A Secret cannot
// print itself: every fmt verb, encoding/json and log/slog show "[secret]", and where fmt walks the
// fields of a struct around it, it finds an address.
//
// Use Bytes only at the call that needs them. Beware: Go's garbage collector may have copied what a
// Secret points to, so Wipe shortens a secret's life and promises nothing. What really ends it is
// the end of the process; that is why locking Farne replaces the process.
package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Shown is what is printed in place of a secret.
const Shown = "[secret]"

// Secret is opaque bytes. Copies share the bytes; the zero Secret is empty. Compare with Equal,
// never with ==.
type Secret struct{ bytes func() []byte }

// New copies b into a Secret. The caller's b stays the caller's, to clear if it should not linger.
func New(b []byte) Secret {
	kept := append(make([]byte, 0, len(b)), b...)
	return Secret{func() []byte { return kept }}
}

// Random makes a Secret of n bytes from crypto/rand.
func Random(n int) Secret {
	fresh := make([]byte, n)
	rand.Read(fresh) // never fails: crypto/rand ends the process instead
	return Secret{func() []byte { return fresh }}
}

// Bytes gives the secret's own bytes: neither keep nor change them.
func (s Secret) Bytes() []byte {
	if s.bytes == nil {
		return nil
	}
	return s.bytes()
}

// Len is the number of bytes.
func (s Secret) Len() int { return len(s.Bytes()) }

// Equal compares in constant time; the lengths are not hidden.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare(s.Bytes(), other.Bytes()) == 1
}

// Wipe overwrites the bytes with zeros, in all copies of this Secret.
func (s Secret) Wipe() { clear(s.Bytes()) }

// String is "[secret]".
func (s Secret) String() string { return Shown }

// GoString is "[secret]".
func (s Secret) GoString() string { return Shown }

// Format writes "[secret]" for every verb, %x and %d too.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, Shown) }

// MarshalText gives "[secret]" to encoding/json and its like. It does not fail, because some
// callers end the program when a value cannot be encoded.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Shown), nil }

// MarshalBinary refuses: gob or CBOR would write the bytes down.
func (s Secret) MarshalBinary() ([]byte, error) {
	return nil, errors.New("a secret is not encoded; use Bytes on purpose")
}

// LogValue gives "[secret]" to log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(Shown) }
