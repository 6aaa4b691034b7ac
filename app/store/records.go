package store

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/state"
)

// Record is one row of a synced table as it is shown, by column. NULL columns are left out.
type Record struct {
	ID     state.ID
	Values map[string]any
}

// Text is a column's text, empty when it holds none.
func (r Record) Text(column string) string {
	switch v := r.Values[column].(type) {
	case string:
		return v
	case nil:
		return ""
	case []byte:
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}

// Ref is a column's id, and whether it holds one.
func (r Record) Ref(column string) (state.ID, bool) {
	id, err := toID(r.Values[column])
	return id, err == nil
}

// Number is a column's number, and whether it holds one.
func (r Record) Number(column string) (float64, bool) {
	switch v := r.Values[column].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// ErrNoRow says that a row is not there, or deleted.
var ErrNoRow = errors.New("no such row")

// Get reads one row as it is shown; ErrNoRow if there is none.
func (s *Store) Get(ctx context.Context, compartment, table string, id state.ID) (Record, error) {
	found, err := s.list(ctx, compartment, table, "id = ?", id[:])
	if err != nil {
		return Record{}, err
	}
	if len(found) == 0 {
		return Record{}, ErrNoRow
	}
	return found[0], nil
}

// OfPatient lists a table's rows about one patient, in no order that means anything.
func (s *Store) OfPatient(ctx context.Context, compartment, table string, patient state.ID) ([]Record, error) {
	return s.list(ctx, compartment, table, "patient = ?", patient[:])
}

// Among reads the rows of a table that have one of these ids.
func (s *Store) Among(ctx context.Context, compartment, table string, ids []state.ID) ([]Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	marks, args := placeholders(ids)
	return s.list(ctx, compartment, table, "id IN ("+marks+")", args...)
}

// All lists every row of a small table, such as the people of the practice.
func (s *Store) All(ctx context.Context, compartment, table string) ([]Record, error) {
	return s.list(ctx, compartment, table, "true")
}

func (s *Store) list(ctx context.Context, compartment, table, where string, args ...any) ([]Record, error) {
	declared, ok := tableOf(compartment, table)
	if !ok {
		return nil, fmt.Errorf("store: no table %q in %s", table, compartment)
	}
	rows, err := s.Query(ctx, "SELECT id, "+list("", declared.Columns)+" FROM "+compartment+"."+quote(table)+" WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Record
	for rows.Next() {
		r, err := scanRecord(rows, declared)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func scanRecord(row scanner, declared Table, more ...any) (Record, error) {
	cells := make([]any, 1+len(declared.Columns))
	into := make([]any, len(cells), len(cells)+len(more))
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := row.Scan(append(into, more...)...); err != nil {
		return Record{}, err
	}
	return recordOf(cells, declared)
}

// recordOf makes a record of a row's id and columns.
func recordOf(cells []any, declared Table) (Record, error) {
	id, err := toID(cells[0])
	if err != nil {
		return Record{}, err
	}
	r := Record{ID: id, Values: map[string]any{}}
	for i, column := range declared.Columns {
		if cells[i+1] != nil {
			r.Values[column] = cells[i+1]
		}
	}
	return r, nil
}

// Token is what a screen that shows a row now carries to a later write.
func (c *Compartment) Token(ctx context.Context, table string, id state.ID) (Token, error) {
	row, err := c.row(ctx, table, id)
	if err != nil {
		return "", err
	}
	return TokenOf(row), nil
}

// Versions are a column's live versions, newest first: more than one where laptops disagree.
func (c *Compartment) Versions(ctx context.Context, table string, id state.ID, column string) ([]state.Version, error) {
	row, err := c.Row(ctx, table, id)
	if err != nil || row.Columns[column] == nil {
		return nil, err
	}
	live := row.Columns[column].Live
	newest := make([]state.Version, 0, len(live))
	for i := len(live) - 1; i >= 0; i-- {
		newest = append(newest, live[i])
	}
	return newest, nil
}

// row reads a row's state outside of a write transaction, large values as references.
func (c *Compartment) row(ctx context.Context, table string, id state.ID) (*state.Row, error) {
	var sealed, outbox []byte
	if err := queryRow(ctx, c.reader, "SELECT "+stateOf("", "?1", "?2"), table, id[:]).Scan(&sealed, &outbox); err != nil {
		return nil, classify(err)
	}
	return rowOf(table, id, sealed, outbox)
}

// Shown reads the displayed values out of a row's state, for a row that stands in no file of this
// laptop.
func Shown(r *state.Row) Record {
	found := Record{ID: r.ID, Values: map[string]any{}}
	for column := range r.Columns {
		if v, ok := r.Shown(column); ok && !v.Value.IsNull() {
			found.Values[column] = v.Value.Any()
		}
	}
	return found
}
