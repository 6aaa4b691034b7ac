// Package hlc orders edits of laptops whose clocks cannot be trusted: a hybrid logical clock
// (Kulkarni et al., "Logical Physical Clocks", 2014) in 16 bytes. Use HLC as the name and the age of
// a version, Clock to stamp this laptop's edits, FromBytes and Parse for stamps that come from
// elsewhere.
//
// Beware: an HLC says which edit came later, not what time it was. A laptop that is ten years ahead
// pulls every stamp of the practice with it, on purpose: an edit made after seeing another must sort
// after it. What a person reads is a version's recorded_at. And two stamps of one device are never
// equal only as long as the clock's last stamp is kept in the same transaction as the edit.
package hlc

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// Size is the length of an HLC in bytes.
const Size = 16

// MaxMillis bounds the milliseconds of a well-formed stamp: 2^43 ms after 1970 is the year 2248. No
// honest clock reaches it, because a wall clock after 2100 is ignored.
const MaxMillis = 1 << 43

// ErrMalformed is wrapped by every refusal of a stamp.
var ErrMalformed = errors.New("malformed hlc")

// Device is the first eight bytes of a device's 16-byte id.
type Device [8]byte

// DeviceOf shortens a device id to the part that its stamps carry.
func DeviceOf(id [16]byte) Device { return Device(id[:8]) }

// HLC is a stamp: 48 bits of milliseconds since 1970, 16 bits of counter, 64 bits of device, all big
// endian, so that the order of the bytes is the order of time. The zero HLC is no stamp.
type HLC [Size]byte

// New makes a stamp. Only the low 48 bits of millis are kept; Valid tells whether they were too many.
func New(millis int64, counter uint16, d Device) HLC {
	return at(uint64(millis)<<16|uint64(counter), d)
}

// at makes a stamp of one number that counts milliseconds and counter together.
func at(ticks uint64, d Device) HLC {
	var h HLC
	binary.BigEndian.PutUint64(h[:8], ticks)
	copy(h[8:], d[:])
	return h
}

func (h HLC) ticks() uint64 { return binary.BigEndian.Uint64(h[:8]) }

// Millis is the stamp's milliseconds since 1970. It may be far from the true time.
func (h HLC) Millis() int64 { return int64(h.ticks() >> 16) }

// Counter tells stamps of the same millisecond apart.
func (h HLC) Counter() uint16 { return uint16(h.ticks()) }

// Device is the device that stamped.
func (h HLC) Device() Device { return Device(h[8:]) }

// Compare is negative when h is earlier than other, zero when they are the same stamp.
func (h HLC) Compare(other HLC) int { return bytes.Compare(h[:], other[:]) }

// IsZero tells whether h is no stamp at all.
func (h HLC) IsZero() bool { return h == HLC{} }

// String is the stamp as 32 lower-case hexadecimal digits; it sorts as the stamp does.
func (h HLC) String() string { return hex.EncodeToString(h[:]) }

// Valid refuses the zero stamp and milliseconds of MaxMillis or more; the error wraps ErrMalformed.
func (h HLC) Valid() error {
	if h.IsZero() {
		return fmt.Errorf("%w: zero", ErrMalformed)
	}
	if h.Millis() >= MaxMillis {
		return fmt.Errorf("%w: %d ms is 2^43 or more", ErrMalformed, h.Millis())
	}
	return nil
}

// FromBytes reads a stamp of exactly Size bytes and refuses what Valid refuses.
func FromBytes(b []byte) (HLC, error) {
	if len(b) != Size {
		return HLC{}, fmt.Errorf("%w: %d bytes, want %d", ErrMalformed, len(b), Size)
	}
	return wellFormed(HLC(b))
}

// Parse reads what String writes, and nothing else: a stamp has one spelling.
func Parse(s string) (HLC, error) {
	var h HLC
	if len(s) != 2*Size {
		return HLC{}, fmt.Errorf("%w: %d characters, want %d", ErrMalformed, len(s), 2*Size)
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil || h.String() != s {
		return HLC{}, fmt.Errorf("%w: not lower-case hexadecimal", ErrMalformed)
	}
	return wellFormed(h)
}

// wellFormed keeps a malformed stamp from whoever forgets the error.
func wellFormed(h HLC) (HLC, error) {
	if err := h.Valid(); err != nil {
		return HLC{}, err
	}
	return h, nil
}
