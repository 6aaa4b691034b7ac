package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"farne/sync/hlc"
	"farne/sync/state"
)

// Conflict is a column of a row that has more than one live version, or a deletion with a later edit
// (column "_deleted"). It is derived from the state and never synced.
type Conflict struct {
	Compartment string
	Table       string
	Row         state.ID
	Column      string
	Subjects    []state.ID // the patients that the row is about
}

// Conflicts lists what awaits a person in the open files. The files' own lists are brought up to date when
// a change is sealed or arrives; what was decided since is seen in the rows themselves.
func (s *Store) Conflicts(ctx context.Context) ([]Conflict, error) {
	var lists []string
	for _, name := range s.Names() {
		lists = append(lists, "SELECT "+text(name)+", c.tbl, c.id, c.col, "+stateOf(name+".", "c.tbl", "c.id")+" FROM "+name+".farne_conflict AS c")
	}
	rows, err := s.Query(ctx, strings.Join(lists, " UNION ALL ")+" ORDER BY 1, 2, 3, 4")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Conflict
	for rows.Next() {
		c, open, err := scanConflict(rows)
		if err != nil {
			return nil, err
		}
		if open {
			found = append(found, c)
		}
	}
	return found, rows.Err()
}

func scanConflict(rows scanner) (c Conflict, open bool, err error) {
	var id, sealed, outbox []byte
	if err := rows.Scan(&c.Compartment, &c.Table, &id, &c.Column, &sealed, &outbox); err != nil {
		return c, false, err
	}
	if c.Row, err = toID(id); err != nil {
		return c, false, err
	}
	row, err := rowOf(c.Table, c.Row, sealed, outbox)
	if err != nil {
		return c, false, err
	}
	c.Subjects = row.Subjects
	return c, slices.Contains(disputed(row), c.Column), nil
}

// Twins counts, by device, the values that stand under one stamp with another and that nobody has decided
// about: a device makes them only when it was copied, or lies.
func (c *Compartment) Twins(ctx context.Context) (map[hlc.Device]int, error) {
	rows, err := queryRows(ctx, c.reader, `SELECT state FROM farne_row WHERE (tbl, id) IN (SELECT tbl, id FROM farne_conflict)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	twins := map[hlc.Device]int{}
	for rows.Next() {
		var sealed []byte
		if err := rows.Scan(&sealed); err != nil {
			return nil, classify(err)
		}
		row, err := state.Unmarshal(sealed)
		if err != nil {
			return nil, fmt.Errorf("state of a row in conflict: %w", err)
		}
		for device, n := range row.Twins() {
			twins[device] += n
		}
	}
	return twins, rows.Err()
}
