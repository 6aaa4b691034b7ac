package vault

import (
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// limitFileSize makes every write to a file of this process fail with EFBIG, for root too.
func limitFileSize(t *testing.T) (release func()) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 0, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
			t.Fatal(err)
		}
		signal.Reset(syscall.SIGXFSZ)
	}
}

// A disk that is full must not keep a clinician out, and the count goes on in memory.
func TestFullDiskDoesNotLockOut(t *testing.T) {
	s := setUpOnce(t)
	s.wrong(t, 1) // makes the lock file
	withoutWriting(t, filepath.Dir(s.path), func() {
		if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); err != nil {
			t.Errorf("the right password: %v", err)
		}
		s.wrong(t, freeTries)
		_, err := s.SignIn(s.ann.ID, pw(annsPassword))
		delayed(t, err)
	})
}

// withoutWriting lets no file grow meanwhile, as a full disk does, and then looks for remains.
func withoutWriting(t *testing.T, dir string, do func()) {
	t.Helper()
	release := limitFileSize(t)
	defer release()
	do()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".durable-") {
			t.Errorf("left behind: %s", entry.Name())
		}
	}
}
