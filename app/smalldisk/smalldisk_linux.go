// Package smalldisk gives tests of full disks a real one: a tmpfs of a few megabytes, mounted in a mount
// namespace (and, without privileges, a user namespace) that goes with its process. Call Alone first: it
// runs the test again in such a process. Nothing here is for production code.
package smalldisk

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// alone marks the process that may mount.
const alone = "FARNE_TEST_NAMESPACE"

// Alone runs the test, which must not be a subtest, again in a process that may mount, and is true there.
func Alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(alone) == t.Name() {
		return true
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), alone+"="+t.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("in a process of its own: %v\n%s", err, out)
	}
	return false
}

// Mount puts a disk of so many bytes over an empty folder.
func Mount(dir string, bytes int) (unmount func(), err error) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		return nil, err
	}
	return func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }, nil // else it goes with the process
}

// New is a disk of so many bytes, until the test ends.
func New(t *testing.T, bytes int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	unmount, err := Mount(dir, bytes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(unmount)
	return dir
}

// Fill uses the disk up but for so many bytes; free gives them back.
func Fill(t *testing.T, disk string, but int64) (free func()) {
	t.Helper()
	path := filepath.Join(disk, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	page := make([]byte, 4096)
	var n int
	for err == nil {
		n, err = f.Write(page)
	}
	if n > 0 || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	size, err := f.Seek(0, 2)
	if err := errors.Join(err, f.Truncate(max(size-but, 0)), f.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
