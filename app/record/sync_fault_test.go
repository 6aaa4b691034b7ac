package record

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/fault"
)

// TestAnInterruptedPushIsRepeatedExactlyOnce breaks a round at every PUT, before and after the work was
// done.
func TestAnInterruptedPushIsRepeatedExactlyOnce(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	p := a.patient("Pushed")
	a.settle(b)
	line := a.faulty()
	written := 0
	for nth := 1; nth <= 4; nth++ {
		for _, lost := range []bool{false, true} {
			a.note(p, fmt.Sprintf("note %d %v", nth, lost))
			a.setCity(p, fmt.Sprintf("city %d %v", nth, lost))
			written++
			if lost {
				line.LoseAnswer(remote.OpPut, nth)
			} else {
				line.Fail(remote.OpPut, nth, fault.ErrDown)
			}
			if _, err := a.Sync(context.Background()); !failure.Is(err, failure.Unreachable) {
				t.Fatalf("PUT %d lost %v: %v", nth, lost, err)
			}
			a.clean()
			b.clean()
			if got := b.roots()["care"].Rows["note"]; got != int64(written) {
				t.Fatalf("PUT %d lost %v: %d notes of %d", nth, lost, got, written)
			}
		}
	}
	a.settle(b)
	a.agree(b)
	b.whole()
}

// TestOneObjectThatDoesNotComeStopsNothingElse: a provider that fails for one object of one chain.
func TestOneObjectThatDoesNotComeStopsNothingElse(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	p := a.patient("Stopped")
	line := b.faulty()
	a.settle(b)
	a.note(p, "in care")
	a.setCity(p, "in desk")
	a.clean()
	mine := b.note(p, "from the other")
	line.Fail(remote.OpGet, 2, fault.ErrDown) // after the first hint
	r, err := b.Sync(context.Background())
	if !failure.Is(err, failure.Unreachable) {
		t.Fatal("what did not come was not said:", err)
	}
	if r.Sent.Batches != 1 {
		t.Errorf("nothing was sent: %+v", r)
	}
	a.clean()
	if _, err := a.Note(context.Background(), mine); err != nil {
		t.Error(err)
	}
	line.Down(true)
	b.note(p, "offline")
	if _, err := b.Sync(context.Background()); !failure.Is(err, failure.Unreachable) {
		t.Errorf("a line that is down: %v", err)
	}
	line.Down(false)
	b.clean()
	a.settle(b)
	a.agree(b)
}

func TestACancelledRoundLosesNothing(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	p := a.patient("Cancelled")
	a.settle(b)
	for calls := 1; calls < 8; calls++ {
		a.note(p, fmt.Sprint("note ", calls))
		b.note(p, fmt.Sprint("other note ", calls))
		b.clean()
		ctx, cancel := context.WithCancel(context.Background())
		left := calls
		a.faulty().Chance(func() error {
			if left--; left == 0 {
				cancel()
				return ctx.Err()
			}
			return nil
		})
		_, _ = a.Sync(ctx)
		cancel()
		a.fault.Chance(nil)
		a.clean()
	}
	a.settle(b)
	a.agree(b)
	a.whole()
}

// TestAnInterruptedBackupReusesItsPacks breaks a backup at its PUTs; what was uploaded is not uploaded
// again.
func TestAnInterruptedBackupReusesItsPacks(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	p := a.patient("Packed")
	a.note(p, strings.Repeat("a long note ", 1000))
	a.clean()
	line := a.faulty()
	ctx := context.Background()
	broke := 0
	for nth := 1; nth < 8; nth++ {
		line.Fail(remote.OpPut, nth, fault.ErrDown)
		if _, err := a.Backup(ctx, func(int64, int64, int64) {}); err == nil {
			break
		}
		broke++
	}
	if broke == 0 {
		t.Fatal("no backup broke off")
	}
	packs := len(c.objects("t/"))
	a.over(line.Unwrap())
	a.backup()
	if again := len(c.objects("t/")); again > packs+3 {
		t.Errorf("%d packs became %d", packs, again)
	}
	if r := a.backup(); r.NodesNew != 0 {
		t.Errorf("a backup without edits has %d new nodes", r.NodesNew)
	}
	a.whole()
	// The answer to the manifest's PUT is lost: the next one takes another number.
	line = a.faulty()
	line.LoseAnswer(remote.OpPut, 1)
	if _, err := a.Backup(ctx, func(int64, int64, int64) {}); !failure.Is(err, failure.Unreachable) {
		t.Fatal(err)
	}
	a.backup()
	a.whole()
}

// TestBackupHealsWhatVerificationFound: a pack that is gone is uploaded again at once, a damaged one
// after verification has found it.
func TestBackupHealsWhatVerificationFound(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.note(a.patient("Healed"), "in a pack")
	a.clean()
	a.backup()
	packs := c.objects("t/")
	c.remove(packs[0])
	if r := a.backup(); r.NodesNew == 0 {
		t.Error("a pack that is gone was not uploaded again")
	}
	c.flip(packs[1])
	if len(a.problems(true)) == 0 {
		t.Fatal("the damaged pack was not found")
	}
	if r := a.backup(); r.NodesNew == 0 {
		t.Error("a damaged pack was not uploaded again")
	}
	b, r := c.restore("second")
	if !r.RootMatches {
		t.Errorf("restored %+v", r)
	}
	a.settle(b)
	a.agree(b)
}

// A remote that is changed for another gets a whole backup.
func TestANewRemoteGetsEverything(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.note(a.patient("Moved"), "to another stick")
	a.clean()
	a.backup()
	c.folder = t.TempDir()
	if _, _, err := a.SetRemote(context.Background(), remote.Config{Kind: remote.KindFolder, Folder: c.folder}); err != nil {
		t.Fatal(err)
	}
	a.clean()
	if found := a.problems(false); len(found) == 0 {
		t.Error("before there is a backup in the new place, nothing stands for the batches in the old one")
	}
	a.backup()
	a.whole()
	b, _ := c.restore("second")
	a.agree(b)
	a.note(a.patient("After"), "the move")
	a.settle(b)
	a.agree(b)
	a.whole()
	b.whole()
	c.remove(a.last("care"))
	if found := named(a.problems(false), a.last("care")); found != "missing" {
		t.Errorf("a batch that is missing in the new place is %q", found)
	}
}
