package store

import (
	"context"
	"errors"

	"farne/app/durable"
)

// Settle closes a store that was opened with Filling and brings its files to the disk: from then on they
// are as good as any, and Open opens them. Beware: of what a power cut breaks off before, nothing may be left;
// so whoever fills files gives them their name after Settle.
func (s *Store) Settle() error {
	err := s.Close()
	for _, c := range s.compartments {
		err = errors.Join(err, durable.Flush(c.path))
	}
	return err
}

// bulk runs fn, which merges many rows, with indexes and search put off until all of them are in. After an
// error they are as far as fn came, without indexes: it is for files that are thrown away then.
func (c *Compartment) bulk(ctx context.Context, fn func() error) error {
	var later []string
	err := c.transact(ctx, captureOff, noSeat, func(t *Tx) (err error) {
		later, err = t.putOff()
		return err
	})
	if err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		for _, statement := range later {
			if err := t.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// putOff drops what is cheaper to make at the end, when all rows are in, and gives the statements that make
// it: indexes, the triggers of search, and those of capture, for nothing is captured. Beware: SQLite's search
// index writes what it holds in memory at every statement that may have to be undone, thus at every insert
// that has a trigger; a row at a time it makes as many parts as there are rows, and merges them.
func (t *Tx) putOff() (later []string, err error) {
	parts, err := t.texts(`SELECT 'DROP ' || type || ' "' || name || '"', sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'index'
		OR type = 'trigger' AND (name LIKE 'farne\_%\_text\_%' ESCAPE '\' OR name LIKE 'farne\_patient\_%\_%' ESCAPE '\' OR sql LIKE '%farne_capturing()%'))`)
	if err != nil {
		return nil, err
	}
	search, err := t.texts(`SELECT name, name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'`)
	if err != nil {
		return nil, err
	}
	if t.c.name == Desk {
		later = append(later, fillPatientKey)
	}
	later = append(later, "UPDATE farne_outbox SET unindexed = 0 WHERE unindexed") // rebuilding enters all texts
	for _, s := range search {
		later = append(later, rebuildSearch(s[0])...)
	}
	for _, p := range parts {
		if err := t.Exec(p[0]); err != nil {
			return nil, err
		}
		later = append(later, p[1])
	}
	return later, nil
}

// rebuildSearch makes a search index of all rows: in parts of 32 MiB, which later writes merge as they merge
// others. The settings are SQLite's own before and after.
func rebuildSearch(index string) []string {
	tell := "INSERT INTO " + quote(index) + " (" + quote(index) + ", rank) VALUES "
	return []string{
		tell + "('automerge', 0)", tell + "('hashsize', 33554432)", tell + "('rebuild', NULL)",
		tell + "('automerge', 4)", tell + "('hashsize', 1048576)",
	}
}

// texts reads pairs of texts.
func (t *Tx) texts(query string, args ...any) (found [][2]string, err error) {
	rows, err := queryRows(t.ctx, t.tx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			return nil, err
		}
		found = append(found, pair)
	}
	return found, rows.Err()
}
