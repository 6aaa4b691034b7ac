package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"farne/app/durable"
	"farne/sync/failure"
)

const (
	currentName = "current"
	retiredName = "retired" // stands in a data directory that was current once; holds when it ceased
	pointer     = "pointer" // kind and version of the two framed files
	version     = 1
)

// Current is the data directory in use. Failures: NotFound before the first Switch, Integrity when
// the pointer is damaged or names what is not there.
func (h *Home) Current() (Data, error) {
	name, err := h.currentName()
	if err != nil {
		return Data{}, err
	}
	path := filepath.Join(h.dir, name)
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return Data{}, failure.Wrap(err, failure.Integrity, "The folder with the records is not where it should be.",
			"Restore from the backup into a new home: farne --home NEW restore.")
	}
	return Data{Path: path}, nil
}

func (h *Home) currentName() (string, error) {
	raw, err := os.ReadFile(h.Path(currentName))
	if errors.Is(err, fs.ErrNotExist) {
		if all, _ := h.numbers(); len(all) > 0 && !h.inTheMaking() {
			return "", failure.New(failure.Integrity, "The file that names the current records is missing. The records themselves were not touched.",
				"Restore from the backup into a new home: farne --home NEW restore.")
		}
		return "", failure.New(failure.NotFound, "There is no practice in this folder yet.", "Begin with farne init, farne join or farne restore.")
	}
	if err != nil {
		return "", fmt.Errorf("current data: %w", err)
	}
	body, err := durable.Unframe(pointer, version, raw)
	if err == nil && number(string(body)) == 0 {
		err = durable.ErrDamaged
	}
	if err != nil {
		return "", failure.Wrap(err, failure.Integrity, "The file that names the current records is damaged. The records themselves were not touched.",
			"Restore from the backup into a new home: farne --home NEW restore.")
	}
	return string(body), nil
}

// Switch makes a data directory the current one, in one step that a power cut leaves done or undone.
// The files in it must have been flushed before. The one it replaces is kept until Sweep.
func (h *Home) Switch(to Data, now time.Time) error {
	name := filepath.Base(to.Path)
	if number(name) == 0 || filepath.Dir(to.Path) != h.dir {
		return fmt.Errorf("switch: %s is no data directory of this home", name)
	}
	before, err := h.currentName()
	if err != nil && !failure.Is(err, failure.NotFound) {
		return err
	}
	if before == name {
		return nil
	}
	if err := durable.SyncDir(to.Path); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(to.Path, retiredName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("switch: %w", err)
	}
	if err := durable.Write(h.Path(currentName), durable.Frame(pointer, version, []byte(name)), 0o600); err != nil {
		return err
	}
	if before == "" {
		return h.made()
	}
	return retire(filepath.Join(h.dir, before), now)
}

func retire(dir string, now time.Time) error {
	stamp := []byte(now.UTC().Format(time.RFC3339))
	return durable.Write(filepath.Join(dir, retiredName), durable.Frame(pointer, version, stamp), 0o600)
}

// retiredAt reads the mark; a damaged one counts as none, so that its time begins anew.
func retiredAt(dir string) (time.Time, error) {
	raw, err := os.ReadFile(filepath.Join(dir, retiredName))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("retired data: %w", err)
	}
	body, err := durable.Unframe(pointer, version, raw)
	if err != nil {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, string(body))
	if err != nil {
		return time.Time{}, nil
	}
	return at, nil
}
