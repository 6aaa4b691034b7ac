package store

import (
	"context"
	"testing"

	"farne/sync/state"
)

// Who wants to write while much is being sealed is let in between short batches, and every change is sealed
// all the same, each once and in the order of the stamps.
func TestSealingLetsOthersIn(t *testing.T) {
	l := newLaptop(t, 1)
	const many = 5 * politeChanges
	l.write(Care, func(tx *Tx) error {
		for n := range many {
			if err := tx.Put("note", state.ID{1, byte(n >> 8), byte(n)}, map[string]any{"text": "x"}, ""); err != nil {
				return err
			}
		}
		return nil
	})
	care := l.Compartment(Care)
	care.mu.waiting.Add(1) // somebody who always waits
	l.seal(Care)
	care.mu.waiting.Add(-1)
	if batches := len(l.chain[Care]); batches != many/politeChanges {
		t.Errorf("%d changes were sealed in %d batches while somebody waited", many, batches)
	}

	const others = 300
	written := make(chan error)
	go func() {
		for n := range others {
			err := care.Write(context.Background(), l.seat, func(tx *Tx) error {
				return tx.Put("note", state.ID{2, byte(n >> 8), byte(n)}, map[string]any{"text": "y"}, "")
			})
			if err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	for going := true; going; {
		l.seal(Care)
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			going = false
		default:
		}
	}
	l.seal(Care)
	if n, err := care.Unsealed(context.Background()); n != 0 || err != nil {
		t.Errorf("%d rows are left, %v", n, err)
	}
	seen := map[state.ID]int{}
	var before state.Change
	for _, b := range l.chain[Care] {
		for _, c := range b.changes {
			if seen[c.Row]++; before.HLC.Compare(c.HLC) >= 0 {
				t.Fatalf("%s comes after %s", c.HLC, before.HLC)
			}
			before = c
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("row %s was sealed %d times", id, n)
		}
	}
	if len(seen) != many+others {
		t.Errorf("%d rows were sealed of %d", len(seen), many+others)
	}
}
