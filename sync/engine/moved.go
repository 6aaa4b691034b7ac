package engine

import (
	"context"
	"errors"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
)

// moved is what had been sent, and made, when this laptop was given another place for its remote. The
// batches up to there stand in the old place; in the new one a backup stands for them.
type moved struct {
	_        struct{} `cbor:",toarray"`
	Frontier chain.Frontier
	Backup   uint64 // number of this device's last backup; in the practice's note only
}

const noteMoved = "moved"

// Moved remembers for every compartment what the place that was left holds. Call it when the remote is
// changed for another place, before the first round there.
func (e *Engine) Moved(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, p := range e.Places() {
		m := moved{Frontier: p.Replica.Frontier()}
		unsent, err := firstUnsent(ctx, p)
		if err != nil {
			return err
		}
		for i, h := range m.Frontier {
			if h.Device == e.Device && unsent > 0 {
				m.Frontier[i].Sequence = unsent - 1
			}
		}
		if p.Name == PracticeCompartment {
			if m.Backup, err = e.lastBackup(ctx, p); err != nil {
				return err
			}
		}
		if err := keep(ctx, p.Replica, noteMoved, m); err != nil {
			return err
		}
	}
	return nil
}

// firstUnsent is the sequence of the first batch that waits to be sent, 0 for none.
func firstUnsent(ctx context.Context, p Place) (sequence uint64, err error) {
	err = p.Replica.Unsent(ctx, func(n uint64, _ string, _ []byte) error {
		sequence = n
		return errStopped
	})
	if errors.Is(err, errStopped) {
		err = nil
	}
	return sequence, err
}

// floors finds up to which batch each chain may begin later than with its first: what was sent to
// another place and is covered by a backup that stands in this one.
func (v *checking) floors(ctx context.Context, backups []Backup) error {
	for _, p := range v.Places() {
		var m moved
		if err := recall(ctx, p.Replica, noteMoved, &m); err != nil {
			return err
		}
		if p.Name == PracticeCompartment {
			v.elsewhere = m.Backup
		}
		for _, h := range m.Frontier {
			covered := uint64(0)
			for _, b := range backups {
				for _, part := range b.Parts {
					if part.Compartment == p.ID {
						covered = max(covered, part.Frontier.Of(h.Device).Sequence)
					}
				}
			}
			v.floor[seal.ChainPrefix(p.ID, h.Device)] = min(h.Sequence, covered)
		}
	}
	return nil
}

// Restored remembers for the chains of a restored backup which of their first batches the place did not
// have by then, because they were sent to another one before it.
func (e *Engine) Restored(ctx context.Context, parts []Part) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, part := range parts {
		p, ours := e.place(part.Compartment)
		if !ours {
			continue
		}
		first := map[seal.ID]uint64{}
		if err := e.Remote.List(ctx, seal.BatchPrefix+p.ID.String()+"/", "", func(i remote.Info) error {
			if n, err := seal.ParseName(i.Name); err == nil && first[n.Device] == 0 { // ascending; others are left to verification
				first[n.Device] = n.Number
			}
			return nil
		}); err != nil {
			return err
		}
		m := moved{Frontier: chain.Frontier{}}
		for _, h := range part.Frontier {
			if n := first[h.Device]; n > 0 {
				h.Sequence = min(h.Sequence, n-1)
			}
			m.Frontier = append(m.Frontier, h)
		}
		if err := keep(ctx, p.Replica, noteMoved, m); err != nil {
			return err
		}
	}
	return nil
}
