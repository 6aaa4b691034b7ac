package remote

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"time"
)

// RetryOptions say how Retry waits. The zero value means the defaults.
type RetryOptions struct {
	Attempts int           // in all, the first included; default 5
	Base     time.Duration // longest wait before the second attempt, doubled for each later one; default 500 ms
	Cap      time.Duration // longest wait of all; default 20 s

	// Notify, if set, hears of each failed attempt that will be repeated after wait.
	Notify func(op Op, err error, wait time.Duration)
}

// Retry repeats what failed with a transient error, with exponential waits and full jitter (so that
// the laptops of a clinic do not all return at once when the line does). Other errors return at once;
// so does a context that ends. A Put whose answer was lost is repeated safely: see Store.Put.
func Retry(inner Store, o RetryOptions) Store {
	if o.Attempts == 0 {
		o.Attempts = 5
	}
	if o.Base == 0 {
		o.Base = 500 * time.Millisecond
	}
	if o.Cap == 0 {
		o.Cap = 20 * time.Second
	}
	return &retrying{inner, o}
}

type retrying struct {
	inner Store
	o     RetryOptions
}

func (s *retrying) Unwrap() Store { return s.inner }

func (s *retrying) do(ctx context.Context, op Op, call func() error) error {
	for attempt := 1; ; attempt++ {
		err := call()
		if err == nil || attempt >= s.o.Attempts || !IsTransient(err) {
			return err
		}
		wait := s.wait(attempt)
		if s.o.Notify != nil {
			s.o.Notify(op, err, wait)
		}
		// The failure says more than "cancelled" does, unless it was a person who cancelled.
		if ended := pause(ctx, wait); ended != nil {
			if ended == context.Canceled {
				return ended
			}
			return err
		}
	}
}

// wait draws evenly between nothing and the exponential bound.
func (s *retrying) wait(attempt int) time.Duration {
	bound := min(s.o.Cap, s.o.Base<<min(attempt-1, 20))
	var random [8]byte
	_, _ = rand.Read(random[:])
	return time.Duration(float64(bound) * float64(binary.BigEndian.Uint64(random[:])>>11) / (1 << 53))
}

// List goes on after the last name that each has seen, so that nothing is shown twice. An error of
// each is the caller's own and never repeated.
func (s *retrying) List(ctx context.Context, prefix, after string, each func(Info) error) error {
	var own error
	err := s.do(ctx, OpList, func() error {
		err := s.inner.List(ctx, prefix, after, func(i Info) error {
			if own = each(i); own == nil {
				after = i.Name
			}
			return own
		})
		if own != nil {
			return nil
		}
		return err
	})
	if own != nil {
		return own
	}
	return err
}

func (s *retrying) Get(ctx context.Context, name string) (data []byte, err error) {
	err = s.do(ctx, OpGet, func() error {
		data, err = s.inner.Get(ctx, name)
		return err
	})
	return data, err
}

func (s *retrying) Put(ctx context.Context, name string, data []byte, mode Mode) error {
	return s.do(ctx, OpPut, func() error { return s.inner.Put(ctx, name, data, mode) })
}

func (s *retrying) Delete(ctx context.Context, name string) error {
	return s.do(ctx, OpDelete, func() error { return s.inner.Delete(ctx, name) })
}
