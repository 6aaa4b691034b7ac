package store

import (
	"context"
	"database/sql"
	"errors"
	"sort"

	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// Bounds of one batch: few enough changes that a laptop on a poor line gets through, and few enough
// bytes that a batch stays far below what an envelope may inflate to.
const (
	batchChanges = 5000
	batchBytes   = 2 << 20
)

// politeChanges is how many changes a batch has at least before it ends for somebody who waits to write.
const politeChanges = 200

// Sealer seals what this device writes.
type Sealer = chain.Sealer

// Seal empties the outbox into batches: sealed states, sealed bytes and own head change in one
// transaction for each batch, so that one name has one ciphertext whatever happens in between.
func (c *Compartment) Seal(ctx context.Context, device seal.ID, sealer Sealer) (batches, changes int, err error) {
	for {
		due, err := c.due(ctx)
		if err != nil || len(due) == 0 {
			return batches, changes, err
		}
		for len(due) > 0 {
			part := due[:min(batchChanges, len(due))]
			var taken, sealed int
			err := c.transact(ctx, captureOff, state.ID{}, func(t *Tx) (err error) {
				taken, sealed, err = t.sealBatch(device, part, sealer, c.mu.awaited)
				return err
			})
			if err != nil {
				return batches, changes, err
			}
			due, changes = due[taken:], changes+sealed
			if sealed > 0 {
				batches++
			}
		}
	}
}

// sealBatch makes one batch of the first of the due changes; it tells how many it looked at, and how
// many it sealed: one that was written over meanwhile has a later HLC now, and comes later.
func (t *Tx) sealBatch(device seal.ID, due []dueChange, sealer Sealer, awaited func() bool) (taken, sealed int, err error) {
	if err := t.enterMarked(); err != nil {
		return 0, 0, err
	}
	previous := t.frontier[hlc.DeviceOf(device)]
	previous.Device = device
	var changes []state.Change
	size := 0
	rows := map[rowKey]*state.Row{}
	for ; taken < len(due) && size < batchBytes && (taken < politeChanges || !awaited()); taken++ {
		change, bytes, err := t.take(due[taken])
		if err != nil {
			return 0, 0, err
		}
		if bytes > 0 {
			if err := t.moveLarge(sealer, &change); err != nil {
				return 0, 0, err
			}
			changes, size = append(changes, change), size+bytes
		}
	}
	if len(changes) == 0 {
		return taken, 0, nil
	}
	for _, change := range changes {
		row, err := t.receive(change)
		if err != nil {
			return 0, 0, err
		}
		rows[rowKey{change.Table, change.Row}] = row
	}
	for key, row := range rows {
		if err := t.noteSealed(key, row); err != nil {
			return 0, 0, err
		}
	}
	name, object, head, err := sealer.Batch(previous, t.others(device), changes)
	if err != nil {
		return 0, 0, err
	}
	if err := t.Exec("INSERT INTO farne_batch (seq, name, object) VALUES (?, ?, ?)", int64(head.Sequence), name, object); err != nil {
		return 0, 0, err
	}
	return taken, len(changes), t.setHead(head)
}

// dueChange is one unsealed change, by the HLC that decides its place in the chain.
type dueChange struct {
	at  hlc.HLC
	key rowKey
}

// due lists all unsealed changes in the order of their HLCs, without their values. Nobody waits for it to
// end: a change that is committed meanwhile has a later HLC than all of these, and comes later.
func (c *Compartment) due(ctx context.Context) ([]dueChange, error) {
	rows, err := queryRows(ctx, c.reader, "SELECT tbl, id, changes FROM farne_outbox WHERE tbl <> ?", auditTable)
	if err != nil {
		return nil, classify(err)
	}
	defer rows.Close()
	var found []dueChange
	for rows.Next() {
		var key rowKey
		var id, outbox []byte
		if err := rows.Scan(&key.table, &id, &outbox); err != nil {
			return nil, err
		}
		if key.id, err = toID(id); err != nil {
			return nil, err
		}
		changes, err := decodeOutbox(outbox)
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			found = append(found, dueChange{c.HLC, key})
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].at.Compare(found[j].at) < 0 })
	return found, rows.Err()
}

