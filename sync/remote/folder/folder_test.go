package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
)

func open(t *testing.T) (*Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "stick")
	id, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	return New(dir, id, clock.Now), dir
}

func put(t *testing.T, s *Store, name, data string) {
	t.Helper()
	if err := s.Put(t.Context(), name, []byte(data), remote.Create); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	s, dir := open(t)
	remotetest.Conformance(t, s, nil)
	entries, err := os.ReadDir(filepath.Join(dir, tempDir))
	if err != nil || len(entries) != 0 {
		t.Errorf("temporary files are left: %v, %v", entries, err)
	}
}

func TestTwoLaptopsShareOneFolder(t *testing.T) {
	one, dir := open(t)
	id, err := Create(dir)
	if err != nil || id != one.id {
		t.Fatalf("making it ready again gave %q, %v", id, err)
	}
	two := New(dir, id, clock.Now)
	var won [2]error
	var both sync.WaitGroup
	for i, s := range []*Store{one, two} {
		both.Go(func() {
			won[i] = s.Put(t.Context(), "c/a/1", bytes.Repeat([]byte{byte(i)}, 1<<20), remote.Create)
		})
	}
	both.Wait()
	if (won[0] == nil) == (won[1] == nil) || !errors.Is(errors.Join(won[:]...), remote.ErrExists) {
		t.Errorf("%v and %v", won[0], won[1])
	}
}

// Whatever happens to the stick is unreachable: never an empty listing, an absence or a write.

// A link inside the folder that leads out of it (a hostile stick) is never followed.

func TestLeftoversAreSwept(t *testing.T) {
	_, dir := open(t)
	now := clock.Now()
	for name, age := range map[string]time.Duration{"crashed": 48 * time.Hour, "from-the-future": -48 * time.Hour, "in-progress": time.Minute} {
		path := filepath.Join(dir, tempDir, name)
		if err := errors.Join(os.WriteFile(path, []byte("x"), 0o600), os.Chtimes(path, now, now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	put(t, New(dir, "", clock.Now), "a", "x")
	entries, err := os.ReadDir(filepath.Join(dir, tempDir))
	if err != nil || len(entries) != 1 || entries[0].Name() != "in-progress" {
		t.Errorf("%v, %v", entries, err)
	}
}

// Sticks have no hard links: the ways that publish without them keep the contract as well.

func TestWithoutLinks(t *testing.T) {
	s, dir := open(t)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	temp := func(data string) string {
		path, err := s.writeTemp(root, []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := renameExclusive(root, temp("first"), "name"); err != nil {
		t.Fatal(err)
	}
	if err := renameExclusive(root, temp("second"), "name"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("an exclusive rename onto a name that is taken: %v", err)
	}
	if data, err := s.Get(t.Context(), "name"); err != nil || string(data) != "first" {
		t.Errorf("%q, %v", data, err)
	}
}

// Large objects are listed without reading them whole, and still show when they change.

func TestVersionsOfLargeObjects(t *testing.T) {
	s, _ := open(t)
	data := bytes.Repeat([]byte{7}, 3<<20)
	version := func() (v string) {
		if err := s.Put(t.Context(), "t/a/p", data, remote.Overwrite); err != nil {
			t.Fatal(err)
		}
		if err := s.List(t.Context(), "t/", "", func(i remote.Info) error { v = i.Version; return nil }); err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := version()
	if version() != first {
		t.Error("the same bytes have two versions")
	}
	data[5]++
	second := version()
	data[len(data)-5]++
	third := version()
	data = data[:len(data)-1]
	fourth := version()
	if first == second || second == third || third == fourth {
		t.Errorf("%s %s %s %s", first, second, third, fourth)
	}
}
