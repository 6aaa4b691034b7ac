package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// Moved counts what one direction of a round carried.
type Moved struct {
	Batches int   `json:"batches"`
	Changes int   `json:"changes"`
	Bytes   int64 `json:"bytes"` // of batches and hints as stored
}

// Report is what one round did.
type Report struct {
	Sent     Moved
	Received Moved
	Parked   int
	Alarms   []Alarm
	Rows     bool // another laptop's changes were applied
}

func (r *Report) alarm(a Alarm) {
	if !slices.ContainsFunc(r.Alarms, func(b Alarm) bool { return b.key() == a.key() }) {
		r.Alarms = append(r.Alarms, a)
	}
}

// Round exchanges once both ways: seal, one LIST of hints, what they announce, then own batches and
// hints. A chain that cannot be read is named and stops none of the others.
func (e *Engine) Round(ctx context.Context) (Report, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var r Report
	first := !e.started
	if first {
		if err := e.begin(ctx, &r); err != nil {
			return r, err
		}
	}
	hints, err := e.hear(ctx, &r)
	if err != nil {
		return r, err
	}
	for _, p := range e.Places {
		if err := e.pull(ctx, p, hints, &r); err != nil {
			return r, err
		}
	}
	if slices.ContainsFunc(r.Alarms, func(a Alarm) bool { return a.Name == "clone" }) {
		return r, nil
	}
	for _, p := range e.Places {
		if err := e.push(ctx, p, &r); err != nil {
			return r, err
		}
	}
	e.started = true
	return r, e.speak(ctx, hints, &r)
}

// begin takes in the membership log and looks whether the remote knows later batches of this device's
// own: then this is a copy, and must not write another history under the same names.
func (e *Engine) begin(ctx context.Context, r *Report) error {
	if _, err := e.Refresh(ctx); err != nil {
		return err
	}
	for _, p := range e.Places {
		next := p.Replica.Frontier().Of(e.Device).Sequence + 1
		name := seal.Name{Kind: seal.Batch, Compartment: p.ID, Device: e.Device, Number: next}.String()
		found, err := remote.Has(ctx, e.Remote, name)
		if err != nil {
			return err
		}
		if found {
			r.alarm(clone(name, e.Device))
		}
	}
	return nil
}

// hint is what a device said of one compartment, with the place it was found at.
type hint struct {
	chain.Hint
	compartment seal.ID
	device      seal.ID
	name        string
	version     string // as the listing showed it
}

// hear lists the hints and opens those that have changed since everything they announce was applied.
func (e *Engine) hear(ctx context.Context, r *Report) ([]hint, error) {
	var due []remote.Info
	if err := e.Remote.List(ctx, seal.HintPrefix, "", func(i remote.Info) error {
		due = append(due, i)
		return nil
	}); err != nil {
		return nil, err
	}
	var hints []hint
	for _, i := range due {
		h, fresh, err := e.open(ctx, i, r)
		if err != nil {
			return nil, err
		}
		if fresh {
			hints = append(hints, h)
		}
	}
	return hints, nil
}

// heardNote is where the version of a hint stands whose announcement has been applied in full.
func heardNote(device seal.ID) string { return "heard " + device.String() }

// settled remembers that there is nothing more to do about a hint until it changes.
func (e *Engine) settled(ctx context.Context, p Place, h hint) error {
	return p.Replica.Note(ctx, heardNote(h.device), []byte(h.version))
}

// open reads one hint. It is fresh if its place is one of ours and its number not below what was heard
// before.
func (e *Engine) open(ctx context.Context, i remote.Info, r *Report) (hint, bool, error) {
	name := i.Name
	n, err := seal.ParseName(name)
	if err != nil {
		r.alarm(alarmOf(name, seal.ID{}, err))
		return hint{}, false, nil
	}
	p, ours := e.place(n.Compartment)
	if !ours {
		return hint{}, false, nil
	}
	heard, err := p.Replica.Noted(ctx, heardNote(n.Device))
	if err != nil || string(heard) == i.Version {
		return hint{}, false, err
	}
	object, err := e.Remote.Get(ctx, name)
	if errors.Is(err, remote.ErrNotFound) {
		return hint{}, false, nil // listed a moment ago and gone: the next round will tell
	}
	if err != nil {
		return hint{}, false, err
	}
	r.Received.Bytes += int64(len(object))
	number, said, err := e.openHint(ctx, name, object)
	if err != nil {
		r.alarm(alarmOf(name, n.Device, err))
		return hint{}, false, nil
	}
	fresh, err := e.advance(ctx, p, n.Device, number)
	if err != nil {
		return hint{}, false, err
	}
	if !fresh {
		r.alarm(rollback(name, n.Device, "an earlier hint stands there again"))
		return hint{}, false, nil
	}
	return hint{said, n.Compartment, n.Device, name, i.Version}, true, nil
}

