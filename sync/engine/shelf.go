package engine

import (
	"context"
	"fmt"
	"slices"

	"farne/sync/chain"
	"farne/sync/seal"
	"farne/sync/tree"
)

// maxOpenPacks is how many packs a walk holds open, 8 MiB each. Nodes were packed in the order in which a
// walk meets them, so few are enough.
const maxOpenPacks = 6

// shelf opens packs as they are needed and knows in which one each node lies.
type shelf struct {
	source *Source
	ctx    context.Context
	secret tree.Secret
	kept   Keeper
	lies   map[tree.Name]seal.ID
	open   map[seal.ID]*tree.PackReader
	used   []seal.ID // of the open ones, the longest unused first
	met    map[seal.ID]bool
	told   Told
}

// index reads every pack once to learn which nodes it has. Which pack holds a node is told by the packs
// alone.
func (s *Source) index(ctx context.Context, secret tree.Secret, told Told) (*shelf, error) {
	if s.shelf != nil {
		return s.shelf, nil
	}
	sh := &shelf{
		source: s, ctx: ctx, secret: secret, told: told, kept: s.Kept,
		lies: map[tree.Name]seal.ID{}, open: map[seal.ID]*tree.PackReader{}, met: map[seal.ID]bool{},
	}
	if sh.kept == nil {
		sh.kept = &memory{}
	}
	for _, id := range s.Part.Packs {
		pack, err := sh.pack(id)
		if err != nil {
			return nil, Damaged(err)
		}
		for _, name := range pack.Names() {
			sh.lies[name] = id
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
		sh.used = append(slices.DeleteFunc(sh.used, func(u seal.ID) bool { return u == id }), id)
		return p, nil
	}
	p, err := sh.read(id)
	if err != nil {
		return nil, err
	}
	if len(sh.used) == maxOpenPacks {
		delete(sh.open, sh.used[0])
		sh.used = sh.used[1:]
	}
	sh.open[id], sh.used = p, append(sh.used, id)
	return p, nil
}

// read opens a pack, from what was kept or else from the remote. One that was kept and does not open is
// dropped and read again: what became of it here says nothing against the backup.
func (sh *shelf) read(id seal.ID) (*tree.PackReader, error) {
	name := packName(sh.source.Part.Compartment, id)
	if object, held := sh.kept.Get(name); held {
		p, err := openPack(sh.source.Keys, sh.secret, name, object)
		if err == nil {
			sh.meet(id, len(object), true)
			return p, nil
		}
		sh.kept.Drop(name)
	}
	object, err := sh.source.Remote.Get(sh.ctx, name)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	p, err := openPack(sh.source.Keys, sh.secret, name, object)
	if err != nil {
		return nil, err
	}
	sh.kept.Put(name, object)
	sh.meet(id, len(object), false)
	return p, nil
}

func (sh *shelf) meet(id seal.ID, size int, kept bool) {
	if !sh.met[id] {
		sh.met[id] = true
		sh.told(int64(size), kept)
	}
}

func packName(compartment, id seal.ID) string {
	return seal.Name{Kind: seal.Pack, Compartment: compartment, Object: id}.String()
}

func openPack(keys keyring, secret tree.Secret, name string, object []byte) (*tree.PackReader, error) {
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return nil, err
	}
	r, err := keys(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	_, body, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return nil, err
	}
	if err := chain.CheckNewer(name, h); err != nil {
		return nil, err
	}
	p, err := tree.OpenPack(secret, body)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	return p, nil
}
