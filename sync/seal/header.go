package seal

import (
	"bytes"
	"slices"
)

// Header is the clear part of an object. Fill what its kind needs (see Kind and the package comment)
// and leave the rest zero: Seal and ParseHeader refuse a header that says more or less than its kind
// does.
type Header struct {
	Practice    Practice // zero in a join request only
	Generation  uint32   // advances when the owner rolls the whole practice back
	Kind        Kind
	Compartment ID     // member record and backup: that of practice; none for joins and logs
	Epoch       uint32 // number, from 1; 0 for joins, chunks and logs
	KeyID       KeyID  // Seal sets it
	Device      ID     // the writer
	Sequence    uint64 // as in the name; of a hint, how many this device has signed for the compartment
	Schema      uint32 // version of the body's format

	Object ID        // pack, chunk (its large value), joins
	Prev   []Hash    // batch, log: one, zero for sequence 1; member: ascending
	Signer Signer    // member
	Wraps  []Wrapped // member, log: ascending; add with Wrap

	Commitment [32]byte // Seal sets it
}

// SignerKind tells whose key signed a member record. The numbers stand in headers.
type SignerKind uint8

// The signers.
const (
	ByRoot   SignerKind = 1 // id is PublicKey.ID of the root
	BySeat   SignerKind = 2 // id is the seat's
	ByDevice SignerKind = 3 // id is the device's
)

// Signer names who signed a member record, so that a verifier can find the key.
type Signer struct {
	Kind SignerKind
	ID   ID
}

const (
	maxPrev  = 1024
	maxWraps = 4096
)

// Name is the object's name. It follows from the header alone.
func (h Header) Name() Name {
	n := Name{Kind: h.Kind}
	switch h.Kind {
	case Member, Backup, Log:
		n.Device, n.Number = h.Device, h.Sequence
	case Batch:
		n.Compartment, n.Device, n.Number = h.Compartment, h.Device, h.Sequence
	case Hint:
		n.Compartment, n.Device = h.Compartment, h.Device
	case Pack:
		n.Compartment, n.Object = h.Compartment, h.Object
	case Chunk:
		n.Compartment, n.Object, n.Number = h.Compartment, h.Object, h.Sequence
	case JoinRequest, JoinAnswer:
		n.Object = h.Object
	}
	return n
}

// check tells what is wrong with a header, or nothing.
func (h Header) check() string {
	t, known := kinds[h.Kind]
	switch {
	case !known:
		return "unknown kind"
	case h.Practice.IsZero() == t.practice:
		return "practice"
	case h.Compartment.IsZero() == t.compartment:
		return "compartment"
	case (h.Epoch == 0) == t.epoch:
		return "epoch"
	case h.KeyID == KeyID{}:
		return "key id"
	case h.Device.IsZero():
		return "device"
	case h.Object.IsZero() == t.object:
		return "object id"
	case h.Sequence < t.first, h.Sequence > MaxNumber, !t.sequence && h.Sequence != 0:
		return "sequence"
	case h.Schema == 0:
		return "schema"
	}
	return h.checkExtension(t)
}

func (h Header) checkExtension(t traits) string {
	switch {
	case t.prev == 0 && len(h.Prev) != 0, t.prev == 1 && len(h.Prev) != 1, len(h.Prev) > maxPrev:
		return "prev"
	case t.prev == 1 && h.Prev[0].IsZero() != (h.Sequence == t.first):
		return "prev is zero for the first of a chain, and only there"
	case t.prev == many && !ascending(h.Prev, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) }):
		return "prev does not ascend"
	case t.signer != (h.Signer.Kind >= ByRoot && h.Signer.Kind <= ByDevice), t.signer == h.Signer.ID.IsZero():
		return "signer"
	case !t.wraps && len(h.Wraps) != 0, len(h.Wraps) > maxWraps:
		return "wraps"
	case !ascending(h.Wraps, func(a, b Wrapped) int { return a.To.Compare(b.To) }):
		return "wraps do not ascend"
	}
	for _, w := range h.Wraps {
		if w.To.Kind == 0 || len(w.Sealed) < wrapOverhead || len(w.Sealed) > maxWrap {
			return "wrap"
		}
	}
	return ""
}

// ascending tells whether a list ascends strictly.
func ascending[T any](list []T, compare func(a, b T) int) bool {
	return slices.IsSortedFunc(list, compare) &&
		len(slices.CompactFunc(slices.Clone(list), func(a, b T) bool { return compare(a, b) == 0 })) == len(list)
}
