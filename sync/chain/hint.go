package chain

import (
	"fmt"

	"farne/sync/seal"
)

// Hint is a device's signed statement about one compartment: its own head, what it has applied of all
// chains and of the membership log, and the root that follows from that. The same frontier with another
// root means that two laptops disagree about the record.
type Hint struct {
	_            struct{} `cbor:",toarray"`
	Head         Head
	FrontierHash seal.Hash
	Root         [32]byte
	Members      []seal.Hash // heads of the membership log, ascending
	At           int64       // the author's wall clock, milliseconds since 1970; for showing only
}

// SealHint makes hint number n of this device for its compartment; n rises with every hint, so that an
// old one that comes back is known for what it is.
func SealHint(w Writer, n uint64, hint Hint) (name string, object []byte, err error) {
	return seal.Seal(w.Key, w.Signer, w.Header(seal.Hint, n), marshal(hint))
}

// OpenHint reads a hint and its number. The errors are seal's faults, and ErrBroken.
func OpenHint(r Reader, name string, object []byte) (n uint64, hint Hint, err error) {
	h, raw, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return 0, Hint{}, err
	}
	if h.Kind != seal.Hint {
		return 0, Hint{}, broken("%s is no hint", name)
	}
	if err := CheckNewer(name, h); err != nil {
		return 0, Hint{}, err
	}
	if err := Unmarshal(raw, &hint); err != nil {
		return 0, Hint{}, fmt.Errorf("%s: %w", name, err)
	}
	if hint.Head.Device != h.Device {
		return 0, Hint{}, broken("%s speaks of another device's chain", name)
	}
	return h.Sequence, hint, nil
}
