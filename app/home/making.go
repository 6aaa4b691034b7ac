package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"farne/app/durable"
	"farne/sync/failure"
)

// makingName marks a home in the making: Create writes it before anything else stands there, and the first
// Switch removes it. So what a killed Farne left can be told from a practice, and only that is ever removed.
const makingName = "unfinished"

// fetchedName is the folder of what a restore has read. It outlives attempts, not the making.
const fetchedName = "fetched"

// Fetched is the folder in which a restore keeps the sealed objects that it has read, so that the next
// attempt in this home need not read them again. Whoever puts something there makes it. It is gone when the
// home is made, or abandoned.
func (h *Home) Fetched() string { return h.Path(fetchedName) }

// Create makes the home's folder, or takes an empty one, and locks it. A home whose making was cut off
// before its first Switch is begun anew: nothing in it was ever acknowledged as saved. The caller says with
// what the names begin of the files that it puts there. Failures: Refused for a folder with a practice, with
// anything else in it, or that others can write; Busy.
func Create(dir string, ours ...string) (*Home, error) {
	if err := confined(dir); err != nil {
		return nil, err
	}
	dir, err := absolute(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, failure.Wrap(err, failure.BadInput, "The folder for Farne could not be made.", "Give --home a folder that can be written.")
	}
	if err := takeable(dir, ours); err != nil {
		return nil, err
	}
	h, err := open(dir)
	if err != nil {
		return nil, err
	}
	if err = takeable(dir, ours); err == nil { // once more, now that nobody else can write
		err = h.begin()
	}
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// Abandon removes a home that did not come to be, and closes it.
func (h *Home) Abandon() error {
	return errors.Join(h.begin(), h.Close(), os.RemoveAll(h.dir))
}

// Again makes a home that did not come to be as it was after Create, but for what was fetched.
func (h *Home) Again() error { return h.begin() }

// takeable accepts a folder with nothing in it but perhaps a lock, or an unfinished home. An empty folder is
// closed to others here, instead of being refused for its mode: nobody can have put anything into it. Where
// that fails, guard finds the words.
func takeable(dir string, ours []string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
	}
	if has(currentName) {
		return failure.New(failure.Refused, "There is a practice in this folder already. It was not touched.", "Give --home another folder.")
	}
	unfinished := has(makingName)
	for _, entry := range entries {
		name := entry.Name()
		if name != lockName && !durable.IsTemporary(name) && !(unfinished && isOurs(entry, ours)) {
			return failure.New(failure.Refused, "This folder is not empty. Nothing in it was touched.", "Give --home an empty folder or a new name.")
		}
	}
	if len(entries) == 0 {
		_ = os.Chmod(dir, 0o700)
	}
	return nil
}

func isOurs(e fs.DirEntry, ours []string) bool {
	name := e.Name()
	return name == makingName || e.IsDir() && (number(name) > 0 || name == fetchedName) ||
		slices.ContainsFunc(ours, func(begins string) bool { return strings.HasPrefix(name, begins) })
}

// begin leaves nothing in the home but the lock, the mark and what was fetched.
func (h *Home) begin() error {
	if err := durable.Write(h.Path(makingName), nil, 0o600); err != nil {
		return err
	}
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != lockName && name != makingName && name != fetchedName {
			if err := os.RemoveAll(h.Path(name)); err != nil {
				return fmt.Errorf("home: %w", err)
			}
		}
	}
	return durable.SyncDir(h.dir)
}

func (h *Home) inTheMaking() bool {
	_, err := os.Lstat(h.Path(makingName))
	return err == nil
}

// made removes the mark, after what may only stand beside it. Where a power cut came between the first
// Switch and this, the next start does it.
func (h *Home) made() error {
	if !h.inTheMaking() {
		return nil
	}
	if err := os.RemoveAll(h.Fetched()); err != nil {
		return fmt.Errorf("home: %w", err)
	}
	if err := os.Remove(h.Path(makingName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("home: %w", err)
	}
	return nil
}
