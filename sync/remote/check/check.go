// Package check proves a store against the contract of remote.Store, check by check, with real
// requests. Run is a plain function: `farne remote test` calls it on a user's bucket, and the tests of
// every implementation call it too (remotetest adds what only tests can afford).
//
// It writes below a random prefix "probe/…" only and removes it again; where the credentials may not
// delete (ordinary laptops' should not) about a dozen small objects stay behind, and the report says
// so. Give it the bare store: what it writes is no envelope.
package check

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"farne/sync/remote"
)

// Options widen the run. The zero value is for a user's bucket: some seventy requests, 300 kB each way.
type Options struct {
	Large int // bytes of the largest object; default 256 KiB
	Race  int // writers in the race for one name; default 4
}

// Run checks a store. The error is that of a store which cannot be used at all, or the context's; what
// is merely wrong stands in the report. Of the capabilities it sets ConsistentList, CanDelete and, where
// known is nil, ConditionalPut; the rest is known's.
func Run(ctx context.Context, s remote.Store, known *remote.Capabilities, o Options) (remote.Report, error) {
	t := &run{store: s, prefix: "probe/" + random() + "/", o: o}
	t.o.Large = orDefault(o.Large, 256<<10)
	t.o.Race = orDefault(o.Race, 4)
	t.caps.ConditionalPut = true
	if known != nil {
		t.caps = *known
	}
	err := t.all(ctx)
	return remote.Report{Checks: t.checks, Capabilities: t.caps}, err
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

type run struct {
	store  remote.Store
	prefix string
	o      Options
	caps   remote.Capabilities
	checks []remote.Check
	wrote  []string // to clean up
}

func (t *run) all(ctx context.Context) error {
	// A store that fails the first of these is down, and twenty more lines would say nothing else.
	if err := t.check(ctx, "write and read", t.roundTrip); err != nil {
		return err
	}
	for _, c := range []struct {
		name string
		do   func(context.Context) (string, error)
	}{
		{"nothing is not something", t.absent},
		{"a repeated write is no conflict", t.repeated},
		{"nothing is overwritten", t.neverOverwrites},
		{"a hint is overwritten", t.overwrites},
		{"a large object", t.large},
		{"listing", t.listing},
		{"listing from a name on", t.listingAfter},
		{"a listing that is stopped", t.stopped},
		{"names and sizes that cannot be", t.refusals},
		{"a call that is cancelled", t.cancelled},
	} {
		_ = t.check(ctx, c.name, c.do)
	}
	t.caps.ConsistentList = t.passed("listing")
	alone := t.advice(ctx, "two writers at one moment", t.race)
	t.caps.ConditionalPut = t.caps.ConditionalPut && alone
	t.caps.CanDelete = t.advice(ctx, "deleting", t.deletes)
	t.cleanUp(context.WithoutCancel(ctx))
	return ctx.Err()
}

func (t *run) check(ctx context.Context, name string, do func(context.Context) (string, error)) error {
	detail, err := do(ctx)
	if err != nil {
		detail = err.Error()
	}
	t.checks = append(t.checks, remote.Check{Name: name, OK: err == nil, Detail: detail})
	return err
}

// advice is a check of what a store may lack.
func (t *run) advice(ctx context.Context, name string, do func(context.Context) (string, error)) (ok bool) {
	err := t.check(ctx, name, do)
	t.checks[len(t.checks)-1].Advice = true
	return err == nil
}

func (t *run) passed(name string) bool {
	return slices.ContainsFunc(t.checks, func(c remote.Check) bool { return c.Name == name && c.OK })
}

func (t *run) cleanUp(ctx context.Context) {
	left := 0
	for _, name := range t.wrote {
		if !t.caps.CanDelete || t.store.Delete(ctx, name) != nil {
			left++
		}
	}
	detail := "everything that was written is removed again"
	if left > 0 {
		detail = fmt.Sprintf("%d small objects stay below %s, because these credentials may not delete", left, t.prefix)
	}
	t.checks = append(t.checks, remote.Check{Name: "cleaning up", OK: left == 0, Advice: true, Detail: detail})
}

// put writes below the prefix and remembers to remove it.
func (t *run) put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	if name = t.prefix + name; !slices.Contains(t.wrote, name) {
		t.wrote = append(t.wrote, name)
	}
	return t.store.Put(ctx, name, data, mode)
}

func (t *run) expect(ctx context.Context, name string, want []byte) error {
	got, err := t.store.Get(ctx, t.prefix+name)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%d bytes came back instead of the %d that were written", len(got), len(want))
	}
	return nil
}

func (t *run) list(ctx context.Context, prefix, after string) (found []remote.Info, err error) {
	skip := len(t.prefix)
	if after != "" {
		after = t.prefix + after
	}
	err = t.store.List(ctx, t.prefix+prefix, after, func(i remote.Info) error {
		if !strings.HasPrefix(i.Name, t.prefix) {
			return fmt.Errorf("the listing shows %q, which was not asked for", i.Name)
		}
		i.Name = i.Name[skip:]
		found = append(found, i)
		return nil
	})
	return found, err
}

func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

func noise(n int) []byte {
	data := make([]byte, n)
	_, _ = rand.Read(data)
	return data
}
