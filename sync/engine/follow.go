package engine

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/seal"
)

// link is how far verification has come in a chain. Behind a batch that is missing or damaged it is
// blind: what follows must be whole in itself, and is taken at its word for what stood before.
type link struct {
	chain.Head
	blind bool
}

// maxGap bounds how many missing batches are named one by one.
const maxGap = 100

// follow checks a batch against the one before it; names ascend, so that one came just before. open
// opens it behind a head.
func (v *checking) follow(n seal.Name, h seal.Header, object []byte, open func(after chain.Head) (chain.Head, error)) error {
	prefix := seal.ChainPrefix(n.Compartment, n.Device)
	at := v.chains[prefix]
	if at == nil {
		at = &link{Head: chain.Head{Device: n.Device}}
		v.chains[prefix] = at
	}
	if n.Number != at.Sequence+1 {
		v.gap(n, at.Sequence+1)
		at.blind = true
	}
	after := at.Head
	if at.blind {
		after = chain.Head{Device: n.Device, Sequence: n.Number - 1, Hash: h.Prev[0]}
	}
	if h.Prev[0] != after.Hash {
		at.Head, at.blind = headOf(h, object), true
		return fmt.Errorf("%w: it does not name the batch before it", chain.ErrBroken)
	}
	head, err := open(after)
	if err != nil {
		// Go on behind it: one damaged batch is one problem, not one for each that follows.
		at.Head, at.blind = headOf(h, object), true
		return err
	}
	at.Head, at.blind = head, false
	return nil
}

func headOf(h seal.Header, object []byte) chain.Head {
	return chain.Head{Device: h.Device, Sequence: h.Sequence, Hash: seal.Sum(object)}
}

// gap names the batches from a sequence up to one that stands, but for those that were sent to another
// place and that a backup stands for here.
func (v *checking) gap(stands seal.Name, from uint64) {
	from = max(from, v.floor[seal.ChainPrefix(stands.Compartment, stands.Device)]+1)
	for missing := from; missing < stands.Number && missing < from+maxGap; missing++ {
		n := stands
		n.Number = missing
		if v.stands[n.String()] { // damaged, and named for that
			continue
		}
		v.found(n.String(), "missing", fmt.Errorf("batch %d of this chain stands", stands.Number))
	}
}

// ownKnowledge holds what this laptop knows against what the remote has: the end of each chain, and the
// last backup that it made.
func (v *checking) ownKnowledge(ctx context.Context) error {
	for _, p := range v.Places() {
		if err := errors.Join(v.ends(ctx, p), v.chunksStand(ctx, p)); err != nil {
			return err
		}
	}
	practice, ok := v.practicePlace()
	if !ok {
		return nil
	}
	last, err := v.lastBackup(ctx, practice)
	if err != nil || last <= v.elsewhere {
		return err
	}
	if name := (seal.Name{Kind: seal.Backup, Device: v.Device, Number: last}).String(); !v.stands[name] {
		v.found(name, "missing", errors.New("this laptop made this backup"))
	}
	return nil
}

func (v *checking) ends(ctx context.Context, p Place) error {
	unsent, err := firstUnsent(ctx, p)
	if err != nil {
		return err
	}
	for _, head := range p.Replica.Frontier() {
		expected := head.Sequence
		if head.Device == v.Device && unsent > 0 { // what waits to be sent is no loss
			expected = unsent - 1
		}
		at := v.chains[seal.ChainPrefix(p.ID, head.Device)]
		if at == nil {
			at = &link{}
		}
		name := seal.Name{Kind: seal.Batch, Compartment: p.ID, Device: head.Device, Number: expected}
		switch {
		case at.Sequence < expected:
			v.gap(seal.Name{Kind: seal.Batch, Compartment: p.ID, Device: head.Device, Number: expected + 1}, at.Sequence+1)
		case at.Sequence == head.Sequence && expected == head.Sequence && at.Hash != head.Hash && !at.blind:
			v.found(name.String(), "fork", fmt.Errorf("the remote has %s, this laptop has applied %s", at.Hash, head.Hash))
		}
	}
	return nil
}
