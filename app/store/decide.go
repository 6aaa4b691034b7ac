package store

import (
	"farne/sync/hlc"
	"farne/sync/state"
)

// Decide writes columns of a row in place of every live version of them: how a person ends a conflict.
// Beware of an ordinary Put for that: its bases are only what the row shows.
func (t *Tx) Decide(table string, id state.ID, values map[string]any) error {
	if err := t.checkHere(table, id); err != nil {
		return err
	}
	row, err := t.Row(table, id)
	if err != nil {
		return err
	}
	whole := map[cell][]hlc.HLC{}
	for column := range values {
		whole[cell{table, id, column}] = row.LiveSet(column)
	}
	if err := t.decide(table, id, row, values, whole); err != nil {
		return err
	}
	if row, err = t.Row(table, id); err != nil { // with the decision, which is not sealed yet
		return err
	}
	return t.noteConflicts(row)
}

// decide writes each column even where the shown value stays: capture names only what changes, so a
// column that keeps its shown value is first set aside to NULL in the same transaction. The two edits
// coalesce into one change, whose bases are the whole live set.
func (t *Tx) decide(table string, id state.ID, row *state.Row, values map[string]any, whole map[cell][]hlc.HLC) error {
	columns, args, err := t.c.tables[table].arrange(values)
	if err != nil {
		return err
	}
	defer func() { t.c.capture.shown = nil }()
	for i, column := range columns {
		shown, _ := row.Shown(column)
		wanted, err := state.FromAny(args[i])
		if err != nil {
			return err
		}
		update := "UPDATE " + quote(table) + " SET " + quote(column) + " = ? WHERE id = ?"
		t.c.capture.shown = whole
		if wanted.Same(shown.Value) {
			aside := any(nil)
			if wanted.IsNull() {
				aside = ""
			}
			if err := t.Exec(update, aside, id[:]); err != nil {
				return err
			}
			t.c.capture.shown = nil // the bases of the second are the first, whose bases it takes over
		}
		if err := t.Exec(update, args[i], id[:]); err != nil {
			return err
		}
	}
	return nil
}
