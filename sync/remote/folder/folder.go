// Package folder keeps a remote in a folder: a USB stick, a share of a NAS, a directory. Set one up
// with Create (or Adopt, where it must already be there), open it with New. An object's name is its
// path below the folder, so that any tool that copies files also carries a remote.
//
// A stick can be pulled at any moment, and its mount point is then an empty directory of the laptop's
// own disk. So a marker file with a random id names the folder; every call opens the folder anew and
// looks at the marker first, and without it everything is unreachable: never an empty listing, never a
// write to the wrong disk. All paths go through os.Root, so no name and no link leads outside.
//
// Beware: a file system without links or exclusive renames (rare network shares) can keep two laptops
// from overwriting one another only by looking first; names carry the device, so only a cloned laptop
// could notice.
package folder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"farne/sync/failure"
	"farne/sync/remote"
)

// Store is a remote in a folder.
type Store struct {
	dir   string
	id    string // "" accepts whatever folder is there
	now   func() time.Time
	tidy  sync.Once
	write func(*os.File, []byte) (int, error) // (*os.File).Write; tests fill the disk
}

// New opens a folder without touching it: the stick may not be there yet. The id is the one that
// Create or Adopt returned; with it another folder at the same path is noticed.
func New(dir, id string, now func() time.Time) *Store {
	return &Store{dir: dir, id: id, now: now, write: (*os.File).Write}
}

// open is the folder as it is right now, proven to be the one that was set up.
func (s *Store) open() (*os.Root, error) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, vanished(err)
	}
	id, err := readMarker(root)
	if err == nil && s.id != "" && id != s.id {
		err = ErrOther
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// Get implements remote.Store.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ready(ctx, remote.CheckName(name)); err != nil {
		return nil, err
	}
	root, err := s.open()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	data, err := read(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, s.notFound(root, name)
	}
	return data, explain(err, "read from the folder")
}

// notFound believes in an absence only if the folder is still there.
func (s *Store) notFound(root *os.Root, name string) error {
	if _, err := readMarker(root); err != nil {
		return err
	}
	return fmt.Errorf("get %s: %w", name, remote.ErrNotFound)
}

func read(root *os.Root, name string) ([]byte, error) {
	path := filepath.FromSlash(name)
	stat, err := root.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !stat.Mode().IsRegular() { // a directory, or a pipe that would never end
		return nil, fs.ErrNotExist
	}
	if stat.Size() > remote.MaxSize {
		return nil, failure.New(failure.Integrity, "An object in the folder is larger than any that Farne writes; it was not read."+remote.Safe, "Run farne verify.")
	}
	return root.ReadFile(path)
}

// Put implements remote.Store.
func (s *Store) Put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	if err := ready(ctx, remote.CheckPut(name, data)); err != nil {
		return err
	}
	root, err := s.open()
	if err != nil {
		return err
	}
	defer root.Close()
	s.tidy.Do(func() { s.sweep(root) })
	err = s.put(root, filepath.FromSlash(name), data, mode)
	if errors.Is(err, remote.ErrExists) {
		return fmt.Errorf("put %s: %w", name, err)
	}
	return explain(err, "write to the folder")
}

func (s *Store) put(root *os.Root, path string, data []byte, mode remote.Mode) error {
	if mode == remote.Create {
		if done, err := same(root, path, data); done || err != nil {
			return err
		}
	}
	temp, err := s.writeTemp(root, data)
	if err != nil {
		return err
	}
	// Somebody may remove an emptied directory between its making and its use.
	for range 3 {
		if err = makeDirs(root, filepath.Dir(path)); err != nil {
			break
		}
		if err = publish(root, temp, path, mode); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err != nil {
		_ = root.Remove(temp)
	}
	if errors.Is(err, fs.ErrExist) && mode == remote.Create {
		_, err = same(root, path, data)
	}
	return err
}

// same tells whether these bytes already stand there, and settles them on the disk; ErrExists if
// others do.
func same(root *os.Root, path string, data []byte) (bool, error) {
	there, err := read(root, path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !bytes.Equal(there, data) {
		return false, remote.ErrExists
	}
	return true, syncDir(root, filepath.Dir(path))
}

// Delete implements remote.Store. Directories that became empty go too.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := ready(ctx, remote.CheckName(name)); err != nil {
		return err
	}
	root, err := s.open()
	if err != nil {
		return err
	}
	defer root.Close()
	path := filepath.FromSlash(name)
	if stat, err := root.Lstat(path); err == nil && stat.IsDir() {
		return nil
	}
	err = root.Remove(path)
	if errors.Is(err, fs.ErrNotExist) || isNotDir(err) {
		return nil
	}
	if err == nil {
		err = syncDir(root, filepath.Dir(path))
	}
	for dir := filepath.Dir(path); err == nil && dir != "."; dir = filepath.Dir(dir) {
		if root.Remove(dir) != nil {
			break // not empty
		}
	}
	return explain(err, "delete from the folder")
}

func ready(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	return ctx.Err()
}
