//go:build unix

package folder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
)

func TestOtherPeoplesFilesAreLeftOut(t *testing.T) {
	s, dir := open(t)
	put(t, s, "h/a/b", "hint")
	for _, path := range []string{"holiday.jpg", "README", "h/a/b.bak", "h/a/.hidden", ".tmp/half", "H/a/b", "System Volume Information/x"} {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700), os.WriteFile(full, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Symlink("/etc/passwd", filepath.Join(dir, "h", "a", "link")), syscall.Mkfifo(filepath.Join(dir, "h", "a", "pipe"), 0o600)); err != nil {
		t.Fatal(err)
	}
	names, err := remote.Names(t.Context(), s, "")
	if err != nil || strings.Join(names, " ") != "h/a/b" {
		t.Errorf("%q, %v", names, err)
	}
	for _, name := range []string{"h/a/link", "h/a/pipe", "h/a"} {
		if data, err := s.Get(t.Context(), name); !errors.Is(err, remote.ErrNotFound) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

func TestLinksOut(t *testing.T) {
	s, dir := open(t)
	outside := t.TempDir()
	if err := errors.Join(os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600), os.Symlink(outside, filepath.Join(dir, "c"))); err != nil {
		t.Fatal(err)
	}
	if data, err := s.Get(t.Context(), "c/secret"); err == nil {
		t.Errorf("read %q from outside", data)
	}
	if err := s.Put(t.Context(), "c/new", []byte("x"), remote.Create); err == nil {
		t.Error("written outside")
	}
	if err := s.Delete(t.Context(), "c/secret"); err == nil {
		t.Error("deleted outside")
	}
	if names, err := remote.Names(t.Context(), s, ""); err != nil || len(names) != 0 {
		t.Errorf("%q, %v", names, err)
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 {
		t.Errorf("%v", entries)
	}
}

func TestFullDisk(t *testing.T) {
	s, dir := open(t)
	put(t, s, "h/a/b", "before")
	s.write = func(f *os.File, data []byte) (int, error) {
		n, _ := f.Write(data[:len(data)/2])
		return n, &fs.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	for _, mode := range []remote.Mode{remote.Create, remote.Overwrite} {
		for _, name := range []string{"h/a/b", "c/new"} {
			err := s.Put(t.Context(), name, []byte("does not fit"), mode)
			if mode == remote.Create && name == "h/a/b" {
				if !errors.Is(err, remote.ErrExists) {
					t.Errorf("%v", err)
				}
			} else if !failure.Is(err, failure.Full) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	s.write = (*os.File).Write
	if data, err := s.Get(t.Context(), "h/a/b"); err != nil || string(data) != "before" {
		t.Errorf("%q, %v", data, err)
	}
	if names, _ := remote.Names(t.Context(), s, ""); len(names) != 1 {
		t.Errorf("%q", names)
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, tempDir)); len(entries) != 0 {
		t.Errorf("halves are left: %v", entries)
	}
}

func TestPermissions(t *testing.T) {
	s, dir := open(t)
	put(t, s, "c/a/1", "x")
	for path, want := range map[string]fs.FileMode{"": 0o700, "c": 0o700, "c/a": 0o700, "c/a/1": 0o600, markerName: 0o600, tempDir: 0o700} {
		stat, err := os.Stat(filepath.Join(dir, path))
		if err != nil || stat.Mode().Perm() != want {
			t.Errorf("%q: %v, %v; want %v", path, stat.Mode().Perm(), err, want)
		}
	}
}

func TestExplain(t *testing.T) {
	for errno, code := range map[syscall.Errno]failure.Code{
		syscall.ENOSPC: failure.Full, syscall.EDQUOT: failure.Full, syscall.EFBIG: failure.Full,
		syscall.EIO: failure.Unreachable, syscall.ESTALE: failure.Unreachable, syscall.EROFS: failure.Unreachable,
		syscall.EACCES: failure.Unreachable, syscall.EMFILE: failure.Unreachable,
	} {
		if err := explain(&fs.PathError{Op: "write", Err: errno}, "write"); !failure.Is(err, code) {
			t.Errorf("%v: %v", errno, err)
		}
	}
	if err := explain(context.Canceled, "x"); err != context.Canceled {
		t.Error(err)
	}
}
