package app

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"farne/app/record"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// shell is what the areas share: the home in use, the practice that is open in it, and the way to the
// window. Calls of the window come at the same time; each holds mu for reading while it works with the
// practice, and whoever opens or closes one holds it for writing.
type shell struct {
	now func() time.Time

	emit           func(event string, data any) // of the window; does nothing before it stands
	dialogs        dialogs
	quit           func()
	replaceProcess func() error // nil where locking only closes the practice: tests, the browser harness
	closing        atomic.Bool
	stopped        chan struct{}
	flushed        chan struct{}

	mu       sync.RWMutex
	real     place // what the window was started over
	place    place // that, or the demo's
	practice *record.Practice
	setUp    bool               // whether the set-up of the open practice has ended
	session  context.Context    // of the one who signed in; ends when they leave
	end      context.CancelFunc // of session
	undos    undos
	picked   picked
	demoing  sync.Mutex

	keeping     sync.Mutex // of what is kept beside the home
	quiz        quiz
	scratch     sync.Once
	scratchErr  error
	scratchSeen store.Proof

	idle       idle
	background background
	wizard     wizard
}

func newShell(home string, now func() time.Time) *shell {
	s := &shell{
		now: now, emit: func(string, any) {}, dialogs: noDialogs{}, quit: func() {},
		stopped: make(chan struct{}), flushed: make(chan struct{}, 1), real: place{home: home},
	}
	s.place = s.real.orDemo()
	s.background.init()
	s.wizard.init()
	return s
}

// errLocked is the answer to calls that need somebody to be signed in.
var errLocked = failure.New(failure.Refused, "Farne is locked. Everything that was saved is safe.", "Sign in, then try again.")

// with runs a call that works with the practice, and tells the rest of the window about its session:
// the context ends when the person leaves.
func (s *shell) with(fn func(ctx context.Context, p *record.Practice) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.practice == nil {
		return errLocked
	}
	err := fn(s.session, s.practice)
	if err != nil && s.session.Err() != nil && errors.Is(err, context.Canceled) {
		return errLocked
	}
	return err
}

// in is with for calls that answer something.
func in[T any](s *shell, fn func(ctx context.Context, p *record.Practice) (T, error)) (answer T, err error) {
	err = s.with(func(ctx context.Context, p *record.Practice) error {
		answer, err = fn(ctx, p)
		return err
	})
	return answer, err
}

// saving is in for a person's writes: what somebody has typed is finished even when they leave meanwhile,
// and the background is told that there is something to send.
func saving[T any](s *shell, fn func(ctx context.Context, p *record.Practice) (T, error)) (T, error) {
	answer, err := in(s, func(ctx context.Context, p *record.Practice) (T, error) {
		return fn(context.WithoutCancel(ctx), p)
	})
	if err == nil {
		s.background.saved(s.now())
	}
	return answer, err
}

func (s *shell) isOpen() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.practice != nil
}

// enter makes a practice the open one. The caller holds mu for writing.
func (s *shell) enter(p *record.Practice) error {
	s.practice = p
	s.undos.clear()
	s.session, s.end = context.WithCancel(context.Background())
	_, err := p.PendingKit(s.session)
	s.setUp = failure.Is(err, failure.NotFound)
	if err != nil && !s.setUp {
		return errors.Join(err, s.closePractice())
	}
	s.idle.begin(s.now())
	if s.setUp {
		s.background.begin(s.session, s)
	}
	s.remember(func(k *kept) { k.Last = p.Person().ID.String() })
	return nil
}

// leave ends the session and closes the practice. Calls that still work with it end first, which is soon,
// because their context does.
func (s *shell) leave(ctx context.Context) error {
	s.wizard.abandon((*record.Lost).Close)
	s.mu.RLock()
	if s.end != nil {
		s.end()
	}
	s.mu.RUnlock()
	s.background.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closePractice()
}

func (s *shell) closePractice() error {
	if s.practice == nil {
		return nil
	}
	s.end()
	p := s.practice
	s.practice = nil
	s.undos.clear()
	return p.Close()
}

// parseID reads an id that the window got from here.
func parseID(text string) (state.ID, error) {
	id, err := state.ParseID(text)
	if err != nil {
		return id, failure.Wrap(err, failure.NotFound, "There is nothing under this address.", "Go back and look again.")
	}
	return id, nil
}
