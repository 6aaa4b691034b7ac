package s3

import (
	"net/http"
	"sync"
	"time"
)

// serverTime knows how far the provider's clock is from this laptop's. It learns from the Date header
// of answers whose sender was authenticated.
type serverTime struct {
	now func() time.Time

	mu     sync.Mutex
	offset time.Duration
	known  bool
}

// tolerance is the offset up to which our own clock is good enough to sign with: S3 allows 15 minutes
// (RequestTimeTooSkewed), and Date counts whole seconds.
const tolerance = time.Minute

// current is the wall clock, corrected where it is known to be far off.
func (t *serverTime) current() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.offset.Abs() > tolerance {
		return t.now().Add(t.offset)
	}
	return t.now()
}

// learn takes a Date header in, and tells whether it moved the time to sign with.
func (t *serverTime) learn(header http.Header) (moved bool) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || date.Year() < 2020 || date.Year() >= 2100 {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	offset := date.Sub(t.now().Truncate(time.Second)).Round(time.Second)
	moved = (offset - t.offset).Abs() > tolerance
	t.offset, t.known = offset, true
	return moved
}

// forget drops what was known, because the wall clock has been set since; true if anything was.
func (t *serverTime) forget() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	had := t.offset.Abs() > tolerance
	t.offset, t.known = 0, false
	return had
}

func (t *serverTime) observed() (time.Duration, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.offset, t.known
}
