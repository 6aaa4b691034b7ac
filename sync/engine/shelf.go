package engine

import (
	"context"
	"fmt"
	"slices"

	"farne/sync/chain"
	"farne/sync/seal"
	"farne/sync/tree"
)

// What a restore holds in memory: a few packs open (8 MiB each), and the sealed bytes of the others (a
// fifth of that), so that a pack which is needed again is opened again and not fetched again. Nodes were
// packed in the order in which a walk meets them, so both are enough for a record of 400,000 rows; a
// larger one fetches some packs twice.
const (
	maxOpenPacks = 6
	maxSealed    = 128 << 20 // bytes
)

// shelf holds the packs that were fetched and knows in which pack each node lies.
type shelf struct {
	source *Source
	ctx    context.Context
	secret tree.Secret
	lies   map[tree.Name]seal.ID
	open   map[seal.ID]*tree.PackReader
	used   []seal.ID // of the open ones, the longest unused first
	sealed map[seal.ID][]byte
	size   int // of all in sealed
	told   func(bytes int64)
}

// index reads every pack once to learn which nodes it has. Which pack holds a node is told by the packs
// alone.
func (s *Source) index(ctx context.Context, secret tree.Secret, told func(int64)) (*shelf, error) {
	if s.shelf != nil {
		return s.shelf, nil
	}
	sh := &shelf{
		source: s, ctx: ctx, secret: secret, told: told,
		lies: map[tree.Name]seal.ID{}, open: map[seal.ID]*tree.PackReader{}, sealed: map[seal.ID][]byte{},
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
	object, err := sh.fetch(id)
	if err != nil {
		return nil, err
	}
	p, err := openPack(sh.source.Keys, sh.secret, packName(sh.source.Part.Compartment, id), object)
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

func (sh *shelf) fetch(id seal.ID) ([]byte, error) {
	if object, held := sh.sealed[id]; held {
		return object, nil
	}
	name := packName(sh.source.Part.Compartment, id)
	object, err := sh.source.Remote.Get(sh.ctx, name)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	sh.source.fetched += int64(len(object))
	sh.told(sh.source.fetched)
	if sh.size+len(object) <= maxSealed {
		sh.sealed[id], sh.size = object, sh.size+len(object)
	}
	return object, nil
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
