package record

import (
	"sync"
	"time"

	"farne/sync/state"
)

// sitting is how long the autosaves of one draft are one change in the audit log. An hour of typing is a
// thousand saves, and a log that had an entry for each would hide what matters in it; when exactly a text
// was written, its versions tell.
const sitting = 10 * time.Minute

// sittings tells which drafts this person has been writing on since the start, and since when.
type sittings struct {
	mu    sync.Mutex
	since map[state.ID]time.Time
}

// begins tells whether a save of a draft needs an entry: it is the first of a sitting.
func (s *sittings) begins(draft state.ID, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, known := s.since[draft]
	return !known || now.Before(at) || now.Sub(at) >= sitting
}

// began notes that such an entry is on record.
func (s *sittings) began(draft state.ID, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.since == nil {
		s.since = map[state.ID]time.Time{}
	}
	s.since[draft] = now
}
