package engine

import (
	"context"
	"fmt"
	"sync"

	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// upload seals packs in one goroutine and sends them in another while the rows of the next one are read:
// one pack is being filled, one waits, one is being sealed, and the sealed ones wait for the line. Close
// it, whatever happens.
type upload struct {
	engine *Engine
	sent   func(load) // called one at a time
	loads  chan load
	sealed chan load
	ended  sync.WaitGroup
	failed context.Context // ends with the first error as its cause
	fail   context.CancelCauseFunc
}

// load is a pack and where it belongs.
type load struct {
	part   *pending
	pack   tree.Pack // its body is dropped once it is sealed
	id     seal.ID
	name   string
	object []byte
}

// sealedAhead is how many sealed packs, a fifth of 8 MiB each, may wait for the line.
const sealedAhead = 4

func (e *Engine) upload(ctx context.Context, sent func(load)) *upload {
	u := &upload{engine: e, sent: sent, loads: make(chan load, 1), sealed: make(chan load, sealedAhead)}
	u.failed, u.fail = context.WithCancelCause(context.Background())
	u.ended.Go(u.seal)
	u.ended.Go(func() { u.send(ctx) })
	return u
}

func (u *upload) seal() {
	defer close(u.sealed)
	for l := range u.loads {
		if u.failed.Err() != nil {
			continue
		}
		p := l.part.place
		h := u.engine.writer(p).Header(seal.Pack, 0)
		l.id = seal.NewID()
		h.Object = l.id
		var err error
		if l.name, l.object, err = seal.Seal(p.Key, u.engine.Signer, h, l.pack.Body); err != nil {
			u.give(l, err)
			continue
		}
		l.pack.Body = nil
		u.sealed <- l
	}
}

func (u *upload) send(ctx context.Context) {
	for l := range u.sealed {
		if u.failed.Err() != nil {
			continue
		}
		err := u.engine.Remote.Put(ctx, l.name, l.object, remote.Create)
		if err == nil {
			err = l.part.place.Replica.Uploaded(ctx, l.id, l.pack.Names)
		}
		if err != nil {
			u.give(l, err)
			continue
		}
		u.sent(l)
	}
}

func (u *upload) give(l load, err error) {
	u.fail(fmt.Errorf("back up %s: %w", l.part.place.Name, err))
}

// add hands a pack over. Its error may be that of a pack before.
func (u *upload) add(l load) error {
	select {
	case u.loads <- l:
		return nil
	case <-u.failed.Done():
		return context.Cause(u.failed)
	}
}

// close waits until every pack has been sent, or one has failed.
func (u *upload) close() error {
	close(u.loads)
	u.ended.Wait()
	return context.Cause(u.failed)
}
