package store

import (
	"context"
	"database/sql"
	"errors"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/state"
)

// Large values. A typed row always holds its whole content; the sealed state holds a reference, and
// farne_chunk the sealed chunks themselves: what a conflict shows, what a merge shows again, and what a
// remote that lacks a chunk is given are all opened or copied from there.

// moveLarge replaces the large values of a change by references, and keeps their chunks to be sent.
func (t *Tx) moveLarge(sealer Sealer, change *state.Change) error {
	for i := range change.Edits {
		e := &change.Edits[i]
		if _, refers := e.Value.Large(); refers || e.Value.Size() <= state.LargeOver || e.Column == state.Deleted {
			continue
		}
		reference, chunks, err := sealer.Large(e.Value)
		if err != nil {
			return err
		}
		l, _ := reference.Large()
		for n, chunk := range chunks {
			if err := t.holdChunk(l.ID, n, chunk, false); err != nil {
				return err
			}
		}
		e.Value = reference
	}
	return nil
}

func (t *Tx) holdChunk(value state.ID, n int, chunk chain.Chunk, sent bool) error {
	return t.Exec("INSERT OR IGNORE INTO farne_chunk (value, n, name, sent, dropped, object) VALUES (?, ?, ?, ?, 0, ?)", value[:], n, chunk.Name, sent, chunk.Object)
}

// dropReplaced forgets the chunks of values that no live version refers to any more, as soon as the
// remote has them: the batch that named them must be complete there.
func (t *Tx) dropReplaced(before, after []state.Large) error {
	live := map[state.ID]bool{}
	for _, l := range after {
		live[l.ID] = true
	}
	for _, l := range before {
		if live[l.ID] {
			continue
		}
		if err := t.Exec("UPDATE farne_chunk SET dropped = 1 WHERE value = ?", l.ID[:]); err != nil {
			return err
		}
		if err := t.Exec("DELETE FROM farne_chunk WHERE value = ? AND sent = 1", l.ID[:]); err != nil {
			return err
		}
	}
	return nil
}

// filled is the row with the content of its large values, for showing. What is not on this laptop yet
// is NULL in the typed row, and the row is noted as one that waits.
func (t *Tx) filled(row *state.Row) (*state.Row, error) {
	full, all, err := row.Filled(func(l state.Large) (state.Value, bool, error) {
		rows, err := queryRows(t.ctx, t.tx, chunksOf, l.ID[:])
		return scanLarge(l, rows, err)
	})
	if err != nil || all {
		return full, err
	}
	return full, t.Exec("INSERT OR IGNORE INTO farne_wanted (tbl, id) VALUES (?, ?)", row.Table, row.ID[:])
}

// filled does the same outside of a write transaction.
func (c *Compartment) filled(ctx context.Context, row *state.Row) (*state.Row, error) {
	full, _, err := row.Filled(func(l state.Large) (state.Value, bool, error) { return c.large(ctx, l) })
	return full, err
}

const chunksOf = "SELECT name, object FROM farne_chunk WHERE value = ? ORDER BY n"

// scanLarge opens a value from its chunks; here is false where one is missing.
func scanLarge(l state.Large, rows *Rows, err error) (v state.Value, here bool, _ error) {
	if err != nil {
		return v, false, err
	}
	defer rows.Close()
	var chunks []chain.Chunk
	for rows.Next() {
		var c chain.Chunk
		if err := rows.Scan(&c.Name, &c.Object); err != nil {
			return v, false, err
		}
		chunks = append(chunks, c)
	}
	if err := rows.Err(); err != nil {
		return v, false, err
	}
	if len(chunks) < len(l.Chunks) {
		return v, false, nil
	}
	v, err = chain.OpenLarge(l, chunks)
	return v, err == nil, err
}

// errAway refuses a write over what its author cannot have seen.
var errAway = failure.New(failure.Refused, "A long text of this entry is not on this laptop yet, so it cannot be changed. Nothing was changed.",
	"Sync, so that it is fetched from the storage, and try again.")

// checkHere refuses to change a row whose content is not all here.
func (t *Tx) checkHere(table string, id state.ID) error {
	var one int
	err := t.queryRow("SELECT 1 FROM farne_wanted WHERE tbl = ? AND id = ?", table, id[:]).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return errAway
}

// UnsentChunks gives the chunks that the remote was not seen to hold.
func (c *Compartment) UnsentChunks(ctx context.Context, each func(chain.Chunk) error) error {
	for after := int64(0); ; {
		var chunk chain.Chunk
		err := queryRow(ctx, c.reader, "SELECT rowid, name, object FROM farne_chunk WHERE sent = 0 AND rowid > ? ORDER BY rowid LIMIT 1", after).
			Scan(&after, &chunk.Name, &chunk.Object)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return classify(err)
		}
		if err := each(chunk); err != nil {
			return err
		}
	}
}

// ChunkSent notes that the remote holds a chunk.
func (c *Compartment) ChunkSent(ctx context.Context, name string) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		if err := t.Exec("UPDATE farne_chunk SET sent = 1 WHERE name = ?", name); err != nil {
			return err
		}
		return t.Exec("DELETE FROM farne_chunk WHERE name = ? AND dropped = 1", name)
	})
}

// Chunks are the names of all chunks that live versions need and this laptop holds.
func (c *Compartment) Chunks(ctx context.Context) (names []string, err error) {
	rows, err := queryRows(ctx, c.reader, "SELECT name FROM farne_chunk WHERE dropped = 0 ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// Chunk is a sealed chunk by its name; nil for one that is not here.
func (c *Compartment) Chunk(ctx context.Context, name string) (object []byte, err error) {
	err = queryRow(ctx, c.reader, "SELECT object FROM farne_chunk WHERE name = ?", name).Scan(&object)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return object, classify(err)
}

// HoldChunk keeps a chunk that came from the remote.
func (c *Compartment) HoldChunk(ctx context.Context, l state.Large, n int, chunk chain.Chunk) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error { return t.holdChunk(l.ID, n, chunk, true) })
}

// Wanted are the large values of rows that wait for their content.
func (c *Compartment) Wanted(ctx context.Context) ([]state.Large, error) {
	waiting, err := c.waiting(ctx)
	if err != nil {
		return nil, err
	}
	var found []state.Large
	for _, key := range waiting {
		row, err := c.row(ctx, key.table, key.id)
		if err != nil {
			return nil, err
		}
		for _, l := range row.References() {
			_, here, err := c.large(ctx, l)
			if err != nil {
				return nil, err
			}
			if !here {
				found = append(found, l)
			}
		}
	}
	return found, nil
}

func (c *Compartment) large(ctx context.Context, l state.Large) (state.Value, bool, error) {
	rows, err := queryRows(ctx, c.reader, chunksOf, l.ID[:])
	return scanLarge(l, rows, err)
}

func (c *Compartment) waiting(ctx context.Context) ([]rowKey, error) {
	rows, err := queryRows(ctx, c.reader, "SELECT tbl, id FROM farne_wanted")
	if err != nil {
		return nil, err
	}
	return scanRowKeys(rows)
}

// Arrived shows the rows whose content has come.
func (c *Compartment) Arrived(ctx context.Context) error {
	waiting, err := c.waiting(ctx)
	if err != nil || len(waiting) == 0 {
		return err
	}
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		for _, key := range waiting { // project notes again what is still away
			if err := t.Exec("DELETE FROM farne_wanted WHERE tbl = ? AND id = ?", key.table, key.id[:]); err != nil {
				return err
			}
			if err := t.project(key.table, key.id); err != nil {
				return err
			}
		}
		return nil
	})
}
