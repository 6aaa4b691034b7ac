package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/app/record"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

// roots are the record as one can compare it: a test holds them against what they were before.
func (d *desk) roots() (all string) {
	d.t.Helper()
	compartments := must[record.State](d.t)(d.practice.State(context.Background())).Compartments
	for _, name := range sortedKeys(compartments) {
		all += name + " " + compartments[name].Root + "\n"
	}
	return all
}

// refused tells whether an error is of this kind, and has words for people.
func refused(t *testing.T, what string, err error, code failure.Code) {
	t.Helper()
	if f := failure.Of(err); err == nil || f.Code != code || len(f.Message) < 20 || strings.Contains(f.Message, "%!") {
		t.Errorf("%s: %v, not %s", what, err, code)
	}
}

// locked closes the window's practice, which Unlock opens again.
func (d *desk) locked() *Session {
	d.t.Helper()
	session := &Session{d.shell}
	if err := session.Lock(); err != nil {
		d.t.Fatal(err)
	}
	return session
}

func TestWithoutTheKeysNothingOpens(t *testing.T) {
	d, _, _ := founded(t)
	d.addPatient()
	before := d.roots()
	session := d.locked()
	key := os.Getenv("FARNE_KEY_FILE")
	_, err := session.Unlock(UnlockInput{Password: "correct horse battery stable"})
	refused(t, "a wrong password", err, failure.WrongKey)

	t.Setenv("FARNE_KEY_FILE", filepath.Join(t.TempDir(), "absent.key"))
	_, err = session.Unlock(UnlockInput{Password: testPassword})
	refused(t, "no key file", err, failure.WrongKey)
	t.Setenv("FARNE_KEY_FILE", key)

	other, err := record.Open(context.Background(), record.Entrance{Home: d.place.home, KeyFile: key, Password: secret.New([]byte(testPassword))})
	if err != nil {
		t.Fatal(err)
	}
	_, err = session.Unlock(UnlockInput{Password: testPassword})
	refused(t, "a home in use", err, failure.Busy)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}

	if st := must[SessionState](t)(session.State()); st.Phase != phaseLocked || len(st.People) != 1 {
		t.Fatalf("the laptop stands at %+v", st)
	}
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	if after := d.roots(); after != before {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}
}

