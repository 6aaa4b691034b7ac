package factor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

func TestEncodingNoticesEveryFlip(t *testing.T) {
	s := secret.Random(Size)
	text := encode(s)
	if got, err := decode(text); err != nil || !got.Equal(s) {
		t.Fatalf("round trip: %v", err)
	}
	for i := range len(text) {
		for bit := range 8 {
			bad := []byte(text)
			bad[i] ^= 1 << bit
			if _, err := decode(string(bad)); !errors.Is(err, ErrUnusable) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
		}
	}
}

func TestKeyFileIsMadeOnceAndKept(t *testing.T) {
	k := KeyFile{Path: filepath.Join(t.TempDir(), "farne.key")}
	if _, err := k.Read(t.Context()); !errors.Is(err, ErrAbsent) || !failure.Is(err, failure.WrongKey) {
		t.Fatalf("absent: %v", err)
	}
	first, created, err := k.Ensure(t.Context())
	if err != nil || !created || first.Len() != Size {
		t.Fatalf("created %v, %v", created, err)
	}
	info, err := os.Stat(k.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	again, created, err := k.Ensure(t.Context())
	if err != nil || created || !again.Equal(first) {
		t.Fatalf("again: created %v, %v", created, err)
	}
	if read, err := k.Read(t.Context()); err != nil || !read.Equal(first) {
		t.Fatalf("read: %v", err)
	}
}

func TestKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	k := KeyFile{Path: filepath.Join(t.TempDir(), "farne.key")}
	if _, _, err := k.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o666, 0o644, 0o601} {
		if err := os.Chmod(k.Path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Read(t.Context()); !errors.Is(err, ErrExposed) {
			t.Errorf("mode %o: %v", mode, err)
		}
		if _, _, err := k.Ensure(t.Context()); !errors.Is(err, ErrExposed) {
			t.Errorf("ensure with mode %o: %v", mode, err)
		}
	}
}

func TestKeyFileWithBadContentIsRefusedAndKept(t *testing.T) {
	good := encode(secret.Random(Size))
	for name, content := range map[string]string{
		"empty": "", "remarks only": "# nothing\n", "two keys": good + "\n" + good + "\n", "cut": good[:40], "other": "BEGIN KEY",
		"large": strings.Repeat("# x\n", 2000) + good, "after": good + " # mine", "capitals": strings.ToUpper(good),
	} {
		k := KeyFile{Path: filepath.Join(t.TempDir(), "farne.key")}
		if err := os.WriteFile(k.Path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := k.Ensure(t.Context()); !errors.Is(err, ErrUnusable) || !failure.Is(err, failure.WrongKey) {
			t.Errorf("%s: %v", name, err)
		}
		if kept, _ := os.ReadFile(k.Path); string(kept) != content {
			t.Errorf("%s was overwritten", name)
		}
	}
	lenient := KeyFile{Path: filepath.Join(t.TempDir(), "farne.key")}
	if err := os.WriteFile(lenient.Path, []byte("\r\n# remark\r\n  "+good+" \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := lenient.Read(t.Context()); err != nil {
		t.Errorf("line ends of another system: %v", err)
	}
}

func TestKeyFileInStrangePlaces(t *testing.T) {
	dir := t.TempDir()
	if _, err := (KeyFile{Path: dir}).Read(t.Context()); !failure.Is(err, failure.WrongKey) {
		t.Errorf("a directory: %v", err)
	}
	if _, _, err := (KeyFile{Path: filepath.Join(dir, "absent", "key")}).Ensure(t.Context()); !failure.Is(err, failure.BadInput) {
		t.Errorf("a missing folder: %v", err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	if _, created, err := (KeyFile{Path: link}).Ensure(t.Context()); created || !failure.Is(err, failure.WrongKey) {
		t.Errorf("a dangling link: created %v, %v", created, err)
	}
}

// TestKeychainThatFails covers what go-keyring answers untyped (trust 4).
func TestKeychainThatFails(t *testing.T) {
	k := &Keychain{home: "h", timeout: time.Second, store: broken{}}
	if _, err := k.Read(t.Context()); !errors.Is(err, ErrUnavailable) || !failure.Is(err, failure.WrongKey) {
		t.Errorf("read: %v", err)
	}
	if _, created, err := k.Ensure(t.Context()); created || !errors.Is(err, ErrUnavailable) {
		t.Errorf("ensure: created %v, %v", created, err)
	}
}

func TestKeychainThatNeverAnswers(t *testing.T) {
	silent := silent{block: make(chan struct{})}
	defer close(silent.block)
	k := &Keychain{home: "h", timeout: 20 * time.Millisecond, store: silent}
	if _, err := k.Read(t.Context()); !errors.Is(err, ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("timeout: %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := k.Ensure(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// A provider that accepts a secret and forgets it must not lead to a home that can never be opened.
func TestKeychainThatForgets(t *testing.T) {
	k := &Keychain{home: "h", timeout: time.Second, store: forgetful{}}
	if _, created, err := k.Ensure(t.Context()); created || !failure.Is(err, failure.WrongKey) {
		t.Errorf("created %v, %v", created, err)
	}
}

type broken struct{ keyring.Keyring }

func (broken) Get(string, string) (string, error) {
	return "", fmt.Errorf("failed to unlock correct collection")
}

type silent struct {
	keyring.Keyring
	block chan struct{}
}

func (s silent) Get(string, string) (string, error) {
	<-s.block
	return "", keyring.ErrNotFound
}

type forgetful struct{ keyring.Keyring }

func (forgetful) Get(string, string) (string, error) { return "", keyring.ErrNotFound }

func (forgetful) Set(string, string, string) error { return nil }

// What decode accepts is exactly what encode writes.
func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(keyFileText + encode(secret.New(make([]byte, Size)))))
	f.Add([]byte("#\n\nfarne-key-1-00-00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseKeyFile(data)
		if err == nil && (s.Len() != Size || !strings.Contains(string(data), encode(s))) {
			t.Fatal("a key was read that does not stand there")
		}
	})
}
