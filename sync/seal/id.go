package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
)

// ID is a random 128-bit id: of a device, seat, compartment, pack, large value or join. Its text is
// base32 (RFC 4648), lower case, without padding: 26 characters.
type ID [16]byte

// Practice is a practice's id: SHA-256 of its first root public key.
type Practice [32]byte

// Hash is SHA-256 of a whole object. The zero Hash stands before the first of a chain.
type Hash [32]byte

const idText = 26

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID draws a random id.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails (crypto/rand, Go 1.24)
	return id
}

func (id ID) String() string { return base32Lower.EncodeToString(id[:]) }

// IsZero tells whether the id is unset.
func (id ID) IsZero() bool { return id == ID{} }

// ParseID reads the text of an id. Only the exact form that String writes is accepted: two texts for
// one id would let two names mean one thing.
func ParseID(text string) (ID, error) {
	var id ID
	if len(text) != idText {
		return ID{}, refuse(BadName, text, "an id has %d characters", idText)
	}
	if n, err := base32Lower.Decode(id[:], []byte(text)); err != nil || n != len(id) || id.String() != text {
		return ID{}, refuse(BadName, text, "not base32")
	}
	return id, nil
}

// MarshalText gives the id's text, for JSON and as a key of JSON objects.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseID(string(text))
	return err
}

func (p Practice) String() string { return base32Lower.EncodeToString(p[:]) }

// IsZero tells whether the practice is unset, as it is in a join request.
func (p Practice) IsZero() bool { return p == Practice{} }

// PracticeOf is the id of the practice whose first root public key this is.
func PracticeOf(firstRoot PublicKey) Practice { return sha256.Sum256(firstRoot[:]) }

// Sum is the hash by which other objects name this one.
func Sum(object []byte) Hash { return sha256.Sum256(object) }

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero tells whether the hash stands for "nothing before".
func (h Hash) IsZero() bool { return h == Hash{} }
