// Package chain holds what one device says in one compartment: batches of changes, which form a hash
// chain, and hints, which tell the others how far the chain has come and what its author has applied.
//
// Use Seal to make the next batch of one's own chain, Open to read another's and to prove that it
// follows the head one has, SealHint and OpenHint for hints. A Frontier is what a device has applied of
// all chains of a compartment; its Hash stands in hints.
//
// Beware: Open proves where a batch stands, not that its author may write; who is enrolled, the
// membership log says. Bodies are deterministic CBOR arrays (RFC 8949, 4.2.1) in exactly one form each:
// what Marshal would have written otherwise is refused.
//
//	batch     [first HLC 16, last HLC 16, [change …], [head …]]
//	hint      [head, frontier hash 32, root 32, [record hash …], at]
//	head      [device 16, sequence, hash 32, HLC 16]
//	frontier  SHA-256 of [[head …], [record hash …]], heads ascending by device, hashes ascending
package chain

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"farne/sync/hlc"
	"farne/sync/seal"
)

// Schema is the version of the bodies that this package writes.
const Schema = 1

// CheckNewer refuses, with seal.Newer, what a later version made: a body of a later schema, or an object of
// a practice that its owner has rolled back as a whole (a generation above 0), of which this version knows
// nothing. Ask it after the signature was verified: else anybody could hide an object behind a number.
func CheckNewer(name string, h seal.Header) error {
	switch {
	case h.Schema > Schema:
		return &seal.Error{Fault: seal.Newer, Name: name, Detail: fmt.Sprintf("schema %d", h.Schema)}
	case h.Generation > 0:
		return &seal.Error{Fault: seal.Newer, Name: name, Detail: fmt.Sprintf("generation %d", h.Generation)}
	}
	return nil
}

// ErrBroken is wrapped by every error about a chain that does not hold together: a batch that does not
// follow its head, stamps that do not rise or are another device's, a body that is no batch.
var ErrBroken = errors.New("chain does not hold together")

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBroken, fmt.Sprintf(format, args...))
}

// Head is how far one chain has come: the sequence and SHA-256 of its last object, from 1, and the
// highest HLC in it. The zero Head stands before the first batch.
type Head struct {
	_        struct{} `cbor:",toarray"`
	Device   seal.ID
	Sequence uint64
	Hash     seal.Hash
	HLC      hlc.HLC
}

// Frontier is the heads of all chains of a compartment, ascending by device.
type Frontier []Head

// Sort brings a frontier into its order.
func (f Frontier) Sort() Frontier {
	slices.SortFunc(f, func(a, b Head) int { return slices.Compare(a.Device[:], b.Device[:]) })
	return f
}

// check tells whether the heads ascend by device, each of a chain that has begun.
func (f Frontier) check() error {
	for i, h := range f {
		if h.Sequence == 0 || h.Sequence > seal.MaxNumber || h.Hash.IsZero() || h.HLC.Valid() != nil {
			return broken("a malformed head")
		}
		if i > 0 && slices.Compare(f[i-1].Device[:], h.Device[:]) >= 0 {
			return broken("heads that do not ascend")
		}
	}
	return nil
}

// Of finds the head of one device's chain; the zero Head of that device if nothing is known of it.
func (f Frontier) Of(device seal.ID) Head {
	for _, h := range f {
		if h.Device == device {
			return h
		}
	}
	return Head{Device: device}
}

// Dominates tells whether f has everything that other has.
func (f Frontier) Dominates(other Frontier) bool {
	for _, h := range other {
		if f.Of(h.Device).Sequence < h.Sequence {
			return false
		}
	}
	return true
}

// Hash is SHA-256 over the deterministic CBOR of [heads ascending, heads of the membership log
// ascending]: two devices with one hash have applied the same things, so their roots must be equal.
func (f Frontier) Hash(members []seal.Hash) seal.Hash {
	heads := slices.Clone(f).Sort()
	logs := slices.Clone(members)
	slices.SortFunc(logs, func(a, b seal.Hash) int { return slices.Compare(a[:], b[:]) })
	return sha256.Sum256(marshal([]any{heads, logs}))
}

// encoding gives every value one form, an empty list too.
var encoding = func() cbor.EncMode {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty
	mode, err := o.EncMode()
	if err != nil {
		panic(err) // the options are constant
	}
	return mode
}()

// decoding refuses what no honest writer makes: unknown fields, duplicate keys, deep or endless lists.
var decoding = func() cbor.DecMode {
	mode, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 8, MaxArrayElements: 1 << 20, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		panic(err) // the options are constant
	}
	return mode
}()

// Marshal gives the deterministic CBOR of a body, which must be one of the types made for that.
func Marshal(v any) []byte { return marshal(v) }

// Unmarshal reads a body strictly: an error, which wraps ErrBroken, for anything that Marshal would not
// have written. Nothing can hide in another form of the same body.
func Unmarshal(b []byte, into any) error {
	if err := decoding.Unmarshal(b, into); err != nil {
		return broken("a malformed body")
	}
	if again, err := encoding.Marshal(into); err != nil || !bytes.Equal(again, b) {
		return broken("a body that is not in deterministic form")
	}
	return nil
}

func marshal(v any) []byte {
	b, err := encoding.Marshal(v)
	if err != nil {
		panic(err) // only types made for it come here, and all of them have a form
	}
	return b
}
