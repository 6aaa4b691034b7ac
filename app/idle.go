package app

import (
	"sync"
	"time"
)

// When Farne locks by itself: after idle time, announced a little before, and in any case once a day's
// work is over.
const (
	lockAfterIdle = 10 * time.Minute
	announced     = 30 * time.Second
	lockAfter     = 12 * time.Hour
	flushWithin   = 2 * time.Second
)

// idle watches one session's clock. It reckons with the wall clock, which goes on while a laptop sleeps.
type idle struct {
	mu           sync.Mutex
	since, moves time.Time
}

func (i *idle) begin(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.since, i.moves = now.Round(0), now.Round(0)
}

func (i *idle) moved(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.moves = now.Round(0)
}

// due tells, at a moment, whether to lock and why, or in how many seconds.
func (i *idle) due(now time.Time) (lock bool, warn time.Duration) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now = now.Round(0)
	quiet := now.Sub(i.moves)
	if quiet < 0 { // the clock was set back: begin anew
		i.moves, quiet = now, 0
	}
	switch {
	case quiet >= lockAfterIdle || now.Sub(i.since) >= lockAfter:
		return true, 0
	case quiet >= lockAfterIdle-announced:
		return false, lockAfterIdle - quiet
	}
	return false, 0
}

// watch locks an open practice when its time is over; it ends with the window.
func (s *shell) watch() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-s.stopped:
			return
		case <-tick.C:
			s.tick()
		}
	}
}

// tick is one second of watch.
func (s *shell) tick() {
	if !s.isOpen() {
		return
	}
	lock, warn := s.idle.due(s.now())
	if warn > 0 {
		s.emit("session:idle", map[string]int{"seconds": int(warn.Round(time.Second).Seconds())})
	}
	if !lock {
		return
	}
	s.askForUnsaved("lock")
	_ = s.lock() // the practice closes in any case; what cannot be told, cannot be told to a locked screen
}

// askForUnsaved lets the window hand over what was typed, and waits for that a little while.
func (s *shell) askForUnsaved(reason string) {
	select {
	case <-s.flushed: // a late answer to an earlier question
	default:
	}
	s.emit("session:flush", map[string]string{"reason": reason})
	select {
	case <-s.flushed:
	case <-time.After(flushWithin):
	}
}
