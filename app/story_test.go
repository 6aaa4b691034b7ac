package app

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
)

// desk is one laptop with its window, without the web view: the bound structs over a real home.
type desk struct {
	*shell
	t      *testing.T
	events *events
	files  *chosenFiles
}

// events keeps what was emitted.
type events struct {
	mu    sync.Mutex
	names []string
}

func (e *events) emit(name string, _ any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.names = append(e.names, name)
}

func (e *events) heard(name string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, n := range e.names {
		if n == name {
			return true
		}
	}
	return false
}

// chosenFiles answers dialogs with files that a test has put there.
type chosenFiles struct{ save, open, folder string }

func (c *chosenFiles) saveFile(string, string) (string, error)    { return c.save, nil }
func (c *chosenFiles) openFiles(string, string) ([]string, error) { return []string{c.open}, nil }
func (c *chosenFiles) openFile(string, string) (string, error)    { return c.open, nil }
func (c *chosenFiles) openFolder(string) (string, error)          { return c.folder, nil }
func (c *chosenFiles) browse(string) error                        { return nil }

const testPassword = "correct horse battery staple"

// newDesk is a laptop without a practice. Its second factor is a key file.
func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("FARNE_KEY_FILE", filepath.Join(dir, "farne.key"))
	t.Setenv("LANG", "en_GB.UTF-8")
	d := &desk{shell: newShell(filepath.Join(dir, "home"), clock.Now), t: t, events: &events{}, files: &chosenFiles{}}
	d.emit, d.dialogs, d.background.asleep = d.events.emit, d.files, true
	t.Cleanup(func() { _ = d.leave(t.Context()) })
	return d
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%v (%s)", err, failure.Of(err).Message)
		}
		return v
	}
}

// founded is a laptop on which a practice was set up to the end, with a folder as its storage.
func founded(t *testing.T) (d *desk, folder string, words []string) {
	t.Helper()
	d, folder = newDesk(t), t.TempDir()
	setup := &Setup{d.shell}
	progress := must[SetupProgress](t)
	progress(setup.SetLanguage("de"))
	progress(setup.SetClinic(ClinicInput{Practice: "Inner Sound Practice", Country: "GB", Given: "Ada", Family: "Example", Clinician: true, Registration: "GMC 7", Device: "Kirkwall-1"}))
	progress(setup.SetPassword(testPassword))
	if test := must[RemoteTest](t)((&Remote{d.shell}).SetFolder(folder)); !test.OK {
		t.Fatalf("the folder failed its test: %+v", test)
	}
	progress(setup.ChooseStorage("folder"))
	kit := must[RecoveryKit](t)(setup.Kit())
	var typed []string
	for _, position := range kit.Ask {
		typed = append(typed, kit.Words[position-1])
	}
	state := must[SessionState](t)(setup.ConfirmKit(typed))
	if state.Phase != phaseOpen {
		t.Fatalf("the set-up ended in phase %s", state.Phase)
	}
	return d, folder, kit.Words
}

func (d *desk) addPatient() string {
	d.t.Helper()
	saved := must[PatientSaved](d.t)((&Patients{d.shell}).Add(PatientInput{Family: "Rendall", Given: "Isla", BornDay: "17", BornMonth: "9", BornYear: "1991", Gender: "female", NHSNumber: "943 476 5919"}, false))
	if saved.ID == "" {
		d.t.Fatal("the patient was not saved")
	}
	return saved.ID
}

