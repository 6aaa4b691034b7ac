package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"farne/app/vault/factor"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

const (
	annsPassword = "seven grey seals asleep"
	bobsPassword = "lighthouse keeper's tea"
)

// watch is a clock that a test moves.
type watch struct{ at time.Time }

func (w *watch) now() time.Time { return w.at }

func (w *watch) pass(d time.Duration) { w.at = w.at.Add(d) }

// scene is a vault with two people.
type scene struct {
	*Vault
	path     string
	second   Secret
	clock    *watch
	ann, bob Person
	annsKeys Secret
}

// setUp makes a vault; tests take a copy of one from setUpOnce.
func setUp(t *testing.T) *scene {
	t.Helper()
	s := &scene{
		path: filepath.Join(t.TempDir(), "vault.json"), second: secret.Random(factor.Size), annsKeys: secret.Random(48),
		clock: &watch{time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)},
		ann:   Person{NewID(), "Ann Kirkwall"}, bob: Person{NewID(), "Bob Stromness"},
	}
	var err error
	s.Vault, err = Create(s.path, Config{Home: NewID(), Kind: factor.KindKeychain, Factor: s.second, Params: Floor, Now: s.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Add(s.ann, pw(annsPassword), s.annsKeys), s.Add(s.bob, pw(bobsPassword), secret.Random(48))); err != nil {
		t.Fatal(err)
	}
	return s
}

// restart forgets everything but the file.
func (s *scene) restart(t *testing.T) {
	t.Helper()
	var err error
	if s.Vault, err = Open(s.path, s.second, s.clock.now); err != nil {
		t.Fatal(err)
	}
}

func pw(s string) Secret { return secret.New([]byte(s)) }

func TestSignInNeedsBoth(t *testing.T) {
	s := setUpOnce(t)
	s.restart(t)
	got, err := s.SignIn(s.ann.ID, pw(annsPassword))
	if err != nil || !got.Equal(s.annsKeys) {
		t.Fatalf("the right password: %v", err)
	}
	_, err = s.SignIn(s.ann.ID, pw(bobsPassword))
	if !failure.Is(err, failure.WrongKey) || !errors.Is(err, errWrongPassword) {
		t.Fatalf("another person's password: %v", err)
	}
	_, errFactor := Open(s.path, secret.Random(factor.Size), s.clock.now)
	if !failure.Is(errFactor, failure.WrongKey) || errFactor.Error() == err.Error() {
		t.Fatalf("a wrong keychain: %v", errFactor)
	}
	if _, err := s.SignIn(NewID(), pw(annsPassword)); !failure.Is(err, failure.NotFound) {
		t.Fatalf("nobody: %v", err)
	}
}

func TestSignInTakesWhatAnotherKeyboardTypes(t *testing.T) {
	s := setUpOnce(t)
	zoe := Person{NewID(), "Zoe"}
	if err := s.Add(zoe, pw("caf\u00e9 sur la gr\u00e8ve"), s.annsKeys); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(zoe.ID, pw("cafe\u0301 sur\u00a0la gre\u0300ve")); err != nil {
		t.Fatal(err)
	}
}

func TestPeopleAreListedBeforeAnythingIsOpen(t *testing.T) {
	s := setUpOnce(t)
	s.restart(t)
	people, err := s.People()
	if err != nil || len(people) != 2 || people[0] != s.ann || people[1] != s.bob {
		t.Fatalf("%v, %v", people, err)
	}
	raw, _ := os.ReadFile(s.path)
	for _, name := range []string{"Ann", "Kirkwall", "Bob", "Stromness"} {
		if strings.Contains(string(raw), name) {
			t.Errorf("%s stands in clear", name)
		}
	}
	facts, err := Inspect(s.path)
	if err != nil || facts.Kind != factor.KindKeychain || facts.Home != s.Home() {
		t.Fatalf("%+v, %v", facts, err)
	}
}

func TestFind(t *testing.T) {
	s := setUpOnce(t)
	for _, name := range []string{"Ann Kirkwall", "ann kirkwall", "  ANN   Kirkwall "} {
		if p, err := s.Find(name); err != nil || p != s.ann {
			t.Errorf("%q: %v, %v", name, p, err)
		}
	}
	if _, err := s.Find("Carol"); !failure.Is(err, failure.NotFound) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := s.Find(""); !failure.Is(err, failure.Usage) {
		t.Errorf("no name among two: %v", err)
	}
	if err := s.Remove(s.bob.ID); err != nil {
		t.Fatal(err)
	}
	if p, err := s.Find(""); err != nil || p != s.ann {
		t.Errorf("no name with one: %v, %v", p, err)
	}
}

