package check_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/check"
	"farne/sync/remote/fault"
	"farne/sync/remote/memory"
)

func failing(t *testing.T, s remote.Store) (names []string, r remote.Report) {
	t.Helper()
	r, err := check.Run(t.Context(), s, nil, check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Checks {
		if c.Detail == "" {
			t.Errorf("%q says nothing", c.Name)
		}
		if !c.OK {
			names = append(names, c.Name)
		}
	}
	return names, r
}

// broken is a store with one method replaced.
type broken struct {
	remote.Store
	put    func(ctx context.Context, name string, data []byte, mode remote.Mode) error
	list   func(ctx context.Context, prefix, after string, each func(remote.Info) error) error
	get    func(ctx context.Context, name string) ([]byte, error)
	remove func(ctx context.Context, name string) error
}

func (b broken) Put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	if b.put == nil {
		return b.Store.Put(ctx, name, data, mode)
	}
	return b.put(ctx, name, data, mode)
}

func (b broken) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	if b.list == nil {
		return b.Store.List(ctx, prefix, after, each)
	}
	return b.list(ctx, prefix, after, each)
}

func (b broken) Get(ctx context.Context, name string) ([]byte, error) {
	if b.get == nil {
		return b.Store.Get(ctx, name)
	}
	return b.get(ctx, name)
}

func (b broken) Delete(ctx context.Context, name string) error {
	if b.remove == nil {
		return b.Store.Delete(ctx, name)
	}
	return b.remove(ctx, name)
}

// A check that no wrong store fails would prove nothing.
func TestWrongStoresAreFound(t *testing.T) {
	m := memory.New()
	refusal := failure.New(failure.Unreachable, "may not", "")
	for name, test := range map[string]struct {
		store remote.Store
		check string
		fit   bool
	}{
		"overwrites": {broken{Store: m, put: func(ctx context.Context, name string, data []byte, _ remote.Mode) error {
			return m.Put(ctx, name, data, remote.Overwrite)
		}}, "nothing is overwritten", false},
		"calls a repeat a conflict": {broken{Store: m, put: func(ctx context.Context, name string, data []byte, mode remote.Mode) error {
			if has, _ := remote.Has(ctx, m, name); has && mode == remote.Create {
				return remote.ErrExists
			}
			return m.Put(ctx, name, data, mode)
		}}, "a repeated write is no conflict", false},
		"ignores after": {broken{Store: m, list: func(ctx context.Context, prefix, _ string, each func(remote.Info) error) error {
			return m.List(ctx, prefix, "", each)
		}}, "listing from a name on", false},
		"lags": {broken{Store: m, list: func(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
			var last remote.Info // shows everything but the newest name
			return m.List(ctx, prefix, after, func(i remote.Info) (err error) {
				if last.Name != "" {
					err = each(last)
				}
				last = i
				return err
			})
		}}, "listing", false},
		"has no versions": {broken{Store: m, list: func(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
			return m.List(ctx, prefix, after, func(i remote.Info) error { i.Version = ""; return each(i) })
		}}, "a hint is overwritten", false},
		"swallows the caller's error": {broken{Store: m, list: func(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
			return m.List(ctx, prefix, after, func(i remote.Info) error { _ = each(i); return nil })
		}}, "a listing that is stopped", false},
		"truncates": {broken{Store: m, get: func(ctx context.Context, name string) ([]byte, error) {
			data, err := m.Get(ctx, name)
			return data[:min(len(data), 1<<16)], err
		}}, "a large object", false},
		"may not delete": {broken{Store: m, remove: func(ctx context.Context, name string) error {
			return errors.Join(remote.CheckName(name), ctx.Err(), refusal)
		}}, "deleting", true},
	} {
		t.Run(name, func(t *testing.T) {
			failed, report := failing(t, test.store)
			if !slices.Contains(failed, test.check) || report.OK() != test.fit {
				t.Errorf("failed: %q, fit: %v", failed, report.OK())
			}
		})
	}
}

func TestStoreThatIsDownIsAnError(t *testing.T) {
	s := fault.New(memory.New())
	s.Down(true)
	report, err := check.Run(t.Context(), s, nil, check.Options{})
	if !failure.Is(err, failure.Unreachable) || len(report.Checks) != 1 {
		t.Errorf("%v with %d checks", err, len(report.Checks))
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	m := memory.New()
	if err := m.Put(t.Context(), "h/a/b", []byte("mine"), remote.Create); err != nil {
		t.Fatal(err)
	}
	var counter remote.Counter
	failed, report := failing(t, remote.Count(m, &counter))
	if len(failed) != 0 || !report.OK() || !report.Capabilities.CanDelete || !report.Capabilities.ConsistentList {
		t.Errorf("%q, %+v", failed, report.Capabilities)
	}
	if names, _ := remote.Names(t.Context(), m, ""); len(names) != 1 {
		t.Errorf("left: %q", names)
	}
	t.Logf("a run costs %+v", counter.Snapshot())
}
