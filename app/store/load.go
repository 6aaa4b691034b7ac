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
const loadRows = 50000

// Load fills an empty file with the rows of a backup, each in canonical form, and their projections; what a
// row holds must stay as it is afterwards. Only when all are there does it set the frontier: a file without
// one is not complete. done is called with the number of rows now and then.
func (c *Compartment) Load(ctx context.Context, rows iter.Seq2[tree.Row, error], heads chain.Frontier, done func(rows int64)) error {
	return c.bulk(ctx, func() error {
		if err := c.loadRows(ctx, rows, done); err != nil {
			return err
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
	})
}

func (c *Compartment) loadRows(ctx context.Context, rows iter.Seq2[tree.Row, error], done func(rows int64)) error {
	next, stop := iter.Pull2(arriving(rows))
	defer stop()
	var total int64
	for more := true; more; {
		err := c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
			for n := 0; n < loadRows; {
				var some []arrival
				var err error
				if some, err, more = next(); !more || err != nil {
					return err
				}
				if err := t.loadAll(some); err != nil {
					return err
				}
				n += len(some)
				total += int64(len(some))
				done(total)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// arrival is a row of a backup that has been read, and opened.
type arrival struct {
	row  *state.Row
	form []byte
}

// Rows arrive in handfuls, of which a few wait.
const (
	handful       = 256
	handfulsAhead = 8
)

// arriving opens rows in a goroutine of its own: reading, proving and opening a backup is as much work as
// writing it.
func arriving(rows iter.Seq2[tree.Row, error]) iter.Seq2[[]arrival, error] {
	return func(yield func([]arrival, error) bool) {
		handfuls, left := make(chan []arrival, handfulsAhead), make(chan struct{})
		var failed error // read after handfuls is closed
		go func() {
			defer close(handfuls)
			failed = openRows(rows, handfuls, left)
		}()
		defer func() {
			close(left)
			for range handfuls { // until the goroutine has ended
			}
		}()
		for some := range handfuls {
			if !yield(some, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

func openRows(rows iter.Seq2[tree.Row, error], to chan<- []arrival, left <-chan struct{}) error {
	some := make([]arrival, 0, handful)
	for row, err := range rows {
		if err != nil {
			return err
		}
		r, err := state.Unmarshal(row.Data)
		if err != nil {
			return fmt.Errorf("row of %s: %w", row.Table, err)
		}
		if r.Table != row.Table || r.ID != state.ID(row.ID) {
			return fmt.Errorf("row of %s stands under another's key: %w", row.Table, tree.ErrDamaged)
		}
		if some = append(some, arrival{r, row.Data}); len(some) < handful {
			continue
		}
		select {
		case to <- some:
		case <-left:
			return nil
		}
		some = make([]arrival, 0, handful)
	}
	to <- some
	return nil
}

func (t *Tx) loadAll(some []arrival) error {
	for _, a := range some {
		if err := t.load(a); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) load(a arrival) error {
	r := a.row
	if err := t.Exec("INSERT INTO farne_row (tbl, id, state) VALUES (?, ?, ?)", r.Table, r.ID[:], a.form); err != nil {
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
	return t.show(declared, r, true)
}
