package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"farne/sync/state"
)

// about is whom every note here is about.
var about = state.ID{9, 9}

// found are the drafts that a word finds.
func (l *laptop) found(word string) map[state.ID]bool {
	l.t.Helper()
	notes, err := l.FindNotes(context.Background(), word, 1000)
	if err != nil {
		l.t.Fatal(err)
	}
	ids := map[state.ID]bool{}
	for _, n := range notes {
		if ids[n.ID] {
			l.t.Errorf("%s is found twice by %q", n.ID, word)
		}
		ids[n.ID] = true
	}
	return ids
}

// wantIndex holds the search index against the texts: SQLite's own check, then every word by its own search.
func (l *laptop) wantIndex(words []string) {
	l.t.Helper()
	for _, word := range words {
		found := l.found(word)
		rows, err := l.Query(context.Background(), "SELECT id, coalesce(text, '') FROM care.note")
		if err != nil {
			l.t.Fatal(err)
		}
		for rows.Next() {
			var id []byte
			var text string
			if err := rows.Scan(&id, &text); err != nil {
				l.t.Fatal(err)
			}
			if has := strings.Contains(" "+text+" ", " "+word+" "); has != found[state.ID(id)] {
				l.t.Errorf("%x with %q is found by %q: %v", id, text, word, !has)
			}
			delete(found, state.ID(id))
		}
		_ = rows.Close()
		if len(found) > 0 {
			l.t.Errorf("%q finds %d notes that are not there", word, len(found))
		}
	}
	if _, err := l.Compartment(Care).writer.Exec("INSERT INTO note_text (note_text, rank) VALUES ('integrity-check', 1)"); err != nil {
		l.t.Error(err)
	}
}

// wantUnsealed holds the number that is kept against the rows themselves.
func (l *laptop) wantUnsealed() {
	l.t.Helper()
	care, want := l.Compartment(Care), 0
	if err := care.writer.QueryRow("SELECT count(*) FROM farne_outbox WHERE tbl <> ?", auditTable).Scan(&want); err != nil {
		l.t.Fatal(err)
	}
	if n, err := care.Unsealed(context.Background()); err != nil || n != want {
		l.t.Fatalf("%d rows are said to be unsealed, %d are; %v", n, want, err)
	}
}

// TestSearchFindsWhatIsWritten does on two laptops what may be done to a text between two searches, in any
// order, and wants every search to find exactly what is written, and what is unsealed to be counted rightly.
func TestSearchFindsWhatIsWritten(t *testing.T) {
	words := []string{"sleep", "anxious", "work", "garden", "mother"}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	l, other := newLaptop(t, 1), newLaptop(t, 2)
	text := func() string { return words[r.IntN(len(words))] + " " + words[r.IntN(len(words))] }
	some := func() state.ID { return state.ID{byte(1 + r.IntN(6))} }
	acts := []func(){
		func() { l.put("note", some(), map[string]any{"patient": about, "text": text()}) },
		func() { l.put("note", some(), map[string]any{"patient": about, "text": text(), "title": text()}) },
		func() { l.put("note", some(), map[string]any{"patient": about, "title": text()}) },
		func() { l.write(Care, func(tx *Tx) error { return tx.Delete("note", some()) }) },
		func() { other.put("note", some(), map[string]any{"patient": about, "text": text()}) },
		func() { other.write(Care, func(tx *Tx) error { return tx.Delete("note", some()) }) },
		func() { other.seal(Care); l.pull(other, Care) },
		func() { l.seal(Care); other.pull(l, Care) },
		func() { l.found(words[0]) },
		func() { // undone
			undone := errors.New("undone")
			err := l.Compartment(Care).Write(context.Background(), l.seat, func(tx *Tx) error {
				return errors.Join(tx.Put("note", some(), map[string]any{"patient": about, "text": text()}, ""), undone)
			})
			if !errors.Is(err, undone) {
				t.Fatal(err)
			}
		},
		func() {
			id := state.NewID(l.now)
			l.write(Care, func(tx *Tx) error { return tx.Audit(id, []byte("entry")) })
		},
		func() {
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			l.open()
		},
		func() { // a person ends a conflict
			id := some()
			l.write(Care, func(tx *Tx) error {
				if there, err := tx.Exists("note", id); err != nil || !there {
					return err
				}
				return tx.Decide("note", id, map[string]any{"text": text()})
			})
		},
	}
	l.put("note", state.ID{1}, map[string]any{"patient": about, "text": "sleep"})
	other.put("note", state.ID{2}, map[string]any{"patient": about, "text": "work"})
	for i := range 600 {
		acts[r.IntN(len(acts))]()
		l.wantUnsealed()
		if i%20 == 19 {
			l.wantIndex(words)
			other.wantIndex(words)
		}
	}
}

func TestAnImportIsFoundWithoutASearchHavingToIndexIt(t *testing.T) {
	l := newLaptop(t, 1)
	l.write(Care, func(tx *Tx) error {
		for i := range 2 * longTransaction {
			if err := tx.Insert("note", state.NewID(l.now.Add(time.Duration(i)*time.Second)), map[string]any{"patient": about, "text": fmt.Sprint("session ", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if l.Compartment(Care).marked.Load() {
		t.Error("texts of a long transaction wait for a search")
	}
	if n := len(l.found("session")); n != 2*longTransaction {
		t.Errorf("%d are found", n)
	}
}

func TestASearchDoesNotWaitForAnImport(t *testing.T) {
	l := newLaptop(t, 1)
	l.put("note", state.ID{1}, map[string]any{"patient": about, "text": "found before"})
	l.found("before")
	l.write(Care, func(tx *Tx) error {
		if err := tx.Put("note", state.ID{2}, map[string]any{"patient": about, "text": "not there yet"}, ""); err != nil {
			return err
		}
		if found := l.found("found"); !found[state.ID{1}] {
			t.Error("nothing is found while a transaction runs")
		}
		return nil
	})
	if found := l.found("yet"); !found[state.ID{2}] {
		t.Error("what it wrote is not found after it")
	}
}

// A new HLC is later than every one that was issued before, also where nobody noted the clock.
func TestTheClockGoesOnAfterAStart(t *testing.T) {
	l := newLaptop(t, 1)
	steps := []func(){
		func() { l.put("note", state.ID{1}, map[string]any{"patient": about, "text": "a"}) },
		func() { l.put("note", state.ID{2}, map[string]any{"patient": about, "text": "b"}) },
		func() { l.put("note", state.ID{1}, map[string]any{"patient": about, "text": "written on"}) },
		func() { l.write(Care, func(tx *Tx) error { return tx.Audit(state.ID{3}, []byte("entry")) }) },
		func() { l.write(Care, func(tx *Tx) error { return tx.Delete("note", state.ID{2}) }) },
		func() { l.seal(Care) },
		func() { l.put("note", state.ID{4}, map[string]any{"patient": about, "text": "c"}) },
	}
	start := l.now
	for i, step := range steps {
		step()
		last := l.Clock().Last()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l.open()
		if now := l.Clock().Last(); now.Compare(last) < 0 {
			t.Errorf("after step %d the clock went back from %v to %v", i, last, now)
		}
	}
	l.now = start.Add(-time.Hour) // a wall clock that was set back
	last := l.Clock().Last()
	l.put("note", state.ID{5}, map[string]any{"patient": about, "text": "d"})
	if now := l.Clock().Last(); now.Compare(last) <= 0 {
		t.Errorf("%v follows %v", now, last)
	}
}
