package remotetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"farne/sync/remote"
	"farne/sync/remote/check"
	"farne/sync/remote/memory"
)

// Conformance holds a store, which must be empty, against the contract of remote.Store: every check of
// remote/check with an object larger than a pack, then random calls against a store in memory. It
// returns the capabilities that the checks found.
func Conformance(t *testing.T, s remote.Store, known *remote.Capabilities) remote.Capabilities {
	t.Helper()
	report, err := check.Run(t.Context(), s, known, check.Options{Large: 9 << 20, Race: 8})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	if left, err := remote.Names(t.Context(), s, ""); err != nil || len(left) != 0 {
		t.Errorf("the checks left %q behind: %v", left, err)
	}
	history(t, s, rand.Uint64())
	return report.Capabilities
}

// history plays one random history to both stores; every answer must be the same.
func history(t *testing.T, s remote.Store, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	oracle, ctx := memory.New(), t.Context()
	name := func() string {
		return fmt.Sprintf("%c/%s/%c", "hjc"[random.IntN(3)], [...]string{"a", "a-b", "a0", "b"}[random.IntN(4)], "xyz"[random.IntN(3)])
	}
	for step := range 150 {
		var got, want string
		switch n := name(); random.IntN(5) {
		case 0, 1:
			data, mode := bytes.Repeat([]byte{byte(random.IntN(2))}, 600), remote.Mode(random.IntN(2))
			got, want = result(nil, s.Put(ctx, n, data, mode)), result(nil, oracle.Put(ctx, n, data, mode))
		case 2:
			got, want = result(s.Get(ctx, n)), result(oracle.Get(ctx, n))
		case 3:
			got, want = result(nil, s.Delete(ctx, n)), result(nil, oracle.Delete(ctx, n))
		case 4:
			prefix, after := n[:random.IntN(len(n))], name()
			got, want = listed(t, s, prefix, after), listed(t, oracle, prefix, after)
		}
		if got != want {
			t.Fatalf("seed %d, step %d: got %s, want %s", seed, step, got, want)
		}
	}
}

func result(data []byte, err error) string {
	switch {
	case errors.Is(err, remote.ErrNotFound):
		return "not found"
	case errors.Is(err, remote.ErrExists):
		return "exists"
	}
	return fmt.Sprintf("%x %v", data, err)
}

func listed(t *testing.T, s remote.Store, prefix, after string) (names string) {
	err := s.List(t.Context(), prefix, after, func(i remote.Info) error {
		names += fmt.Sprintf("%s %d; ", i.Name, i.Size)
		return nil
	})
	return fmt.Sprint(prefix, " after ", after, ": ", names, err)
}
