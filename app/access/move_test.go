package access

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
)

// files opens the compartments of a laptop over real encrypted files.
func (d *desk) files() *store.Store {
	d.t.Helper()
	var files []store.File
	for _, c := range store.Compartments() {
		files = append(files, store.File{Compartment: c, Path: filepath.Join(d.t.TempDir(), c+".db"), Key: seal.NewKey()})
	}
	s, err := store.Open(ctx, files, store.Options{Device: d.who.Device, Now: d.o.Now})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = s.Close() })
	return s
}

// write changes a row, with its entry in the same transaction.
func (d *desk) write(c *store.Compartment, table string, patient byte) Entry {
	d.t.Helper()
	d.now = d.now.Add(1e9)
	e := NewEntry(d.now, d.who, ActChange, KindClinicalRecord).About(state.ID{patient})
	form, err := e.Marshal()
	if err != nil {
		d.t.Fatal(err)
	}
	err = c.Write(ctx, d.who.Seat, func(tx *store.Tx) error {
		return errors.Join(tx.Put(table, state.ID{patient}, map[string]any{"patient": state.ID{patient}}, ""), tx.Audit(e.ID, form))
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

// crashing is a queue whose process ends at one of the steps of a move.
type crashing struct {
	Queue
	at string
}

var errCrash = errors.New("crash")

func (c *crashing) PendingAudit(ctx context.Context) ([]store.AuditEntry, error) {
	if c.at == "before the log" {
		return nil, errCrash
	}
	return c.Queue.PendingAudit(ctx)
}

func (c *crashing) AuditMoved(ctx context.Context, ids []state.ID) error {
	switch c.at {
	case "after the log":
		return errCrash
	case "in the middle of the queue":
		return errors.Join(c.Queue.AuditMoved(ctx, ids[:len(ids)/2]), errCrash)
	case "after the queue":
		return errors.Join(c.Queue.AuditMoved(ctx, ids), errCrash)
	}
	return c.Queue.AuditMoved(ctx, ids)
}

func TestACrashBetweenTheStepsOfAMove(t *testing.T) {
	for _, at := range []string{"before the log", "after the log", "in the middle of the queue", "after the queue"} {
		t.Run(at, func(t *testing.T) {
			d := signedIn(t)
			s := d.files()
			care, deskFile := s.Compartment(store.Care), s.Compartment(store.Desk)
			var want []Entry
			for p := range byte(4) {
				want = append(want, d.write(care, "condition", p+1), d.write(deskFile, "appointment", p+1))
			}
			if _, err := Move(ctx, d.Log, &crashing{care, at}, deskFile); !errors.Is(err, errCrash) {
				t.Fatalf("no crash: %v", err)
			}
			_ = d.Close()
			d.add(d.view(9))
			want = append(want, d.write(care, "condition", 1))
			if _, err := Move(ctx, d.Log, care, deskFile); err != nil {
				t.Fatal(err)
			}
			d.expectEach(want, 1)
			if n, err := Move(ctx, d.Log, care, deskFile); n != 0 || err != nil {
				t.Errorf("moved %d once more, %v", n, err)
			}
			d.expect(d.verify())
		})
	}
}

// expectEach finds each entry once, and as many others as are told.
func (d *desk) expectEach(want []Entry, others int) {
	d.t.Helper()
	records := d.list(Filter{})
	for _, e := range want {
		n := len(slices.DeleteFunc(slices.Clone(records), func(r Record) bool { return r.Entry != e }))
		if n != 1 {
			d.t.Errorf("entry %s stands in the log %d times", e.ID, n)
		}
	}
	if len(records) != len(want)+others {
		d.t.Errorf("%d records, want %d", len(records), len(want)+others)
	}
}

func TestManyEntriesMoveInTheirOrder(t *testing.T) {
	d := signedIn(t)
	care := d.files().Compartment(store.Care)
	var want []Entry
	err := care.Write(ctx, d.who.Seat, func(tx *store.Tx) error {
		for range 2*moveAtOnce + 7 {
			d.now = d.now.Add(1e6)
			e := NewEntry(d.now, d.who, ActImport, KindWholeRecord)
			form, err := e.Marshal()
			if err := errors.Join(err, tx.Audit(e.ID, form)); err != nil {
				return err
			}
			want = append(want, e)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := Move(ctx, d.Log, care); n != len(want) || err != nil {
		t.Fatalf("moved %d, %v", n, err)
	}
	records := d.list(Filter{})
	slices.Reverse(records)
	for i, r := range records {
		if r.Entry != want[i] {
			t.Fatalf("entry %d is another", i)
		}
	}
	d.expect(d.verify())
}

func TestWhatIsNoEntryStaysAndIsTold(t *testing.T) {
	d := signedIn(t)
	care := d.files().Compartment(store.Care)
	good := d.write(care, "condition", 1)
	clash := d.write(care, "condition", 2)
	other := clash
	other.Patient = state.ID{77}
	d.add(other)
	spoilt := state.NewID(d.now)
	if err := care.Write(ctx, d.who.Seat, func(tx *store.Tx) error { return tx.Audit(spoilt, []byte("no entry")) }); err != nil {
		t.Fatal(err)
	}
	n, err := Move(ctx, d.Log, care)
	if n != 1 || !failure.Is(err, failure.Integrity) {
		t.Errorf("moved %d, %v", n, err)
	}
	d.expectEach([]Entry{good, other}, 0)
	pending, err := care.PendingAudit(ctx)
	if err != nil || len(pending) != 2 {
		t.Errorf("%d wait, %v", len(pending), err)
	}
}

func TestAFullDiskLosesNoWritesEntry(t *testing.T) {
	d := signedIn(t)
	care := d.files().Compartment(store.Care)
	d.add(d.view(1))
	d.allow("1")
	var want []Entry
	for range 200 {
		want = append(want, d.write(care, "condition", 1))
	}
	if _, err := Move(ctx, d.Log, care); !failure.Is(err, failure.Full) {
		t.Fatalf("full: %v", err)
	}
	d.allow("1000000")
	if _, err := Move(ctx, d.Log, care); err != nil {
		t.Fatal(err)
	}
	d.expectEach(want, 1)
}
