package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"farne/sync/hlc"
	"farne/sync/state"
)

// Names in farne_meta.
const (
	metaHLC       = "hlc"        // highest HLC this file has issued
	metaTreeValid = "tree_valid" // 1 once farne_leaf describes the sealed rows, less farne_dirty
)

func loadMeta(ctx context.Context, db *sql.DB, name string) ([]byte, error) {
	var value []byte
	err := db.QueryRowContext(ctx, "SELECT value FROM farne_meta WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return value, err
}

// Head is how far one chain has been applied: the sequence and SHA-256 of its last batch, and the
// highest HLC in it.
type Head struct {
	Device   state.ID
	Sequence uint64
	Hash     [32]byte
	HLC      hlc.HLC
}

// frontier holds the heads by the 8 bytes that stand in an HLC.
type frontier map[hlc.Device]Head

func (f frontier) seen(h hlc.HLC) bool {
	head, ok := f[h.Device()]
	return ok && h.Compare(head.HLC) <= 0
}

func (f frontier) clone() frontier {
	c := make(frontier, len(f))
	for device, head := range f {
		c[device] = head
	}
	return c
}

func loadFrontier(ctx context.Context, db *sql.DB) (frontier, error) {
	rows, err := db.QueryContext(ctx, "SELECT device, seq, hash, hlc FROM farne_frontier")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	f := frontier{}
	for rows.Next() {
		var device, hash, high []byte
		var head Head
		if err := rows.Scan(&device, &head.Sequence, &hash, &high); err != nil {
			return nil, err
		}
		if head.Device, err = toID(device); err != nil || len(hash) != 32 {
			return nil, errors.New("frontier: malformed head")
		}
		head.Hash = [32]byte(hash)
		if head.HLC, err = hlc.FromBytes(high); err != nil {
			return nil, fmt.Errorf("frontier: %w", err)
		}
		f[deviceOf(head.Device)] = head
	}
	return f, rows.Err()
}
