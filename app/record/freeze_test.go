package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"farne/app/clinic"
	"farne/app/vault/secret"
	"farne/build/vector"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/state"
)

// What the frozen practice is made of. All of it is invented, and looks so.
const (
	frozenPractice = "Sample-Practice"
	frozenPerson   = "Sample-Given Sample-Owner"
	frozenPassword = "sample geese over farne"
)

// freeze makes the frozen practice anew in testdata/format, in place of the one that is there only if it
// is forced to.
func freeze(t *testing.T, force bool) {
	t.Helper()
	for _, name := range frozenFiles {
		if _, err := os.Lstat(vector.Path(t, name)); err == nil && !force {
			t.Fatalf("testdata/format/%s is there: every later version must read it. make freeze ANEW=1 replaces it", name)
		}
	}
	c := &clinicUnderTest{t: t, dir: t.TempDir(), person: frozenPerson, password: frozenPassword, now: time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC)}
	c.folder = filepath.Join(c.dir, "remote")
	a, b := c.livedIn()
	c.writeKits()
	c.must(a.moveAudit(c.ctx()))
	head, err := a.audit.Head(c.ctx())
	c.must(errors.Join(err, b.Close(), a.Close()))
	c.mistyped("first")
	for name, from := range map[string]string{"home-1": "first", "home-1.key": "first.key", "remote-1": "remote", "kit-1.txt": "kit.txt", "kit-1.pdf": "kit.pdf"} {
		c.must(os.RemoveAll(vector.Path(t, name)))
		copyWithin(t, filepath.Join(c.dir, from), vector.Path(t, name))
	}
	nothingInClear(t)
	c = thaw(t)
	v := c.describe(c.open("home-1"))
	v.Audit = frozenAudit{Entries: head.Sequence + 1, Head: head.Marshal()} // one more for the mistyped password
	vector.Write(t, "expected.json", v)
}

// livedIn is a practice in which everything has happened that leaves traces in a home or a remote.
func (c *clinicUnderTest) livedIn() (a, b *laptop) {
	c.t.Helper()
	a = c.founded()
	aero, lind := a.sample("Sample-Ærø"), a.sample("Sample-Lindqvist")
	a.treat(aero)
	a.imports(c.file("sample-bundle.json", sampleBundle))
	draft, thrown, disputed := a.note(lind, "Sample: a draft."), a.note(lind, "Sample: a draft that is thrown away."), a.note(lind, "Sample: a draft that is thrown away elsewhere.")
	a.note(aero, longSample)
	signed, err := a.SignNote(c.ctx(), a.note(aero, "Sample: slept well, ate well."))
	c.must(err)
	c.pass(time.Hour)
	_, err = a.AddendNote(c.ctx(), signed, "Sample: and walked to the sound.")
	c.must(err)
	_, err = a.DiscardDraft(c.ctx(), thrown, "")
	c.must(err)
	a.clean()
	a.backup()

	c.pass(24 * time.Hour)
	b, _ = c.restore("Sample-Laptop-2")
	b.edit(draft, lind, "Sample: a draft, continued on the second laptop.")
	a.settle(b)
	c.pass(time.Hour)
	a.setCity(aero, "Sample-City")
	b.setCity(aero, "Sample-Town")
	b.edit(draft, lind, "Sample: as the second laptop has it.")
	a.edit(draft, lind, "Sample: as the first laptop has it.")
	a.edit(disputed, lind, "Sample: written on while it was thrown away.")
	_, err = b.DiscardDraft(c.ctx(), disputed, "")
	c.must(err)
	a.settle(b)
	a.agree(b)
	c.pass(time.Hour)
	b.backup()

	// What has not left: a sealed batch, and an edit that is not even sealed.
	c.pass(time.Hour)
	unsent := a.sample("Sample-Østergård")
	_, err = a.State(c.ctx())
	c.must(err)
	a.note(unsent, "Sample: not sealed yet.")
	return a, b
}

