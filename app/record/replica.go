package record

import (
	"context"
	"iter"

	"farne/app/store"
	"farne/sync/chain"
	"farne/sync/engine"
	"farne/sync/tree"
)

// replica is a compartment of the store as the engine sees it.
type replica struct{ *store.Compartment }

// Snapshot pins the sealed rows.
func (r replica) Snapshot(ctx context.Context, secret tree.Secret) (engine.Snapshot, error) {
	s, err := r.Compartment.Snapshot(ctx, secret)
	if err != nil {
		return nil, err
	}
	return snapshot{s}, nil
}

type snapshot struct{ s *store.Snapshot }

func (s snapshot) Tree() *tree.Tree                               { return s.s.Tree }
func (s snapshot) Frontier() chain.Frontier                       { return s.s.Frontier }
func (s snapshot) Rows(after tree.Key) iter.Seq2[tree.Row, error] { return s.s.Rows(after) }
func (s snapshot) Counts() (map[string]int64, error)              { return s.s.Counts() }
func (s snapshot) Close() error                                   { return s.s.Close() }
