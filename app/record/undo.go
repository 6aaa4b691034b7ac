package record

import (
	"context"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Undo takes one write back. It holds what the row showed before, so it lives only in memory and only as
// long as the session.
type Undo struct {
	compartment, table string
	row, patient       state.ID
	kind               access.Kind
	created            bool           // the write made the row: undoing removes it
	before             map[string]any // what the written columns held; nil for NULL
	after              store.Token    // what the row showed after the write; empty for a deletion
}

// Row is the row that was written.
func (u Undo) Row() state.ID { return u.row }

// Undo takes a write back as a new write, so that it travels like any other. What somebody else wrote in
// between stands beside it as a conflict.
func (p *Practice) Undo(ctx context.Context, u Undo) error {
	if u.compartment == "" {
		return failure.New(failure.NotFound, "This can not be undone any more. Nothing was changed.", "Change it by hand.")
	}
	act := access.ActChange
	if u.created {
		act = access.ActDelete
	}
	return p.write(ctx, u.compartment, flow{act: act, kind: u.kind, patient: u.patient}, func(tx *store.Tx) error {
		if u.created {
			return tx.Delete(u.table, u.row)
		}
		return tx.Put(u.table, u.row, u.before, u.after)
	})
}

// putUndoably writes columns of a row and tells how to take that back.
func (p *Practice) putUndoably(ctx context.Context, f flow, compartment, table string, id state.ID, values map[string]any, shown store.Token) (Undo, error) {
	u := Undo{compartment: compartment, table: table, row: id, patient: f.patient, kind: f.kind, before: map[string]any{}}
	err := p.write(ctx, compartment, f, func(tx *store.Tx) error {
		row, err := tx.Row(table, id)
		if err != nil {
			return err
		}
		exists, err := tx.Exists(table, id)
		if err != nil {
			return err
		}
		u.created = !exists
		for column := range values {
			v, _ := row.Shown(column)
			u.before[column] = v.Value.Any()
		}
		if err := tx.Put(table, id, values, shown); err != nil {
			return err
		}
		u.after, err = tx.Token(table, id)
		return err
	})
	return u, err
}
