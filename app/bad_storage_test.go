package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote/remotetest"
)

// bucketOf is a front of a server as the window's form has it.
func bucketOf(t *testing.T, v *remotetest.Versity, o remotetest.FrontOptions) S3Input {
	t.Helper()
	front := remotetest.StartFront(t, v, o)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(front.CA), 0o600); err != nil {
		t.Fatal(err)
	}
	return S3Input{Endpoint: front.URL, Region: v.Region, Bucket: v.Bucket, AccessKey: remotetest.AccessKey, Secret: v.Secret, CAFile: ca}
}

// Buckets that cannot be used are not set, in the form of the storage as in the wizard of a restore.
func TestBucketsThatCannotBeUsed(t *testing.T) {
	d, folder, words := founded(t)
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	good := bucketOf(t, v, remotetest.FrontOptions{})
	elsewhere := bucketOf(t, remotetest.StartVersity(t, remotetest.VersityOptions{Region: "eu-central-1"}), remotetest.FrontOptions{})
	elsewhere.Region = "eu-west-2"
	outside, nobody, denied := good, good, good
	outside.Region, nobody.Endpoint, denied.Secret = "us-east-1", "https://127.0.0.1:1", "nothing that anybody knows"
	before := d.roots()
	second := newDesk(t)
	for name, bad := range map[string]struct {
		input S3Input
		code  failure.Code // of the restore; the form shows what is unreachable as a failed check
	}{
		"another region":           {elsewhere, failure.Refused},
		"a region outside":         {outside, failure.Refused},
		"another name":             {bucketOf(t, v, remotetest.FrontOptions{Names: []string{"s3.example.org"}}), failure.Unreachable},
		"an expired certificate":   {bucketOf(t, v, remotetest.FrontOptions{Expired: true}), failure.Unreachable},
		"an unknown authority":     {bucketOf(t, v, remotetest.FrontOptions{UnknownCA: true}), failure.Unreachable},
		"nobody there":             {nobody, failure.Unreachable},
		"a secret that is refused": {denied, failure.Unreachable},
		"a clock three hours slow": {bucketOf(t, v, remotetest.FrontOptions{Clock: 3 * time.Hour, Lifetime: 2 * time.Hour}), failure.Clock},
	} {
		test, err := (&Remote{d.shell}).SetS3(bad.input)
		if bad.code == failure.Unreachable {
			if err != nil || test.OK || len(test.Checks) == 0 || test.Checks[len(test.Checks)-1].State != "failed" {
				t.Errorf("%s: %+v, %v", name, test, err)
			}
		} else {
			refused(t, name, err, bad.code)
		}
		_, err = (&Restore{second.shell}).Connect(RestoreSource{Words: words, Kind: "s3", S3: bad.input})
		refused(t, "a restore, "+name, err, bad.code)
	}
	if set := must[[]RemoteInfo](t)((&Remote{d.shell}).List()); len(set) != 1 || set[0].Folder != folder {
		t.Errorf("the place is now %+v", set)
	}
	if after := d.roots(); after != before || exists(second.place.home) {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}
	if left, err := os.ReadDir(filepath.Join(v.Dir, v.Bucket)); err != nil || len(left) > 0 {
		t.Errorf("in the bucket: %v, %v", left, err)
	}
	if test := must[RemoteTest](t)((&Remote{d.shell}).SetS3(good)); !test.OK {
		t.Errorf("the good one: %+v", test)
	}
}

// A bucket that is not good any more stops neither work nor anything else; the chip says why, and nothing
// that waits is lost.
func TestABucketThatWasGood(t *testing.T) {
	d, _, _ := founded(t)
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	var mood remotetest.Switch
	if test := must[RemoteTest](t)((&Remote{d.shell}).SetS3(bucketOf(t, v, remotetest.FrontOptions{Answered: mood.Answered}))); !test.OK {
		t.Fatalf("the bucket: %+v", test)
	}
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	patient := d.addPatient()
	sync, backup := &Sync{d.shell}, &Backup{d.shell}
	for _, is := range []struct {
		mood  remotetest.Mood
		code  failure.Code
		phase string
	}{
		{remotetest.Gone, failure.Unreachable, "offline"}, {remotetest.Refusing, failure.Unreachable, "offline"},
		{remotetest.Skewed, failure.Clock, "clock"}, {remotetest.Full, failure.Full, "full"},
	} {
		mood.Set(is.mood)
		_, err := sync.Now()
		refused(t, "a round, "+string(is.mood), err, is.code)
		if st := must[SyncStatus](t)(sync.Status()); st.Phase != is.phase || st.Waiting == 0 || st.Message == "" {
			t.Errorf("%s: %+v", is.mood, st)
		}
		_, err = backup.Now()
		refused(t, "a backup, "+string(is.mood), err, is.code)
		if is.mood != remotetest.Full { // which is read as before
			_, err = backup.Verify(false)
			refused(t, "verification, "+string(is.mood), err, is.code)
			if !strings.Contains(failure.Of(err).Message, "databases on this laptop are whole") {
				t.Errorf("%s: %v", is.mood, err)
			}
		}
		note := must[Note](t)((&Notes{d.shell}).Start(patient))
		must[NoteSaved](t)((&Notes{d.shell}).Save(NoteSave{ID: note.ID, Title: "Visit", Text: "Care goes on, " + string(is.mood), Token: note.Token}))
	}
	mood.Set(remotetest.Well)
	if st := must[SyncStatus](t)(sync.Now()); st.Phase != "current" || st.Waiting != 0 {
		t.Errorf("after all: %+v", st)
	}
	must[BackupResult](t)(backup.Now())
	if r := must[VerifyResult](t)(backup.Verify(true)); len(r.Problems) != 0 {
		t.Errorf("after all: %+v", r.Problems)
	}
}

