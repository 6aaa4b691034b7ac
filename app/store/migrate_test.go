package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"farne/sync/state"
)

// firstVersion takes the care file of a laptop back to what the first version of Farne made.
func (l *laptop) firstVersion() {
	l.t.Helper()
	old := Table{Name: "note", Subject: "patient", Columns: []string{"patient", "encounter", "title", "text", "author", "started"}}
	ddl := "DROP TRIGGER farne_note_insert; DROP TRIGGER farne_note_update; DROP TRIGGER farne_note_delete;" +
		"ALTER TABLE note DROP COLUMN parent;" + old.captureTriggers() + "PRAGMA user_version = 1"
	if _, err := l.Compartment(Care).writer.Exec(ddl); err != nil {
		l.t.Fatal(err)
	}
}

func TestAFileOfTheFirstVersionGetsItsColumns(t *testing.T) {
	l, other := newLaptop(t, 1), newLaptop(t, 2)
	patient, parent := state.ID{9}, state.ID{8}
	l.put("note", state.ID{7}, map[string]any{"patient": patient, "text": "written by the first version"})
	other.put("note", state.ID{6}, map[string]any{"patient": patient, "text": "from a newer laptop", "parent": parent})
	other.seal(Care)
	l.pull(other, Care)
	l.firstVersion()
	before := l.states(Care)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}

	l.open()
	if l.states(Care) != before {
		t.Error("the migration changed the state of rows")
	}
	if v, _ := l.value("SELECT parent FROM care.note WHERE id = ?", []byte{6, 15: 0}).([]byte); !bytes.Equal(v, parent[:]) {
		t.Errorf("the newer laptop's parent is %x", v)
	}
	if v := l.value("SELECT text FROM care.note WHERE id = ?", []byte{7, 15: 0}); v != "written by the first version" {
		t.Errorf("the first version's text is %v", v)
	}
	if found, err := l.FindNotes(context.Background(), "first", 9); len(found) != 1 || err != nil {
		t.Errorf("%d notes are found by their words, %v", len(found), err)
	}
	l.put("note", state.ID{7}, map[string]any{"parent": parent})
	row, err := l.Compartment(Care).Row(context.Background(), "note", state.ID{7})
	if err != nil || len(row.Columns["parent"].Live) != 1 {
		t.Errorf("an edit of the new column was not captured: %+v, %v", row, err)
	}
	copied, err := os.ReadFile(filepath.Join(l.dir, "care.db.v1"))
	if err != nil || bytes.Contains(copied, []byte("SQLite format 3")) {
		t.Errorf("the copy from before the migration: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l.open() // a second time there is nothing to do
}
