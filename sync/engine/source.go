package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// Source reads one compartment of one backup from the remote.
type Source struct {
	Remote remote.Store
	Part   Part
	Tree   seal.Key
	Keys   func(compartment, device seal.ID, key seal.KeyID) (chain.Reader, error)
	Kept   Keeper // of packs; nil for the memory

	shelf *shelf
}

// Told is called with the size of each pack when it is first read, and whether it had been kept.
type Told func(bytes int64, kept bool)

// PackBytes is the size of all packs that some parts of a backup name, as far as the remote has them.
func PackBytes(ctx context.Context, store remote.Store, parts []Part) (bytes int64, err error) {
	named := map[string]bool{}
	for _, part := range parts {
		for _, id := range part.Packs {
			named[packName(part.Compartment, id)] = true
		}
	}
	err = store.List(ctx, seal.PackPrefix, "", func(i remote.Info) error {
		if named[i.Name] {
			bytes += i.Size
		}
		return nil
	})
	return bytes, err
}

// Keys finds the keys for objects by what a membership log says.
func Keys(m Keyholder) func(compartment, device seal.ID, key seal.KeyID) (chain.Reader, error) {
	return func(compartment, device seal.ID, id seal.KeyID) (chain.Reader, error) {
		public, enrolled := m.Device(device)
		if !enrolled {
			return chain.Reader{}, errUninvited
		}
		key, ok := m.Key(compartment, id)
		if !ok {
			return chain.Reader{}, errNoKey
		}
		return chain.Reader{Practice: m.Practice(), Device: public, Key: key}, nil
	}
}

// FindBackups lists the backups of a remote, for who holds no engine.
func FindBackups(ctx context.Context, store remote.Store, m Keyholder) (Backups, error) {
	return listBackups(ctx, store, Keys(m))
}

// Rows gives every row of the part, in order, while proving the tree above them: an error after the
// last row says that what came was not what the root names.
func (s *Source) Rows(ctx context.Context, told Told) iter.Seq2[tree.Row, error] {
	return func(yield func(tree.Row, error) bool) {
		secret := tree.NewSecret([32]byte(s.Tree.Reveal()))
		shelf, err := s.index(ctx, secret, told)
		if err != nil {
			yield(tree.Row{}, err)
			return
		}
		root, err := tree.Walk(secret, s.Part.Root, shelf.node, func(row tree.Row) error {
			if !yield(row, nil) {
				return errStopped
			}
			return nil
		})
		if errors.Is(err, errStopped) {
			return
		}
		if err == nil && root.Rows != s.Part.Rows {
			err = fmt.Errorf("%w: the backup promises %d rows, its tree has %d", tree.ErrDamaged, s.Part.Rows, root.Rows)
		}
		if err != nil {
			yield(tree.Row{}, Damaged(err))
		}
	}
}

// Table gives the rows of one table, reading only the nodes that may hold one.
func (s *Source) Table(ctx context.Context, table string) ([]tree.Row, error) {
	secret := tree.NewSecret([32]byte(s.Tree.Reveal()))
	shelf, err := s.index(ctx, secret, func(int64, bool) {})
	if err != nil {
		return nil, err
	}
	var rows []tree.Row
	from, to := tree.TableRange(table)
	err = tree.Range(secret, s.Part.Root, shelf.node, from, to, func(row tree.Row) error {
		row.Data = bytes.Clone(row.Data)
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, Damaged(err)
	}
	return rows, nil
}

// Nodes tells, after Rows or Table, in which pack each node of the part lies.
func (s *Source) Nodes() iter.Seq2[tree.Name, seal.ID] {
	return func(yield func(tree.Name, seal.ID) bool) {
		if s.shelf == nil {
			return
		}
		for name, pack := range s.shelf.lies {
			if !yield(name, pack) {
				return
			}
		}
	}
}

var errStopped = errors.New("stopped")

// Damaged gives words to an error of the tree or the envelope; others pass.
func Damaged(err error) error {
	if errors.Is(err, seal.Newer) {
		return OfNewer(err)
	}
	if ofObject(err) {
		return failure.Wrap(err, failure.Integrity,
			"This backup is damaged or incomplete, so it was not used. Nothing on this laptop was changed.",
			"Choose another backup with --backup; farne verify --full says what is damaged.")
	}
	return err
}

// OfNewer says that only a newer Farne reads a backup. The cause may be nil.
func OfNewer(err error) error {
	return failure.Wrap(err, failure.Refused, "This backup was made by a newer Farne, which this one cannot read. Nothing on this laptop was changed.",
		"Install the newest Farne and restore again, or choose an older backup with --backup.")
}
