package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/sync/failure"
)

// flip changes bits of one byte of a file; the same call sets them right again.
func flip(t *testing.T, path string, offset int, bits byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[offset] ^= bits
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) file(name string) string { return filepath.Join(d.place.home, "data-1", name) }

// One bit of a database is wrong: its part of the record is closed and named, the others are open, and
// nothing is lost once the bit is right again.
func TestADamagedDatabaseInTheWindow(t *testing.T) {
	d, _, _ := founded(t)
	patient := d.addPatient()
	before := d.roots()
	session := d.locked()

	flip(t, d.file("care.db"), 2000, 1)
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	if page := must[PatientPage](t)((&Patients{d.shell}).Page(PatientQuery{Limit: 10})); page.Total != 1 {
		t.Errorf("patients: %+v", page)
	}
	_, err := (&Notes{d.shell}).Start(patient)
	refused(t, "a note", err, failure.Integrity)
	if p := must[PatientRecord](t)((&Patients{d.shell}).Open(patient)); p.Banner.Name == "" || p.Closed == "" || p.Allergies.State != "unavailable" {
		t.Errorf("the chart: %+v", p)
	}
	alarms := must[[]Alarm](t)((&Alarms{d.shell}).List())
	if len(alarms) != 1 || alarms[0].Name != "damaged" || alarms[0].Todo == "" {
		t.Errorf("alarms: %+v", alarms)
	}
	if r := must[VerifyResult](t)((&Backup{d.shell}).Verify(false)); len(r.Problems) != 1 || r.Problems[0].Object != "care.db" {
		t.Errorf("verification: %+v", r.Problems)
	}
	session = d.locked()
	flip(t, d.file("care.db"), 2000, 1)

	flip(t, d.file("practice.db"), 2000, 1)
	_, err = session.Unlock(UnlockInput{Password: testPassword})
	refused(t, "without the practice's file", err, failure.Integrity)
	if st := must[SessionState](t)(session.State()); st.Phase != phaseLocked {
		t.Errorf("the laptop stands at %s", st.Phase)
	}
	flip(t, d.file("practice.db"), 2000, 1)

	audit := filepath.Join(d.place.home, "audit.db")
	flip(t, audit, 100, 1)
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	if after := d.roots(); after != before {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}
	must[Note](t)((&Notes{d.shell}).Start(patient))
	if alarms := must[[]Alarm](t)((&Alarms{d.shell}).List()); len(alarms) != 1 || !strings.Contains(alarms[0].What, "audit log") {
		t.Errorf("alarms: %+v", alarms)
	}
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
}

// objects are the files of a folder remote below a prefix.
func objects(t *testing.T, folder, prefix string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(folder, prefix), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("no objects below %s: %v", prefix, err)
	}
	return paths
}

// Objects that are damaged, missing or not ours are named; nothing of the record changes for them.
func TestDamagedObjectsInTheWindow(t *testing.T) {
	d, folder, _ := founded(t)
	d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	before := d.roots()
	batch := objects(t, folder, "c")[0]
	whole, err := os.ReadFile(batch)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		kind string
		do   func() error
	}{
		{"damaged", func() error { flip(t, batch, 300, 1); return nil }},
		{"missing", func() error { return os.Remove(batch) }},
		{"foreign", func() error { return os.WriteFile(batch, []byte("hello"), 0o600) }},
	} {
		if err := bad.do(); err != nil {
			t.Fatal(err)
		}
		r := must[VerifyResult](t)((&Backup{d.shell}).Verify(false))
		if len(r.Problems) != 1 || r.Problems[0].Kind != bad.kind {
			t.Errorf("%s: %+v", bad.kind, r.Problems)
		}
		if err := os.WriteFile(batch, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if after := d.roots(); after != before {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}
	if r := must[VerifyResult](t)((&Backup{d.shell}).Verify(true)); len(r.Problems) != 0 {
		t.Errorf("set right again: %+v", r.Problems)
	}
}

// A restore takes no backup that is damaged, incomplete or a newer Farne's, and leaves nothing behind.
func TestBackupsThatCannotBeRestored(t *testing.T) {
	d, folder, words := founded(t)
	d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	second := newDesk(t)
	wizard := &Restore{second.shell}
	source := RestoreSource{Words: words, Kind: "folder", Folder: folder}
	found := must[RestoreState](t)(wizard.Connect(source))
	start := RestoreStart{Backup: found.Source.Backups[0].ID, Person: found.Source.People[0].ID, Password: testPassword}

	packs := objects(t, folder, "t")
	for _, pack := range packs {
		flip(t, pack, 300, 1)
	}
	if st := must[RestoreState](t)(wizard.Check(start.Backup)); len(st.Check.Problems) == 0 {
		t.Errorf("damaged packs: %+v", st)
	}
	must[RestoreState](t)(wizard.Start(start))
	if st := second.ended(wizard); st.Phase != "failed" || st.Code != string(failure.Integrity) || exists(second.place.home) {
		t.Errorf("damaged packs: %+v", st)
	}
	for _, pack := range packs {
		flip(t, pack, 300, 1)
	}

	manifest := objects(t, folder, "b")[0]
	for code, at := range map[failure.Code]struct {
		offset int
		bits   byte
	}{failure.Integrity: {300, 1}, failure.Refused: {7, 2}} { // the version stands behind the magic: docs/format.md
		flip(t, manifest, at.offset, at.bits)
		_, err := wizard.Connect(source)
		refused(t, "a manifest that is no good", err, code)
		flip(t, manifest, at.offset, at.bits)
	}
	restored(t, second, folder, words)
}
