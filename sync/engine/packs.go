package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// standing tells in which pack each known node lies, of the packs that the remote still has and that no
// verification found damaged. The nodes of the others are uploaded again, so that damage heals, and so
// that a remote which was changed for another gets everything.
func (e *Engine) standing(ctx context.Context, p Place) (map[tree.Name]seal.ID, error) {
	stands := map[seal.ID]bool{}
	err := e.Remote.List(ctx, seal.PackPrefix+p.ID.String()+"/", "", func(i remote.Info) error {
		if n, err := seal.ParseName(i.Name); err == nil { // what is no pack is left to verification
			stands[n.Object] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id := range stands {
		bad, err := p.Replica.Noted(ctx, badPackNote(id))
		if err != nil {
			return nil, err
		}
		stands[id] = bad == nil
	}
	lies, err := p.Replica.Packs(ctx)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(lies, func(_ tree.Name, pack seal.ID) bool { return !stands[pack] })
	return lies, nil
}

// badPackNote stands for a pack that a verification found damaged.
func badPackNote(id seal.ID) string { return "bad pack " + id.String() }

// packsOf lists the packs that hold the nodes of a tree.
func packsOf(before, added map[tree.Name]seal.ID, t *tree.Tree) ([]seal.ID, error) {
	held := map[seal.ID]bool{}
	if t.Root().Nodes > 0 {
		for name := range t.Names() {
			pack, ok := added[name]
			if !ok {
				pack, ok = before[name]
			}
			if !ok {
				return nil, fmt.Errorf("node %s is in no pack", name)
			}
			held[pack] = true
		}
	}
	return slices.SortedFunc(maps.Keys(held), func(a, b seal.ID) int { return slices.Compare(a[:], b[:]) }), nil
}
