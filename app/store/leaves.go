package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"farne/sync/seal"
	"farne/sync/tree"
)

// rowSeq is what a tree.Source gives.
type rowSeq = iter.Seq2[tree.Row, error]

// ensureTree builds the tree of a file that has none yet, from a snapshot, so that nobody who writes
// has to wait for it.
func (c *Compartment) ensureTree(ctx context.Context, secret tree.Secret) error {
	valid, err := loadMeta(ctx, c.writer, metaTreeValid)
	if err != nil || bytes.Equal(valid, []byte{1}) {
		return classify(err)
	}
	s, err := c.pin(ctx, func(t *Tx) error {
		return errors.Join(t.tidy(), t.Exec("DELETE FROM farne_dirty"))
	}, func(*Snapshot) {})
	if err != nil {
		return err
	}
	built, err := tree.Build(secret, s.Rows, nil)
	if err := errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("build tree: %w", err)
	}
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		if err := t.Exec("DELETE FROM farne_leaf"); err != nil {
			return err
		}
		if err := t.saveLeaves(tree.Delta{Added: built.Leaves()}); err != nil {
			return err
		}
		return t.setMeta(metaTreeValid, []byte{1})
	})
}

// updateTree makes the tree follow what was sealed since the last time.
func (t *Tx) updateTree(secret tree.Secret) (*tree.Tree, error) {
	if err := t.tidy(); err != nil {
		return nil, err
	}
	leaves, err := t.leaves()
	if err != nil {
		return nil, err
	}
	known, err := tree.Load(secret, leaves)
	if err != nil {
		return nil, err
	}
	dirty, err := t.rowKeys("SELECT tbl, id FROM farne_dirty ORDER BY tbl, id")
	if err != nil || len(dirty) == 0 {
		return known, err
	}
	keys := make([]tree.Key, len(dirty))
	for i, d := range dirty {
		keys[i] = tree.Key{Table: d.table, ID: d.id}
	}
	updated, delta, err := known.Update(keys, func(after tree.Key) rowSeq { return sealedRows(t.ctx, t.tx, after) }, nil)
	if err != nil {
		return nil, fmt.Errorf("update tree: %w", err)
	}
	if err := t.saveLeaves(delta); err != nil {
		return nil, err
	}
	return updated, t.Exec("DELETE FROM farne_dirty")
}

func (t *Tx) saveLeaves(delta tree.Delta) error {
	for _, leaf := range delta.Removed {
		if err := t.Exec("DELETE FROM farne_leaf WHERE tbl = ? AND id = ?", leaf.Last.Table, leaf.Last.ID[:]); err != nil {
			return err
		}
	}
	for _, leaf := range delta.Added {
		if err := t.Exec("INSERT OR REPLACE INTO farne_leaf (tbl, id, name, rows, bytes, rank) VALUES (?, ?, ?, ?, ?, ?)",
			leaf.Last.Table, leaf.Last.ID[:], leaf.Name[:], leaf.Rows, leaf.Bytes, leaf.Rank); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) leaves() ([]tree.Leaf, error) {
	rows, err := queryRows(t.ctx, t.tx, "SELECT tbl, id, name, rows, bytes, rank FROM farne_leaf ORDER BY tbl, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []tree.Leaf
	var leaf tree.Leaf
	var table, id, name sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&table, &id, &name, &leaf.Rows, &leaf.Bytes, &leaf.Rank); err != nil {
			return nil, err
		}
		if string(table) != leaf.Last.Table {
			leaf.Last.Table = string(table)
		}
		if len(id) != len(leaf.Last.ID) || len(name) != len(leaf.Name) {
			return nil, errors.New("leaf: malformed")
		}
		leaf.Last.ID, leaf.Name = [16]byte(id), tree.Name(name)
		found = append(found, leaf)
	}
	return found, rows.Err()
}

// Uploaded notes that a pack, with these nodes in it, is in the remote.
func (c *Compartment) Uploaded(ctx context.Context, pack [16]byte, nodes []tree.Name) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error { return t.noteNodes(pack, nodes) })
}

// noteNodes is one statement for all nodes of a pack, whose names come as one blob.
func (t *Tx) noteNodes(pack [16]byte, nodes []tree.Name) error {
	names := make([]byte, 0, len(nodes)*len(tree.Name{}))
	for _, n := range nodes {
		names = append(names, n[:]...)
	}
	return t.Exec(`WITH RECURSIVE place(at) AS (SELECT 1 WHERE length(?1) > 0 UNION ALL SELECT at + 32 FROM place WHERE at + 32 < length(?1))
		INSERT OR REPLACE INTO farne_node (name, pack) SELECT substr(?1, at, 32), ?2 FROM place`, names, pack[:])
}

// Packs tells in which pack of the remote each node lies that is known to be there.
func (c *Compartment) Packs(ctx context.Context) (map[tree.Name]seal.ID, error) {
	rows, err := queryRows(ctx, c.reader, "SELECT name, pack FROM farne_node")
	if err != nil {
		return nil, classify(err)
	}
	defer rows.Close()
	lies := map[tree.Name]seal.ID{}
	var name, pack sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&name, &pack); err != nil {
			return nil, err
		}
		if len(name) != len(tree.Name{}) || len(pack) != len(seal.ID{}) {
			return nil, errors.New("node: malformed")
		}
		lies[tree.Name(name)] = seal.ID(pack)
	}
	return lies, classify(rows.Err())
}

// AdoptNodes notes where the nodes of a restored backup lie, so that the next backup does not send them
// again.
func (c *Compartment) AdoptNodes(ctx context.Context, lies iter.Seq2[tree.Name, seal.ID]) error {
	packs := map[seal.ID][]tree.Name{}
	for name, pack := range lies {
		packs[pack] = append(packs[pack], name)
	}
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		for pack, names := range packs {
			if err := t.noteNodes(pack, names); err != nil {
				return err
			}
		}
		return nil
	})
}
