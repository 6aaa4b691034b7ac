package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"farne/sync/failure"
	"farne/sync/remote"
)

func (t *run) roundTrip(ctx context.Context) (string, error) {
	data := noise(1000)
	if err := t.put(ctx, "one", data, remote.Create); err != nil {
		return "", err
	}
	return "a small object came back as it went", t.expect(ctx, "one", data)
}

func (t *run) absent(ctx context.Context) (string, error) {
	_, err := t.store.Get(ctx, t.prefix+"never-written")
	if !errors.Is(err, remote.ErrNotFound) {
		return "", unexpected("reading what was never written", err)
	}
	found, err := t.list(ctx, "never-written/", "")
	if err != nil {
		return "", err
	}
	if len(found) != 0 {
		return "", fmt.Errorf("listing what was never written shows %d objects", len(found))
	}
	return "what was never written is not found", nil
}

func (t *run) repeated(ctx context.Context) (string, error) {
	data := noise(700)
	for range 2 {
		if err := t.put(ctx, "twice", data, remote.Create); err != nil {
			return "", unexpected("writing the same bytes again", err)
		}
	}
	return "a write whose answer was lost can be repeated", t.expect(ctx, "twice", data)
}

func (t *run) neverOverwrites(ctx context.Context) (string, error) {
	data := noise(600)
	if err := t.put(ctx, "kept", data, remote.Create); err != nil {
		return "", err
	}
	if err := t.put(ctx, "kept", noise(600), remote.Create); !errors.Is(err, remote.ErrExists) {
		return "", unexpected("writing other bytes under a name that is taken", err)
	}
	return "the first bytes stand, the second were refused", t.expect(ctx, "kept", data)
}

func (t *run) overwrites(ctx context.Context) (string, error) {
	var versions []string
	for range 2 {
		data := noise(512) // sizes are padded, so that a version cannot lean on them
		if err := t.put(ctx, "hint", data, remote.Overwrite); err != nil {
			return "", err
		}
		if err := t.expect(ctx, "hint", data); err != nil {
			return "", err
		}
		found, err := t.list(ctx, "hint", "")
		if err != nil {
			return "", err
		}
		if len(found) != 1 {
			return "", fmt.Errorf("the overwritten object is listed %d times", len(found))
		}
		versions = append(versions, found[0].Version)
	}
	if versions[0] == "" || versions[0] == versions[1] {
		return "", fmt.Errorf("the listing shows version %q before and %q after", versions[0], versions[1])
	}
	return "new bytes are read and listed at once", nil
}

func (t *run) large(ctx context.Context) (string, error) {
	data := noise(t.o.Large)
	if err := t.put(ctx, "large", data, remote.Create); err != nil {
		return "", err
	}
	return fmt.Sprintf("one of %d KiB came back as it went", len(data)>>10), t.expect(ctx, "large", data)
}

// tricky names sort in ways that a walk over directories gets wrong.
var tricky = []string{"list/a-b/x", "list/a/x", "list/a/y", "list/a0/x", "list/a_b/x", "list/b", "listed"}

func (t *run) listing(ctx context.Context) (string, error) {
	for i, name := range tricky {
		if err := t.put(ctx, name, noise(512+i), remote.Create); err != nil {
			return "", err
		}
	}
	for _, prefix := range []string{"list", "list/", "list/a", "list/a/", "list/a-", "list/b"} {
		found, err := t.list(ctx, prefix, "")
		if err != nil {
			return "", err
		}
		if err := compare(prefix, "", found); err != nil {
			return "", err
		}
	}
	return "complete, in order, with sizes and versions, right after writing", nil
}

// compare holds a listing of tricky against what it must show.
func compare(prefix, after string, found []remote.Info) error {
	next := 0
	for i, name := range tricky {
		if !strings.HasPrefix(name, prefix) || name <= after {
			continue
		}
		if next >= len(found) || found[next].Name != name {
			return fmt.Errorf("listing %q after %q lacks %q in its place", prefix, after, name)
		}
		if found[next].Size != int64(512+i) || found[next].Version == "" {
			return fmt.Errorf("the listing shows %q with %d bytes and version %q", name, found[next].Size, found[next].Version)
		}
		next++
	}
	if next != len(found) {
		return fmt.Errorf("listing %q after %q shows %d objects too many", prefix, after, len(found)-next)
	}
	return nil
}

func (t *run) listingAfter(ctx context.Context) (string, error) {
	for _, after := range []string{"list/a", "list/a/x", "list/a/xx", "list/b", "zzz"} {
		found, err := t.list(ctx, "list", after)
		if err != nil {
			return "", err
		}
		if err := compare("list", after, found); err != nil {
			return "", err
		}
	}
	return "shows what comes after a name, whether that exists or not", nil
}

