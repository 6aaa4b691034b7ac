package home

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"farne/sync/failure"
)

// holdVariable makes the test binary the second process: it opens the home that the variable names,
// says so, and holds it until its input ends.
const holdVariable = "FARNE_HOLD_HOME"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdVariable); dir != "" {
		h, err := Open(dir)
		if err != nil {
			fmt.Println(failure.Of(err).Code)
			os.Exit(1)
		}
		fmt.Println("held")
		io.Copy(io.Discard, os.Stdin)
		h.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func hold(t *testing.T, dir string) (answer string, release func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+dir)
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		t.Fatal("the second process did not start")
	}
	line, _, err := bufio.NewReader(out).ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	return string(line), func() { in.Close(); cmd.Wait() }
}

func TestOneWriterAmongProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	h, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	answer, release := hold(t, dir)
	release()
	if answer != string(failure.Busy) {
		t.Fatalf("a second process got %q", answer)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	answer, release = hold(t, dir)
	if answer != "held" {
		t.Fatalf("after Close a second process got %q", answer)
	}
	if _, err := Open(dir); !failure.Is(err, failure.Busy) {
		t.Fatalf("while another process holds it: %v", err)
	}
	if _, err := Look(dir); err != nil {
		t.Fatalf("looking needs no lock: %v", err)
	}
	release()
	again, err := Open(dir)
	if err != nil {
		t.Fatalf("after the other process ended: %v", err)
	}
	again.Close()
}

// A killed process leaves its lock file but not its lock.
func TestLockDiesWithItsProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	h, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+dir)
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	defer in.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(out).ReadLine()
	cmd.Process.Kill()
	cmd.Wait()
	if h, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	h.Close()
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "home")
	h, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := h.NewData()
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	for _, path := range []string{dir, data.Path, filepath.Dir(dir)} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if info, err := os.Stat(h.Path(lockName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("lock: %v, %v", info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o720, 0o702, 0o777, 0o770} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); !failure.Is(err, failure.Refused) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	h, err = Open(dir)
	if err != nil {
		t.Fatalf("readable by others: %v", err)
	}
	defer h.Close()
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o700 {
		t.Errorf("still open to readers: %v", info.Mode())
	}
}

func TestParentThatAnybodyCanWrite(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "shared")
	if err := os.Mkdir(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "home")
	h, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	for mode, want := range map[os.FileMode]bool{0o777: false, 0o777 | os.ModeSticky: true, 0o755: true} {
		if err := os.Chmod(parent, mode); err != nil {
			t.Fatal(err)
		}
		h, err := Open(dir)
		if (err == nil) != want {
			t.Errorf("parent %v: %v", mode, err)
		}
		if h != nil {
			h.Close()
		}
	}
}

func TestCreateTakesOnlyAnEmptyFolder(t *testing.T) {
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	h, err := Create(open)
	if err != nil {
		t.Fatalf("an empty folder: %v", err)
	}
	h.Close()
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thesis.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(full); !failure.Is(err, failure.Refused) {
		t.Errorf("a folder in use: %v", err)
	}
	if _, err := Open(filepath.Join(full, "absent")); !failure.Is(err, failure.NotFound) {
		t.Errorf("absent: %v", err)
	}
	if _, err := Open(filepath.Join(full, "thesis.txt")); !failure.Is(err, failure.NotFound) {
		t.Errorf("a file: %v", err)
	}
}

// A kill before the first Switch leaves a home that the next Create takes; after it there is a practice.
func TestAHomeWhoseMakingWasCutOffIsBegunAnew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(h.Fetched(), 0o700); err != nil {
		t.Fatal(err)
	}
	put(filepath.Join(fetchedName, "pack"))
	put(filepath.Join(filepath.Base(makeData(t, h).Path), "care.db"))
	put("vault.json.lock")
	put(".durable-1")
	h.Close() // as a kill does
	put("letters.txt")
	if _, err := Create(dir, "vault.json"); !failure.Is(err, failure.Refused) {
		t.Fatalf("with a file that is not ours: %v", err)
	}
	os.Remove(h.Path("letters.txt"))
	if h, err = Create(dir, "vault.json"); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 {
		t.Fatalf("beside lock, mark and what was fetched: %v, %v", entries, err)
	}
	if _, err := os.Stat(filepath.Join(h.Fetched(), "pack")); err != nil {
		t.Fatalf("what was fetched: %v", err)
	}
	data := makeData(t, h)
	if err := h.Switch(data, noon); err != nil || h.inTheMaking() {
		t.Fatalf("after the first switch it is still in the making, %v", err)
	}
	if _, err := os.Stat(h.Fetched()); err == nil {
		t.Fatal("what was fetched stays in a home that is made")
	}
	put(makingName) // as a power cut in the middle of Switch leaves it
	h.Close()
	if _, err := Create(dir, "vault.json"); !failure.Is(err, failure.Refused) {
		t.Fatalf("a practice: %v", err)
	}
	if h, err = Open(dir); err != nil || h.inTheMaking() || current(t, h) != data {
		t.Fatalf("opened: %v", err)
	}
	defer h.Close()
	os.Remove(h.Path(currentName))
	if _, err := h.Current(); !failure.Is(err, failure.Integrity) {
		t.Fatalf("without the pointer: %v", err)
	}
	if _, err := Create(dir, "vault.json"); !failure.Is(err, failure.Refused) {
		t.Fatalf("a practice without its pointer: %v", err)
	}
}

func TestPlace(t *testing.T) {
	t.Setenv(Variable, "/from/environment")
	if got, _ := Place("/from/flag"); got != "/from/flag" {
		t.Errorf("flag: %s", got)
	}
	if got, _ := Place(""); got != "/from/environment" {
		t.Errorf("environment: %s", got)
	}
	user := func() (string, error) { return "/u", nil }
	none := func(string) string { return "" }
	xdg := func(name string) string { return map[string]string{"XDG_DATA_HOME": "/x"}[name] }
	relative := func(string) string { return "not/absolute" }
	for _, c := range []struct {
		system   string
		variable func(string) string
		want     string
	}{
		{"linux", none, "/u/.local/share/farne-record"}, {"linux", xdg, "/x/farne-record"}, {"linux", relative, "/u/.local/share/farne-record"},
		{"darwin", xdg, "/u/Library/Application Support/Farne"}, {"windows", none, "/u/AppData/Local/Farne"},
	} {
		if got, err := platform(c.system, c.variable, user); got != c.want || err != nil {
			t.Errorf("%s: %s, %v", c.system, got, err)
		}
	}
}
