package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"farne/sync/state"
)

// addMissingColumns brings the tables of an older file up to their declaration: a column that is not there
// is added at the end, filled from the state of rows that came from a newer Farne meanwhile, and captured
// from then on.
func addMissingColumns(ctx context.Context, tx *sql.Tx, compartment string) error {
	for _, t := range schema[compartment] {
		has, err := columnsOf(ctx, tx, t.Name)
		if err != nil {
			return err
		}
		missing := slices.DeleteFunc(slices.Clone(t.Columns), func(c string) bool { return slices.Contains(has, c) })
		if len(missing) == 0 {
			continue
		}
		if err := t.add(ctx, tx, missing); err != nil {
			return fmt.Errorf("add columns to %s: %w", t.Name, err)
		}
	}
	return nil
}

func columnsOf(ctx context.Context, tx *sql.Tx, table string) (found []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		found = append(found, name)
	}
	return found, rows.Err()
}

// add adds columns to a table. Filling them is nobody's edit, so the capture triggers are away meanwhile.
func (t Table) add(ctx context.Context, tx *sql.Tx, columns []string) error {
	ddl := ""
	for _, event := range []string{"insert", "update", "delete"} {
		ddl += "DROP TRIGGER " + quote("farne_"+t.Name+"_"+event) + ";\n"
	}
	for _, c := range columns {
		ddl += "ALTER TABLE " + quote(t.Name) + " ADD COLUMN " + quote(c) + ";\n"
	}
	if _, err := tx.ExecContext(ctx, ddl); err != nil {
		return err
	}
	for _, c := range columns {
		if err := t.fill(ctx, tx, c); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, t.captureTriggers())
	return err
}

// fill shows what rows hold in a column that this laptop did not know when they came. It wrote none of
// them itself, so the outbox has nothing of it; and a state that names the column holds its name's bytes.
func (t Table) fill(ctx context.Context, tx *sql.Tx, column string) error {
	rows, err := tx.QueryContext(ctx, "SELECT state FROM farne_row WHERE tbl = ? AND instr(state, ?) > 0", t.Name, []byte(column))
	if err != nil {
		return err
	}
	var named []*state.Row
	defer rows.Close()
	for rows.Next() {
		var sealed []byte
		if err := rows.Scan(&sealed); err != nil {
			return err
		}
		row, err := state.Unmarshal(sealed)
		if err != nil {
			return fmt.Errorf("state of %s: %w", t.Name, err)
		}
		named = append(named, row)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, row := range named {
		v, ok := t.shown(row, column)
		if !ok {
			continue
		}
		if _, err := tx.ExecContext(ctx, "UPDATE "+quote(t.Name)+" SET "+quote(column)+" = ? WHERE id = ?", v.Value.Any(), row.ID[:]); err != nil {
			return err
		}
	}
	return nil
}
