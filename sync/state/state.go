// Package state holds rows as their live versions and merges them: the one rule for all tables.
//
// A Change is what one person wrote into one row at one moment. Row.Apply merges a change that came
// from any device, Join merges two whole states (a backup, a laptop that was away too long). Both may
// happen in any order and give the same row, byte for byte, in the canonical form that Marshal
// writes; the tree is built on that. Row.With lays edits that are not sealed yet over a row, for the
// screen; Shown, LooksSame, LiveSet, Conflicts, IsDeleted and AgainstDelete answer what it asks.
//
// The rule. A column's state is the set of its live versions: those that no known change names as
// base. A change removes its bases and adds its own version. A base that has not arrived yet, beyond
// the frontier of its device, is remembered as pending and is superseded when it arrives. One live
// version is the normal case; several of different values are a conflict, which a person decides by a
// change whose bases are the whole live set.
//
// Beware:
//   - Apply does not know what was applied before. Ask the frontier first and leave out a change whose
//     HLC it covers: applied again, a superseded version would return.
//   - seen is the frontier as it was before the change. Apply the changes of one device in the order
//     of their HLCs. Tidy every touched row when the frontier has moved, before its form is taken.
//   - A row with unsealed edits laid over it (With) is for display and must never be marshalled.
//   - Nothing here is safe for concurrent use, and nothing here reads a clock or a disk.
package state

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"farne/sync/hlc"
)

// ErrMalformed is wrapped by every refusal of a change, of a value or of bytes: what is refused could
// not have been written by an honest device of this format.
var ErrMalformed = errors.New("malformed")

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrMalformed}, args...)...)
}

// ID is a UUID: of a row, of a subject (a patient), of a seat.
type ID [16]byte

// NewID is a UUID version 7 (RFC 9562, section 5.7) with twelve bits of the fraction of the millisecond
// (section 6.2, method 3), so that ids made one after the other mostly ascend.
func NewID(now time.Time) (id ID) {
	rand.Read(id[8:]) // never fails (crypto/rand, Go 1.24)
	millis := uint64(min(max(now.UnixMilli(), 0), 1<<48-1))
	fraction := uint64(now.Nanosecond()) % 1e6 * 4096 / 1e6
	binary.BigEndian.PutUint64(id[:8], millis<<16|7<<12|fraction)
	id[8] = id[8]&0x3f | 0x80
	return id
}

// String is the UUID in its lower-case text form.
func (id ID) String() string {
	var b [36]byte
	hex.Encode(b[:8], id[:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:], id[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// ParseID reads what String writes, and nothing else; the error wraps ErrMalformed.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 {
		return ID{}, malformed("an id has 36 characters, not %d", len(s))
	}
	digits := s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil || id.String() != s {
		return ID{}, malformed("not the lower-case text of an id")
	}
	return id, nil
}

// Compare orders ids by their bytes.
func (id ID) Compare(other ID) int { return bytes.Compare(id[:], other[:]) }

// Seen tells whether a frontier covers a stamp: whether the highest HLC applied from the chain of the
// stamp's device, in this compartment, is not lower than it.
type Seen func(hlc.HLC) bool
