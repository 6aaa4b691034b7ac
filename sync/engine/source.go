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

	fetched int64 // sealed bytes read so far
	shelf   *shelf
}

// Keys finds the keys for objects by what a membership log says.
func Keys(m Members) func(compartment, device seal.ID, key seal.KeyID) (chain.Reader, error) {
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

// Backups lists the backups of a remote that verify, newest first, and names those that do not.
func Backups(ctx context.Context, store remote.Store, m Members) ([]Backup, []Alarm, error) {
	return listBackups(ctx, store, Keys(m))
}

// maxOpenPacks bounds how many packs a restore holds in memory. Nodes were packed in the order in which
// a walk meets them, so a few are enough unless many small backups lie between.
const maxOpenPacks = 6

// Rows gives every row of the part, in order, while proving the tree above them: an error after the
// last row says that what came was not what the root names. fetched is told the sealed bytes read.
func (s *Source) Rows(ctx context.Context, fetched func(bytes int64)) iter.Seq2[tree.Row, error] {
	return func(yield func(tree.Row, error) bool) {
		secret := tree.NewSecret([32]byte(s.Tree.Reveal()))
		shelf, err := s.index(ctx, secret, fetched)
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
	shelf, err := s.index(ctx, secret, func(int64) {})
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
	var fault *seal.Error
	if errors.Is(err, tree.ErrDamaged) || errors.As(err, &fault) || errors.Is(err, remote.ErrNotFound) {
		return failure.Wrap(err, failure.Integrity,
			"This backup is damaged or incomplete, so it was not used. Nothing on this laptop was changed.",
			"Choose another backup with --backup; farne verify --full says what is damaged.")
	}
	return err
}

// shelf holds the open packs and knows in which pack each node lies.
type shelf struct {
	source *Source
	ctx    context.Context
	secret tree.Secret
	lies   map[tree.Name]seal.ID
	open   map[seal.ID]*tree.PackReader
	order  []seal.ID // oldest first
	told   func(bytes int64)
}

// index reads every pack once to learn which nodes it has, and keeps the last few open. Which pack
// holds a node is told by the packs alone.
func (s *Source) index(ctx context.Context, secret tree.Secret, told func(int64)) (*shelf, error) {
	if s.shelf != nil {
		return s.shelf, nil
	}
	sh := &shelf{source: s, ctx: ctx, secret: secret, lies: map[tree.Name]seal.ID{}, open: map[seal.ID]*tree.PackReader{}, told: told}
	for i := len(s.Part.Packs) - 1; i >= 0; i-- {
		pack, err := sh.pack(s.Part.Packs[i])
		if err != nil {
			return nil, Damaged(err)
		}
		for _, name := range pack.Names() {
			sh.lies[name] = s.Part.Packs[i]
		}
	}
	s.shelf = sh
	return sh, nil
}

func (sh *shelf) node(name tree.Name) ([]byte, error) {
	id, ok := sh.lies[name]
	if !ok {
		return nil, fmt.Errorf("%w: no pack of the backup holds node %s", tree.ErrDamaged, name)
	}
	pack, err := sh.pack(id)
	if err != nil {
		return nil, err
	}
	content, ok := pack.Content(name)
	if !ok {
		return nil, fmt.Errorf("%w: node %s left its pack", tree.ErrDamaged, name)
	}
	return content, nil
}

func (sh *shelf) pack(id seal.ID) (*tree.PackReader, error) {
	if p, ok := sh.open[id]; ok {
		return p, nil
	}
	p, n, err := readPack(sh.ctx, sh.source.Remote, sh.source.Keys, sh.secret, sh.source.Part.Compartment, id)
	if err != nil {
		return nil, err
	}
	sh.source.fetched += n
	sh.told(sh.source.fetched)
	if len(sh.order) == maxOpenPacks {
		delete(sh.open, sh.order[0])
		sh.order = sh.order[1:]
	}
	sh.open[id], sh.order = p, append(sh.order, id)
	return p, nil
}

func readPack(ctx context.Context, store remote.Store, keys keyring, secret tree.Secret, compartment, id seal.ID) (*tree.PackReader, int64, error) {
	name := seal.Name{Kind: seal.Pack, Compartment: compartment, Object: id}.String()
	object, err := store.Get(ctx, name)
	if err != nil {
		return nil, 0, fmt.Errorf("pack %s: %w", name, err)
	}
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return nil, 0, err
	}
	r, err := keys(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return nil, 0, fmt.Errorf("pack %s: %w", name, err)
	}
	_, body, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return nil, 0, err
	}
	p, err := tree.OpenPack(secret, body)
	return p, int64(len(object)), err
}

// isTransport tells errors of getting an object from what is wrong with the object itself.
func isTransport(err error) bool {
	if err == nil || errors.Is(err, remote.ErrNotFound) {
		return false
	}
	var known *failure.Error
	return errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