func TestFirstRunSurvivesBeingClosed(t *testing.T) {
	d := newDesk(t)
	setup, session := &Setup{d.shell}, &Session{d.shell}
	progress := must[SetupProgress](t)
	if p := progress(setup.Progress()); p.Step != "language" || p.Locale != "en-GB" || p.Clinic.Device == "" {
		t.Fatalf("a first run begins with %+v", p)
	}
	progress(setup.SetLanguage("de"))
	if _, err := setup.SetClinic(ClinicInput{Practice: "X", Country: "GB", Given: "A", Device: "L"}); failure.Of(err).Fields[0].Name != "family" {
		t.Fatalf("a missing name gave %v", err)
	}
	clinic := ClinicInput{Practice: "Inner Sound", Country: "gb", Given: "Ada", Family: "Example", Clinician: true, Device: "Kirkwall-1"}
	progress(setup.SetClinic(clinic))
	if _, err := setup.SetPassword("short"); !failure.Is(err, failure.Refused) {
		t.Fatalf("a short password: %v", err)
	}
	progress(setup.SetPassword(testPassword))
	first := must[RecoveryKit](t)(setup.Kit())

	// Farne is closed before the kit was typed back, and started again.
	if err := d.leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.shell = newShell(d.real.home, clock.Now)
	d.background.asleep = true
	setup, session = &Setup{d.shell}, &Session{d.shell}
	locked := must[SessionState](t)(session.State())
	if locked.Phase != phaseLocked || len(locked.People) != 1 || locked.People[0].Name != "Ada Example" || locked.SecondFactor != "key-file" {
		t.Fatalf("after the restart: %+v", locked)
	}
	if _, err := session.Unlock(UnlockInput{Password: "wrong password"}); !failure.Is(err, failure.WrongKey) {
		t.Fatalf("a wrong password: %v", err)
	}
	state := must[SessionState](t)(session.Unlock(UnlockInput{Person: locked.People[0].ID, Password: testPassword}))
	if state.Phase != phaseSetup || state.Preferences.Locale != "de" {
		t.Fatalf("an unfinished set-up is in phase %s, %s", state.Phase, state.Preferences.Locale)
	}
	if p := progress(setup.Progress()); p.Step != "storage" || !p.PasswordSet || p.Clinic.Family != "Example" {
		t.Fatalf("it goes on with %+v", p)
	}

	// Back two steps: another name, another password. Then to the end.
	clinic.Practice, clinic.Family = "Outer Sound", "Example-Sound"
	progress(setup.SetClinic(clinic))
	progress(setup.SetPassword("another good long one"))
	progress(setup.ChooseStorage("none"))
	kit := must[RecoveryKit](t)(setup.Kit())
	if strings.Join(kit.Words, " ") != strings.Join(first.Words, " ") || kit.Practice != "Outer Sound" || !strings.HasPrefix(kit.QR, "data:image/png;base64,") {
		t.Fatal("the kit is another one after a restart")
	}
	if _, err := setup.ConfirmKit([]string{"abandon", "abandon", "abandon"}); !failure.Is(err, failure.WrongKey) {
		t.Fatalf("wrong words: %v", err)
	}
	var typed []string
	for _, position := range kit.Ask {
		word := kit.Words[position-1]
		typed = append(typed, word[:min(4, len(word))]) // one word in twenty has three letters
	}
	if state := must[SessionState](t)(setup.ConfirmKit(typed)); state.Phase != phaseOpen || state.Person.Name != "Ada Example-Sound" || state.Practice != "Outer Sound" {
		t.Fatalf("at the end: %+v", state)
	}
	if _, err := setup.Kit(); !failure.Is(err, failure.NotFound) {
		t.Fatalf("the kit is still shown: %v", err)
	}
	if err := session.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := session.Unlock(UnlockInput{Password: "another good long one"}); err != nil {
		t.Fatal(err)
	}
}

