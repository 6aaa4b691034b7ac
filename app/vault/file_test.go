package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"farne/app/durable"
	"farne/app/vault/factor"
	"farne/sync/failure"
)

// Any flipped bit is found before a password is tried, and is told apart from a wrong key.
func TestEveryFlipIsRefused(t *testing.T) {
	s := setUpOnce(t)
	good, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if err := os.WriteFile(s.path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(s.path, s.second, s.clock.now); !failure.Is(err, failure.Integrity) {
			t.Fatalf("byte %d: %v", i, err)
		}
		if _, err := s.People(); !failure.Is(err, failure.Integrity) {
			t.Fatalf("byte %d while open: %v", i, err)
		}
	}
	for _, cut := range []int{0, 1, 70, len(good) / 2, len(good) - 1} {
		os.WriteFile(s.path, good[:cut], 0o600)
		if _, err := Open(s.path, s.second, s.clock.now); !failure.Is(err, failure.Integrity) {
			t.Fatalf("cut to %d: %v", cut, err)
		}
	}
}

// Somebody who changes the body and mends the checksum is found by the MAC; every single byte.
func TestForgedFramesAreRefused(t *testing.T) {
	s := setUpOnce(t)
	good, _ := os.ReadFile(s.path)
	body, err := durable.Unframe(fileKind, fileVersion, good)
	if err != nil {
		t.Fatal(err)
	}
	for i := range body {
		bad := bytes.Clone(body)
		bad[i] ^= 1 << (i % 7)
		os.WriteFile(s.path, durable.Frame(fileKind, fileVersion, bad), 0o600)
		_, err := Open(s.path, s.second, s.clock.now)
		// Another home id or check value looks like the second factor of another home.
		if !failure.Is(err, failure.Integrity) && !failure.Is(err, failure.WrongKey) {
			t.Fatalf("byte %d (%q): %v", i, body[i], err)
		}
	}
}

// rewrite changes the document with all checksums right, as somebody with the second factor could.
func (s *scene) rewrite(t *testing.T, change func(*document)) {
	t.Helper()
	d, err := load(s.path)
	if err != nil {
		t.Fatal(err)
	}
	change(d)
	data, err := d.encode(s.keys.mac)
	if err == nil {
		err = os.WriteFile(s.path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestDowngradedParametersAreRefused(t *testing.T) {
	for _, weak := range []Params{{1, 8, 1}, {3, 32 << 10, 4}, {2, 64 << 10, 4}, {3, 4 << 20, 4}, {1 << 30, 64 << 10, 4}} {
		for _, change := range []func(*document){
			func(d *document) { d.Params = weak },
			func(d *document) { d.People[0].Params = weak },
		} {
			s := setUpOnce(t)
			s.rewrite(t, change)
			if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); !failure.Is(err, failure.Integrity) || !errors.Is(err, errParams) {
				t.Fatalf("%+v: %v", weak, err)
			}
			if _, err := Inspect(s.path); !failure.Is(err, failure.Integrity) {
				t.Fatalf("%+v inspected: %v", weak, err)
			}
		}
	}
}

// What somebody with the second factor and no password can do to an entry never makes it open.
func TestEntriesAreBoundToTheirClearParts(t *testing.T) {
	anns, bobs, both := []string{annsPassword}, []string{bobsPassword}, []string{annsPassword, bobsPassword}
	for name, c := range map[string]struct {
		tried  []string // as Ann
		change func(ann, bob *entry, d *document)
	}{
		"parameters": {anns, func(ann, _ *entry, _ *document) { ann.Params.Time++ }},
		"salt":       {anns, func(ann, _ *entry, _ *document) { rand.Read(ann.Salt) }},
		"empty":      {anns, func(ann, _ *entry, _ *document) { ann.Secret = nil }},
		"secrets":    {both, func(ann, bob *entry, _ *document) { ann.Secret, bob.Secret = bob.Secret, ann.Secret }},
		"ids":        {bobs, func(ann, bob *entry, _ *document) { ann.ID, bob.ID = bob.ID, ann.ID }},
		"kind":       {anns, func(_, _ *entry, d *document) { d.Factor = factor.KindKeyFile }},
	} {
		s := setUpOnce(t)
		s.rewrite(t, func(d *document) { c.change(&d.People[0], &d.People[1], d) })
		for _, password := range c.tried {
			if _, err := s.SignIn(s.ann.ID, pw(password)); !errors.Is(err, errWrongPassword) {
				t.Errorf("%s: %q: %v", name, password, err)
			}
		}
	}
}

func TestNamesAreBoundToTheirPerson(t *testing.T) {
	s := setUpOnce(t)
	s.rewrite(t, func(d *document) {
		d.People[0].Name, d.People[1].Name = d.People[1].Name, d.People[0].Name
	})
	if _, err := s.People(); !failure.Is(err, failure.Integrity) {
		t.Fatalf("swapped names: %v", err)
	}
}

func TestStrangeFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	if _, err := Inspect(path); !failure.Is(err, failure.NotFound) {
		t.Errorf("absent: %v", err)
	}
	for name, content := range map[string][]byte{
		"empty": nil, "json": []byte("{}"), "framed nothing": durable.Frame(fileKind, 1, nil), "framed null": durable.Frame(fileKind, 1, []byte("null\n")),
		"framed object": durable.Frame(fileKind, 1, []byte("{}\n")), "huge": make([]byte, largestFile+1), "deep": durable.Frame(fileKind, 1, bytes.Repeat([]byte("["), 1<<19)),
	} {
		os.WriteFile(path, content, 0o600)
		if _, err := Inspect(path); !failure.Is(err, failure.Integrity) {
			t.Errorf("%s: %v", name, err)
		}
	}
	os.WriteFile(path, durable.Frame(fileKind, 2, []byte("{}")), 0o600)
	if _, err := Inspect(path); !failure.Is(err, failure.BadInput) {
		t.Errorf("newer: %v", err)
	}
}

// What decode accepts is exactly what the document's body gives back.
func FuzzDecode(f *testing.F) {
	_, body, _ := bytes.Cut(goldenFile(f), []byte("\n"))
	f.Add(body)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := decode(durable.Frame(fileKind, fileVersion, data))
		if err != nil {
			return
		}
		if again, err := d.body(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q reads as %q, %v", data, again, err)
		}
		for _, e := range d.People {
			if e.Params.check() != nil || len(e.Salt) != saltSize {
				t.Fatal("unsafe parameters were accepted")
			}
		}
	})
}

// setUpOnce copies a vault that was made once, because closing secrets takes time.
func setUpOnce(t *testing.T) *scene {
	t.Helper()
	if shared.scene == nil {
		shared.scene = setUp(t)
		var err error
		if shared.file, err = os.ReadFile(shared.scene.path); err != nil {
			t.Fatal(err)
		}
	}
	s := *shared.scene
	s.path = filepath.Join(t.TempDir(), "vault.json")
	if err := os.WriteFile(s.path, shared.file, 0o600); err != nil {
		t.Fatal(err)
	}
	s.clock = &watch{shared.scene.clock.at}
	s.restart(t)
	return &s
}

var shared struct {
	scene *scene
	file  []byte
}
