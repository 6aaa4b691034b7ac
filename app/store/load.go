package store

import (
	"context"
	"fmt"
	"iter"

	"farne/sync/chain"
	"farne/sync/state"
	"farne/sync/tree"
)

// loadRows is how many rows one transaction of a restore takes: enough that commits do not count, few
// enough that the write-ahead log stays small.
const loadRows = 20000

// Load fills an empty file with the rows of a backup, each in canonical form, and their projections.
// Only when all are there does it set the frontier: a file without one is not complete. done is called
// with the number of rows now and then.
func (c *Compartment) Load(ctx context.Context, rows iter.Seq2[tree.Row, error], heads chain.Frontier, done func(rows int64)) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	var total int64
	for more := true; more; {
		err := c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
			for range loadRows {
				row, err, ok := next()
				if !ok {
					more = false
					break
				}
				if err != nil {
					return err
				}
				if err := t.load(row); err != nil {
					return err
				}
				total++
			}
			return nil
		})
		if err != nil {
			return err
		}
		done(total)
	}
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		for _, head := range heads {
			t.c.clock.Observe(head.HLC)
			if err := t.setHead(head); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *Tx) load(row tree.Row) error {
	r, err := state.Unmarshal(row.Data)
	if err != nil {
		return fmt.Errorf("row of %s: %w", row.Table, err)
	}
	if r.Table != row.Table || r.ID != state.ID(row.ID) {
		return fmt.Errorf("row of %s stands under another's key: %w", row.Table, tree.ErrDamaged)
	}
	if err := t.Exec("INSERT INTO farne_row (tbl, id, state) VALUES (?, ?, ?)", r.Table, r.ID[:], row.Data); err != nil {
		return err
	}
	if err := t.notePending(r); err != nil {
		return err
	}
	for _, column := range disputed(r) {
		if err := t.Exec("INSERT INTO farne_conflict (tbl, id, col) VALUES (?, ?, ?)", r.Table, r.ID[:], column); err != nil {
			return err
		}
	}
	declared, ok := t.c.tables[r.Table]
	if !ok || (r.IsDeleted() && len(r.AgainstDelete()) == 0) {
		return nil
	}
	return t.show(declared, r)
}
