// Package home is the folder in which one practice lives on one laptop: who may touch it, who is
// writing it now, and which data directory is the current one.
//
//	<home>/lock          held exclusively by the one Farne that writes
//	<home>/current       names the data directory in use; replaced in one step
//	<home>/data-1/       the encrypted databases; data-2, data-3, … after restores and migrations
//	<home>/vault.json    and whatever else Path names
//
// Use Create for a new home, Open to work in one, Look where nothing is written. Prepare a data
// directory with NewData, fill and prove it, then Switch to it; Sweep deletes the old one when its
// time is over. Beware: the lock is advisory and belongs to this process; it does not survive exec.
package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"

	"farne/app/durable"
	"farne/sync/failure"
)

const lockName = "lock"

// Home is an opened home. Its methods are for one goroutine at a time.
type Home struct {
	dir  string
	lock *flock.Flock // nil after Look
}

// confined refuses a home that this build must not touch; only a build with the tag dev is confined.
var confined = func(string) error { return nil }

// Allowed tells whether this build may touch a home: Refused where it may not. Create, Open and Look ask
// themselves; it is for whoever writes something beside a home, or asks a person something first.
func Allowed(dir string) error { return confined(dir) }

// Create makes the home's folder, or takes an empty one, and locks it. Failures: Refused for a folder
// that holds something else or that others can write, Busy.
func Create(dir string) (*Home, error) {
	if err := confined(dir); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("home: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, failure.Wrap(err, failure.BadInput, "The folder for Farne could not be made.", "Give --home a folder that can be written.")
	}
	if err := takeEmpty(dir); err != nil {
		return nil, err
	}
	return open(dir)
}

// takeEmpty accepts a folder with nothing in it but perhaps a lock. An empty folder is closed to
// others here, instead of being refused for its mode: nobody can have put anything into it. Where
// that fails, guard finds the words.
func takeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == currentName }) {
		return failure.New(failure.Refused, "There is a practice in this folder already. It was not touched.", "Give --home another folder.")
	}
	for _, entry := range entries {
		if entry.Name() != lockName {
			return failure.New(failure.Refused, "This folder is not empty. Nothing in it was touched.", "Give --home an empty folder or a new name.")
		}
	}
	if len(entries) == 0 {
		_ = os.Chmod(dir, 0o700)
	}
	return nil
}

// Open locks an existing home. Failures: NotFound, Busy when another process has it open, Refused
// when others can write it.
func Open(dir string) (*Home, error) {
	dir, err := existing(dir)
	if err != nil {
		return nil, err
	}
	return open(dir)
}

// Look gives an existing home without locking it: for finding files and reading what is in clear.
// Nothing may be written through it.
func Look(dir string) (*Home, error) {
	dir, err := existing(dir)
	if err != nil {
		return nil, err
	}
	if err := guard(dir); err != nil {
		return nil, err
	}
	return &Home{dir: dir}, nil
}

func existing(dir string) (string, error) {
	if err := confined(dir); err != nil {
		return "", err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("home: %w", err)
	}
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return "", failure.New(failure.NotFound, "There is no practice in this folder.", "Begin with farne init, farne join or farne restore, or check --home.")
	} else if err != nil {
		return "", fmt.Errorf("home: %w", err)
	}
	return dir, nil
}

func open(dir string) (*Home, error) {
	if err := guard(dir); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, lockName))
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the home: %w", err)
	}
	if !taken {
		lock.Close()
		return nil, failure.New(failure.Busy, "Another Farne is using this practice's folder. Nothing was changed.",
			"Close the other window, or wait until its command has ended.")
	}
	if err := durable.Sweep(dir); err != nil {
		lock.Close()
		return nil, err
	}
	return &Home{dir: dir, lock: lock}, nil
}

// Close gives the lock back. The lock file stays: deleting it would let two processes lock two files
// of one name.
func (h *Home) Close() error {
	if h.lock == nil {
		return nil
	}
	return h.lock.Close()
}

// Dir is the home's absolute path.
func (h *Home) Dir() string { return h.dir }

// Path is the absolute path of a file that stands in the home itself, such as the vault or audit.db.
func (h *Home) Path(name string) string { return filepath.Join(h.dir, name) }
