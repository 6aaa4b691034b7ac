package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/seal"
)

// Names in farne_meta.
const (
	metaHLC       = "hlc"        // highest HLC this file has issued, but for newer rows of the outbox; see lastHLC
	metaTreeValid = "tree_valid" // 1 once farne_leaf describes the sealed rows, less farne_dirty
	notePrefix    = "note "      // before the names of Note
)

func loadMeta(ctx context.Context, db *sql.DB, name string) ([]byte, error) {
	var value []byte
	err := queryRow(ctx, db, "SELECT value FROM farne_meta WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return value, err
}

// lastHLC is the highest HLC that this file has issued or seen. A transaction notes it, unless all it did was
// to bring new rows into the outbox, the last of which tells it as well: a page less to write.
func lastHLC(ctx context.Context, db *sql.DB) (last hlc.HLC, err error) {
	noted, err := loadMeta(ctx, db, metaHLC)
	if err != nil {
		return last, err
	}
	if noted != nil {
		if last, err = hlc.FromBytes(noted); err != nil {
			return last, fmt.Errorf("stored clock: %w", err)
		}
	}
	var outbox []byte
	err = queryRow(ctx, db, "SELECT changes FROM farne_outbox WHERE tbl <> ? ORDER BY n DESC LIMIT 1", auditTable).Scan(&outbox)
	if errors.Is(err, sql.ErrNoRows) {
		return last, nil
	}
	if err != nil {
		return last, err
	}
	changes, err := decodeOutbox(outbox)
	for _, c := range changes {
		if c.HLC.Compare(last) > 0 {
			last = c.HLC
		}
	}
	return last, err
}

// Note keeps a small value that is never synced, such as what the engine said last; nil removes it.
func (c *Compartment) Note(ctx context.Context, name string, value []byte) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error { return t.note(name, value) })
}

// note keeps a value with the transaction.
func (t *Tx) note(name string, value []byte) error {
	if value == nil {
		return t.Exec("DELETE FROM farne_meta WHERE name = ?", notePrefix+name)
	}
	return t.setMeta(notePrefix+name, value)
}

// Noted gives what was noted under a name; nil for nothing.
func (c *Compartment) Noted(ctx context.Context, name string) ([]byte, error) {
	value, err := loadMeta(ctx, c.reader, notePrefix+name)
	return value, classify(err)
}

// NotedUnder gives all values whose name begins with a prefix, by the rest of the name.
func (c *Compartment) NotedUnder(ctx context.Context, prefix string) (map[string][]byte, error) {
	rows, err := queryRows(ctx, c.reader, "SELECT substr(name, ?), value FROM farne_meta WHERE name >= ? AND name < ?",
		len(notePrefix+prefix)+1, notePrefix+prefix, notePrefix+prefix+"\U0010ffff")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string][]byte{}
	for rows.Next() {
		var name string
		var value []byte
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		found[name] = value
	}
	return found, rows.Err()
}

// Park keeps an object that this version cannot read until one comes that can.
func (c *Compartment) Park(ctx context.Context, name, why string, object []byte) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		return t.Exec("INSERT OR REPLACE INTO farne_parked (name, why, object) VALUES (?, ?, ?)", name, why, object)
	})
}

// Unpark forgets it.
func (c *Compartment) Unpark(ctx context.Context, name string) error {
	return c.transact(ctx, captureOff, noSeat, func(t *Tx) error {
		return t.Exec("DELETE FROM farne_parked WHERE name = ?", name)
	})
}

// frontier holds the heads by the 8 bytes that stand in an HLC.
type frontier map[hlc.Device]chain.Head

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

// heads lists the frontier in its order.
func (f frontier) heads() chain.Frontier {
	heads := make(chain.Frontier, 0, len(f))
	for _, head := range f {
		heads = append(heads, head)
	}
	return heads.Sort()
}

func loadFrontier(ctx context.Context, db *sql.DB) (frontier, error) {
	rows, err := queryRows(ctx, db, "SELECT device, seq, hash, hlc FROM farne_frontier")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	f := frontier{}
	for rows.Next() {
		var device, hash, high []byte
		var head chain.Head
		if err := rows.Scan(&device, &head.Sequence, &hash, &high); err != nil {
			return nil, err
		}
		if len(device) != len(head.Device) || len(hash) != len(head.Hash) {
			return nil, errors.New("frontier: malformed head")
		}
		head.Device, head.Hash = seal.ID(device), seal.Hash(hash)
		if head.HLC, err = hlc.FromBytes(high); err != nil {
			return nil, fmt.Errorf("frontier: %w", err)
		}
		f[hlc.DeviceOf(head.Device)] = head
	}
	return f, rows.Err()
}
