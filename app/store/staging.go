package store

import (
	"context"

	"farne/sync/state"
)

// Staged is something that a transaction of one file decided for another.
type Staged struct {
	N           int64
	Compartment string
	Item        []byte
}

// Stage leaves work for another file with this transaction: no transaction spans two files, so what
// touches two is decided in one and carried out in the other, again at the next start if need be.
func (t *Tx) Stage(compartment string, item []byte) error {
	return t.Exec("INSERT INTO farne_stage (compartment, item) VALUES (?, ?)", compartment, item)
}

// Staged gives the work that was left, oldest first: one item, and more while they have fewer bytes than
// the limit together.
func (c *Compartment) Staged(ctx context.Context, limit int) ([]Staged, error) {
	rows, err := queryRows(ctx, c.reader, "SELECT n, compartment, item FROM farne_stage ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Staged
	for bytes := 0; bytes < limit && rows.Next(); {
		var s Staged
		if err := rows.Scan(&s.N, &s.Compartment, &s.Item); err != nil {
			return nil, err
		}
		found, bytes = append(found, s), bytes+len(s.Item)
	}
	return found, rows.Err()
}

// Unstage drops work up to n, which stands in its file by now.
func (c *Compartment) Unstage(ctx context.Context, n int64) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error { return t.Exec("DELETE FROM farne_stage WHERE n <= ?", n) })
}

// Get reads a row as this transaction sees it; ErrNoRow if it is not shown.
func (t *Tx) Get(table string, id state.ID) (Record, error) {
	declared, _, _, err := t.arranged(table, nil)
	if declared.Name == "" {
		return Record{}, err
	}
	rows, err := queryRows(t.ctx, t.tx, "SELECT id, "+list("", declared.Columns)+" FROM "+quote(table)+" WHERE id = ?", id[:])
	if err != nil {
		return Record{}, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return Record{}, err
		}
		return Record{}, ErrNoRow
	}
	return scanRecord(rows, declared)
}
