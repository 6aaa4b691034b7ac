package record

import (
	"context"
	"testing"
	"time"

	"farne/sync/state"
)

// Ten minutes of typing are one change in the audit log; the next ten are another.
func TestAutosavesOfASittingAreOneEntry(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, a := newClinic(t)
	p := a.patient("Sitting")
	note, token, err := a.SaveDraft(ctx, state.ID{}, p, "", "a", "")
	if err != nil {
		t.Fatal(err)
	}
	entries := func() int {
		r, err := a.VerifyAudit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return int(r.Entries)
	}
	text := "a"
	for range 2 {
		before := entries()
		looks := entries() - before // what looking itself leaves
		for range 20 {
			c.now, text = c.now.Add(20*time.Second), text+"b"
			if token, _, err = a.KeepDraft(ctx, note, "", text, token); err != nil {
				t.Fatal(err)
			}
		}
		if got := entries() - before - 2*looks; got != 1 {
			t.Errorf("%d entries of 20 autosaves", got)
		}
		c.now = c.now.Add(sitting)
	}
	if got := a.text(note); got != text {
		t.Errorf("the text is %q", got)
	}
}