// founded is the practice's first laptop, set up as a first run in the window does.
func (c *clinicUnderTest) founded() *laptop {
	c.t.Helper()
	p, _, err := Create(c.ctx(), Founding{
		Entrance: c.entrance("first"), Practice: frozenPractice, Owner: c.person, Laptop: "Sample-Laptop-1",
		Keep: func(kit Kit) error { c.kit = kit; return nil }, KitLater: true,
	})
	c.must(err)
	c.must(p.SetParticulars(c.ctx(), Particulars{
		Practice: frozenPractice, Country: "GB", Laptop: "Sample-Laptop-1", Given: "Sample-Given", Family: "Sample-Owner", Registration: "SAMPLE-1",
	}))
	c.must(p.ConfirmKit(c.ctx()))
	_, _, err = p.SetRemote(c.ctx(), remote.Config{Kind: remote.KindFolder, Folder: c.folder})
	c.must(err)
	return c.laptop("first", p)
}

// treat writes what a clinician types about a patient.
func (l *laptop) treat(patient state.ID) {
	l.t.Helper()
	ctx := context.Background()
	_, err1 := l.AddAllergy(ctx, patient, AllergyEntry{Agent: "Sample-Penicillin", Reaction: "Sample-Rash", Severity: "severe", Criticality: "high"})
	_, err2 := l.AddProblem(ctx, patient, "Sample-Asthma", "2021-05")
	_, err3 := l.AddMedication(ctx, patient, MedicationEntry{Ordered: true, Name: "Sample-Salbutamol", Dosage: "100 µg when needed", Reason: "Sample-Asthma"})
	_, err4 := l.AddMeasurement(ctx, patient, "85354-9", []string{"120", "80"})
	_, err5 := l.AddMeasurement(ctx, patient, "29463-7", []string{"81.4"})
	l.c.must(errors.Join(err1, err2, err3, err4, err5))
}

func (l *laptop) sample(family string) state.ID {
	l.t.Helper()
	id := l.patient(family)
	l.c.must(l.SetPatient(context.Background(), id, func(e *clinic.PatientEntry) {
		e.Phone, e.Email, e.NHSNumber, e.Country = "+44 1632 960001", "sample@example.org", "9990000018", "GB"
	}, ""))
	return id
}

// mistyped is somebody who does not know the password: the audit log says so.
func (c *clinicUnderTest) mistyped(name string) {
	c.t.Helper()
	e := c.entrance(name)
	e.Password = secret.New([]byte("not the sample password"))
	if _, err := Open(c.ctx(), e); !failure.Is(err, failure.WrongKey) {
		c.t.Fatal(err)
	}
}

func (c *clinicUnderTest) writeKits() {
	c.t.Helper()
	page, err := c.kit.Page(c.now, remote.Config{})
	c.must(err)
	for _, name := range []string{"kit.txt", "kit.pdf"} {
		c.must(WriteKit(filepath.Join(c.dir, name), page))
	}
}

func (c *clinicUnderTest) ctx() context.Context { return context.Background() }

func (c *clinicUnderTest) pass(d time.Duration) { c.now = c.now.Add(d) }

func (c *clinicUnderTest) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *clinicUnderTest) file(name, content string) string {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	c.must(os.WriteFile(path, []byte(content), 0o600))
	return path
}

// copyWithin copies a file or folder, private to its owner, without what a home makes anew at every
// start: locks and the shared memory of SQLite.
func copyWithin(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rest)
		switch name := d.Name(); {
		case d.IsDir() && name == ".tmp":
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o700)
		case strings.HasSuffix(name, "-shm"), name == "lock", strings.HasSuffix(name, ".lock"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nothingInClear looks for this machine in what was frozen.
func nothingInClear(t *testing.T) {
	t.Helper()
	host, _ := os.Hostname()
	user, _ := os.UserHomeDir()
	here, _ := os.Getwd()
	for _, name := range frozenFiles {
		eachFile(t, vector.Path(t, name), func(path string, content []byte) {
			for _, secret := range []string{host, user, here, os.TempDir()} {
				if len(secret) > 4 && strings.Contains(string(content), secret) {
					t.Errorf("%s names this machine: %q", path, secret)
				}
			}
		})
	}
}

// longSample is over the length that stays in a row.
var longSample = func() string {
	var b strings.Builder
	for n := 1; b.Len() <= state.LargeOver; n++ {
		fmt.Fprintf(&b, "Sample line %d: wind from the north-east, seals on the rocks.\n", n)
	}
	return b.String()
}()
