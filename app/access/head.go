package access

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"farne/sync/seal"
)

// Head is the end of a chain: how many entries it has, and the hash that depends on all of them. A
// backup keeps it as an anchor.
type Head struct {
	_         struct{} `cbor:",toarray"`
	Sequence  uint64   // 0: no entry yet
	Hash      seal.Hash
	Signature Signature // zero: not signed yet
}

// Signature is an Ed25519 signature (RFC 8032) over
// "farne/v1/audit-head" ‖ sequence, 8 bytes big endian ‖ hash.
type Signature [ed25519.SignatureSize]byte

// link is the hash of entry number sequence: SHA-256("farne/v1/audit-entry" ‖ hash before ‖ sequence,
// 8 bytes big endian ‖ entry). Before the first entry stands the zero hash.
func link(before seal.Hash, sequence uint64, entry []byte) seal.Hash {
	h := sha256.New()
	h.Write([]byte("farne/v1/audit-entry"))
	h.Write(before[:])
	h.Write(binary.BigEndian.AppendUint64(nil, sequence))
	h.Write(entry)
	return seal.Hash(h.Sum(nil))
}

func (h Head) message() []byte {
	m := append([]byte("farne/v1/audit-head"), binary.BigEndian.AppendUint64(nil, h.Sequence)...)
	return append(m, h.Hash[:]...)
}

// sign gives the head a signature.
func (h Head) sign(key seal.SigningKey) Head {
	seed := key.Reveal()
	defer clear(seed)
	h.Signature = Signature(ed25519.Sign(ed25519.NewKeyFromSeed(seed), h.message()))
	return h
}

// Signed tells whether the holder of the key has signed the head. The zero key has signed nothing.
func (h Head) Signed(by seal.PublicKey) bool {
	return !by.IsZero() && ed25519.Verify(by[:], h.message(), h.Signature[:])
}

// Marshal gives the head as deterministic CBOR, for a backup: [sequence, hash, signature].
func (h Head) Marshal() []byte { return must(encoding.Marshal(h)) }

// UnmarshalHead reads what Marshal wrote.
func UnmarshalHead(data []byte) (Head, error) {
	var h Head
	if err := decoding.Unmarshal(data, &h); err != nil {
		return Head{}, err
	}
	if string(h.Marshal()) != string(data) {
		return Head{}, errors.New("audit head: malformed")
	}
	return h, nil
}
