package remote

import (
	"context"
	"sync"
	"time"
)

// Limiter paces bytes, in and out together, so that a backup leaves room on a clinic's thin line.
// nil and a rate of zero let everything through; safe for concurrent use and shared between stores.
type Limiter struct {
	now func() time.Time

	mu   sync.Mutex
	rate float64   // bytes per second
	free time.Time // when the line is free again
}

// NewLimiter makes a limiter of this many bytes per second.
func NewLimiter(bytesPerSecond int64, now func() time.Time) *Limiter {
	return &Limiter{now: now, rate: float64(bytesPerSecond)}
}

// SetRate changes the bytes per second from the next Wait on.
func (l *Limiter) SetRate(bytesPerSecond int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rate = float64(bytesPerSecond)
}

// Wait returns when n more bytes may pass, or with the context's error.
func (l *Limiter) Wait(ctx context.Context, n int) error {
	if l == nil || n <= 0 {
		return ctx.Err()
	}
	return pause(ctx, l.reserve(n))
}

// reserve books the line for n bytes and says how long until they are through.
func (l *Limiter) reserve(n int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rate <= 0 {
		return 0
	}
	now := l.now()
	took := time.Duration(float64(n) / l.rate * float64(time.Second))
	// A clock set back must not hold the line for the hours between.
	if ahead := l.free.Sub(now); l.free.IsZero() || ahead < 0 || ahead > time.Hour {
		l.free = now
	}
	l.free = l.free.Add(took)
	return l.free.Sub(now)
}

// pause sleeps, or returns the context's error.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
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

// Limit paces what goes through to inner. A store that is Wired is paced smoothly on the wire; any
// other by waiting before each Put and after each Get.
func Limit(inner Store, limiter *Limiter) Store {
	_, wired := As[Wired](inner)
	return &limited{inner, limiter, wired}
}

type limited struct {
	inner   Store
	limiter *Limiter
	wired   bool
}

func (s *limited) Unwrap() Store { return s.inner }

func (s *limited) List(ctx context.Context, prefix, after string, each func(Info) error) error {
	return s.inner.List(withLimiter(ctx, s.limiter), prefix, after, each)
}

func (s *limited) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := s.inner.Get(withLimiter(ctx, s.limiter), name)
	if err != nil || s.wired {
		return data, err
	}
	if err := s.limiter.Wait(ctx, len(data)); err != nil {
		return nil, err
	}
	return data, nil
}

func (s *limited) Put(ctx context.Context, name string, data []byte, mode Mode) error {
	if !s.wired {
		if err := s.limiter.Wait(ctx, len(data)); err != nil {
			return err
		}
	}
	return s.inner.Put(withLimiter(ctx, s.limiter), name, data, mode)
}

func (s *limited) Delete(ctx context.Context, name string) error {
	return s.inner.Delete(withLimiter(ctx, s.limiter), name)
}
