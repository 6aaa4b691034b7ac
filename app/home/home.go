// Package home is the folder in which one practice lives on one laptop: who may touch it, who is
// writing it now, and which data directory is the current one.
//
//	<home>/lock          held exclusively by the one Farne that writes
//	<home>/current       names the data directory in use; replaced in one step
//	<home>/unfinished    stands there from Create until the first Switch
//	<home>/fetched/      and sealed objects that a restore has read so far, as long
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
	dir, err := absolute(dir)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return "", failure.New(failure.NotFound, "There is no practice in this folder.", "Begin with farne init, farne join or farne restore, or check --home.")
	} else if err != nil {
		return "", fmt.Errorf("home: %w", err)
	}
	return dir, nil
}

func absolute(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
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
	h := &Home{dir: dir, lock: lock}
	if err := h.tidy(); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// tidy removes what a power cut left: files that were being written, and the mark of a home that is made.
func (h *Home) tidy() error {
	if err := durable.Sweep(h.dir); err != nil {
		return err
	}
	if _, err := h.currentName(); err != nil {
		return nil // no practice yet, or a pointer that Current will name
	}
	return h.made()
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