func TestAddSetRenameRemove(t *testing.T) {
	s := setUpOnce(t)
	refused := []error{
		s.Add(s.ann, pw("another password here"), s.annsKeys),
		s.Add(Person{NewID(), "ANN kirkwall"}, pw("another password here"), s.annsKeys),
		s.Add(Person{NewID(), "Carol"}, pw("short"), s.annsKeys),
		s.Add(Person{NewID(), "Carol Shapinsay"}, pw("shapinsay 2026"), s.annsKeys),
		s.Rename(Person{s.bob.ID, "Ann Kirkwall"}),
		s.Set(Person{s.bob.ID, "Ann Kirkwall"}, pw("another password here"), s.annsKeys),
	}
	for i, err := range refused {
		if !failure.Is(err, failure.Refused) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if err := s.Add(Person{NewID(), " "}, pw("another password here"), s.annsKeys); !failure.Is(err, failure.BadInput) {
		t.Errorf("no name: %v", err)
	}
	s.bob.Name = "Bob Example"
	fresh := secret.Random(16)
	if err := errors.Join(s.Rename(s.bob), s.Set(s.ann, pw("eider ducks on the sound"), fresh)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.SignIn(s.ann.ID, pw("eider ducks on the sound")); err != nil || !got.Equal(fresh) {
		t.Fatalf("after Set: %v", err)
	}
	if _, err := s.SignIn(s.bob.ID, pw(bobsPassword)); err != nil {
		t.Fatalf("after Rename: %v", err)
	}
	if err := errors.Join(s.Remove(s.bob.ID), s.Remove(s.bob.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(s.bob.ID, pw(bobsPassword)); !failure.Is(err, failure.NotFound) {
		t.Fatalf("after Remove: %v", err)
	}
}

func TestChangePasswordOnlyClosesAnew(t *testing.T) {
	s := setUpOnce(t)
	const changed = "puffins in the evening"
	if err := s.ChangePassword(s.ann.ID, pw("not the old one"), pw(changed)); !failure.Is(err, failure.WrongKey) {
		t.Fatalf("without the old one: %v", err)
	}
	if err := s.ChangePassword(s.ann.ID, pw(annsPassword), pw("12345678")); !failure.Is(err, failure.Refused) {
		t.Fatalf("to a common one: %v", err)
	}
	if err := s.ChangePassword(s.ann.ID, pw(annsPassword), pw(changed)); err != nil {
		t.Fatal(err)
	}
	s.restart(t)
	if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); !failure.Is(err, failure.WrongKey) {
		t.Fatalf("the old one: %v", err)
	}
	if got, err := s.SignIn(s.ann.ID, pw(changed)); err != nil || !got.Equal(s.annsKeys) {
		t.Fatalf("the new one gives the same secret: %v", err)
	}
	if _, err := s.SignIn(s.bob.ID, pw(bobsPassword)); err != nil {
		t.Fatalf("somebody else: %v", err)
	}
}

func TestCreateNeverOverwritesAndRecreateKeeps(t *testing.T) {
	s := setUpOnce(t)
	c := Config{Home: NewID(), Kind: factor.KindKeyFile, Factor: secret.Random(factor.Size), Params: Floor, Now: s.clock.now}
	if _, err := Create(s.path, c); !failure.Is(err, failure.Refused) {
		t.Fatalf("second Create: %v", err)
	}
	before, _ := os.ReadFile(s.path)
	v, err := Recreate(s.path, c)
	if err != nil {
		t.Fatal(err)
	}
	if people, err := v.People(); err != nil || len(people) != 0 || v.Kind() != factor.KindKeyFile {
		t.Fatalf("%v, %v", people, err)
	}
	if kept, _ := os.ReadFile(s.path + ".lost"); string(kept) != string(before) {
		t.Fatal("the old file is not kept")
	}
	for _, path := range []string{s.path, s.path + ".lost", s.path + ".lock"} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(path), info.Mode(), err)
		}
	}
}

func TestAuditKeyComesFromTheSecondFactorAlone(t *testing.T) {
	s := setUpOnce(t)
	before := s.AuditKey()
	if err := s.Remove(s.ann.ID); err != nil {
		t.Fatal(err)
	}
	s.restart(t)
	if !s.AuditKey().Equal(before) || before.Len() != 32 {
		t.Fatal("the key of the audit log changed")
	}
}

func TestVaultDoesNotPrint(t *testing.T) {
	s := setUpOnce(t)
	var printed string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q", "%t"} {
		printed += fmt.Sprintf(verb, s.Vault) + fmt.Sprintf(verb, s.keys)
	}
	//lint:ignore SA9005 that nothing of it is encoded is what is tested
	encoded, err := json.Marshal(s.Vault)
	for _, key := range []Secret{s.second, s.keys.names, s.keys.audit} {
		for _, form := range []string{fmt.Sprintf("%x", key.Bytes()), strings.Trim(fmt.Sprint(key.Bytes()), "[]")} {
			if strings.Contains(printed+string(encoded), form) {
				t.Fatalf("a key was printed, %v", err)
			}
		}
	}
}

func TestIDs(t *testing.T) {
	id := NewID()
	if back, err := ParseID(id.String()); err != nil || back != id || len(id.String()) != 26 {
		t.Fatalf("%s, %v", id, err)
	}
	for _, bad := range []string{"", strings.ToUpper(id.String()), id.String() + "a", id.String()[:25] + "b", "0" + id.String()[1:]} {
		if _, err := ParseID(bad); err == nil {
			t.Errorf("%q is an id", bad)
		}
	}
}
