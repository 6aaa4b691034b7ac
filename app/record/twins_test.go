package record

import (
	"context"
	"testing"
	"time"

	"farne/app/store"
	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/state"
	"farne/sync/tree"
)

// plantTwins gives a laptop a note that another one wrote twice under one stamp, as a restore from its
// backup would bring it.
func (l *laptop) plantTwins(from *laptop) state.ID {
	l.t.Helper()
	row := state.NewRow("note", state.NewID(l.c.now))
	for _, text := range []string{"of the laptop", "of its copy"} {
		change := state.Change{
			Table: row.Table, Row: row.ID, HLC: hlc.New(l.c.now.UnixMilli()+1, 0, hlc.DeviceOf(from.device.ID)), Seat: state.ID(from.seat.ID),
			RecordedAt: l.c.now.UnixMilli(), Edits: []state.Edit{
				{Column: "author", Value: state.Blob(l.person.ID[:])}, {Column: "text", Value: state.Text(text)}},
		}
		if _, err := row.Apply(change, func(hlc.HLC) bool { return false }); err != nil {
			l.t.Fatal(err)
		}
	}
	rows := func(yield func(tree.Row, error) bool) {
		yield(tree.Row{Key: tree.Key{Table: row.Table, ID: row.ID}, Data: row.Marshal()}, nil)
	}
	if err := l.store.Compartment(store.Care).Load(context.Background(), rows, chain.Frontier{}, func(int64) {}); err != nil {
		l.t.Fatal(err)
	}
	l.c.now = l.c.now.Add(time.Minute)
	return row.ID
}

func TestTwinsAreAnAlarmUntilSomebodyDecides(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	ctx := context.Background()
	note := b.plantTwins(a)
	stands := func() {
		t.Helper()
		alarms, err := b.Alarms(ctx)
		if err != nil || len(alarms) != 1 || alarms[0].Name != "twins" || alarms[0].Device != a.device.ID.String() {
			t.Fatalf("alarms %+v, %v", alarms, err)
		}
	}
	b.alarmed("twins", store.Care)
	b.alarmed("twins", store.Care) // a complete round does not take it away
	stands()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = c.open("second")
	stands()
	if _, err := b.DecideDraft(ctx, note, "", "of the laptop"); err != nil {
		t.Fatal(err)
	}
	b.clean()
	if alarms, err := b.Alarms(ctx); err != nil || len(alarms) != 0 {
		t.Fatalf("after the decision: %+v, %v", alarms, err)
	}
}
