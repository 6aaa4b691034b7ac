package engine

import (
	"context"
	"fmt"

	"farne/sync/seal"
	"farne/sync/tree"
)

// upload seals and sends packs in a goroutine of its own while the rows of the next one are read: one is
// being filled, one waits and one is on its way. Close it, whatever happens.
type upload struct {
	engine *Engine
	sent   func(load load, id seal.ID, bytes int64) // called one at a time
	loads  chan load
	failed chan struct{} // closed when err is set
	ended  chan struct{}
	err    error
}

// load is a pack and where it belongs.
type load struct {
	pack tree.Pack
	part *pending
}

func (e *Engine) upload(ctx context.Context, sent func(load, seal.ID, int64)) *upload {
	u := &upload{engine: e, sent: sent, loads: make(chan load, 1), failed: make(chan struct{}), ended: make(chan struct{})}
	go u.run(ctx)
	return u
}

func (u *upload) run(ctx context.Context) {
	defer close(u.ended)
	for l := range u.loads {
		if u.err != nil {
			continue
		}
		id, n, err := u.engine.putPack(ctx, l.part.place, l.pack)
		if err != nil {
			u.err = fmt.Errorf("back up %s: %w", l.part.place.Name, err)
			close(u.failed)
			continue
		}
		u.sent(l, id, n)
	}
}

// add hands a pack over. Its error may be that of a pack before.
func (u *upload) add(l load) error {
	select {
	case u.loads <- l:
		return nil
	case <-u.failed:
		return u.err
	}
}

// close waits until every pack has been sent, or one has failed.
func (u *upload) close() error {
	close(u.loads)
	<-u.ended
	return u.err
}
