package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/state"
)

// Accept applies a batch of another device's chain, in one transaction, and moves the frontier to head.
// Changes that the frontier covers already are passed over, so a batch may be given twice.
func (c *Compartment) Accept(ctx context.Context, head chain.Head, changes []state.Change) error {
	return c.transact(ctx, captureOff, state.ID{}, func(t *Tx) error {
		for _, change := range changes {
			if _, err := t.receive(change); err != nil {
				return err
			}
		}
		for _, change := range changes {
			if err := t.project(change.Table, change.Row); err != nil {
				return err
			}
		}
		return t.setHead(head)
	})
}

// receive applies one change to the sealed state of its row, and lets the frontier cover it.
func (t *Tx) receive(change state.Change) (row *state.Row, err error) {
	if t.frontier.seen(change.HLC) {
		return nil, nil
	}
	if row, err = t.sealed(change.Table, change.Row); err != nil {
		return nil, err
	}
	before := row.References()
	if _, err = row.Apply(change, t.frontier.seen); err != nil {
		return nil, fmt.Errorf("apply a change of %s: %w", change.Table, err)
	}
	if len(before) > 0 {
		if err := t.dropReplaced(before, row.References()); err != nil {
			return nil, err
		}
	}
	device := change.HLC.Device()
	head := t.frontier[device]
	head.HLC = change.HLC
	t.frontier[device] = head
	t.c.clock.Observe(change.HLC)
	return row, t.store(row)
}

func (t *Tx) sealed(table string, id state.ID) (*state.Row, error) {
	sealed, _, err := t.parts(table, id)
	if err != nil {
		return nil, err
	}
	return openRow(table, id, sealed)
}

// store writes a row's sealed state and notes that the tree does not know it yet.
func (t *Tx) store(row *state.Row) error {
	row.Tidy(t.frontier.seen)
	if err := t.Exec("INSERT OR REPLACE INTO farne_row (tbl, id, state) VALUES (?, ?, ?)", row.Table, row.ID[:], row.Marshal()); err != nil {
		return err
	}
	if err := t.Exec("INSERT OR IGNORE INTO farne_dirty (tbl, id) VALUES (?, ?)", row.Table, row.ID[:]); err != nil {
		return err
	}
	return t.notePending(row)
}

// project makes the typed row, and with it the search index, show what the state says, and brings the
// list of conflicts up to date. A table that this version does not know has nothing to show.
func (t *Tx) project(table string, id state.ID) error {
	declared, ok := t.c.tables[table]
	if !ok {
		return nil
	}
	row, err := t.Row(table, id)
	if err != nil {
		return err
	}
	if err := t.noteConflicts(row); err != nil {
		return err
	}
	if row.IsDeleted() && len(row.AgainstDelete()) == 0 {
		return t.Exec("DELETE FROM "+quote(table)+" WHERE id = ?", id[:])
	}
	return t.show(declared, row, false)
}

// show makes the typed row what the state says; a new one is known to have none yet.
func (t *Tx) show(declared Table, row *state.Row, isNew bool) error {
	row, err := t.filled(row)
	if err != nil {
		return err
	}
	args := make([]any, 1, 1+len(declared.Columns))
	args[0] = row.ID[:]
	for _, column := range declared.Columns {
		var value any
		if v, ok := declared.shown(row, column); ok {
			value = v.Value.Any()
		}
		args = append(args, value)
	}
	statement := t.c.showing[declared.Name].replace
	if isNew {
		statement = t.c.showing[declared.Name].insert
	}
	return t.Exec(statement, args...)
}

// showing are the statements that show a row of one table: made once, for a merge has many.
type showing struct{ insert, replace string }

func (t Table) showing() showing {
	sets := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		sets[i] = quote(column) + " = excluded." + quote(column)
	}
	insert := "INSERT INTO " + quote(t.Name) + " (id, " + list("", t.Columns) + ") VALUES (?" + strings.Repeat(", ?", len(t.Columns)) + ")"
	return showing{insert, insert + " ON CONFLICT (id) DO UPDATE SET " + strings.Join(sets, ", ")}
}

// shown is the version a column displays: the newest, but the first of what is only ever inserted, so
// that a signed note cannot be covered by a later forgery of it.
func (t Table) shown(row *state.Row, column string) (state.Version, bool) {
	if !t.InsertOnly {
		return row.Shown(column)
	}
	c := row.Columns[column]
	if c == nil || len(c.Live) == 0 {
		return state.Version{}, false
	}
	return c.Live[0], true
}

// disputed are the columns that await a person: those with live versions that differ, and the deletion
// where an edit stands against it.
func disputed(row *state.Row) []string {
	columns := row.Conflicts()
	if len(row.AgainstDelete()) > 0 && !slices.Contains(columns, state.Deleted) {
		columns = append(columns, state.Deleted)
	}
	return columns
}

func (t *Tx) noteConflicts(row *state.Row) error {
	if err := t.Exec("DELETE FROM farne_conflict WHERE tbl = ? AND id = ?", row.Table, row.ID[:]); err != nil {
		return err
	}
	for _, column := range disputed(row) {
		if err := t.Exec("INSERT INTO farne_conflict (tbl, id, col) VALUES (?, ?, ?)", row.Table, row.ID[:], column); err != nil {
			return err
		}
	}
	return nil
}

// notePending keeps the list of rows that wait for an HLC, so that they can be tidied when it has
// been passed.
func (t *Tx) notePending(row *state.Row) error {
	for _, column := range row.Columns {
		if len(column.Pending) > 0 {
			return t.Exec("INSERT OR IGNORE INTO farne_pending (tbl, id) VALUES (?, ?)", row.Table, row.ID[:])
		}
	}
	return nil
}

// tidy drops what its chain has passed, in every row that waited. Equal frontiers then have equal rows.
func (t *Tx) tidy() error {
	waiting, err := t.rowKeys("SELECT tbl, id FROM farne_pending")
	if err != nil || len(waiting) == 0 {
		return err
	}
	if err := t.Exec("DELETE FROM farne_pending"); err != nil {
		return err
	}
	for _, key := range waiting {
		row, err := t.sealed(key.table, key.id)
		if err != nil {
			return err
		}
		if err := t.store(row); err != nil {
			return err
		}
	}
	return nil
}

// rowKey names one row.
type rowKey struct {
	table string
	id    state.ID
}

func (t *Tx) rowKeys(query string, args ...any) ([]rowKey, error) {
	rows, err := queryRows(t.ctx, t.tx, query, args...)
	if err != nil {
		return nil, err
	}
	return scanRowKeys(rows)
}

func scanRowKeys(rows *Rows) ([]rowKey, error) {
	defer rows.Close()
	var found []rowKey
	for rows.Next() {
		var key rowKey
		var id []byte
		err := rows.Scan(&key.table, &id)
		if err != nil {
			return nil, err
		}
		if key.id, err = toID(id); err != nil {
			return nil, err
		}
		found = append(found, key)
	}
	return found, rows.Err()
}

func (t *Tx) setHead(head chain.Head) error {
	known := t.frontier[hlc.DeviceOf(head.Device)]
	if known.HLC.Compare(head.HLC) > 0 {
		head.HLC = known.HLC
	}
	t.frontier[hlc.DeviceOf(head.Device)] = head
	return t.Exec("INSERT OR REPLACE INTO farne_frontier (device, seq, hash, hlc) VALUES (?, ?, ?, ?)",
		head.Device[:], int64(head.Sequence), head.Hash[:], head.HLC[:])
}