// take removes the due change from the outbox, if it still is the oldest of its row, and tells about
// how many bytes it has.
func (t *Tx) take(d dueChange) (change state.Change, bytes int, err error) {
	var outbox []byte
	err = t.queryRow("SELECT changes FROM farne_outbox WHERE tbl = ? AND id = ?", d.key.table, d.key.id[:]).Scan(&outbox)
	if errors.Is(err, sql.ErrNoRows) {
		return change, 0, nil
	}
	if err != nil {
		return change, 0, err
	}
	changes, err := decodeOutbox(outbox)
	if err != nil || changes[0].HLC != d.at {
		return change, 0, err
	}
	if len(changes) == 1 {
		t.taken++
		err = t.Exec("DELETE FROM farne_outbox WHERE tbl = ? AND id = ?", d.key.table, d.key.id[:])
	} else {
		err = t.Exec("UPDATE farne_outbox SET changes = ? WHERE tbl = ? AND id = ?", encodeOutbox(changes[1:]), d.key.table, d.key.id[:])
	}
	return changes[0], len(outbox) / len(changes), err
}

// noteSealed brings the conflicts of a row up to date: what the overlay hid may now stand beside it. A
// row whose versions all come from one change has none, and had none.
func (t *Tx) noteSealed(key rowKey, sealed *state.Row) error {
	if sealed == nil || !disagrees(sealed) {
		return nil
	}
	row, err := t.Row(key.table, key.id)
	if err != nil {
		return err
	}
	return t.noteConflicts(row)
}

// disagrees tells whether there can be a conflict in the row: a column with more than one live version,
// or a deletion.
func disagrees(r *state.Row) bool {
	if r.Columns[state.Deleted] != nil {
		return true
	}
	for _, c := range r.Columns {
		if len(c.Live) > 1 {
			return true
		}
	}
	return false
}

// others are the heads of the chains that are not this device's. Before its first batch, its own entry
// of the frontier has no head yet, only the stamps of the changes that are being sealed.
func (t *Tx) others(device seal.ID) chain.Frontier {
	others := t.frontier.clone()
	delete(others, hlc.DeviceOf(device))
	return others.heads()
}

// uncounted stands for a number that is not known: at the start, and after a commit that failed.
const uncounted = -1

// Unsealed counts the rows with changes that no batch holds yet. There may be as many as the record has, and
// a screen shows them after every change, so they are counted once and then kept count of.
func (c *Compartment) Unsealed(ctx context.Context) (n int, err error) {
	if n := c.unsealed.Load(); n != uncounted {
		return int(n), nil
	}
	const count = "SELECT count(*) FROM farne_outbox WHERE tbl <> ?"
	if !c.mu.TryLock() { // an import, say: nobody waits for it to end
		err = queryRow(ctx, c.reader, count, auditTable).Scan(&n)
		return n, classify(err)
	}
	defer c.mu.Unlock()
	if err := queryRow(ctx, c.writer, count, auditTable).Scan(&n); err != nil {
		return 0, classify(err)
	}
	c.unsealed.Store(int64(n))
	return n, nil
}

// Unsent gives the sealed batches that the remote was not seen to hold, oldest first. An error of each
// ends it and is returned.
func (c *Compartment) Unsent(ctx context.Context, each func(sequence uint64, name string, object []byte) error) error {
	for after := int64(0); ; {
		var name string
		var object []byte
		err := queryRow(ctx, c.reader, "SELECT seq, name, object FROM farne_batch WHERE seq > ? ORDER BY seq LIMIT 1", after).Scan(&after, &name, &object)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return classify(err)
		}
		if err := each(uint64(after), name, object); err != nil {
			return err
		}
	}
}

// Sent drops a batch that the remote holds.
func (c *Compartment) Sent(ctx context.Context, sequence uint64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.writer.ExecContext(steady(ctx), "DELETE FROM farne_batch WHERE seq = ?", int64(sequence))
	return classify(err)
}

// Frontier is what has been applied of each chain.
func (c *Compartment) Frontier() chain.Frontier {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frontier.heads()
}

// Waiting counts what the remote does not have yet: rows with unsealed changes, sealed batches, chunks.
func (c *Compartment) Waiting(ctx context.Context) (n int, err error) {
	unsealed, err := c.Unsealed(ctx)
	if err != nil {
		return 0, err
	}
	err = queryRow(ctx, c.reader, "SELECT (SELECT count(*) FROM farne_batch) + (SELECT count(*) FROM farne_chunk WHERE sent = 0)").Scan(&n)
	return n + unsealed, classify(err)
}
