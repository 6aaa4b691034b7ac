// Package durable writes small files so that a power cut leaves either the old content or the new
// one, and frames them so that damage is noticed when they are read.
//
// Use Write to replace a file (a vault, a pointer), Create where an existing file must never be
// touched (a key file), Rename to put a prepared file or directory in place, and Frame with Unframe
// around content whose silent damage would hurt. Beware: nothing here encrypts, and nothing here
// keeps two writers apart; take a lock first.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tempMark begins the name of every temporary file, so that Sweep knows what a crash left behind.
const tempMark = ".durable-"

// Write replaces the file at path, or makes it. When it returns nil, the new content has been
// flushed to the disk together with its name; on an error the old file stands as it was.
func Write(path string, data []byte, mode fs.FileMode) (err error) {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, tempMark+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
			err = fmt.Errorf("write %s: %w", filepath.Base(path), err)
		}
	}()
	if err := fill(temp, data, mode); err != nil {
		return err
	}
	return Rename(temp.Name(), path)
}

// Create makes a file that must not exist yet; the error is fs.ErrExist when it does. What a crash
// or a full disk leaves half written is removed again where possible.
func Create(path string, data []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("create %s: %w", filepath.Base(path), err)
	}
	if err := fill(file, data, mode); err != nil {
		os.Remove(path)
		return fmt.Errorf("create %s: %w", filepath.Base(path), err)
	}
	return SyncDir(filepath.Dir(path))
}

// Flush brings to the disk what others have written into a file.
func Flush(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("flush %s: %w", filepath.Base(path), err)
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("flush %s: %w", filepath.Base(path), err)
	}
	return nil
}

// Rename moves a file or directory within one file system, replacing a file at the target in one
// step, and flushes the directories that changed.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("rename to %s: %w", filepath.Base(to), err)
	}
	if err := SyncDir(filepath.Dir(to)); err != nil {
		return err
	}
	if filepath.Dir(from) == filepath.Dir(to) {
		return nil
	}
	return SyncDir(filepath.Dir(from))
}

// SyncDir flushes a directory, so that names made or changed in it survive a power cut. Windows
// has no such call and orders renames itself: there it does nothing.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	handle, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("flush directory: %w", err)
	}
	defer handle.Close()
	if err := handle.Sync(); err != nil {
		return fmt.Errorf("flush directory: %w", err)
	}
	return nil
}

// IsTemporary tells whether a name is that of a file which Write had not finished.
func IsTemporary(name string) bool { return strings.HasPrefix(name, tempMark) }

// Sweep removes the temporary files that a crash left in a directory. Call it only while no other
// process can be writing there.
func Sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, entry := range entries {
		if IsTemporary(entry.Name()) && entry.Type().IsRegular() {
			if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
				return fmt.Errorf("sweep: %w", err)
			}
		}
	}
	return nil
}

// fill writes, sets the mode whatever the umask says, flushes and closes.
func fill(file *os.File, data []byte, mode fs.FileMode) error {
	_, err := file.Write(data)
	if err == nil && runtime.GOOS != "windows" {
		err = chmod(file, mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// chmod sets the mode. File systems without modes (a memory stick) refuse or ignore it: there the
// mode cannot matter.
func chmod(file *os.File, mode fs.FileMode) error {
	info, err := file.Stat()
	if err != nil || info.Mode().Perm() == mode.Perm() {
		return err
	}
	if err := file.Chmod(mode); err != nil && !os.IsPermission(err) {
		return err
	}
	return nil
}
