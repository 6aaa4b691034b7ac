package app

import (
	"os"
	"testing"

	"farne/sync/clock"
	"farne/sync/failure"
)

func TestTheDemoIsAHomeOfItsOwn(t *testing.T) {
	d := newDesk(t)
	session := &Session{d.shell}
	st := must[SessionState](t)((&Setup{d.shell}).TryDemo())
	if st.Phase != phaseOpen || !st.Demo || st.DemoPassword == "" || !d.events.heard("demo:progress") {
		t.Fatalf("the demo: %+v", st)
	}
	if page := must[PatientPage](t)((&Patients{d.shell}).Page(PatientQuery{Limit: 50, All: true})); page.Total != demoPatients {
		t.Fatalf("%d patients", page.Total)
	}
	if st := must[SyncStatus](t)((&Sync{d.shell}).Now()); st.Place == "" || st.Phase != "current" {
		t.Fatalf("its sync: %+v", st)
	}
	if err := session.Lock(); err != nil {
		t.Fatal(err)
	}
	// The process was replaced: the new one finds the demo, and only that.
	d.shell = newShell(d.real.home, clock.Now)
	d.background.asleep = true
	session = &Session{d.shell}
	locked := must[SessionState](t)(session.State())
	if locked.Phase != phaseLocked || !locked.Demo {
		t.Fatalf("locked: %+v", locked)
	}
	must[SessionState](t)(session.Unlock(UnlockInput{Password: locked.DemoPassword}))
	if st := must[SessionState](t)(session.LeaveDemo()); st.Phase != phaseSetup || st.Demo {
		t.Fatalf("left: %+v", st)
	}
	for _, path := range []string{d.real.demoPlace().home, d.real.demoPlace().remote(), d.real.demoPlace().keyFile(), d.real.home} {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s is still there", path)
		}
	}
	if _, err := session.LeaveDemo(); !failure.Is(err, failure.Refused) {
		t.Errorf("a real practice was left: %v", err)
	}
}
