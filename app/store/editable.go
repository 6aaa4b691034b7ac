package store

import (
	"context"
	"fmt"

	"farne/sync/state"
)

// Editable is a row as a screen shows it to be changed. Values and token are of one moment: a version that
// arrives a moment later is in neither.
type Editable struct {
	Record
	Token Token
}

// EditableOf reads one row to be changed; ErrNoRow if there is none.
func (s *Store) EditableOf(ctx context.Context, compartment, table string, id state.ID) (Editable, error) {
	found, err := s.editable(ctx, compartment, table, "id", id)
	if err != nil {
		return Editable{}, err
	}
	if len(found) == 0 {
		return Editable{}, ErrNoRow
	}
	return found[0], nil
}

// EditableOfPatient is OfPatient for rows to be changed.
func (s *Store) EditableOfPatient(ctx context.Context, compartment, table string, patient state.ID) ([]Editable, error) {
	return s.editable(ctx, compartment, table, "patient", patient)
}

func (s *Store) editable(ctx context.Context, compartment, table, column string, id state.ID) ([]Editable, error) {
	declared, ok := tableOf(compartment, table)
	if !ok {
		return nil, fmt.Errorf("store: no table %q in %s", table, compartment)
	}
	rows, err := s.Query(ctx, "SELECT t.id, "+list("t.", declared.Columns)+", "+stateOf(compartment+".", text(table), "t.id")+
		" FROM "+compartment+"."+quote(table)+" AS t WHERE t."+quote(column)+" = ?", id[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Editable
	for rows.Next() {
		e, err := scanEditable(rows, declared)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

func scanEditable(rows scanner, declared Table) (Editable, error) {
	var e Editable
	var sealed, outbox []byte
	var err error
	if e.Record, err = scanRecord(rows, declared, &sealed, &outbox); err != nil {
		return e, err
	}
	row, err := rowOf(declared.Name, e.ID, sealed, outbox)
	if err != nil {
		return e, err
	}
	e.Token = TokenOf(row)
	return e, nil
}

// stateOf are the columns of a query that hold a row's sealed state and its unsealed changes, for rowOf.
// schema is the compartment with a dot, or empty for the only one that is open; table and id are SQL.
func stateOf(schema, table, id string) string {
	where := " WHERE tbl = " + table + " AND id = " + id + ")"
	return "(SELECT state FROM " + schema + "farne_row" + where + ", (SELECT changes FROM " + schema + "farne_outbox" + where
}

// rowOf is a row's state as its author sees it: sealed, with the unsealed changes laid over it.
func rowOf(table string, id state.ID, sealed, outbox []byte) (*state.Row, error) {
	unsealed, err := decodeOutbox(outbox)
	if err != nil {
		return nil, err
	}
	row, err := openRow(table, id, sealed)
	if err != nil {
		return nil, err
	}
	return row.With(unsealed...), nil
}
