package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// Manifest is the body of a backup: what a restore needs to know, compartment by compartment. As a
// deterministic CBOR array it is sealed under the practice compartment's key.
type Manifest struct {
	_       struct{} `cbor:",toarray"`
	At      int64    // milliseconds since 1970, by the device's clock
	Newest  int64    // HLC time of the newest change in it, milliseconds since 1970; 0 for none
	Members []seal.Hash
	Parts   []Part
	Audit   []byte // head of the device's audit log: opaque here
}

// Part is one compartment in a backup.
type Part struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Root        tree.Name
	Rows        int64
	Bytes       int64 // of all nodes' contents
	Frontier    chain.Frontier
	Tables      map[string]int64
	Packs       []seal.ID // ascending; every node under the root lies in one of them
}

// BackupID is what people and commands call a backup: the device's id and a number.
func BackupID(device seal.ID, number uint64) string { return fmt.Sprintf("%s-%d", device, number) }

// Backup is a backup as the remote holds it.
type Backup struct {
	Manifest
	ID     string
	Device seal.ID
	Number uint64
	Name   string
	Size   int64 // of the manifest
}

// Backups is what a remote holds of backups.
type Backups struct {
	Whole  []Backup // those that verify, newest first
	Newer  []Backup // those that only a newer Farne reads, by their names alone: no alarm, and never restored
	Alarms []Alarm  // those that do not verify
}

// Backups lists the backups of the remote.
func (e *Engine) Backups(ctx context.Context) (Backups, error) {
	return listBackups(ctx, e.Remote, e.reader)
}

// keyring finds the keys for an object from what its clear header says.
type keyring = func(compartment, device seal.ID, key seal.KeyID) (chain.Reader, error)

func listBackups(ctx context.Context, store remote.Store, keys keyring) (Backups, error) {
	names, err := remote.Names(ctx, store, seal.BackupPrefix)
	if err != nil {
		return Backups{}, err
	}
	var found Backups
	for _, name := range names {
		b, err := readBackup(ctx, store, keys, name)
		switch {
		case err == nil:
			found.Whole = append(found.Whole, b)
		case errors.Is(err, seal.Newer):
			found.Newer = append(found.Newer, b)
		case ofObject(err):
			found.Alarms = append(found.Alarms, alarmOf(name, b.Device, err))
		default:
			return Backups{}, err
		}
	}
	found.Whole = newestFirst(found.Whole)
	return found, nil
}

// newestFirst puts every backup before those that it dominates; where neither dominates, the clocks of their
// laptops decide, for showing only. To compare by both in one sort would not do: a clock can put B before A
// and C before B where A dominates C.
func newestFirst(all []Backup) []Backup {
	left := slices.Clone(all)
	slices.SortStableFunc(left, func(a, b Backup) int {
		return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(b.Number, a.Number), strings.Compare(a.Name, b.Name))
	})
	above := make([]int, len(left)) // how many that dominate it are still to be placed
	for i := range left {
		for j := range left {
			if beats(left[j], left[i]) {
				above[i]++
			}
		}
	}
	placed := make([]Backup, 0, len(left))
	for len(placed) < len(left) {
		next := slices.Index(above, 0)
		above[next] = -1
		placed = append(placed, left[next])
		for i := range left {
			if above[i] > 0 && beats(left[next], left[i]) {
				above[i]--
			}
		}
	}
	return placed
}

func beats(a, b Backup) bool { return a.dominates(b) && !b.dominates(a) }

func (b Backup) dominates(other Backup) bool {
	for _, part := range other.Parts {
		i := slices.IndexFunc(b.Parts, func(p Part) bool { return p.Compartment == part.Compartment })
		if i < 0 || !b.Parts[i].Frontier.Dominates(part.Frontier) {
			return false
		}
	}
	return true
}

func readBackup(ctx context.Context, store remote.Store, keys keyring, name string) (Backup, error) {
	n, err := seal.ParseName(name)
	if err != nil {
		return Backup{}, err
	}
	b := Backup{ID: BackupID(n.Device, n.Number), Device: n.Device, Number: n.Number, Name: name}
	object, err := store.Get(ctx, name)
	if err != nil {
		return b, err
	}
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return b, err
	}
	r, err := keys(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return b, err
	}
	_, raw, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return b, err
	}
	if err := chain.CheckNewer(name, h); err != nil {
		return b, err
	}
	b.Size = int64(len(object))
	return b, chain.Unmarshal(raw, &b.Manifest)
}

// Rows counts the rows of all compartments in a backup.
func (m Manifest) Rows() (n int64) {
	for _, p := range m.Parts {
		n += p.Rows
	}
	return n
}

// Content is the length of all nodes of a backup, before compression.
func (m Manifest) Content() (n int64) {
	for _, p := range m.Parts {
		n += p.Bytes
	}
	return n
}
