package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/state"
	"farne/sync/tree"
)

// Snapshot is the sealed rows of a compartment at one moment, with the tree over them and the frontier
// that led to them. Writers go on meanwhile. Close it.
type Snapshot struct {
	Tree     *tree.Tree
	Frontier chain.Frontier
	tx       *sql.Tx
	ctx      context.Context
}

// Snapshot brings the tree up to date with the sealed rows and pins them.
func (c *Compartment) Snapshot(ctx context.Context, secret tree.Secret) (*Snapshot, error) {
	if err := c.ensureTree(ctx, secret); err != nil {
		return nil, err
	}
	var t *tree.Tree
	update := func(tx *Tx) (err error) {
		t, err = tx.updateTree(secret)
		return err
	}
	return c.pin(ctx, update, func(s *Snapshot) { s.Tree = t })
}

// pin runs a short transaction and, before any other writer can, begins to read what it left.
func (c *Compartment) pin(ctx context.Context, fn func(*Tx) error, fill func(*Snapshot)) (*Snapshot, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.transactLocked(ctx, captureOff, state.ID{}, fn); err != nil {
		return nil, err
	}
	tx, err := begin(ctx, c.reader)
	if err != nil {
		return nil, err
	}
	var version int64 // the first read pins the snapshot
	if err := queryRow(ctx, tx, "SELECT count(*) FROM farne_meta").Scan(&version); err != nil {
		return nil, errors.Join(classify(err), tx.Rollback())
	}
	s := &Snapshot{Frontier: c.frontier.heads(), tx: tx, ctx: ctx}
	fill(s)
	return s, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() error { return ignoreDone(s.tx.Rollback()) }

// Rows gives the sealed rows after a key, in the order of the tree.
func (s *Snapshot) Rows(after tree.Key) iter.Seq2[tree.Row, error] {
	return sealedRows(s.ctx, s.tx, after)
}

// Counts tells how many rows each table has, deleted ones too. The leaves of the tree know; only those in
// which one table follows another are read.
func (s *Snapshot) Counts() (map[string]int64, error) {
	counts := map[string]int64{}
	var before tree.Key
	for _, leaf := range s.Tree.Leaves() {
		if leaf.Last.Table == before.Table {
			counts[leaf.Last.Table] += int64(leaf.Rows)
		} else if err := s.countLeaf(before, leaf.Rows, counts); err != nil {
			return nil, err
		}
		before = leaf.Last
	}
	return counts, nil
}

func (s *Snapshot) countLeaf(after tree.Key, rows int, counts map[string]int64) error {
	for row, err := range s.Rows(after) {
		if err != nil {
			return err
		}
		counts[row.Table]++
		if rows--; rows == 0 {
			break
		}
	}
	return nil
}

// sealedRows reads nothing but the states, which begin with the key that they stand under: reading is most
// of a backup, and a column more costs a tenth of it.
func sealedRows(ctx context.Context, tx *sql.Tx, after tree.Key) iter.Seq2[tree.Row, error] {
	return func(yield func(tree.Row, error) bool) {
		rows, err := queryRows(ctx, tx, "SELECT state FROM farne_row WHERE (tbl, id) > (?, ?) ORDER BY tbl, id", after.Table, after.ID[:])
		if err != nil {
			yield(tree.Row{}, err)
			return
		}
		defer rows.Close()
		var data sql.RawBytes
		var row tree.Row
		for rows.Next() {
			err := rows.Scan(&data)
			if err == nil {
				err = setRow(&row, data)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(tree.Row{}, err)
		}
	}
}

// setRow makes row the one of a state; the name of its table is made once for all that follow each other.
func setRow(row *tree.Row, data []byte) error {
	table, id, err := state.KeyOf(data)
	if err != nil {
		return err
	}
	if string(table) != row.Table {
		row.Table = string(table)
	}
	row.ID, row.Data = id, data
	return nil
}

// Check reads the whole file and tells what is wrong with it: SQLite's own check, which authenticates
// every page, and the tree recomputed from all rows against the one that is kept.
func (c *Compartment) Check(ctx context.Context, secret tree.Secret) ([]string, error) {
	found, err := c.checkPages(ctx)
	if err != nil || len(found) > 0 {
		return found, err
	}
	s, err := c.Snapshot(ctx, secret)
	if errors.Is(err, tree.ErrStale) || errors.Is(err, tree.ErrDamaged) {
		return []string{"the rows do not fit the tree that is kept of them"}, nil
	}
	if err != nil {
		return nil, err
	}
	built, err := tree.Build(secret, s.Rows, nil)
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	if built.Root().Name != s.Tree.Root().Name {
		return []string{"the rows do not fit the tree that is kept of them"}, nil
	}
	return nil, nil
}

// checkPages asks a connection of its own: the search index keeps its structure in memory, and the check
// would hold what another connection has written since against that, and call it corrupt.
func (c *Compartment) checkPages(ctx context.Context) ([]string, error) {
	fresh := openPool(&connector{path: c.path, key: c.key, readOnly: true}, 1)
	defer fresh.Close()
	rows, err := fresh.QueryContext(ctx, "PRAGMA integrity_check(10)")
	if err != nil {
		return damage(err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return damage(err)
		}
		if line != "ok" {
			found = append(found, line)
		}
	}
	if err := rows.Err(); err != nil {
		return damage(err)
	}
	return found, nil
}

// damage tells a damaged file, which is a finding, from an error that prevents looking.
func damage(err error) ([]string, error) {
	if err := classify(err); !failure.Is(err, failure.Integrity) {
		return nil, err
	}
	return []string{"a page of this file is damaged"}, nil
}
