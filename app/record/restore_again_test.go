package record

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/fault"
)

// inManyPacks makes a practice with a backup that lies in a dozen packs or more.
func inManyPacks(t *testing.T) (c *clinicUnderTest, a *laptop) {
	t.Helper()
	c, a = newClinic(t)
	p, random := a.patient("Often"), rand.New(rand.NewPCG(3, 4))
	for range 12 {
		for range 40 {
			a.note(p, words(random, 6))
		}
		a.backup()
		c.now = c.now.Add(time.Hour) // new rows stand beside each other, by the time in their ids
	}
	a.clean()
	return c, a
}

// lostWithFaults is a practice to restore over a line that can be broken.
func (c *clinicUnderTest) lostWithFaults() (*Lost, *fault.Store) {
	c.t.Helper()
	lost, err := FindLost(c.ctx(), remote.Config{Kind: remote.KindFolder, Folder: c.folder}, c.kit.Secret, func() time.Time { return c.now })
	if err != nil {
		c.t.Fatal(err)
	}
	line := fault.New(lost.remote)
	lost.remote = line
	return lost, line
}

func packsOf(b engine.Backup) (packs int) {
	for _, part := range b.Parts {
		packs += len(part.Packs)
	}
	return packs
}

// What an attempt has read, the next one does not read again: after a line that broke, a check, a kill.
func TestARestoreGoesOnWithWhatWasRead(t *testing.T) {
	t.Parallel()
	c, a := inManyPacks(t)
	entrance := c.entrance("second")
	lost, line := c.lostWithFaults()
	packs := packsOf(lost.Backups[0])
	const read = 7
	line.Fail(remote.OpGet, read+1, fault.ErrDown)
	_, _, err := lost.Restore(c.ctx(), Restoring{Entrance: entrance})
	if f := failure.Of(err); f.Code != failure.Unreachable || !strings.Contains(f.Hint, "goes on from there") {
		t.Fatalf("over a line that breaks: %v, %q", err, f.Hint)
	}
	if err := lost.Close(); err != nil {
		t.Fatal(err)
	}
	if found := names(t, entrance.Home); !slices.Equal(found, []string{"fetched", "lock", "unfinished"}) {
		t.Errorf("the home of the attempt has %v", found)
	}
	if _, err := Open(c.ctx(), entrance); !failure.Is(err, failure.NotFound) {
		t.Errorf("the home of the attempt opens: %v", err)
	}

	// One of those that were kept is damaged on this laptop, another is exchanged for a third.
	kept := names(t, filepath.Join(entrance.Home, "fetched"))
	if len(kept) != read {
		t.Fatalf("%d packs were kept: %v", len(kept), kept)
	}
	first, second, third := filepath.Join(entrance.Home, "fetched", kept[0]), filepath.Join(entrance.Home, "fetched", kept[1]), filepath.Join(entrance.Home, "fetched", kept[2])
	flip(t, first)
	if err := os.WriteFile(second, mustRead(t, third), 0o600); err != nil {
		t.Fatal(err)
	}

	lost, line = c.lostWithFaults()
	var last RestoreProgress
	check, err := lost.Check(c.ctx(), "", func(p RestoreProgress) { last = p })
	if err != nil || len(check.Problems) > 0 || last.Bytes != last.BytesTotal || last.Rows != last.RowsTotal || last.Kept != 0 {
		t.Errorf("a check without a home: %+v, %+v, %v", check, last, err)
	}
	before := line.Calls(remote.OpGet)
	if err := lost.Settle(entrance.Home); err != nil {
		t.Fatal(err)
	}
	if _, err := lost.Check(c.ctx(), "", func(p RestoreProgress) { last = p }); err != nil || last.Kept == 0 || last.Kept >= last.Bytes {
		t.Errorf("a check that goes on: %+v, %v", last, err)
	}
	if gets := line.Calls(remote.OpGet) - before; gets != packs-read+2 {
		t.Errorf("of %d packs, %d were kept and 2 of them damaged: %d were read", packs, read, gets)
	}
	if _, _, err := c.tryRestore("second", ""); !failure.Is(err, failure.Busy) {
		t.Errorf("a second Farne beside it: %v", err)
	}
	before = line.Calls(remote.OpGet)
	p, r, err := lost.Restore(c.ctx(), Restoring{Entrance: entrance, Laptop: "second", Progress: func(p RestoreProgress) { last = p }})
	if err != nil {
		t.Fatal(err)
	}
	if gets := line.Calls(remote.OpGet) - before; gets != 0 || last.Kept != last.BytesTotal || last.Bytes != last.Kept || r.Bytes < last.Bytes {
		t.Errorf("after the check: %d reads, %+v of %d bytes", gets, last, r.Bytes)
	}
	if _, err := os.Stat(filepath.Join(entrance.Home, "fetched")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was fetched stays in the home: %v", err)
	}
	b := c.laptop("second", p)
	a.settle(b)
	a.agree(b)
}

// What is damaged in the remote itself is never kept, and a person who gives up leaves nothing behind.
func TestARestoreThatEndsLeavesNothing(t *testing.T) {
	t.Parallel()
	c, _ := inManyPacks(t)
	entrance := c.entrance("second")
	lost, line := c.lostWithFaults()
	read := 0
	line.Mangle(func(name string, data []byte) []byte {
		if read++; read > 5 {
			data = bytes.Clone(data)
			data[len(data)/2] ^= 1
		}
		return data
	})
	if _, _, err := lost.Restore(c.ctx(), Restoring{Entrance: entrance}); !failure.Is(err, failure.Integrity) {
		t.Fatalf("a damaged pack: %v", err)
	}
	gone(t, entrance.Home)

	line.Mangle(nil)
	ctx, stop := context.WithCancel(c.ctx())
	_, _, err := lost.Restore(ctx, Restoring{Entrance: entrance, Progress: func(p RestoreProgress) {
		if p.Bytes > p.BytesTotal/2 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("a restore that was stopped: %v", err)
	}
	if err := lost.Leave(); err != nil {
		t.Fatal(err)
	}
	gone(t, entrance.Home)
	stop()
}

// A disk with no place for what was read costs the keeping, not the restore.
func TestWhatCannotBeKeptIsNotKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "fetched")
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	f := &fetched{dir: dir}
	f.Put("t/c/p", []byte("sealed"))
	if _, held := f.Get("t/c/p"); held || !f.full {
		t.Error("it was kept")
	}
	gone(t, dir)
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func flip(t *testing.T, path string) {
	t.Helper()
	data := mustRead(t, path)
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func gone(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", filepath.Base(path), err)
	}
}
