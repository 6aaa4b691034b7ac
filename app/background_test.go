package app

import (
	"errors"
	"os"
	"testing"
	"time"

	"farne/app/record"
	"farne/sync/failure"
)

func TestRoundsAndTheDailyBackupComeByThemselves(t *testing.T) {
	d, folder, _ := founded(t)
	now := time.Now()
	backups := func() int { return len(must[[]BackupRow](t)((&Backup{d.shell}).List())) }
	d.addPatient()
	sync := &Sync{d.shell}
	must[SyncStatus](t)(sync.Pause(true))
	d.byItself()
	if st := must[SyncStatus](t)(sync.Status()); st.Phase != "paused" || st.Waiting == 0 {
		t.Fatalf("paused: %+v", st)
	}
	must[SyncStatus](t)(sync.Pause(false))
	d.byItself()
	if st := must[SyncStatus](t)(sync.Status()); st.Phase != "current" || st.Waiting != 0 || st.BackupShown == "" {
		t.Fatalf("by itself: %+v", st)
	}
	d.byItself()
	if n := backups(); n != 1 {
		t.Fatalf("%d backups on the first day", n)
	}
	d.now = func() time.Time { return now.Add(25 * time.Hour) }
	if st := must[SyncStatus](t)(sync.Status()); st.Age != "late" {
		t.Fatalf("a day later: %+v", st)
	}
	d.byItself()
	if n := backups(); n != 2 {
		t.Fatalf("%d backups on the second day", n)
	}

	away := folder + "-away"
	if err := os.Rename(folder, away); err != nil {
		t.Fatal(err)
	}
	if _, err := sync.Now(); !failure.Is(err, failure.Unreachable) {
		t.Fatalf("without the folder: %v", err)
	}
	if st := must[SyncStatus](t)(sync.Status()); st.Phase != "offline" || st.Message == "" {
		t.Fatalf("offline: %+v", st)
	}
	d.addPatient2()
	if log := must[LogPage](t)(sync.Log(LogQuery{Limit: 10, Kind: "error"})); len(log.Rows) != 1 {
		t.Fatalf("the log: %+v", log)
	}
	if err := os.Rename(away, folder); err != nil {
		t.Fatal(err)
	}
	if st := must[SyncStatus](t)(sync.Now()); st.Phase != "current" || st.Code != "" {
		t.Fatalf("back again: %+v", st)
	}
}

// addPatient2 registers somebody else: care goes on without a line.
func (d *desk) addPatient2() {
	d.t.Helper()
	must[PatientSaved](d.t)((&Patients{d.shell}).Add(PatientInput{Family: "Isbister", Given: "Tam"}, false))
}

func TestTheAgeOfTheBackup(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	d.now = func() time.Time { return now }
	ago := func(hours int) string { return now.Add(time.Duration(-hours) * time.Hour).UTC().Format(time.RFC3339) }
	for _, test := range []struct {
		known record.Status
		want  string
	}{
		{record.Status{LastBackup: ago(1000)}, "fresh"}, // alone
		{record.Status{Remote: "x", Since: ago(0)}, "fresh"},
		{record.Status{Remote: "x", Since: ago(23)}, "fresh"},
		{record.Status{Remote: "x", Since: ago(25)}, "late"},
		{record.Status{Remote: "x", Since: ago(73), LastSync: ago(0)}, "overdue"},
		{record.Status{Remote: "x", Since: ago(1000), LastBackup: ago(23)}, "fresh"},
		{record.Status{Remote: "x", Since: ago(1000), LastBackup: ago(25), LastSync: ago(0)}, "late"},
		{record.Status{Remote: "x", Since: ago(1000), LastBackup: ago(73), LastSync: ago(0)}, "overdue"},
		{record.Status{Remote: "x"}, "overdue"}, // nobody knows since when
	} {
		if got := d.tongue().ageOfBackup(test.known); got != test.want {
			t.Errorf("%+v: %s, want %s", test.known, got, test.want)
		}
	}
}

func TestABackupElsewhereIsNoneHere(t *testing.T) {
	d, folder, _ := founded(t)
	now := time.Now()
	d.now = func() time.Time { return now }
	sync, places := &Sync{d.shell}, &Remote{d.shell}
	if st := must[SyncStatus](t)(sync.Status()); st.BackupShown != "" || st.Age != "fresh" {
		t.Fatalf("after the set-up: %+v", st)
	}
	d.byItself()
	d.now = func() time.Time { return now.Add(30 * time.Hour) }
	if st := must[SyncStatus](t)(sync.Now()); st.SyncedShown == "" || st.Age != "late" {
		t.Fatalf("a round is no backup: %+v", st)
	}
	must[RemoteTest](t)(places.SetFolder(folder)) // the same one again
	if st := must[SyncStatus](t)(sync.Status()); st.BackupShown == "" || st.Age != "late" {
		t.Fatalf("the same place again: %+v", st)
	}
	d.now = func() time.Time { return now } // the practice's own clock stood still
	must[RemoteTest](t)(places.SetFolder(t.TempDir()))
	if st := must[SyncStatus](t)(sync.Status()); st.BackupShown != "" || st.SyncedShown != "" || st.Age != "fresh" {
		t.Fatalf("another place: %+v", st)
	}
	d.byItself()
	if st := must[SyncStatus](t)(sync.Status()); st.BackupShown == "" || st.SyncedShown == "" || st.Age != "fresh" {
		t.Fatalf("its first backup: %+v", st)
	}
}

func TestHowFarTheClockIsOff(t *testing.T) {
	for ms, want := range map[int64]int{0: 0, 299_000: 0, -299_000: 0, 420_000: 7, -10_800_000: -180} {
		if got := minutesBehind(ms); got != want {
			t.Errorf("%d ms: %d, want %d", ms, got, want)
		}
	}
}

func TestThePhaseOfTheChip(t *testing.T) {
	for _, test := range []struct {
		st     SyncStatus
		b      activity
		paused bool
		want   string
	}{
		{SyncStatus{}, activity{}, false, "local"},
		{SyncStatus{Conflicts: 1}, activity{}, false, "attention"},
		{SyncStatus{Place: "x"}, activity{running: true}, true, "syncing"},
		{SyncStatus{Place: "x"}, activity{}, true, "paused"},
		{SyncStatus{Place: "x"}, activity{}, false, "syncing"},
		{SyncStatus{Place: "x", SyncedShown: "09:05"}, activity{}, false, "current"},
		{SyncStatus{Place: "x", SyncedShown: "09:05", Waiting: 1}, activity{}, false, "syncing"},
		{SyncStatus{Place: "x", SyncedShown: "09:05", ClockBehind: -7}, activity{}, false, "clock"},
		{SyncStatus{Place: "x", SyncedShown: "09:05", ClockBehind: 7, Alarms: 1}, activity{}, false, "attention"},
		{SyncStatus{Place: "x", Alarms: 1}, activity{}, false, "attention"},
		{SyncStatus{Place: "x"}, activity{failed: failed(failure.New(failure.Full, "m", ""))}, false, "full"},
		{SyncStatus{Place: "x"}, activity{failed: failed(failure.New(failure.Clock, "m", ""))}, false, "clock"},
		{SyncStatus{Place: "x"}, activity{failed: failed(failure.New(failure.Refused, "m", ""))}, false, "key"},
		{SyncStatus{Place: "x"}, activity{failed: failed(errors.New("m"))}, false, "error"},
	} {
		if got := phaseOfSync(test.st, test.b, test.paused); got != test.want {
			t.Errorf("%+v %+v: %s, want %s", test.st, test.b, got, test.want)
		}
	}
}
