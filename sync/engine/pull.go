package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/seal"
	"farne/sync/state"
)

// pulling is one compartment's chains in one round.
type pulling struct {
	*exchange
	p     Place
	named map[seal.ID]chain.Head // of other chains, by the batches of others: beyond what is here
	stuck map[seal.ID]bool       // chains that wait
}

// pull fetches what hints and batches announce for a compartment, chain by chain; with probe also what
// nobody announces yet. A fault of this compartment's file is kept for the end of the round.
func (x *exchange) pull(ctx context.Context, p Place, hints []hint, probe bool) error {
	y := &pulling{x, p, map[seal.ID]chain.Head{}, map[seal.ID]bool{}}
	err := y.chains(ctx, hints, probe)
	if err != nil {
		x.broken[p.ID] = true
		return x.trouble(ctx, fmt.Errorf("pull %s: %w", p.Name, err))
	}
	return nil
}

func (y *pulling) chains(ctx context.Context, hints []hint, probe bool) error {
	if err := y.recallNamed(ctx); err != nil {
		return err
	}
	for _, h := range hints {
		if h.compartment != y.p.ID {
			continue
		}
		if err := y.follow(ctx, h); err != nil {
			return err
		}
	}
	if probe {
		for _, device := range y.Members.Devices() {
			if device == y.Device || y.stuck[device] {
				continue
			}
			if err := y.chain(ctx, device, 0, true); err != nil {
				return err
			}
		}
	}
	return y.followNamed(ctx)
}

// follow fetches a chain up to what a hint names, and remembers whether all of it was applied.
func (y *pulling) follow(ctx context.Context, h hint) error {
	if err := y.chain(ctx, h.device, h.Head.Sequence, false); err != nil {
		return err
	}
	head := y.p.Replica.Frontier().Of(h.device)
	h.heard.Settled = head.Sequence >= h.Head.Sequence
	if head.Sequence == h.Head.Sequence && head.Hash != h.Head.Hash {
		name := seal.Name{Kind: seal.Batch, Compartment: y.p.ID, Device: h.device, Number: head.Sequence}.String()
		y.alarm(forked(name, h.device, head.Hash, h.Head.Hash))
		h.heard.Settled = false
	}
	return keep(ctx, y.p.Replica, heardNote(h.device), h.heard)
}

// chain fetches the batches of a chain up to a sequence that is known to exist, with probe as far as
// it goes.
func (y *pulling) chain(ctx context.Context, device seal.ID, known uint64, probe bool) error {
	head := y.p.Replica.Frontier().Of(device)
	for head.Sequence < known || probe {
		if err := ctx.Err(); err != nil {
			return err
		}
		next, more, err := y.batch(ctx, head, known)
		if err != nil {
			return err
		}
		if !more {
			y.stuck[device] = head.Sequence < known
			return nil
		}
		head = next
	}
	return nil
}

// batch fetches and applies the batch after head; more is false where the chain must wait or ends.
func (y *pulling) batch(ctx context.Context, head chain.Head, known uint64) (next chain.Head, more bool, err error) {
	name := seal.Name{Kind: seal.Batch, Compartment: y.p.ID, Device: head.Device, Number: head.Sequence + 1}.String()
	parked, err := y.p.Replica.Noted(ctx, parkedNote(name))
	if err != nil || bytes.Equal(parked, readable()) {
		y.Parked++
		return head, false, err
	}
	object, there, err := y.fetch(ctx, name, head.Device)
	if err != nil {
		return head, false, err
	}
	if head.Sequence < known && (object != nil || !there) {
		if err := y.expect(ctx, y.p, name, head.Device, there); err != nil {
			return head, false, err
		}
	}
	if object == nil {
		return head, false, nil
	}
	b, err := y.openBatch(head, name, object)
	switch {
	case errors.Is(err, seal.Newer):
		y.Parked++
		return head, false, y.park(ctx, name, object)
	case err != nil:
		y.alarm(alarmOf(name, head.Device, err))
		return head, false, nil
	}
	y.Received.Bytes += int64(len(object))
	next, more, err = y.accept(ctx, name, b)
	if parked != nil && more && err == nil {
		err = y.unpark(ctx, name)
	}
	return next, more, err
}

// parkedNote is where stands which versions could not read a batch: it is not fetched again before a Farne
// that reads others.
func parkedNote(name string) string { return "parked " + name }

// readable are the newest versions of envelopes and of bodies that this program reads.
func readable() []byte { return []byte{seal.Version, chain.Schema} }

func (y *pulling) park(ctx context.Context, name string, object []byte) error {
	if err := y.p.Replica.Park(ctx, name, "made by a newer version of Farne", object); err != nil {
		return err
	}
	return y.p.Replica.Note(ctx, parkedNote(name), readable())
}

func (y *pulling) unpark(ctx context.Context, name string) error {
	if err := y.p.Replica.Unpark(ctx, name); err != nil {
		return err
	}
	return y.p.Replica.Note(ctx, parkedNote(name), nil)
}

func (y *pulling) openBatch(head chain.Head, name string, object []byte) (chain.Batch, error) {
	h, err := y.header(name, object)
	if err != nil {
		return chain.Batch{}, err
	}
	reader, err := y.reader(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return chain.Batch{}, err
	}
	return chain.Open(reader, head, name, object)
}

func (y *pulling) accept(ctx context.Context, name string, b chain.Batch) (next chain.Head, more bool, err error) {
	if whole, err := y.pullLarge(ctx, b.Head.Device, b.Changes); err != nil || !whole {
		return b.Head, false, err
	}
	err = y.p.Replica.Accept(ctx, b.Head, b.Changes)
	if errors.Is(err, state.ErrMalformed) {
		y.alarm(alarmOf(name, b.Head.Device, fmt.Errorf("%w: %w", chain.ErrBroken, err)))
		return b.Head, false, nil
	}
	if err != nil {
		return b.Head, false, err
	}
	y.Received.Batches++
	y.Received.Changes += len(b.Changes)
	y.Rows = true
	for _, h := range b.Seen {
		if h.Sequence > y.named[h.Device].Sequence {
			y.named[h.Device] = h
		}
	}
	return b.Head, true, nil
}
