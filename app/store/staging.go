package store

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"farne/sync/state"
)

// Staged is something that a transaction decided and did not carry out: because it is for another file, or
// too much for one transaction.
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

// stageOpen notes the number from which on the stage holds what is not decided yet.
const stageOpen = "stage open"

// OpenStage begins a decision that is too large for one transaction: what is staged from now on counts only
// when a transaction has called CloseStage, and DropOpenStage makes as if it had never been. One at a time.
func (c *Compartment) OpenStage(ctx context.Context) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		var from int64
		if err := t.queryRow("SELECT coalesce(max(n), 0) + 1 FROM farne_stage").Scan(&from); err != nil {
			return err
		}
		return t.note(stageOpen, strconv.AppendInt(nil, from, 10))
	})
}

// CloseStage decides, with this transaction, all that was staged since OpenStage.
func (t *Tx) CloseStage() error { return t.note(stageOpen, nil) }

// droppedAtOnce is how many undecided items go in one transaction.
const droppedAtOnce = 5000

// DropOpenStage removes what was staged since OpenStage and never decided; nothing where nothing was.
func (c *Compartment) DropOpenStage(ctx context.Context) error {
	for {
		from, err := c.undecided(ctx)
		if err != nil || from == math.MaxInt64 {
			return err
		}
		err = c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
			var left int
			err := t.Exec("DELETE FROM farne_stage WHERE n IN (SELECT n FROM farne_stage WHERE n >= ? ORDER BY n DESC LIMIT ?)", from, droppedAtOnce)
			if err == nil {
				err = t.queryRow("SELECT EXISTS (SELECT 1 FROM farne_stage WHERE n >= ?)", from).Scan(&left)
			}
			if err != nil || left != 0 {
				return err
			}
			return t.CloseStage()
		})
		if err != nil {
			return err
		}
	}
}

// undecided is the number from which on what is staged does not count yet.
func (c *Compartment) undecided(ctx context.Context) (int64, error) {
	noted, err := c.Noted(ctx, stageOpen)
	if err != nil || noted == nil {
		return math.MaxInt64, err
	}
	from, err := strconv.ParseInt(string(noted), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("stage: %w", err)
	}
	return from, nil
}

// Stages tells whether anything is staged, decided or not. It asks the writer, which stands open at a start,
// when everybody waits and nobody writes.
func (c *Compartment) Stages(ctx context.Context) (found bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	err = queryRow(ctx, c.writer, "SELECT EXISTS (SELECT 1 FROM farne_stage) OR EXISTS (SELECT 1 FROM farne_meta WHERE name = ?)", notePrefix+stageOpen).Scan(&found)
	return found, classify(err)
}

// Staged gives the work that was left, oldest first: one item, and more while they have fewer bytes than
// the limit together, at most so many.
func (c *Compartment) Staged(ctx context.Context, limit, most int) ([]Staged, error) {
	undecided, err := c.undecided(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := queryRows(ctx, c.reader, "SELECT n, compartment, item FROM farne_stage WHERE n < ? ORDER BY n LIMIT ?", undecided, most)
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

// Unstage drops work up to n, which is done with this transaction or before it.
func (t *Tx) Unstage(n int64) error { return t.Exec("DELETE FROM farne_stage WHERE n <= ?", n) }

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
