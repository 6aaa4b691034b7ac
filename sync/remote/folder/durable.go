package folder

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"farne/sync/remote"
)

// writeTemp writes data to a new temporary file, down to the disk, and returns its path.
func (s *Store) writeTemp(root *os.Root, data []byte) (path string, err error) {
	if err := makeDirs(root, tempDir); err != nil {
		return "", err
	}
	var random [12]byte
	_, _ = rand.Read(random[:])
	path = filepath.Join(tempDir, hex.EncodeToString(random[:]))
	f, err := root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = s.write(f, data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = root.Remove(path)
		return "", err
	}
	return path, nil
}

// publish gives a temporary file its name, at once and durably. With Create it returns fs.ErrExist
// where something stands; the temporary file is then the caller's to remove.
func publish(root *os.Root, temp, path string, mode remote.Mode) error {
	var err error
	if mode == remote.Create {
		err = publishNew(root, temp, path)
	} else {
		err = root.Rename(temp, path)
	}
	if err != nil {
		return err
	}
	return syncDir(root, filepath.Dir(path))
}

// publishNew tries, in this order, what never overwrites: a hard link (most systems), an exclusive
// rename (FAT and exFAT sticks have no links), and at last looking before renaming.
func publishNew(root *os.Root, temp, path string) error {
	err := root.Link(temp, path)
	if err == nil {
		_ = root.Remove(temp) // else sweep does it one day
		return nil
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = renameExclusive(root, temp, path)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if _, err := root.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return root.Rename(temp, path)
}

// makeDirs makes a directory and what is missing above it, each entered durably in the one above.
func makeDirs(root *os.Root, dir string) error {
	if dir == "." {
		return nil
	}
	err := root.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeDirs(root, filepath.Dir(dir)); err != nil {
			return err
		}
		err = root.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(root, filepath.Dir(dir))
}

// syncDir brings a directory's entries down to the disk, where the system knows how.
func syncDir(root *os.Root, dir string) error {
	f, err := root.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !dirSyncUnsupported(err) {
		return err
	}
	return nil
}

// abandoned is how old a temporary file must be to be nobody's any more.
const abandoned = time.Hour

// sweep removes what crashes have left. A laptop whose clock is wrong may remove another's file that
// is still being written; that Put fails and is repeated.
func (s *Store) sweep(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), tempDir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && s.now().Sub(info.ModTime()).Abs() > abandoned {
			_ = root.Remove(filepath.Join(tempDir, entry.Name()))
		}
	}
}
