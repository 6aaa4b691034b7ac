package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// measureSync sends a day's edits in one round, and those of another day in a hundred. The bytes are
// those of all objects that appeared in the remote or changed: batches, hints and whatever else.
func measureSync(ctx context.Context, b *bench) (err error) {
	if err := b.moveRemote(ctx); err != nil {
		return err
	}
	took, err := timed(func() error { _, err := b.p.Sync(ctx); return err })
	if err != nil {
		return err
	}
	printExact("the first round of the whole practice", took.Seconds(), "s", 0)
	h, err := newHand(ctx, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	remote := &watched{folder: b.where, seen: map[string][32]byte{}}
	if _, err := remote.grown(); err != nil {
		return err
	}
	for _, rounds := range []struct {
		what  string
		n     int
		bound float64
	}{{"sync of a day of 430 edits in one round", 1, 120}, {"sync of a day of 430 edits in 100 rounds", 100, 400}} {
		sent, changes := int64(0), 0
		for i := range rounds.n {
			if err := h.work(ctx, i, rounds.n); err != nil {
				return err
			}
			r, err := b.p.Sync(ctx)
			if err != nil {
				return err
			}
			changes += r.Sent.Changes
			n, err := remote.grown()
			if err != nil {
				return err
			}
			sent += n
		}
		printExact(fmt.Sprintf("%s (%d changes)", rounds.what, changes), float64(sent)/1000, "KB", rounds.bound)
	}
	return nil
}

// watched is a remote folder, looked at from outside.
type watched struct {
	folder string
	seen   map[string][32]byte
}

// grown tells how many bytes the objects have that are new or different since the last time.
func (w *watched) grown() (n int64, err error) {
	return n, filepath.WalkDir(w.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(data); w.seen[path] != sum {
			w.seen[path] = sum
			n += int64(len(data))
		}
		return nil
	})
}
