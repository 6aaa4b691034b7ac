package store

import (
	"context"
	"errors"

	"farne/sync/state"
)

// AuditEntry is an audit entry of this file's own transactions that waits to be moved.
type AuditEntry struct {
	ID    state.ID
	Bytes []byte // as Tx.Audit was given them
}

// auditTable stands in the outbox where a row's changes have their table. No synced table is called so. In
// the outbox an entry costs a transaction no page of its own.
const auditTable = "farne_audit"

// auditMark stands before an entry's id there. The outbox may be as long as the record, and entries are looked
// for at every start: with the mark they stand together, after all rows, for in an id the seventh byte begins
// with its version (RFC 9562).
const auditMark = "\xff\xff\xff\xff\xff\xff\xff"

func auditKey(id state.ID) []byte { return append([]byte(auditMark), id[:]...) }

// PendingAudit lists the entries that wait here, in the order of their ids, which is that of time.
func (c *Compartment) PendingAudit(ctx context.Context) ([]AuditEntry, error) {
	rows, err := queryRows(ctx, c.writer, "SELECT id, changes FROM farne_outbox WHERE id >= ? AND tbl = ? ORDER BY id", []byte(auditMark), auditTable)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []AuditEntry
	for rows.Next() {
		var key []byte
		var e AuditEntry
		if err := rows.Scan(&key, &e.Bytes); err != nil {
			return nil, err
		}
		if e.ID, err = toID(key[len(auditMark):]); err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

// AuditMoved drops the entries that stand in the audit log by now, in one transaction; an id that is
// not here is no error.
func (c *Compartment) AuditMoved(ctx context.Context, ids []state.ID) (err error) {
	if len(ids) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	tx, err := begin(ctx, c.writer)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(classify(err), ignoreDone(tx.Rollback()))
		}
	}()
	for _, id := range ids {
		if _, err := tx.ExecContext(steady(ctx), "DELETE FROM farne_outbox WHERE id = ? AND tbl = ?", auditKey(id), auditTable); err != nil {
			return err
		}
	}
	return commit(ctx, tx)
}
