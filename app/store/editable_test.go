package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"farne/sync/state"
)

func TestAnEditableRowCarriesTheTokenOfWhatItShows(t *testing.T) {
	a, b := newLaptop(t, 1), newLaptop(t, 2)
	id, patient := state.ID{7}, state.ID{9}
	a.put("condition", id, map[string]any{"patient": patient, "display": "insomnia", "onset": "2024"})
	a.seal(Care)
	b.pull(a, Care)
	b.put("condition", id, map[string]any{"onset": "2025"}) // sealed and unsealed versions beside each other
	for _, l := range []*laptop{a, b} {
		one, err := l.EditableOf(context.Background(), Care, "condition", id)
		if err != nil {
			t.Fatal(err)
		}
		all, err := l.EditableOfPatient(context.Background(), Care, "condition", patient)
		if err != nil || len(all) != 1 || all[0].Token != one.Token {
			t.Fatalf("%+v, %v", all, err)
		}
		if want, err := l.Compartment(Care).Token(context.Background(), "condition", id); err != nil || one.Token != want {
			t.Errorf("laptop %d: token %s, want %s, %v", l.id[0], one.Token, want, err)
		}
		if row, err := l.Get(context.Background(), Care, "condition", id); err != nil || fmt.Sprint(one.Record) != fmt.Sprint(row) {
			t.Errorf("laptop %d: %v, want %v, %v", l.id[0], one.Record, row, err)
		}
	}
	if _, err := a.EditableOf(context.Background(), Care, "condition", state.ID{8}); !errors.Is(err, ErrNoRow) {
		t.Errorf("a row that is not there: %v", err)
	}
}

func TestConflictsListWhatTheRowsSay(t *testing.T) {
	a, b := newLaptop(t, 1), newLaptop(t, 2)
	id := state.ID{7}
	a.put("condition", id, map[string]any{"display": "x", "patient": state.ID{9}})
	a.seal(Care)
	b.pull(a, Care)
	a.put("condition", id, map[string]any{"display": "y", "onset": "2024"})
	b.put("condition", id, map[string]any{"display": "z", "onset": "2025"})
	a.seal(Care)
	b.seal(Care)
	a.pull(b, Care)
	a.write(Care, func(tx *Tx) error { // a list that is behind: this column was decided since
		return tx.Exec("INSERT INTO farne_conflict (tbl, id, col) VALUES ('condition', ?, 'clinical_status')", id[:])
	})
	found, err := a.Conflicts(context.Background())
	want := []Conflict{{Care, "condition", id, "display", []state.ID{{9}}}, {Care, "condition", id, "onset", []state.ID{{9}}}}
	if err != nil || !reflect.DeepEqual(found, want) {
		t.Errorf("conflicts %v, %v", found, err)
	}
	a.write(Care, func(tx *Tx) error { return tx.Decide("condition", id, map[string]any{"display": "both"}) })
	if found, err = a.Conflicts(context.Background()); err != nil || !reflect.DeepEqual(found, want[1:]) {
		t.Errorf("after a decision: %v, %v", found, err)
	}
}

func TestTheTimelineIsPagedAcrossTables(t *testing.T) {
	l := newLaptop(t, 1)
	patient := state.ID{9}
	at := map[string]string{"note": "started", "encounter": "start", "procedure": "start", "immunization": "occurred", "document_reference": "date"}
	for table, column := range at {
		for day := range byte(4) {
			l.put(table, state.ID{table[0], table[1], day}, map[string]any{"patient": patient, column: fmt.Sprintf("2026-01-0%d", day+1)})
		}
	}
	l.put("encounter", state.ID{1}, map[string]any{"patient": patient, "start": "2026-01-09", "status": "entered-in-error"})
	seen := map[state.ID]bool{}
	last, after, pages := "9", "", 0
	for ; pages == 0 || after != ""; pages++ {
		events, next, err := l.Timeline(context.Background(), patient, nil, after, 7)
		if err != nil || len(events) == 0 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		for _, e := range events {
			whole, err := l.Get(context.Background(), Care, e.Table, e.ID)
			if err != nil || fmt.Sprint(whole) != fmt.Sprint(e.Record) || e.At != e.Text(at[e.Table]) || e.At > last || seen[e.ID] {
				t.Errorf("event %+v after %s, want %v, %v", e, last, whole, err)
			}
			seen[e.ID], last = true, e.At
		}
		after = next
	}
	if len(seen) != 20 || pages != 3 {
		t.Errorf("%d events on %d pages", len(seen), pages)
	}
	if events, _, err := l.Timeline(context.Background(), patient, []string{"note", "procedure"}, "", 50); err != nil || len(events) != 8 {
		t.Errorf("of two tables: %d events, %v", len(events), err)
	}
}