func TestFromPatientToRestoredPractice(t *testing.T) {
	d, folder, words := founded(t)
	patient := d.addPatient()
	notes := &Notes{d.shell}
	note := must[Note](t)(notes.Start(patient))
	saved := must[NoteSaved](t)(notes.Save(NoteSave{ID: note.ID, Title: "Visit", Text: "Seen", Token: note.Token}))
	if saved.SavedShown == "" || saved.Conflict {
		t.Fatalf("saved: %+v", saved)
	}
	if again := must[Note](t)(notes.Start(patient)); again.ID != note.ID || again.Text != "Seen" || again.Token != saved.Token {
		t.Fatalf("the draft goes on as %+v", again)
	}
	if drafts := must[[]Draft](t)(notes.Drafts()); len(drafts) != 1 || drafts[0].PatientName != "RENDALL, Isla" || drafts[0].Age != "today" {
		t.Fatalf("drafts: %+v", drafts)
	}
	signed := must[Note](t)(notes.Sign(NoteSave{ID: note.ID, Title: "Visit", Text: "Seen, well", Token: saved.Token}))
	if signed.Status != "signed" || signed.Hash == "" || signed.Text != "Seen, well" || signed.Author != "Ada Example" {
		t.Fatalf("signed: %+v", signed)
	}
	if _, err := notes.Save(NoteSave{ID: note.ID, Text: "more", Token: saved.Token}); !failure.Is(err, failure.Refused) {
		t.Fatalf("a signed note was written on: %v", err)
	}
	d.addend(signed.ID)
	sync := &Sync{d.shell}
	if st := must[SyncStatus](t)(sync.Now()); st.Phase != "current" || st.Waiting != 0 || st.SyncedShown == "" {
		t.Fatalf("after a round: %+v", st)
	}
	if _, err := (&Backup{d.shell}).Now(); err != nil {
		t.Fatal(err)
	}
	if list := must[[]BackupRow](t)((&Backup{d.shell}).List()); len(list) != 1 || list[0].Device != "Kirkwall-1" || !list[0].ThisDevice || list[0].Added == 0 {
		t.Fatalf("backups: %+v", list)
	}
	if log := must[LogPage](t)(sync.Log(LogQuery{Limit: 1})); len(log.Rows) != 1 || log.Next == "" || !strings.HasPrefix(log.Rows[0].Text, "Backed up") {
		t.Fatalf("log: %+v", log)
	}
	must[VerifyResult](t)((&Backup{d.shell}).Verify(true))
	if !d.events.heard("sync:changed") || !d.events.heard("backup:changed") {
		t.Fatal("the window was not told")
	}

	second := newDesk(t)
	restored(t, second, folder, words)
	page := must[PatientPage](t)((&Patients{second.shell}).Page(PatientQuery{Limit: 10, Text: "rend"}))
	if page.Total != 1 || page.Rows[0].ID != patient || page.Rows[0].NHSNumber != "943\u00a0476\u00a05919" || page.Rows[0].LastShown == "" {
		t.Fatalf("restored patients: %+v", page)
	}
	if n := must[Note](t)((&Notes{second.shell}).Open(note.ID)); n.Text != "Seen, well" || len(n.Addenda) != 1 || n.Begun != nil {
		t.Fatalf("restored note: %+v", n)
	}
}

