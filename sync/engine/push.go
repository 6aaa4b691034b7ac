package engine

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// noteTold is where the heads of other chains stand as one's own batches have named them: a batch names
// only those that changed since the batch before.
const noteTold = "told"

// SealOutbox empties one outbox into batches and tells how many changes it sealed. Nothing unsealed
// ever leaves: roots, hints and backups come after this.
func SealOutbox(ctx context.Context, w chain.Writer, r Replica) (changes int, err error) {
	var told chain.Frontier
	if err := recall(ctx, r, noteTold, &told); err != nil {
		return 0, err
	}
	sealer := chain.Sealer{Large: func(v state.Value) (state.Value, []chain.Chunk, error) { return chain.SealLarge(w, v) }}
	sealer.Batch = func(previous chain.Head, others chain.Frontier, changes []state.Change) (string, []byte, chain.Head, error) {
		var news chain.Frontier
		for _, h := range others {
			if told.Of(h.Device) != h {
				news = append(news, h)
			}
		}
		told = others
		return chain.Seal(w, previous, changes, news)
	}
	batches, changes, err := r.Seal(ctx, w.Device, sealer)
	if err != nil || batches == 0 {
		return changes, err
	}
	// Last, so that a break before it makes the next batch say too much and never too little.
	return changes, keep(ctx, r, noteTold, told)
}

// errClone ends a push that met another history under this device's names.
var errClone = errors.New("the remote holds another history of this device")

// findClone looks for batches of this device that this copy of it does not know: under its next
// sequence, and under that of the first batch that waits to be sent.
func (x *exchange) findClone(ctx context.Context, p Place) error {
	next := seal.Name{Kind: seal.Batch, Compartment: p.ID, Device: x.Device, Number: p.Replica.Frontier().Of(x.Device).Sequence + 1}.String()
	found, err := remote.Has(ctx, x.Remote, next)
	if err != nil && !ofObject(err) {
		return err
	}
	if found || err != nil {
		x.alarm(clone(next, x.Device))
		return nil
	}
	err = p.Replica.Unsent(ctx, func(_ uint64, name string, object []byte) error {
		there, err := x.Remote.Get(ctx, name)
		if err == nil && seal.Sum(there) != seal.Sum(object) {
			x.alarm(clone(name, x.Device))
		}
		if err == nil || ofObject(err) {
			return errStopped
		}
		return err
	})
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// send pushes one compartment and says what is new of it. What fails is kept for the end of the round,
// so that the other compartments are sent all the same.
func (x *exchange) send(ctx context.Context, p Place) error {
	err := x.push(ctx, p, &x.Report)
	if err == nil && !x.broken[p.ID] {
		err = x.speak(ctx, p)
	}
	if err == nil || errors.Is(err, errClone) {
		return nil
	}
	return x.trouble(ctx, fmt.Errorf("send %s: %w", p.Name, err))
}

// push sends what is sealed, in order; a batch counts as sent when the remote has answered.
func (e *Engine) push(ctx context.Context, p Place, r *Report) error {
	changes, err := SealOutbox(ctx, e.writer(p), p.Replica)
	if err != nil {
		return err
	}
	r.Sent.Changes += changes
	if err := e.pushChunks(ctx, p, r); err != nil {
		return err
	}
	return p.Replica.Unsent(ctx, func(sequence uint64, name string, object []byte) error {
		err := e.Remote.Put(ctx, name, object, remote.Create)
		if errors.Is(err, remote.ErrExists) {
			r.alarm(clone(name, e.Device))
			return errClone
		}
		if err != nil {
			return err
		}
		r.Sent.Batches++
		r.Sent.Bytes += int64(len(object))
		return p.Replica.Sent(ctx, sequence)
	})
}
