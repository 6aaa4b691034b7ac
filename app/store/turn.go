package store

import (
	"sync"
	"sync/atomic"
)

// turn is a lock whose holder can see that somebody waits for it: who has much to write ends its transaction
// sooner then, so that a person's note need not wait for all of it.
type turn struct {
	sync.Mutex
	waiting atomic.Int32
}

func (t *turn) Lock() {
	t.waiting.Add(1)
	t.Mutex.Lock()
	t.waiting.Add(-1)
}

func (t *turn) awaited() bool { return t.waiting.Load() > 0 }
