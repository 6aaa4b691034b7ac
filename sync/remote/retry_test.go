package remote_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/fault"
	"farne/sync/remote/memory"
	"farne/sync/remote/remotetest"
)

func TestRetryKeepsTheContract(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := fault.New(memory.New())
		n := 0
		broken.Chance(func() error { // every third call fails
			if n++; n%3 == 0 {
				return fault.ErrDown
			}
			return nil
		})
		remotetest.Conformance(t, remote.Retry(broken, remote.RetryOptions{Attempts: 20}), nil)
	})
}

func TestRetryWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := fault.New(memory.New())
		down.Down(true)
		var waits []time.Duration
		s := remote.Retry(down, remote.RetryOptions{Attempts: 8, Base: time.Second, Cap: 10 * time.Second,
			Notify: func(op remote.Op, err error, wait time.Duration) { waits = append(waits, wait) }})
		start, total := clock.Now(), time.Duration(0)
		_, err := s.Get(t.Context(), "a")
		if !failure.Is(err, failure.Unreachable) || down.Calls(remote.OpGet) != 8 || len(waits) != 7 {
			t.Fatalf("%v after %d calls and %d waits", err, down.Calls(remote.OpGet), len(waits))
		}
		for i, wait := range waits {
			if bound := min(10*time.Second, time.Second<<i); wait < 0 || wait > bound {
				t.Errorf("wait %d is %v, more than %v", i, wait, bound)
			}
			total += wait
		}
		if took := clock.Now().Sub(start); took != total {
			t.Errorf("it took %v, the waits make %v", took, total)
		}
	})
}

func TestLostAnswerIsNoConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fault.New(memory.New())
		s.LoseAnswer(remote.OpPut, 1)
		s.LoseAnswer(remote.OpPut, 2)
		retrying := remote.Retry(s, remote.RetryOptions{})
		if err := retrying.Put(t.Context(), "c/a/1", []byte("batch"), remote.Create); err != nil {
			t.Fatal(err)
		}
		if calls := s.Calls(remote.OpPut); calls != 3 {
			t.Errorf("%d calls", calls)
		}
		// And a real conflict stays one, also behind a lost answer.
		s.LoseAnswer(remote.OpPut, 1)
		if err := retrying.Put(t.Context(), "c/a/1", []byte("other"), remote.Create); !errors.Is(err, remote.ErrExists) {
			t.Errorf("a conflict became %v", err)
		}
	})
}

func TestOnlyTransientFailuresAreRepeated(t *testing.T) {
	for _, err := range []error{remote.ErrNotFound, remote.ErrExists, failure.New(failure.Refused, "region", ""), errors.New("plain")} {
		s := fault.New(memory.New())
		s.Fail(fault.Any, 1, err)
		if _, got := remote.Retry(s, remote.RetryOptions{}).Get(t.Context(), "a"); !errors.Is(got, err) || s.Calls(remote.OpGet) != 1 {
			t.Errorf("%v: got %v after %d calls", err, got, s.Calls(remote.OpGet))
		}
	}
}

func TestRetryEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := fault.New(memory.New())
		down.Down(true)
		s := remote.Retry(down, remote.RetryOptions{Attempts: 1000, Base: time.Hour, Cap: time.Hour})
		deadline, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := s.Delete(deadline, "a"); !failure.Is(err, failure.Unreachable) {
			t.Errorf("past its deadline: %v", err)
		}
		cancelled, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		if err := s.Delete(cancelled, "a"); !failure.Is(err, failure.Cancelled) && !failure.Is(err, failure.Unreachable) {
			t.Errorf("cancelled: %v", err)
		}
		if cancelled.Err() == nil {
			t.Error("it waited for longer than it was let")
		}
	})
}

// breaksAfter lists some names, then loses the line.
type breaksAfter struct {
	remote.Store
	names, times int
}

func (b *breaksAfter) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	if b.times--; b.times < 0 {
		return b.Store.List(ctx, prefix, after, each)
	}
	n, lost := 0, remote.Transient(errors.New("line lost"))
	err := b.Store.List(ctx, prefix, after, func(i remote.Info) error {
		if n++; n > b.names {
			return lost
		}
		return each(i)
	})
	return err
}

func TestBrokenListingGoesOnWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := memory.New()
		want := []string{"a", "b", "c", "d", "e", "f", "g"}
		for _, name := range want {
			if err := inner.Put(t.Context(), name, []byte(name), remote.Create); err != nil {
				t.Fatal(err)
			}
		}
		got, err := remote.Names(t.Context(), remote.Retry(&breaksAfter{inner, 2, 3}, remote.RetryOptions{}), "")
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v, %v", got, err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%v", got)
			}
		}
	})
}

func TestErrorsOfTheCallerAreNotRepeated(t *testing.T) {
	inner := memory.New()
	if err := inner.Put(t.Context(), "a", []byte("a"), remote.Create); err != nil {
		t.Fatal(err)
	}
	mine, seen := remote.Transient(errors.New("the caller's own")), 0
	err := remote.Retry(inner, remote.RetryOptions{}).List(t.Context(), "", "", func(remote.Info) error { seen++; return mine })
	if err != mine || seen != 1 {
		t.Errorf("%v after %d", err, seen)
	}
}
