package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"
	"strings"

	"farne/sync/hlc"
	"farne/sync/state"
)

// Tx is one write transaction in one compartment. Its context is looked at before every statement and
// before the commit.
type Tx struct {
	ctx      context.Context
	tx       *sql.Tx
	c        *Compartment
	frontier frontier
	entered  bool // all texts, for search
	taken    int  // rows out of the outbox
}

// Exec runs a statement.
func (t *Tx) Exec(query string, args ...any) error {
	_, err := t.tx.ExecContext(steady(t.ctx), query, args...)
	return err
}

// queryRow reads within the transaction.
func (t *Tx) queryRow(query string, args ...any) *sql.Row {
	return queryRow(t.ctx, t.tx, query, args...)
}

// Exists tells whether the row is shown: it is there and not deleted.
func (t *Tx) Exists(table string, id state.ID) (bool, error) {
	if _, ok := t.c.tables[table]; !ok {
		return false, fmt.Errorf("store: no table %q in %s", table, t.c.name)
	}
	var one int
	err := t.queryRow("SELECT 1 FROM "+quote(table)+" WHERE id = ?", id[:]).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Put writes the named columns of a row and leaves the others alone; a row that is not there is made.
// shown is the token of the screen that the values come from; the empty token stands for what the row
// shows now. Values are nil, string, int64, float64, []byte or state.ID.
func (t *Tx) Put(table string, id state.ID, values map[string]any, shown Token) error {
	exists, err := t.Exists(table, id)
	if err != nil {
		return err
	}
	if exists {
		return t.Update(table, id, values, shown)
	}
	declared, columns, args, err := t.arranged(table, values)
	if err != nil {
		return err
	}
	if err := t.setShown(table, id, shown); err != nil {
		return err
	}
	return t.insert(declared.Name, id, columns, args)
}

// Update is Put for a row that is known to be there.
func (t *Tx) Update(table string, id state.ID, values map[string]any, shown Token) error {
	declared, columns, args, err := t.arranged(table, values)
	if err != nil {
		return err
	}
	if err := t.setShown(table, id, shown); err != nil {
		return err
	}
	return t.update(declared, columns, args, id)
}

// Insert writes a row that is known to be new; it fails if there is one.
func (t *Tx) Insert(table string, id state.ID, values map[string]any) error {
	_, columns, args, err := t.arranged(table, values)
	if err != nil {
		return err
	}
	t.c.capture.shown = nil
	return t.insert(table, id, columns, args)
}

func (t *Tx) insert(table string, id state.ID, columns []string, args []any) error {
	return t.Exec("INSERT INTO "+quote(table)+" (id, "+list("", columns)+") VALUES (?"+strings.Repeat(", ?", len(columns))+")",
		append([]any{id[:]}, args...)...)
}

func (t *Tx) arranged(table string, values map[string]any) (declared Table, columns []string, args []any, err error) {
	declared, ok := t.c.tables[table]
	if !ok {
		return declared, nil, nil, fmt.Errorf("store: no table %q in %s", table, t.c.name)
	}
	columns, args, err = declared.arrange(values)
	return declared, columns, args, err
}

func (t *Tx) update(declared Table, columns []string, args []any, id state.ID) error {
	if declared.InsertOnly {
		return fmt.Errorf("store: %s is insert only", declared.Name)
	}
	if err := t.checkHere(declared.Name, id); err != nil {
		return err
	}
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = quote(c) + " = ?"
	}
	return t.Exec("UPDATE "+quote(declared.Name)+" SET "+strings.Join(sets, ", ")+" WHERE id = ?", append(args, id[:])...)
}

// PutBeside writes columns as versions beside those that are shown, which stay: a source that has not
// seen what a person wrote contradicts it, and a person decides. The row must be there.
func (t *Tx) PutBeside(table string, id state.ID, values map[string]any) error {
	t.c.capture.shown = map[cell][]hlc.HLC{}
	for column := range values {
		t.c.capture.shown[cell{table, id, column}] = nil
	}
	defer func() { t.c.capture.shown = nil }()
	declared, columns, args, err := t.arranged(table, values)
	if err != nil {
		return err
	}
	if err := t.update(declared, columns, args, id); err != nil {
		return err
	}
	row, err := t.Row(table, id)
	if err != nil {
		return err
	}
	return t.noteConflicts(row)
}

// arrange puts values into the order of the schema, so that equal calls make equal statements.
func (t Table) arrange(values map[string]any) (columns []string, args []any, err error) {
	for _, c := range t.Columns {
		v, ok := values[c]
		if !ok {
			continue
		}
		switch id := v.(type) {
		case state.ID:
			v = id[:]
		case [16]byte:
			v = id[:]
		}
		columns, args = append(columns, c), append(args, v)
	}
	if len(columns) != len(values) {
		return nil, nil, fmt.Errorf("store: %s has no column among %s", t.Name, strings.Join(keys(values), ", "))
	}
	if len(columns) == 0 {
		return nil, nil, fmt.Errorf("store: nothing to write in %s", t.Name)
	}
	return columns, args, nil
}

func keys(values map[string]any) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// About names the patients whom the writes that follow are about, besides those whom the rows themselves
// name: an imported resource may name several, and an erasure of one must find it. Nobody ends it.
func (t *Tx) About(patients ...state.ID) { t.c.capture.about = patients }

// Delete marks the row deleted; a later edit of somebody who had not seen that shows it again.
func (t *Tx) Delete(table string, id state.ID) error {
	declared, ok := t.c.tables[table]
	if !ok || declared.InsertOnly {
		return fmt.Errorf("store: rows of %q are not deleted", table)
	}
	return t.Exec("DELETE FROM "+quote(table)+" WHERE id = ?", id[:])
}

// Audit leaves an entry with the transaction, to be moved into the audit log by its id.
func (t *Tx) Audit(id state.ID, entry []byte) error {
	return t.Exec("INSERT INTO farne_outbox (tbl, id, changes) VALUES (?, ?, ?)", auditTable, auditKey(id), entry)
}

func (t *Tx) setMeta(name string, value any) error {
	return t.Exec("INSERT OR REPLACE INTO farne_meta (name, value) VALUES (?, ?)", name, value)
}

// Row is the row's state as it is shown: sealed, with the unsealed changes laid over it.
func (t *Tx) Row(table string, id state.ID) (*state.Row, error) {
	if row := t.c.capture.last.shows(table, id); row != nil {
		return row, nil
	}
	sealed, unsealed, err := t.parts(table, id)
	if err != nil {
		return nil, err
	}
	row, err := openRow(table, id, sealed)
	if err != nil {
		return nil, err
	}
	return row.With(unsealed...), nil
}

func (t *Tx) parts(table string, id state.ID) (sealed []byte, unsealed []state.Change, err error) {
	var outbox []byte
	err = t.queryRow("SELECT "+stateOf("", "?1", "?2"), table, id[:]).Scan(&sealed, &outbox)
	if err != nil {
		return nil, nil, err
	}
	unsealed, err = decodeOutbox(outbox)
	return sealed, unsealed, err
}
