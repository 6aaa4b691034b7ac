package app

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"farne/app/record"
	"farne/sync/failure"
)

// wizard is the one restore that a window can be in.
type wizard struct {
	mu       sync.Mutex
	turn     *sync.Cond // told when held changes
	state    RestoreState
	lost     *record.Lost
	restored *record.Practice  // open, until Finish takes it
	again    *record.Restoring // the restore that failed last
	held     bool
	going    bool
	before   string // the phase that a pause interrupted
	cancel   context.CancelFunc
}

func (w *wizard) init() {
	w.turn = sync.NewCond(&w.mu)
	w.state = idleState()
}

func (w *wizard) look() RestoreState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state
}

func (w *wizard) connected(lost *record.Lost, found RestoreFound) RestoreState {
	w.abandon((*record.Lost).Close)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost, w.state = lost, idleState()
	w.state.Phase, w.state.Source = "connected", found
	return w.state
}

// begin starts a check or a restore; its context ends with Cancel.
func (w *wizard) begin(phase string) (*record.Lost, context.Context, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.lost == nil:
		return nil, nil, failure.New(failure.Usage, "No backups have been looked at yet. Nothing was changed.", "Enter the words and the place first.")
	case w.going || w.restored != nil:
		return nil, nil, failure.New(failure.Busy, "A restore is under way already. Nothing was changed.", "Wait for it, or cancel it.")
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel, w.going, w.held = cancel, true, false
	w.state.Phase, w.state.Progress, w.again = phase, RestoreProgress{}, nil
	w.state.Code, w.state.Message, w.state.Hint = "", "", ""
	if phase == "checking" {
		w.state.Check = idleState().Check
	}
	return w.lost, ctx, nil
}

// progress notes how far the work is.
func (w *wizard) progress(p RestoreProgress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state.Progress = p
}

// repeat is the restore that failed last, if it is what the wizard shows.
func (w *wizard) repeat() *record.Restoring {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.again
}

// wait blocks while the work is paused. It is called between rows.
func (w *wizard) wait(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.held && ctx.Err() == nil {
		w.turn.Wait()
	}
	return ctx.Err()
}

func (w *wizard) hold(held bool) RestoreState {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.going && held != w.held {
		w.held = held
		if held {
			w.before, w.state.Phase = w.state.Phase, "paused"
		} else {
			w.state.Phase = w.before
		}
		w.turn.Broadcast()
	}
	return w.state
}

func (w *wizard) checked(c RestoreCheck) RestoreState {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended()
	w.state.Phase, w.state.Check = "checked", c
	return w.state
}

func (w *wizard) done(p *record.Practice, r RestoreResult) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended()
	w.state.Phase, w.state.Result, w.restored = "done", r, p
}

// failed keeps what went wrong, and the restore that it befell, if it was one; after a cancellation the
// wizard stands where it can begin again.
func (w *wizard) failed(err error, r *record.Restoring) RestoreState {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended()
	w.state.Phase = "connected"
	if !errors.Is(err, context.Canceled) {
		f := told(err)
		w.state.Phase, w.state.Code, w.state.Message, w.state.Hint = "failed", string(f.Code), f.Message, f.Hint
		w.again = r
	}
	return w.state
}

func (w *wizard) ended() {
	w.cancel()
	w.going, w.held = false, false
	w.turn.Broadcast()
}

// take gives the restored practice away, and ends the wizard.
func (w *wizard) take() *record.Practice {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.restored
	if p != nil {
		w.restored, w.lost, w.again, w.state = nil, nil, nil, idleState()
	}
	return p
}

// abandon stops what runs and waits until it has undone itself; how says what becomes of the sealed bytes
// that were read. A restored practice that nobody opened is closed, and stands on this laptop.
func (w *wizard) abandon(how func(*record.Lost) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.going {
		w.cancel()
		w.turn.Broadcast()
	}
	for w.going {
		w.turn.Wait()
	}
	if w.restored != nil {
		_ = w.restored.Close() // its writes are on the disk; it is opened anew by signing in
	}
	if w.lost != nil {
		_ = how(w.lost) // what stays is an unfinished home, which the next attempt takes
	}
	w.restored, w.lost, w.again, w.state = nil, nil, nil, idleState()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
