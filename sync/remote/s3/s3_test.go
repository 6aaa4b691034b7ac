package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
	"farne/sync/remote/s3"
)

var env = s3.Env{Now: clock.Now}

func put(t *testing.T, s remote.Store, name, data string) {
	t.Helper()
	if err := s.Put(t.Context(), name, []byte(data), remote.Create); err != nil {
		t.Fatal(err)
	}
}

// fails wants a failure of this code, whose words and chain hold no secret.
func fails(t *testing.T, v *remotetest.Versity, err error, code failure.Code) {
	t.Helper()
	if !failure.Is(err, code) {
		t.Fatalf("got %v (%v), want %s", err, failure.Of(err), code)
	}
	var known *failure.Error
	if !errors.As(err, &known) || known.Hint == "" || !strings.HasSuffix(known.Message, ".") || strings.Contains(known.Message, "\n") {
		t.Errorf("these are no words for people: %+v", failure.Of(err))
	}
	if strings.Contains(fmt.Sprintf("%+v %#v %v", err, err, errors.Unwrap(failure.Of(err))), v.Secret) {
		t.Error("the secret stands in the error")
	}
	t.Log(known.Message, "→", known.Hint)
}

func TestConformance(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	remotetest.Conformance(t, v.Open(t), nil)
}

// A page of S3's listings has 1,000 names.
func TestListingOfSeveralPages(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	s, many := v.Open(t), 1100
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := w; i < many; i += 4 {
				if err := s.Put(t.Context(), fmt.Sprintf("c/a/%06d", i), []byte{1}, remote.Overwrite); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	var counter remote.Counter
	names, err := remote.Names(t.Context(), remote.Count(s, &counter), "c/")
	if err != nil || len(names) != many || !slices.IsSorted(names) || counter.Snapshot().Requests.List != 2 {
		t.Errorf("%d names in %+v: %v", len(names), counter.Snapshot(), err)
	}
	seen := 0
	if err := s.List(t.Context(), "c/", "c/a/000049", func(remote.Info) error { seen++; return nil }); err != nil || seen != many-50 {
		t.Errorf("%d after the first 50: %v", seen, err)
	}
}

func TestConformanceThroughTLS(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{Versioning: true})
	c := remotetest.StartFront(t, v, remotetest.FrontOptions{}).Config(v)
	c.Capabilities = &remote.Capabilities{ConditionalPut: true}
	remotetest.Conformance(t, remotetest.Open(t, c, env), nil)
}

// Where a provider ignores If-None-Match, Create looks first; all but the race is kept.
func TestConformanceWithoutConditions(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := remotetest.StartFront(t, v, remotetest.FrontOptions{Plain: true, IgnoresConditions: true}).Config(v)
	c, err := s3.Probe(t.Context(), c, env)
	if err != nil {
		t.Fatal(err)
	}
	if c.Capabilities.ConditionalPut {
		t.Fatal("the probe believes in a condition that is ignored")
	}
	s := remotetest.Open(t, c, env)
	put(t, s, "c/a/1", "first")
	if err := s.Put(t.Context(), "c/a/1", []byte("second"), remote.Create); !errors.Is(err, remote.ErrExists) {
		t.Errorf("%v", err)
	}
	put(t, s, "c/a/1", "first")
}

func TestProbe(t *testing.T) {
	for name, test := range map[string]struct {
		bucket remotetest.VersityOptions
		want   remote.Capabilities
	}{
		"plain":       {remotetest.VersityOptions{}, remote.Capabilities{Versioning: "off", ObjectLock: "off"}},
		"versioning":  {remotetest.VersityOptions{Versioning: true}, remote.Capabilities{Versioning: "enabled", ObjectLock: "off"}},
		"object lock": {remotetest.VersityOptions{ObjectLock: true}, remote.Capabilities{Versioning: "enabled", ObjectLock: "on"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := remotetest.StartVersity(t, test.bucket)
			c, err := s3.Probe(t.Context(), v.Config(), env)
			if err != nil {
				t.Fatal(err)
			}
			got, want := *c.Capabilities, test.want
			if got.ProbedAt.IsZero() || got.ClockOffset > 2000 || got.ClockOffset < -2000 {
				t.Errorf("%+v", got)
			}
			got.ProbedAt, got.ClockOffset = time.Time{}, 0
			want.ConditionalPut, want.Location, want.Place = true, "eu-west-2", "London, United Kingdom"
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if names, err := remote.Names(t.Context(), v.Open(t), ""); err != nil || len(names) != 0 {
				t.Errorf("left behind: %q, %v", names, err)
			}
		})
	}
}

func TestOtherPeoplesObjectsAreLeftOut(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	s := v.Open(t)
	put(t, s, "h/a/b", "hint")
	for _, name := range []string{"README.txt", "h/a/Old Hint", "h/a/.b"} {
		if err := os.WriteFile(filepath.Join(v.Dir, v.Bucket, filepath.FromSlash(name)), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if names, err := remote.Names(t.Context(), s, ""); err != nil || strings.Join(names, " ") != "h/a/b" {
		t.Errorf("%q, %v", names, err)
	}
}

func TestRequestsAreCountedOnTheWire(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	var counter remote.Counter
	s := remote.Count(v.Open(t), &counter)
	ctx, data := t.Context(), bytes.Repeat([]byte{1}, 1000)
	if err := s.Put(ctx, "a", data, remote.Overwrite); err != nil {
		t.Fatal(err)
	}
	first := counter.Snapshot()
	if first.Requests != (remote.Requests{Put: 1, Get: 1}) || first.BytesOut != 1000 || first.BytesIn != 0 {
		t.Errorf("the first write, which asks where the bucket is: %+v", first)
	}
	_ = s.Put(ctx, "a", data, remote.Overwrite)
	_, _ = s.Get(ctx, "a")
	_, _ = s.Get(ctx, "none")
	_, _ = remote.Names(ctx, s, "")
	_ = s.Delete(ctx, "a")
	want := remote.Traffic{Requests: remote.Requests{List: 1, Get: 2, Put: 1, Delete: 1}, BytesIn: 1000, BytesOut: 1000}
	if got := counter.Snapshot().Since(first); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestBandwidthIsPacedOnTheWire(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := v.Config()
	c.Capabilities = &remote.Capabilities{ConditionalPut: true}
	const size, rate = 300_000, 400_000
	s := remote.Limit(remotetest.Open(t, c, env), remote.NewLimiter(rate, clock.Now))
	start := clock.Now()
	put(t, s, "t/a/p", strings.Repeat("x", size))
	if _, err := s.Get(t.Context(), "t/a/p"); err != nil {
		t.Fatal(err)
	}
	if took := clock.Now().Sub(start); took < 2*size*time.Second/rate*9/10 {
		t.Errorf("%d bytes at %d a second took only %v", 2*size, rate, took)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := s.Put(ctx, "t/a/q", make([]byte, 4<<20), remote.Create); err == nil {
		t.Error("a paced write outlasted its context")
	}
}
