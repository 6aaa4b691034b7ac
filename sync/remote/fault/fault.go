// Package fault breaks a store on purpose, for tests: calls that fail, answers that are lost after the
// work was done, lines that are slow or down, listings that lag, bytes that change. A Store lets
// everything through until it is told otherwise; all its methods may be called while it is in use.
package fault

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"farne/sync/failure"
	"farne/sync/remote"
)

// ErrDown is what a line that is down answers: unreachable and transient.
var ErrDown error = failure.Wrap(remote.Transient(errors.New("injected fault")), failure.Unreachable, "The storage cannot be reached (injected).", "")

// Any stands for every kind of call in Fail and LoseAnswer.
const Any remote.Op = ""

// Store is a store with faults; make one with New.
type Store struct {
	inner remote.Store

	mu     sync.Mutex
	plans  []plan
	down   bool
	delay  time.Duration
	lists  remote.Store // where listings come from; nil: from inner
	reads  remote.Store
	change func(name string, data []byte) []byte
	chance func() error
	calls  map[remote.Op]int
}

// plan is a fault for one coming call.
type plan struct {
	op    remote.Op
	left  int // calls until it strikes, this one included
	after bool
	err   error
}

// New puts faults around a store.
func New(inner remote.Store) *Store { return &Store{inner: inner, calls: map[remote.Op]int{}} }

// Unwrap implements what remote.As needs.
func (s *Store) Unwrap() remote.Store { return s.inner }

// Fail lets the nth call of this kind from now (1 is the next) fail without being done.
func (s *Store) Fail(op remote.Op, nth int, err error) { s.add(plan{op, nth, false, err}) }

// LoseAnswer lets the nth call of this kind from now be done, and answers ErrDown all the same.
func (s *Store) LoseAnswer(op remote.Op, nth int) { s.add(plan{op, nth, true, ErrDown}) }

// Down takes the line down, or up again.
func (s *Store) Down(down bool) { s.set(func() { s.down = down }) }

// Delay makes every call this much slower.
func (s *Store) Delay(d time.Duration) { s.set(func() { s.delay = d }) }

// Chance asks before every call, one at a time, whether it fails; nil lets all through. Give it a
// seeded source.
func (s *Store) Chance(fails func() error) { s.set(func() { s.chance = fails }) }

// Mangle changes what Get returns; nil ends it.
func (s *Store) Mangle(change func(name string, data []byte) []byte) {
	s.set(func() { s.change = change })
}

// Lag lets listings come from another store, such as an earlier memory.Store.Clone; nil ends it.
func (s *Store) Lag(lists remote.Store) { s.set(func() { s.lists = lists }) }

// RollBack lets listings and reads come from another store while writes still go to the inner one: a
// provider that shows an old state. nil ends it.
func (s *Store) RollBack(to remote.Store) { s.set(func() { s.lists, s.reads = to, to }) }

// Calls is how many calls of this kind came in, failed ones included.
func (s *Store) Calls(op remote.Op) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[op]
}

func (s *Store) add(p plan) { s.set(func() { s.plans = append(s.plans, p) }) }

func (s *Store) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// begin decides one call's fate: fail at once, or call and then answer with lost.
func (s *Store) begin(ctx context.Context, op remote.Op) (lost, err error) {
	s.mu.Lock()
	s.calls[op]++
	delay := s.delay
	lost, err = s.strike(op)
	if s.down {
		lost, err = nil, ErrDown
	}
	if s.chance != nil && err == nil {
		err = s.chance()
	}
	s.mu.Unlock()
	if ended := sleep(ctx, delay); ended != nil {
		return nil, ended
	}
	return lost, err
}

// strike counts a call against the plans and takes out the first that is due.
func (s *Store) strike(op remote.Op) (lost, err error) {
	due := -1
	for i := range s.plans {
		if p := &s.plans[i]; p.op == op || p.op == Any {
			p.left--
			if p.left <= 0 && due < 0 {
				due = i
			}
		}
	}
	if due < 0 {
		return nil, nil
	}
	p := s.plans[due]
	s.plans = slices.Delete(s.plans, due, due+1)
	if p.after {
		return p.err, nil
	}
	return nil, p.err
}

// sources is where listings and reads come from, and what happens to what is read.
func (s *Store) sources() (lists, reads remote.Store, change func(string, []byte) []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lists, reads = s.inner, s.inner
	if s.lists != nil {
		lists = s.lists
	}
	if s.reads != nil {
		reads = s.reads
	}
	return lists, reads, s.change
}

func sleep(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// List implements remote.Store. A lost answer is lost at the end, after all names were shown.
func (s *Store) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	lost, err := s.begin(ctx, remote.OpList)
	if err != nil {
		return err
	}
	lists, _, _ := s.sources()
	return or(lists.List(ctx, prefix, after, each), lost)
}

// Get implements remote.Store.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	lost, err := s.begin(ctx, remote.OpGet)
	if err != nil {
		return nil, err
	}
	_, reads, change := s.sources()
	data, err := reads.Get(ctx, name)
	if err := or(err, lost); err != nil {
		return nil, err
	}
	if change != nil {
		data = change(name, data)
	}
	return data, nil
}

// Put implements remote.Store.
func (s *Store) Put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	lost, err := s.begin(ctx, remote.OpPut)
	if err != nil {
		return err
	}
	return or(s.inner.Put(ctx, name, data, mode), lost)
}

// Delete implements remote.Store.
func (s *Store) Delete(ctx context.Context, name string) error {
	lost, err := s.begin(ctx, remote.OpDelete)
	if err != nil {
		return err
	}
	return or(s.inner.Delete(ctx, name), lost)
}
