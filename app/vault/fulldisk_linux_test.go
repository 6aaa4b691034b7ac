package vault

import (
	"os"
	"os/exec"
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
	if !onItsOwn(t) {
		return
	}
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

// onItsOwn runs the test again in a process of its own, where the limit does not meet the files that the
// go command has a test process write, and is true there.
func onItsOwn(t *testing.T) bool {
	t.Helper()
	const alone = "FARNE_TEST_ALONE"
	if os.Getenv(alone) != "" {
		return true
	}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), alone+"=1")
	output, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("in a process of its own: %v\n%s", err, output)
	}
	return false
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
