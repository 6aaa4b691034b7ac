package remote_test

import (
	"bytes"
	"context"
	"sync"
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

func TestDecoratorsKeepTheContract(t *testing.T) {
	var counter remote.Counter
	s := remote.Count(remote.Limit(memory.New(), remote.NewLimiter(0, clock.Now)), &counter)
	s = remote.Sealed(remote.Retry(s, remote.RetryOptions{}), func([]byte) bool { return true })
	remotetest.Conformance(t, s, nil)
	if _, ok := remote.As[*memory.Store](s); !ok {
		t.Error("the store beneath the decorators is not found")
	}
	if _, ok := remote.As[*fault.Store](s); ok {
		t.Error("a store is found that is not there")
	}
}

func TestCount(t *testing.T) {
	var counter remote.Counter
	inner := fault.New(memory.New())
	s := remote.Retry(remote.Count(inner, &counter), remote.RetryOptions{Base: 1})
	ctx := t.Context()
	inner.Fail(remote.OpPut, 1, fault.ErrDown)
	if err := s.Put(ctx, "a", make([]byte, 100), remote.Create); err != nil {
		t.Fatal(err)
	}
	before := counter.Snapshot()
	for range 3 {
		if _, err := s.Get(ctx, "a"); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = remote.Names(ctx, s, "")
	_ = s.Delete(ctx, "a")
	want := remote.Traffic{Requests: remote.Requests{List: 1, Get: 3, Put: 2, Delete: 1}, BytesIn: 300, BytesOut: 200}
	if got := counter.Snapshot(); got != want {
		t.Errorf("got %+v, want %+v (a retry counts)", got, want)
	}
	if got := counter.Snapshot().Since(before); got.Requests.Put != 0 || got.BytesIn != 300 {
		t.Errorf("since the put: %+v", got)
	}
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := remote.Limit(memory.New(), remote.NewLimiter(1000, clock.Now))
		start := clock.Now()
		var all sync.WaitGroup
		for _, name := range []string{"a", "b", "c"} { // together, they share the line
			all.Go(func() {
				if err := s.Put(t.Context(), name, make([]byte, 2000), remote.Create); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, err := s.Get(t.Context(), "a"); err != nil {
			t.Error(err)
		}
		if took := clock.Now().Sub(start); took != 8*time.Second {
			t.Errorf("8,000 bytes at 1,000 a second took %v", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Put(ctx, "d", make([]byte, 1e6), remote.Create); err == nil || clock.Now().Sub(start) != 9*time.Second {
			t.Errorf("a wait does not end with its context: %v", err)
		}
	})
}

func TestLimitSurvivesTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		skew := time.Duration(0)
		l := remote.NewLimiter(1000, func() time.Time { return clock.Now().Add(skew).Round(0) })
		start := clock.Now()
		for _, skew = range []time.Duration{0, -10 * 365 * 24 * time.Hour, 0, 365 * 24 * time.Hour} {
			if err := l.Wait(t.Context(), 1000); err != nil {
				t.Fatal(err)
			}
		}
		if took := clock.Now().Sub(start); took > 5*time.Second {
			t.Errorf("4 kB took %v while the clock was set", took)
		}
	})
}

func TestOnlyEnvelopesPass(t *testing.T) {
	inner := memory.New()
	s := remote.Sealed(inner, func(data []byte) bool { return bytes.HasPrefix(data, []byte("FARNE")) })
	err := s.Put(t.Context(), "c/a/1", []byte("Mrs Miller, born 1950"), remote.Create)
	if !failure.Is(err, failure.Internal) || bytes.Contains([]byte(err.Error()), []byte("Miller")) {
		t.Errorf("plaintext: %v", err)
	}
	if err := s.Put(t.Context(), "c/a/1", []byte("FARNE..."), remote.Create); err != nil {
		t.Error(err)
	}
	if names, _ := remote.Names(t.Context(), inner, ""); len(names) != 1 {
		t.Errorf("%q arrived", names)
	}
}
