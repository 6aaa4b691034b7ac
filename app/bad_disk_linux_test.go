package app

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/app/smalldisk"
	"farne/sync/failure"
)

// onDisk moves the laptop's locked home to another disk.
func (d *desk) onDisk(disk string) *Session {
	d.t.Helper()
	d.locked()
	home := filepath.Join(disk, "home")
	if err := os.CopyFS(home, os.DirFS(d.place.home)); err != nil {
		d.t.Fatal(err)
	}
	// CopyFS makes what everybody may read; a home is refused then.
	err := filepath.WalkDir(home, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			return os.Chmod(path, 0o700)
		} else if err == nil {
			return os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	moved := newShell(home, d.now)
	moved.emit, moved.dialogs, moved.background.asleep = d.emit, d.files, true
	d.shell = moved
	return &Session{d.shell}
}

// manyPatients is a file of so many bytes, about, that do not become fewer when they are compressed.
func manyPatients(t *testing.T, bytes int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.ndjson")
	var text strings.Builder
	noise := make([]byte, 20<<10)
	for i := 0; text.Len() < bytes; i++ {
		_, _ = rand.Read(noise)
		fmt.Fprintf(&text, `{"resourceType":"Patient","id":"%d","name":[{"family":"Sample-%d"}],"photo":[{"data":"%x"}]}`+"\n", i, i, noise)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The window on a disk that is full: it opens and shows, what cannot be saved says so, and an import that
// does not fit takes no room away from the notes.
func TestAFullDiskInTheWindow(t *testing.T) {
	if !smalldisk.Alone(t) {
		return
	}
	d, folder, words := founded(t)
	patient := d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	before := d.roots()
	disk := smalldisk.New(t, 6<<20)
	session := d.onDisk(disk)
	notes := &Notes{d.shell}

	free := smalldisk.Fill(t, disk, 0)
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	must[PatientRecord](t)((&Patients{d.shell}).Open(patient))
	_, err := (&Patients{d.shell}).Add(PatientInput{Family: "Isbister", Given: "Tam"}, false)
	refused(t, "a patient", err, failure.Full)
	_, err = notes.Start(patient)
	refused(t, "a note", err, failure.Full)
	free()
	if after := d.roots(); after != before {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}

	// An import does not fit, while the record stays open.
	free = smalldisk.Fill(t, disk, 2<<20)
	d.files.open = manyPatients(t, 8<<20)
	area := &Interchange{d.shell}
	picked := must[[]PickedFile](t)(area.Pick("fhir"))
	_, err = area.Import(ImportInput{Kind: "fhir", Files: []string{picked[0].ID}})
	refused(t, "an import", err, failure.Full)
	note := must[Note](t)(notes.Start(patient))
	must[NoteSaved](t)(notes.Save(NoteSave{ID: note.ID, Title: "Visit", Text: strings.Repeat("Seen. ", 1000), Token: note.Token}))
	for range 5 {
		d.addPatient2()
	}
	if page := must[PatientPage](t)((&Patients{d.shell}).Page(PatientQuery{Limit: 10})); page.Total != 6 {
		t.Errorf("%d patients", page.Total)
	}
	free()
	if st := must[SyncStatus](t)((&Sync{d.shell}).Now()); st.Phase != "current" {
		t.Errorf("after all: %+v", st)
	}
	if r := must[VerifyResult](t)((&Backup{d.shell}).Verify(true)); len(r.Problems) != 0 {
		t.Errorf("after all: %+v", r.Problems)
	}

	// A restore onto a disk that becomes full leaves nothing there, and can be begun again.
	second := newDesk(t)
	small := smalldisk.New(t, 3<<20)
	second.real = place{home: filepath.Join(small, "home")}
	second.place = second.real
	wizard := &Restore{second.shell}
	free = smalldisk.Fill(t, small, 200<<10)
	found := must[RestoreState](t)(wizard.Connect(RestoreSource{Words: words, Kind: "folder", Folder: folder}))
	start := RestoreStart{Backup: found.Source.Backups[0].ID, Person: found.Source.People[0].ID, Password: testPassword}
	must[RestoreState](t)(wizard.Start(start))
	if st := second.ended(wizard); st.Phase != "failed" || st.Code != string(failure.Full) || exists(second.place.home) {
		t.Errorf("the restore: %+v", st)
	}
	free()
	must[RestoreState](t)(wizard.Start(start))
	if st := second.ended(wizard); st.Phase != "done" {
		t.Errorf("the restore, again: %+v", st)
	}
}