// addend writes an addendum to a signed note, which is a draft until it is signed.
func (d *desk) addend(signed string) {
	t, notes := d.t, &Notes{d.shell}
	t.Helper()
	n := must[Note](t)(notes.Addend(signed))
	if n.ID != signed || n.Begun == nil || n.Begun.Text != "" {
		t.Fatalf("begun: %+v", n)
	}
	if open := must[Note](t)(notes.Open(signed)); open.Begun != nil {
		t.Fatalf("an addendum without a word is open: %+v", open.Begun)
	}
	draft := n.Begun.ID
	saved := must[NoteSaved](t)(notes.Save(NoteSave{ID: draft, Text: "And", Token: n.Begun.Token}))
	for _, opened := range []string{signed, draft} {
		if n := must[Note](t)(notes.Open(opened)); n.ID != signed || n.Begun == nil || n.Begun.Text != "And" || n.Begun.SavedShown == "" || len(n.Addenda) != 0 {
			t.Fatalf("opened again: %+v", n)
		}
	}
	if drafts := must[[]Draft](t)(notes.Drafts()); len(drafts) != 1 || !drafts[0].Addendum || drafts[0].Title != "Visit" || drafts[0].Note != draft {
		t.Fatalf("drafts: %+v", drafts)
	}
	if again := must[Note](t)(notes.Addend(signed)); again.Begun.ID != draft || again.Begun.Text != "And" {
		t.Fatalf("gone on with: %+v", again.Begun)
	}
	page := must[PatientRecord](t)((&Patients{d.shell}).Open(n.Patient))
	if page.Draft != "" || len(page.Timeline.Rows) != 1 {
		t.Fatalf("the addendum stands apart from its note: %+v", page)
	}
	if fresh := must[Note](t)(notes.Start(n.Patient)); fresh.ID == draft || fresh.Text != "" {
		t.Fatalf("a new note goes on with the addendum: %+v", fresh)
	}
	thrown := must[CareSaved](t)(notes.Discard(draft, saved.Token))
	if n := must[Note](t)(notes.Open(signed)); n.Begun != nil {
		t.Fatalf("discarded: %+v", n.Begun)
	}
	if err := (&Care{d.shell}).Undo(thrown.Undo); err != nil {
		t.Fatal(err)
	}
	n = must[Note](t)(notes.Open(signed))
	if n.Begun == nil || n.Begun.Text != "And" {
		t.Fatalf("taken back: %+v", n)
	}
	n = must[Note](t)(notes.Sign(NoteSave{ID: draft, Text: "And later", Token: n.Begun.Token}))
	if n.ID != signed || n.Begun != nil || len(n.Addenda) != 1 || n.Addenda[0].Text != "And later" || n.Addenda[0].Hash == "" {
		t.Fatalf("addendum: %+v", n)
	}
	if n := must[Note](t)(notes.Open(draft)); n.ID != signed {
		t.Fatalf("the signed addendum opens %+v", n)
	}
	if _, err := notes.Save(NoteSave{ID: draft, Text: "more", Token: saved.Token}); !failure.Is(err, failure.Refused) {
		t.Fatalf("a signed addendum was written on: %v", err)
	}
}

// restored takes a practice over on another laptop, through the wizard.
func restored(t *testing.T, d *desk, folder string, words []string) {
	t.Helper()
	wizard := &Restore{d.shell}
	if check := must[WordsCheck](t)(wizard.CheckWords([]string{words[0], "xyzzy"})); check.Complete || len(check.Unknown) != 1 || check.Unknown[0] != 2 {
		t.Fatalf("words: %+v", check)
	}
	if check := must[WordsCheck](t)(wizard.CheckWords(words)); !check.Complete {
		t.Fatalf("all words: %+v", check)
	}
	found := must[RestoreState](t)(wizard.Connect(RestoreSource{Words: words, Kind: "folder", Folder: folder}))
	if found.Phase != "connected" || found.Source.Practice != "Inner Sound Practice" || len(found.Source.People) != 1 || len(found.Source.Backups) != 1 {
		t.Fatalf("connected: %+v", found)
	}
	checked := must[RestoreState](t)(wizard.Check(found.Source.Backups[0].ID))
	if checked.Phase != "checked" || checked.Check.Records == 0 || len(checked.Check.Problems) != 0 {
		t.Fatalf("checked: %+v", checked)
	}
	must[RestoreState](t)(wizard.Start(RestoreStart{Backup: checked.Check.Backup, Person: found.Source.People[0].ID, Password: testPassword}))
	if st := d.ended(wizard); st.Phase != "done" || !st.Result.RootMatches || len(st.Result.Roots) == 0 {
		t.Fatalf("the restore ended as %+v", st)
	}
	if err := wizard.Finish(); err != nil {
		t.Fatal(err)
	}
	if st := must[SessionState](t)((&Session{d.shell}).State()); st.Phase != phaseOpen {
		t.Fatalf("after the restore: %+v", st)
	}
}

// ended waits for the end of a restore.
func (d *desk) ended(wizard *Restore) RestoreState {
	d.t.Helper()
	for until := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		st := must[RestoreState](d.t)(wizard.State())
		if st.Phase == "done" || st.Phase == "failed" {
			return st
		}
		if time.Now().After(until) {
			d.t.Fatalf("the restore does not end: %+v", st)
		}
	}
}
