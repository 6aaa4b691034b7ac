package record

import (
	"context"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/remote/connect"
	"farne/sync/remote/remotetest"
)

func TestTheClockOffsetIsKeptAndTold(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c, l := newClinic(t)
	ctx := context.Background()
	told := func(l *laptop, want time.Duration) {
		t.Helper()
		st, err := l.Status(ctx)
		if off := time.Duration(st.ClockMs)*time.Millisecond - want; err != nil || off.Abs() > time.Minute {
			t.Errorf("the status tells an offset of %d ms, want %v (%v)", st.ClockMs, want, err)
		}
	}
	told(l, 0) // a folder has no clock
	c.now = clock.Now().Add(-3 * time.Hour)
	config := v.Config()
	config.Attested = "The test's own machine"
	if _, _, err := l.SetRemote(ctx, config); err != nil {
		t.Fatal(err)
	}
	told(l, 3*time.Hour)
	c.now = clock.Now().Add(7 * time.Hour)
	l.sync()
	told(l, -7*time.Hour)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := c.open("first")
	told(again, -7*time.Hour)
	if offset, known := connect.Offset(again.remote); !known || offset > -6*time.Hour {
		t.Errorf("the new session begins with %v, %v", offset, known)
	}
}
