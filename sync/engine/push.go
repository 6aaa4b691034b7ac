package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/state"
)

// SealOutbox empties one outbox into batches and tells how many changes it sealed. Nothing unsealed
// ever leaves: roots, hints and backups come after this.
func SealOutbox(ctx context.Context, w chain.Writer, r Replica) (changes int, err error) {
	_, changes, err = r.Seal(ctx, w.Device, func(previous chain.Head, others chain.Frontier, changes []state.Change) (string, []byte, chain.Head, error) {
		return chain.Seal(w, previous, changes, others)
	})
	return changes, err
}

// push sends what is sealed, in order; a batch counts as sent when the remote has answered.
func (e *Engine) push(ctx context.Context, p Place, r *Report) error {
	changes, err := SealOutbox(ctx, e.writer(p), p.Replica)
	if err != nil {
		return err
	}
	r.Sent.Changes += changes
	return p.Replica.Unsent(ctx, func(sequence uint64, name string, object []byte) error {
		err := e.Remote.Put(ctx, name, object, remote.Create)
		if errors.Is(err, remote.ErrExists) {
			r.alarm(clone(name, e.Device))
			return err
		}
		if err != nil {
			return err
		}
		r.Sent.Batches++
		r.Sent.Bytes += int64(len(object))
		return p.Replica.Sent(ctx, sequence)
	})
}

// speak signs a hint for every compartment of which this device has something new to say, and holds
// the others' hints against its own: the same frontier must give the same root.
func (e *Engine) speak(ctx context.Context, hints []hint, r *Report) error {
	for _, p := range e.Places {
		said, err := e.statement(ctx, p)
		if err != nil {
			return err
		}
		for _, h := range hints {
			if h.compartment == p.ID && h.device != e.Device && h.FrontierHash == said.FrontierHash && h.Root != said.Root {
				r.alarm(diverged(p.Name, h.device))
			}
		}
		if err := e.sayIfNew(ctx, p, said, r); err != nil {
			return err
		}
	}
	return nil
}

// statement is the hint that follows from what this device has applied.
func (e *Engine) statement(ctx context.Context, p Place) (chain.Hint, error) {
	s, err := p.Replica.Snapshot(ctx, p.Secret())
	if err != nil {
		return chain.Hint{}, err
	}
	members := e.Members.Heads()
	said := chain.Hint{
		Head: s.Frontier().Of(e.Device), FrontierHash: s.Frontier().Hash(members), Root: s.Tree().Root().Name,
		Members: members, At: e.Now().UnixMilli(),
	}
	return said, s.Close()
}

// What this device said last of a compartment: the number of its hint and the frontier's hash.
const noteSaid = "said"

func (e *Engine) sayIfNew(ctx context.Context, p Place, said chain.Hint, r *Report) error {
	last, err := p.Replica.Noted(ctx, noteSaid)
	if err != nil {
		return err
	}
	var number uint64
	if len(last) == 8+32 {
		number = binary.BigEndian.Uint64(last)
		if bytes.Equal(last[8:], said.FrontierHash[:]) {
			return nil
		}
	}
	name, object, err := chain.SealHint(e.writer(p), number+1, said)
	if err != nil {
		return err
	}
	// The number is taken before the PUT: a hint that may have left must never share it with another.
	taken := binary.BigEndian.AppendUint64(nil, number+1)
	if err := p.Replica.Note(ctx, noteSaid, append(taken, make([]byte, 32)...)); err != nil {
		return err
	}
	if err := p.Replica.Note(ctx, hintNote(e.Device), taken); err != nil {
		return err
	}
	if err := e.Remote.Put(ctx, name, object, remote.Overwrite); err != nil {
		return err
	}
	r.Sent.Bytes += int64(len(object))
	return p.Replica.Note(ctx, noteSaid, append(binary.BigEndian.AppendUint64(nil, number+1), said.FrontierHash[:]...))
}