func (e *Engine) openHint(ctx context.Context, name string, object []byte) (uint64, chain.Hint, error) {
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return 0, chain.Hint{}, err
	}
	reader, err := e.reader(h.Compartment, h.Device, h.KeyID)
	if errors.Is(err, errUninvited) || errors.Is(err, errNoKey) {
		if changed, refreshErr := e.Refresh(ctx); refreshErr == nil && changed {
			reader, err = e.reader(h.Compartment, h.Device, h.KeyID)
		}
	}
	if err != nil {
		return 0, chain.Hint{}, err
	}
	return chain.OpenHint(reader, name, object)
}

func hintNote(device seal.ID) string { return "hint " + device.String() }

// advance remembers the highest number heard of a device's hints; it is false for an earlier one.
func (e *Engine) advance(ctx context.Context, p Place, device seal.ID, number uint64) (bool, error) {
	known, err := p.Replica.Noted(ctx, hintNote(device))
	if err != nil {
		return false, err
	}
	if len(known) == 8 && number < binary.BigEndian.Uint64(known) {
		return false, nil
	}
	return true, p.Replica.Note(ctx, hintNote(device), binary.BigEndian.AppendUint64(nil, number))
}

// pull fetches what the hints announce for a compartment, chain by chain.
func (e *Engine) pull(ctx context.Context, p Place, hints []hint, r *Report) error {
	for _, h := range hints {
		if h.compartment != p.ID {
			continue
		}
		whole := true
		if h.device != e.Device {
			var err error
			if whole, err = e.pullChain(ctx, p, h, r); err != nil {
				return err
			}
		}
		if !whole {
			continue
		}
		if err := e.settled(ctx, p, h); err != nil {
			return err
		}
	}
	return nil
}

// pullChain fetches a chain up to what a hint names; whole is false where something must wait.
func (e *Engine) pullChain(ctx context.Context, p Place, h hint, r *Report) (whole bool, err error) {
	head := p.Replica.Frontier().Of(h.device)
	if h.Head.Sequence < head.Sequence {
		r.alarm(rollback(p.Name, h.device, "a laptop's hint names fewer batches than it had"))
		return false, nil
	}
	for head.Sequence < h.Head.Sequence {
		next, more, err := e.pullBatch(ctx, p, head, r)
		if err != nil || !more {
			return false, err
		}
		head = next
	}
	if head.Hash != h.Head.Hash {
		r.alarm(alarmOf(p.Name, h.device, fmt.Errorf("%w: its hint names another batch %d", chain.ErrBroken, head.Sequence)))
		return false, nil
	}
	return true, nil
}

// pullBatch fetches and applies the batch after head; more is false where the chain must wait.
func (e *Engine) pullBatch(ctx context.Context, p Place, head chain.Head, r *Report) (next chain.Head, more bool, err error) {
	name := seal.Name{Kind: seal.Batch, Compartment: p.ID, Device: head.Device, Number: head.Sequence + 1}.String()
	object, err := e.Remote.Get(ctx, name)
	if errors.Is(err, remote.ErrNotFound) {
		r.alarm(missing(name, head.Device))
		return head, false, nil
	}
	if err != nil {
		return head, false, err
	}
	batch, err := e.openBatch(head, name, object)
	if errors.Is(err, seal.Newer) || (err == nil && batch.Schema > chain.Schema) {
		r.Parked++
		return head, false, p.Replica.Park(ctx, name, "made by a newer version of Farne", object)
	}
	if err != nil {
		r.alarm(alarmOf(name, head.Device, err))
		return head, false, nil
	}
	n, err := p.Replica.Accept(ctx, batch.Head, batch.Changes)
	if errors.Is(err, state.ErrMalformed) {
		r.alarm(alarmOf(name, head.Device, fmt.Errorf("%w: %w", chain.ErrBroken, err)))
		return head, false, nil
	}
	if err != nil {
		return head, false, err
	}
	if n > 0 {
		r.alarm(twins(p.Name, head.Device, n))
	}
	r.Received.Batches++
	r.Received.Changes += len(batch.Changes)
	r.Received.Bytes += int64(len(object))
	r.Rows = true
	return batch.Head, true, nil
}

func (e *Engine) openBatch(head chain.Head, name string, object []byte) (chain.Batch, error) {
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return chain.Batch{}, err
	}
	reader, err := e.reader(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return chain.Batch{}, err
	}
	return chain.Open(reader, head, name, object)
}
