package tree

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"math/bits"
)

// Secret is the tree key of a compartment: 32 random bytes that never change, as every name hangs on
// them. It cannot be printed: where fmt does not ask a Secret for its form, as in an unexported field, it
// finds a function, which it does not look into. The zero Secret panics when used.
type Secret struct{ key func() [sha256.Size]byte }

// NewSecret wraps a tree key.
func NewSecret(key [32]byte) Secret { return Secret{func() [32]byte { return key }} }

// Format prints "[secret]" whatever the verb.
func (Secret) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[secret]") }

// MarshalText keeps the key out of JSON and logs.
func (Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }

// Name is the name of a node with this content.
func (s Secret) Name(content []byte) Name { return s.hasher().name(content) }

// EmptyRoot is the root of a tree without rows.
func (s Secret) EmptyRoot() Name { return s.Name(emptyLeaf) }

// hasher computes HMACs without allocating: crypto/hmac keeps the padded key's state over a Reset.
// It is not safe for concurrent use.
type hasher struct {
	mac hash.Hash
	in  []byte
	sum Name
}

func (s Secret) hasher() *hasher {
	key := s.key()
	return &hasher{mac: hmac.New(sha256.New, key[:])}
}

func (h *hasher) name(content []byte) Name {
	h.mac.Reset()
	h.mac.Write(content)
	h.mac.Sum(h.sum[:0])
	return h.sum
}

// is tells whether a content bears its name.
func (h *hasher) is(name Name, content []byte) bool {
	got := h.name(content)
	return hmac.Equal(got[:], name[:])
}

// rank says how many levels of nodes end after the row of this key.
func (h *hasher) rank(k Key) int {
	h.in = append(append(append(h.in[:0], rankLabel...), k.Table...), k.ID[:]...)
	h.name(h.in)
	zeros := bits.LeadingZeros64(binary.BigEndian.Uint64(h.sum[:8]))
	if zeros < leafBits {
		return 0
	}
	return 1 + (zeros-leafBits)/innerBits
}