func (t *run) stopped(ctx context.Context) (string, error) {
	enough, seen := errors.New("enough"), 0
	err := t.store.List(ctx, t.prefix+"list/", "", func(remote.Info) error {
		if seen++; seen == 2 {
			return enough
		}
		return nil
	})
	if err != enough || seen != 2 {
		return "", fmt.Errorf("after %d of 2 objects the listing ended with: %v", seen, err)
	}
	return "ends where it is told to", nil
}

func (t *run) refusals(ctx context.Context) (string, error) {
	for _, name := range []string{"", "/", "a//b", "../a", "a/..", "a/./b", ".", "a/", "/a", "A", "a b", "a\x00", "a.tmp", "con", "a/nul", "ä", "a\\b", strings.Repeat("x", 300)} {
		for what, err := range map[string]error{
			"write":  t.store.Put(ctx, name, []byte("x"), remote.Create),
			"delete": t.store.Delete(ctx, name),
		} {
			if !failure.Is(err, failure.BadInput) {
				return "", unexpected(fmt.Sprintf("the name %q for a %s", name, what), err)
			}
		}
		if _, err := t.store.Get(ctx, name); !failure.Is(err, failure.BadInput) {
			return "", unexpected(fmt.Sprintf("the name %q for a read", name), err)
		}
	}
	if err := t.store.List(ctx, "../", "", nil); !failure.Is(err, failure.BadInput) {
		return "", unexpected("the prefix ../", err)
	}
	for _, size := range []int{0, remote.MaxSize + 1} {
		if err := t.store.Put(ctx, t.prefix+"size", make([]byte, size), remote.Create); !failure.Is(err, failure.BadInput) {
			return "", unexpected(fmt.Sprintf("an object of %d bytes", size), err)
		}
	}
	return "are refused before anything is sent", nil
}

func (t *run) cancelled(ctx context.Context) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, get := t.store.Get(ctx, t.prefix+"one")
	for what, err := range map[string]error{
		"read": get, "write": t.store.Put(ctx, t.prefix+"cancelled", []byte("x"), remote.Create),
		"delete": t.store.Delete(ctx, t.prefix+"one"),
		"list":   t.store.List(ctx, t.prefix, "", func(remote.Info) error { return nil }),
	} {
		if !errors.Is(err, context.Canceled) {
			return "", unexpected("a "+what+" that was cancelled", err)
		}
	}
	return "ends at once and says so", nil
}

// race lets several writers write different bytes under one name: one wins, and its bytes stay.
func (t *run) race(ctx context.Context) (string, error) {
	data, errs := make([][]byte, t.o.Race), make([]error, t.o.Race)
	t.wrote = append(t.wrote, t.prefix+"race")
	var all sync.WaitGroup
	for i := range data {
		data[i] = noise(2000)
		all.Go(func() { errs[i] = t.store.Put(ctx, t.prefix+"race", data[i], remote.Create) })
	}
	all.Wait()
	stands, err := t.store.Get(ctx, t.prefix+"race")
	if err != nil {
		return "", err
	}
	won := 0
	for i, err := range errs {
		switch {
		case err == nil && bytes.Equal(stands, data[i]):
			won++
		case err == nil:
			return "", errors.New("a write was acknowledged and then overwritten: this storage cannot refuse to overwrite")
		case !errors.Is(err, remote.ErrExists) && !remote.IsTransient(err):
			return "", err
		}
	}
	if won != 1 {
		return "", fmt.Errorf("of %d writers %d won", len(errs), won)
	}
	return fmt.Sprintf("of %d writers one won, the others were told", len(errs)), nil
}

func (t *run) deletes(ctx context.Context) (string, error) {
	if err := t.store.Delete(ctx, t.prefix+"one"); err != nil {
		if failure.Is(err, failure.Unreachable) {
			return "", errors.New("these credentials may not delete, as it should be for all but an administrator")
		}
		return "", err
	}
	for range 2 { // the second time there is nothing
		if err := t.store.Delete(ctx, t.prefix+"kept"); err != nil {
			return "", err
		}
	}
	if _, err := t.store.Get(ctx, t.prefix+"kept"); !errors.Is(err, remote.ErrNotFound) {
		return "", unexpected("reading what was deleted", err)
	}
	found, err := t.list(ctx, "kept", "")
	if err != nil {
		return "", err
	}
	if len(found) != 0 {
		return "", errors.New("a listing shows what was deleted")
	}
	return "what was deleted is gone; these credentials may delete", nil
}

func unexpected(what string, err error) error {
	if err == nil {
		return fmt.Errorf("%s was accepted", what)
	}
	return fmt.Errorf("%s ended with: %w", what, err)
}