// Where there is no keychain, or it is locked, the first run asks for the place of a key file; somebody who
// names none has no practice, and nothing is left of it.
func TestAFirstRunWithoutAKeychain(t *testing.T) {
	d := newDesk(t)
	t.Setenv("FARNE_KEY_FILE", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/absent/bus")
	setup := &Setup{d.shell}
	must[SetupProgress](t)(setup.SetLanguage("en-GB"))
	must[SetupProgress](t)(setup.SetClinic(ClinicInput{Practice: "Inner Sound", Country: "GB", Given: "Ada", Family: "Example", Device: "Kirkwall-1"}))
	_, err := setup.SetPassword(testPassword)
	refused(t, "no keychain", err, failure.WrongKey)
	if exists(d.place.home) {
		t.Error("a home was left")
	}
	d.files.save = filepath.Join(t.TempDir(), "farne.key")
	if p := must[SetupProgress](t)(setup.SetPassword(testPassword)); !p.PasswordSet || !exists(d.files.save) {
		t.Errorf("with a key file: %+v", p)
	}
}

// A forgotten password, and then a lost key file too: the words of the kit open the record all the same.
func TestTheKitSetsANewPassword(t *testing.T) {
	d, _, words := founded(t)
	patient := d.addPatient()
	before := d.roots()
	session := d.locked()
	const other = "nine selkies on a skerry"
	_, err := session.Recover(RecoverInput{Words: append([]string{"xyzzy"}, words[1:]...), Password: other})
	refused(t, "misspelt words", err, failure.WrongKey)
	_, _, stranger := founded(t)
	t.Setenv("FARNE_KEY_FILE", filepath.Join(filepath.Dir(d.place.home), "farne.key"))
	_, err = session.Recover(RecoverInput{Words: stranger, Password: other})
	refused(t, "words of another practice", err, failure.WrongKey)
	_, err = session.Recover(RecoverInput{Words: words, Password: "password1"})
	if code := failure.Of(err).Code; code != failure.BadInput && code != failure.Usage && code != failure.Refused {
		t.Errorf("a common password: %v", err)
	}
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	session = d.locked()
	if st := must[SessionState](t)(session.Recover(RecoverInput{Words: words, Password: other})); st.Phase != phaseOpen {
		t.Fatalf("recovered: %+v", st)
	}
	if p := must[PatientRecord](t)((&Patients{d.shell}).Open(patient)); p.Closed != "" || d.roots() != before {
		t.Errorf("the record changed: %+v", p)
	}
	session = d.locked()
	_, err = session.Unlock(UnlockInput{Password: testPassword})
	refused(t, "the old password", err, failure.WrongKey)
	must[SessionState](t)(session.Recover(RecoverInput{Words: words, Password: testPassword})) // no delay stands in its way

	session = d.locked()
	t.Setenv("FARNE_KEY_FILE", "")
	if err := d.change(func(k *kept) { k.KeyFile = "/absent/stick/farne.key" }); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/absent/bus")
	d.files.save = filepath.Join(t.TempDir(), "new.key")
	if st := must[SessionState](t)(session.Recover(RecoverInput{Words: words, Password: other})); st.Phase != phaseOpen || !exists(d.files.save) {
		t.Fatalf("with a new key file: %+v", st)
	}
	session = d.locked()
	if st := must[SessionState](t)(session.Unlock(UnlockInput{Password: other})); st.Phase != phaseOpen {
		t.Errorf("signed in with the new key file: %+v", st)
	}
}

func TestARestoreWithoutAKeychain(t *testing.T) {
	d, folder, words := founded(t)
	d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	second := newDesk(t)
	t.Setenv("FARNE_KEY_FILE", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/absent/bus")
	wizard := &Restore{second.shell}
	found := must[RestoreState](t)(wizard.Connect(RestoreSource{Words: words, Kind: "folder", Folder: folder}))
	must[RestoreState](t)(wizard.Start(RestoreStart{Backup: found.Source.Backups[0].ID, Person: found.Source.People[0].ID, Password: testPassword}))
	if st := second.ended(wizard); st.Phase != "failed" || st.Code != string(failure.WrongKey) {
		t.Errorf("no keychain, and no key file was chosen: %+v", st)
	}
	second.files.save = filepath.Join(t.TempDir(), "farne.key")
	must[RestoreState](t)(wizard.Resume())
	if st := second.ended(wizard); st.Phase != "done" || !exists(second.files.save) {
		t.Fatalf("with a key file: %+v", st)
	}
	if err := wizard.Finish(); err != nil {
		t.Fatal(err)
	}
	session := second.locked()
	if st := must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword})); st.Phase != phaseOpen {
		t.Errorf("signed in again: %+v", st)
	}
}

func TestWordsThatRestoreNothing(t *testing.T) {
	d, folder, words := founded(t)
	d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	other, otherFolder, otherWords := founded(t)
	other.round2()
	second := newDesk(t)
	wizard := &Restore{second.shell}
	for name, source := range map[string]RestoreSource{
		"misspelt words":            {Words: append([]string{"xyzzy"}, words[1:]...), Kind: "folder", Folder: folder},
		"words of another practice": {Words: otherWords, Kind: "folder", Folder: folder},
		"another practice's folder": {Words: words, Kind: "folder", Folder: otherFolder},
	} {
		st, err := wizard.Connect(source)
		refused(t, name, err, failure.WrongKey)
		if st.Phase != "idle" || len(st.Source.Backups) != 0 {
			t.Errorf("%s: %+v", name, st)
		}
	}
	if exists(second.place.home) {
		t.Error("a home was left")
	}
	restored(t, second, folder, words)
}
