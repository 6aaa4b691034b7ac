package folder

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
)

func TestPulledStick(t *testing.T) {
	for name, pull := range map[string]func(dir string) error{
		"the folder is gone":       os.RemoveAll,
		"an empty mount point":     func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)) },
		"the marker is gone":       func(dir string) error { return os.Remove(filepath.Join(dir, markerName)) },
		"a file stands there":      func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)) },
		"a link that leads astray": func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Symlink("/nowhere", dir)) },
		"another practice's stick": func(dir string) error {
			_, err := Create(dir + "2")
			return errors.Join(err, os.RemoveAll(dir), os.Rename(dir+"2", dir))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := open(t)
			put(t, s, "h/a/b", "hint")
			if err := pull(dir); err != nil {
				t.Fatal(err)
			}
			_, get := s.Get(t.Context(), "h/a/b")
			for call, err := range map[string]error{
				"list": s.List(t.Context(), "h/", "", func(remote.Info) error { return errors.New("listed") }),
				"get":  get, "put": s.Put(t.Context(), "h/a/c", []byte("x"), remote.Overwrite), "delete": s.Delete(t.Context(), "h/a/b"),
			} {
				if !failure.Is(err, failure.Unreachable) || errors.Is(err, remote.ErrNotFound) {
					t.Errorf("%s: %v", call, err)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "h", "a", "c")); err == nil {
				t.Error("something was written to whatever stands there now")
			}
		})
	}
}

func TestPulledWhileListing(t *testing.T) {
	s, dir := open(t)
	put(t, s, "h/a/a", "1")
	put(t, s, "h/b/a", "2")
	err := s.List(t.Context(), "", "", func(remote.Info) error { return os.RemoveAll(dir) })
	if !failure.Is(err, failure.Unreachable) {
		t.Errorf("half a listing passed for a whole one: %v", err)
	}
}

func TestDamagedMarker(t *testing.T) {
	for content, code := range map[string]failure.Code{
		"": failure.Integrity, "{": failure.Integrity, `{"farne":"folder"}`: failure.Integrity, `[]`: failure.Integrity,
		`{"farne":"folder","version":2,"id":"x"}`: failure.Unreachable,
	} {
		s, dir := open(t)
		if err := os.WriteFile(filepath.Join(dir, markerName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(t.Context(), "a"); !failure.Is(err, code) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestAdopt(t *testing.T) {
	dir := t.TempDir()
	if _, err := Adopt(dir); !failure.Is(err, failure.Unreachable) {
		t.Errorf("a bare directory was adopted: %v", err)
	}
	if _, err := Create(filepath.Join(dir, "no", "stick", "here")); !failure.Is(err, failure.Unreachable) {
		t.Errorf("a missing stick was made up: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "holiday.jpg"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := Adopt(dir); err != nil || found != made {
		t.Errorf("%q, %v", found, err)
	}
}
