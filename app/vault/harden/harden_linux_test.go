package harden

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"farne/app/vault/secret"
)

// actVariable makes the test binary the hardened process of a test.
const actVariable = "FARNE_HARDEN_ACT"

// canary stands for a key; it is put together at run time so that the binary does not hold it.
func canary() []byte {
	return []byte(strings.Join([]string{"canary", "of", "a", "key", "7f3a9c"}, "~"))
}

func TestMain(m *testing.M) {
	act := os.Getenv(actVariable)
	if act == "" {
		os.Exit(m.Run())
	}
	if err := Process(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	key := canary()
	switch act {
	case "look":
		look()
	case "panic":
		crash(secret.New(key), key)
	default:
		syscall.Kill(os.Getpid(), syscall.SIGABRT)
		select {}
	}
	os.Exit(0)
}

// look prints what the system says of this process.
func look() {
	var limit unix.Rlimit
	err := unix.Getrlimit(unix.RLIMIT_CORE, &limit)
	dumpable, _ := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	fmt.Println(limit.Cur, limit.Max, dumpable, err)
}

//go:noinline
func crash(s secret.Secret, key []byte) {
	if s.Len() == len(key) {
		panic(fmt.Sprintf("on purpose: %v", s))
	}
}

func act(t *testing.T, what, dir string) (output string, state *os.ProcessState) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Dir = dir
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "GOTRACEBACK=") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, actVariable+"="+what)
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState
}

func TestLimitsAreSet(t *testing.T) {
	if out, _ := act(t, "look", t.TempDir()); strings.TrimSpace(out) != "0 0 0 <nil>" {
		t.Fatalf("limit, hard limit, dumpable, error: %s", out)
	}
}

func TestPanicShowsNoSecret(t *testing.T) {
	out, state := act(t, "panic", t.TempDir())
	if state.Success() || !strings.Contains(out, "panic: on purpose") {
		t.Fatalf("%v: %s", state, out)
	}
	if strings.Contains(out, string(canary())) || strings.Contains(out, fmt.Sprintf("%x", canary()[:8])) || strings.Contains(out, "0x63, 0x61") {
		t.Fatalf("the traceback shows the key:\n%s", out)
	}
}

// An aborted process leaves nothing behind in which its key could be found (trust 15).
func TestAbortLeavesNoCore(t *testing.T) {
	dir := t.TempDir()
	out, state := act(t, "abort", dir)
	status, ok := state.Sys().(syscall.WaitStatus)
	if state.Success() || !ok || status.CoreDump() {
		t.Fatalf("%v, core dumped %v", state, status.CoreDump())
	}
	if strings.Contains(out, string(canary())) {
		t.Fatal("the key was printed")
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, canary()) {
			t.Errorf("the key stands in %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