// This laptop's clock is thirty years off: what TLS proves is a reason to name it, and care goes on.
func TestAClockThatIsDecadesOff(t *testing.T) {
	d, _, _ := founded(t)
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	if test := must[RemoteTest](t)((&Remote{d.shell}).SetS3(bucketOf(t, v, remotetest.FrontOptions{}))); !test.OK {
		t.Fatalf("the bucket: %+v", test)
	}
	session := d.locked()
	wrong := newShell(d.place.home, func() time.Time { return clock.Now().AddDate(-30, 0, 0) })
	d.shell, session.shell = wrong, wrong
	d.emit, d.dialogs, d.background.asleep = d.events.emit, d.files, true
	must[SessionState](t)(session.Unlock(UnlockInput{Password: testPassword}))
	patient := d.addPatient()
	_, err := (&Sync{d.shell}).Now()
	refused(t, "a round", err, failure.Clock)
	if st := must[SyncStatus](t)((&Sync{d.shell}).Status()); st.Phase != "clock" {
		t.Errorf("the chip: %+v", st)
	}
	if p := must[PatientRecord](t)((&Patients{d.shell}).Open(patient)); p.Banner.Name == "" {
		t.Errorf("the patient: %+v", p.Banner)
	}
}

// A restore whose line breaks says so and goes on when it is there again, with what was read.
func TestARestoreThatLosesItsLine(t *testing.T) {
	d, folder, words := founded(t)
	d.addPatient()
	d.round2()
	must[BackupResult](t)((&Backup{d.shell}).Now())
	second := newDesk(t)
	wizard := &Restore{second.shell}
	found := must[RestoreState](t)(wizard.Connect(RestoreSource{Words: words, Kind: "folder", Folder: folder}))
	backup := found.Source.Backups[0].ID
	cut := func(is bool) {
		t.Helper()
		from, to := folder, folder+".away"
		if !is {
			from, to = to, from
		}
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	cut(true)
	_, err := wizard.Check(backup)
	refused(t, "a check without a line", err, failure.Unreachable)
	if st := must[RestoreState](t)(wizard.State()); st.Phase != "failed" || st.Check.Backup != "" || !second.events.heard("restore:changed") {
		t.Errorf("a check without a line: %+v", st)
	}
	cut(false)
	checked := must[RestoreState](t)(wizard.Check(backup))
	if p := checked.Progress; p.Bytes == 0 || p.Bytes != p.BytesTotal || p.Records != p.RecordsTotal {
		t.Errorf("the progress of a check: %+v", p)
	}
	cut(true)
	must[RestoreState](t)(wizard.Start(RestoreStart{Backup: backup, Person: found.Source.People[0].ID, Password: testPassword}))
	st := second.ended(wizard)
	if st.Phase != "failed" || st.Code != string(failure.Unreachable) || st.Check.Backup != backup || strings.Contains(st.Message, "sent later") {
		t.Errorf("a restore without a line: %+v", st)
	}
	cut(false)
	must[RestoreState](t)(wizard.Resume())
	st = second.ended(wizard)
	if st.Phase != "done" || !st.Result.RootMatches || st.Progress.Kept != st.Progress.BytesTotal || st.Result.Bytes < st.Progress.Kept {
		t.Errorf("a restore that goes on: %+v", st)
	}
	if err := wizard.Finish(); err != nil {
		t.Fatal(err)
	}

	// Who stops after the check leaves nothing, and can found a practice in the same place.
	third := newDesk(t)
	wizard = &Restore{third.shell}
	must[RestoreState](t)(wizard.Connect(RestoreSource{Words: words, Kind: "folder", Folder: folder}))
	must[RestoreState](t)(wizard.Check(backup))
	must[RestoreState](t)(wizard.Cancel())
	if exists(third.place.home) {
		t.Error("a check that was cancelled leaves a home")
	}
}
