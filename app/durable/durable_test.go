package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestWriteReplacesAndSetsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "new" {
		t.Fatalf("read %q, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteThatFailsLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(target, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(target, []byte("x"), 0o600); err == nil {
		t.Fatal("a directory was replaced by a file")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
	if err := Write(filepath.Join(dir, "absent", "x"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("missing directory: %v", err)
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := Create(path, []byte("first"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, []byte("second"), 0o600); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("second create: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "first" {
		t.Fatalf("content %q", got)
	}
}

// A reader sees one whole content or another, never a mixture, however writes interleave.
func TestReadersSeeWholeFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "current")
	old, new := bytes.Repeat([]byte("a"), 4096), bytes.Repeat([]byte("b"), 4096)
	if err := Write(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for _, content := range [][]byte{old, new} {
		writers.Go(func() {
			for range 20 {
				if err := Write(path, content, 0o600); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 200 {
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, old) && !bytes.Equal(got, new) {
			t.Fatalf("read %d bytes, %v", len(got), err)
		}
	}
	writers.Wait()
}

func TestSweepRemovesOnlyItsOwn(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{tempMark + "123", "vault.json", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Fatalf("kept %v", entries)
	}
}

func TestFrameNoticesEveryFlip(t *testing.T) {
	framed := Frame("vault", 1, []byte(`{"a":1}`))
	if body, err := Unframe("vault", 1, framed); err != nil || string(body) != `{"a":1}` {
		t.Fatalf("%q, %v", body, err)
	}
	for i := range framed {
		for bit := range 8 {
			bad := bytes.Clone(framed)
			bad[i] ^= 1 << bit
			if _, err := Unframe("vault", 1, bad); !errors.Is(err, ErrDamaged) {
				t.Fatalf("bit %d of byte %d changed unnoticed", bit, i)
			}
		}
	}
	if _, err := Unframe("keys", 1, framed); !errors.Is(err, ErrDamaged) {
		t.Fatalf("another kind: %v", err)
	}
	if _, err := Unframe("vault", 1, Frame("vault", 2, nil)); !errors.Is(err, ErrNewer) {
		t.Fatalf("newer: %v", err)
	}
	if _, err := Unframe("vault", 1, nil); !errors.Is(err, ErrDamaged) {
		t.Fatalf("empty: %v", err)
	}
}

func FuzzUnframe(f *testing.F) {
	f.Add(Frame("vault", 1, nil))
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		body, err := Unframe("vault", 1, data)
		if err == nil && !bytes.Equal(Frame("vault", 1, body), data) {
			t.Fatal("accepted bytes that Frame would not have written")
		}
	})
}
