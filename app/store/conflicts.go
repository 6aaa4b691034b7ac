package store

import (
	"context"

	"farne/sync/state"
)

// Conflict is a column of a row that has more than one live version, or a deletion with a later edit
// (column "_deleted"). It is derived from the state and never synced.
type Conflict struct {
	Compartment string
	Table       string
	Row         state.ID
	Column      string
}

// Conflicts lists what awaits a person in the open files.
func (s *Store) Conflicts(ctx context.Context) ([]Conflict, error) {
	var found []Conflict
	for _, name := range s.Names() {
		rows, err := s.Query(ctx, "SELECT tbl, id, col FROM "+name+".farne_conflict ORDER BY tbl, id, col")
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			c := Conflict{Compartment: name}
			var id []byte
			if err := rows.Scan(&c.Table, &id, &c.Column); err != nil {
				_ = rows.Close()
				return nil, err
			}
			if c.Row, err = toID(id); err != nil {
				_ = rows.Close()
				return nil, err
			}
			found = append(found, c)
		}
		if err := rows.Err(); err != nil {
			return nil, classify(err)
		}
	}
	return found, nil
}
