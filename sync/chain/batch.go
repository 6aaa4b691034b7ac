package chain

import (
	"fmt"
	"slices"

	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// Writer is one's own place in a compartment: whose chain it is, and what seals it.
type Writer struct {
	Practice    seal.Practice
	Generation  uint32
	Compartment seal.ID
	Epoch       uint32
	Key         seal.Key
	Device      seal.ID
	Signer      seal.SigningKey
}

// Header is the clear header of an object of this writer, without what its kind adds.
func (w Writer) Header(kind seal.Kind, sequence uint64) seal.Header {
	return seal.Header{
		Practice: w.Practice, Generation: w.Generation, Kind: kind, Compartment: w.Compartment,
		Epoch: w.Epoch, Device: w.Device, Sequence: sequence, Schema: Schema,
	}
}

// Reader is what one needs to read another device's chain: its public key, and the epoch key that the
// object's header names.
type Reader struct {
	Practice seal.Practice
	Device   seal.PublicKey
	Key      seal.Key
}

// batchBody is the body of a batch: the first and last HLC, the changes in the order of their HLCs, and
// the heads of other chains that its author has seen since the batch before.
type batchBody struct {
	_       struct{} `cbor:",toarray"`
	First   hlc.HLC
	Last    hlc.HLC
	Changes [][]byte // each the canonical form of a state.Change
	Seen    Frontier
}

// Batch is an opened batch.
type Batch struct {
	Head    Head // the chain's head once this batch is applied
	Changes []state.Change
	Seen    Frontier // heads of other chains that its author names
}

// Seal makes the batch that follows previous. The changes must be in the order of their HLCs; seen are
// the heads of other chains that changed since the batch before.
func Seal(w Writer, previous Head, changes []state.Change, seen Frontier) (name string, object []byte, head Head, err error) {
	body := batchBody{Seen: slices.Clone(seen).Sort()}
	if err := checkSeen(w.Device, body.Seen); err != nil {
		return "", nil, Head{}, err
	}
	if err := checkOrder(w.Device, previous.HLC, changes); err != nil {
		return "", nil, Head{}, err
	}
	body.First, body.Last = changes[0].HLC, changes[len(changes)-1].HLC
	for _, c := range changes {
		body.Changes = append(body.Changes, c.Marshal())
	}
	h := w.Header(seal.Batch, previous.Sequence+1)
	h.Prev = []seal.Hash{previous.Hash}
	name, object, err = seal.Seal(w.Key, w.Signer, h, marshal(body))
	if err != nil {
		return "", nil, Head{}, err
	}
	return name, object, Head{Device: w.Device, Sequence: h.Sequence, Hash: seal.Sum(object), HLC: body.Last}, nil
}

// Open reads a batch and proves that it follows previous: signed by the device, next in sequence,
// naming the hash before, its stamps the device's own and rising. The errors are seal's faults
// (seal.Newer too for a body that a later version made), and ErrBroken.
func Open(r Reader, previous Head, name string, object []byte) (Batch, error) {
	h, raw, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return Batch{}, err
	}
	if h.Kind != seal.Batch || h.Device != previous.Device || h.Sequence != previous.Sequence+1 {
		return Batch{}, broken("%s is not the batch after %d", name, previous.Sequence)
	}
	if len(h.Prev) != 1 || h.Prev[0] != previous.Hash {
		return Batch{}, broken("%s does not name the batch before it", name)
	}
	if err := CheckNewer(name, h); err != nil {
		return Batch{}, err
	}
	b, err := readBody(raw, previous)
	if err != nil {
		return Batch{}, fmt.Errorf("%s: %w", name, err)
	}
	b.Head.Sequence, b.Head.Hash = h.Sequence, seal.Sum(object)
	return b, nil
}

func readBody(raw []byte, previous Head) (Batch, error) {
	var body batchBody
	if err := Unmarshal(raw, &body); err != nil {
		return Batch{}, err
	}
	b := Batch{Seen: body.Seen, Head: Head{Device: previous.Device, HLC: body.Last}}
	for _, raw := range body.Changes {
		c, err := state.UnmarshalChange(raw)
		if err != nil {
			return Batch{}, broken("a malformed change")
		}
		b.Changes = append(b.Changes, c)
	}
	if err := checkOrder(previous.Device, previous.HLC, b.Changes); err != nil {
		return Batch{}, err
	}
	if body.First != b.Changes[0].HLC || body.Last != b.Changes[len(b.Changes)-1].HLC {
		return Batch{}, broken("another range stated than the changes have")
	}
	return b, checkSeen(previous.Device, body.Seen)
}

// checkSeen: an author names the heads of other chains only, in their order.
func checkSeen(author seal.ID, seen Frontier) error {
	if seen.Of(author).Sequence > 0 {
		return broken("its author's own head among those of others")
	}
	return seen.check()
}

// checkOrder holds what every chain must: stamps of its own device, strictly rising over all batches.
func checkOrder(device seal.ID, after hlc.HLC, changes []state.Change) error {
	if len(changes) == 0 {
		return broken("a batch without changes")
	}
	for _, c := range changes {
		if c.HLC.Device() != hlc.DeviceOf(device) {
			return broken("a change with another device's stamp")
		}
		if c.HLC.Compare(after) <= 0 {
			return broken("stamps that do not rise")
		}
		if err := c.Check(); err != nil {
			return broken("a malformed change")
		}
		after = c.HLC
	}
	return nil
}
