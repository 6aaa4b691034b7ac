package store

import (
	"context"
	"errors"
	"testing"

	"farne/sync/state"
)

func (l *laptop) manyProblems(patient state.ID, n int) {
	l.write(Care, func(tx *Tx) error {
		for i := range n {
			if err := tx.Insert("condition", state.ID{9, byte(i), byte(i >> 8)}, map[string]any{"patient": patient, "display": "x"}); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestACallerWhoHasGoneReadsNoFurther(t *testing.T) {
	l := newLaptop(t, 1)
	l.manyProblems(state.ID{1}, 4*lookEvery)
	gone, cancel := context.WithCancel(context.Background())
	defer cancel()
	rows, err := l.Query(gone, "SELECT id FROM care.condition")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for rows.Next() {
		cancel()
		read++
	}
	if err := rows.Err(); !errors.Is(err, context.Canceled) || read == 0 || read > lookEvery {
		t.Errorf("%d rows read, %v", read, err)
	}
	if rows.Next() || !errors.Is(rows.Err(), context.Canceled) {
		t.Error("the rows went on")
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if _, err := l.OfPatient(gone, Care, "condition", state.ID{1}); !errors.Is(err, context.Canceled) {
		t.Errorf("a query of somebody who has gone: %v", err)
	}
	if _, err := l.PatientByID(gone, state.ID{1}); !errors.Is(err, context.Canceled) {
		t.Errorf("a row for somebody who has gone: %v", err)
	}
	for range 2 * readers { // no connection was spoilt, none is held
		if found, err := l.OfPatient(context.Background(), Care, "condition", state.ID{1}); err != nil || len(found) != 4*lookEvery {
			t.Fatalf("%d rows, %v", len(found), err)
		}
	}
}

func TestAWriteOfACallerWhoHasGoneIsUndone(t *testing.T) {
	l := newLaptop(t, 1)
	put := func(tx *Tx, n byte) error {
		return tx.Put("condition", state.ID{n}, map[string]any{"patient": state.ID{1}, "display": "x"}, "")
	}
	attempts := map[string]func(cancel func(), tx *Tx) error{
		"before the commit": func(cancel func(), tx *Tx) error {
			defer cancel()
			return put(tx, 1)
		},
		"between two statements": func(cancel func(), tx *Tx) error {
			if err := put(tx, 1); err != nil {
				return err
			}
			cancel()
			if err := put(tx, 2); !errors.Is(err, context.Canceled) {
				t.Errorf("a statement after the end: %v", err)
			}
			return nil
		},
	}
	for name, attempt := range attempts {
		ctx, cancel := context.WithCancel(context.Background())
		err := l.Compartment(Care).Write(ctx, l.seat, func(tx *Tx) error { return attempt(cancel, tx) })
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if found, err := l.OfPatient(context.Background(), Care, "condition", state.ID{1}); err != nil || len(found) > 0 {
			t.Errorf("%s left %d rows, %v", name, len(found), err)
		}
		if n, err := l.Compartment(Care).Unsealed(context.Background()); err != nil || n != 0 {
			t.Errorf("%s left %d changes, %v", name, n, err)
		}
	}
	l.write(Care, func(tx *Tx) error { return put(tx, 3) })
	if found, err := l.OfPatient(context.Background(), Care, "condition", state.ID{1}); err != nil || len(found) != 1 {
		t.Errorf("after all that: %d rows, %v", len(found), err)
	}
}
