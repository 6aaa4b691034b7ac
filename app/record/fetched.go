package record

import (
	"os"
	"path/filepath"
	"strings"

	"farne/app/durable"
)

const (
	fetchedKind    = "fetched"
	fetchedVersion = 1
)

// fetched keeps the sealed packs that a restore has read in the home that it makes, so that one which was
// cut off, by a kill or by the line, reads only what it lacks. It is an engine.Keeper.
type fetched struct {
	dir  string
	full bool
}

// path is where an object stands: a name has letters, digits and slashes only.
func (f *fetched) path(name string) string {
	return filepath.Join(f.dir, strings.ReplaceAll(name, "/", "-"))
}

func (f *fetched) Get(name string) ([]byte, bool) {
	raw, err := os.ReadFile(f.path(name))
	if err != nil {
		return nil, false
	}
	object, err := durable.Unframe(fetchedKind, fetchedVersion, raw)
	return object, err == nil
}

// Put gives up for good where it cannot write: the restore itself needs the place on the disk more.
func (f *fetched) Put(name string, object []byte) {
	if f.full {
		return
	}
	err := os.MkdirAll(f.dir, 0o700)
	if err == nil {
		err = durable.Write(f.path(name), durable.Frame(fetchedKind, fetchedVersion, object), 0o600)
	}
	if err != nil {
		f.full = true
		_ = os.RemoveAll(f.dir) // a convenience; what stays of it is removed with the unfinished home
	}
}

func (f *fetched) Drop(name string) { _ = os.Remove(f.path(name)) }
