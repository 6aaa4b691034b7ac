package access

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"farne/app/store"
	"farne/sync/clock"
	"farne/sync/seal"
	"farne/sync/state"
)

// childHome names, in the environment of a process of this test's own, the folder it works in until it
// is killed.
const childHome = "FARNE_TEST_AUDIT_HOME"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childHome); dir != "" {
		fmt.Println(work(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// openHome opens the log and a compartment of a folder, with keys that parent and child know.
func openHome(dir string) (*Log, *store.Store, seal.SigningKey, error) {
	secret := bytes.Repeat([]byte{7}, 32)
	key, err := seal.KeyFromBytes(secret)
	if err != nil {
		return nil, nil, seal.SigningKey{}, err
	}
	device, err := seal.SigningKeyFromSeed(secret)
	if err != nil {
		return nil, nil, seal.SigningKey{}, err
	}
	l := NewLog(Options{Path: filepath.Join(dir, "audit.db"), Key: key, Device: seal.ID{1}, Now: clock.Now})
	l.SetSigner(device)
	s, err := store.Open(ctx, []store.File{{Compartment: store.Care, Path: filepath.Join(dir, "care.db"), Key: key}},
		store.Options{Device: seal.ID{1}, Now: clock.Now})
	return l, s, device, err
}

// work writes, moves and views until it is killed, and says of each when it is done.
func work(dir string) error {
	l, s, _, err := openHome(dir)
	if err != nil {
		return err
	}
	care := s.Compartment(store.Care)
	for {
		var told []state.ID
		for range 3 {
			e := NewEntry(clock.Now(), Who{Device: seal.ID{1}}, ActChange, KindClinicalRecord)
			form, err := e.Marshal()
			if err != nil {
				return err
			}
			err = care.Write(ctx, state.ID{1}, func(tx *store.Tx) error {
				return errors.Join(tx.Put("note", e.ID, map[string]any{"text": "x"}, ""), tx.Audit(e.ID, form))
			})
			if err != nil {
				return err
			}
			told = append(told, e.ID)
		}
		v := NewEntry(clock.Now(), Who{Device: seal.ID{1}}, ActView, KindClinicalRecord)
		if recorded, err := l.AppendView(ctx, v); err != nil || !recorded {
			return errors.Join(err, errors.New("a view was not recorded"))
		}
		for _, id := range append(told, v.ID) {
			fmt.Println(id)
		}
		if _, err := Move(ctx, l, care); err != nil {
			return err
		}
	}
}

// Whatever a process had told before it was killed, at any moment, stands in the log once.
func TestKilledWhileMoving(t *testing.T) {
	dir, r := t.TempDir(), seeded(t)
	var told []string
	for range 6 {
		told = append(told, runAndKill(t, dir, 20+r.IntN(100), time.Duration(r.IntN(8000))*time.Microsecond)...)
		checkKilled(t, dir, told)
	}
}

// runAndKill starts a child, waits for some lines and a little more, and kills it.
func runAndKill(t *testing.T, dir string, lines int, more time.Duration) (told []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childHome+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if _, err := state.ParseID(scanner.Text()); err != nil {
			if len(told) < lines || scanner.Text() == "" || len(scanner.Text()) >= 36 {
				t.Errorf("the child says %q", scanner.Text())
			}
			continue // the last line, cut short
		}
		if told = append(told, scanner.Text()); len(told) == lines {
			time.AfterFunc(more, func() { _ = child.Process.Kill() })
		}
	}
	_ = child.Wait()
	return told
}

func checkKilled(t *testing.T, dir string, told []string) {
	t.Helper()
	l, s, device, err := openHome(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(s.Close(), l.Close()) }()
	if _, err := Move(ctx, l, s.Compartment(store.Care)); err != nil {
		t.Fatal(err)
	}
	records, err := l.List(ctx, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, r := range records {
		times[r.ID.String()]++
	}
	for _, id := range told {
		if times[id] != 1 {
			t.Errorf("%s stands in the log %d times", id, times[id])
		}
	}
	if report, err := l.Verify(ctx, device.Public(), nil); err != nil || len(report.Problems) > 0 || report.Signed != report.Entries {
		t.Errorf("report %+v, %v", report, err)
	}
}
