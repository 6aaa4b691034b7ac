package store

import (
	"context"
	"strings"
	"time"

	"farne/sync/state"
)

// Search in texts. An entry of an FTS5 index costs more than the rest of a small transaction, so a person's
// write makes none: it marks the row in the outbox, and takes the entry of the text before away, for only
// then is that text known. Marked rows are entered before somebody searches, before they leave the outbox,
// and at the end of a long transaction. Merges mark nothing and enter at once.

// fullTextIndex is an FTS5 index that keeps no copy of the text, with the triggers of merges.
func (t Table) fullTextIndex() string {
	on := func(suffix, event, body string) string {
		return "CREATE TRIGGER " + quote("farne_"+t.Name+"_text_"+suffix) + " AFTER " + event + " ON " + quote(t.Name) +
			" WHEN NOT farne_capturing() BEGIN\n" + body + "END;\n"
	}
	return "CREATE VIRTUAL TABLE " + quote(t.Name+"_text") + " USING fts5(" + quote(t.FullText) + ", content=" + quote(t.Name) +
		", content_rowid=rid, tokenize='unicode61 remove_diacritics 2', prefix='2 3');\n" +
		on("insert", "INSERT", t.enterText()) + on("delete", "DELETE", t.removeText("")) +
		on("update", "UPDATE OF "+quote(t.FullText), t.removeText("")+t.enterText())
}

// enterText and removeText are statements of a trigger. A row that is marked has no entry to be removed, and
// gets one later.
func (t Table) enterText() string {
	return "  INSERT INTO " + quote(t.Name+"_text") + " (rowid, " + quote(t.FullText) + ") SELECT NEW.rid, NEW." + quote(t.FullText) +
		" WHERE " + t.textMark("NEW") + " IS NOT 1;\n"
}

func (t Table) removeText(and string) string {
	return "  INSERT INTO " + quote(t.Name+"_text") + " (" + quote(t.Name+"_text") + ", rowid, " + quote(t.FullText) + ") SELECT 'delete', OLD.rid, OLD." + quote(t.FullText) +
		" WHERE " + t.textMark("OLD") + " IS NOT 1" + and + ";\n"
}

func (t Table) textMark(row string) string {
	return "(SELECT unindexed FROM farne_outbox WHERE tbl = " + text(t.Name) + " AND id = " + row + ".id)"
}

// marksText is what a capture trigger does for search: a statement that runs first, and the row's mark.
func (t Table) marksText(event string) (first, mark string) {
	if t.FullText == "" {
		return "", "0"
	}
	differs := "OLD." + quote(t.FullText) + " IS NOT NEW." + quote(t.FullText)
	switch event {
	case "INSERT":
		return "", "1"
	case "UPDATE":
		return t.removeText(" AND " + differs), "coalesce(" + t.textMark("OLD") + ", 0) OR " + differs
	}
	return t.removeText(""), "0"
}

// enterMarked enters the texts of all marked rows. FTS5 takes them by the hundred thousand if their numbers
// ascend.
func (t *Tx) enterMarked() error {
	if !t.c.marked.Load() {
		return nil
	}
	for _, table := range t.c.Tables() {
		if table.FullText == "" {
			continue
		}
		marked := " FROM farne_outbox AS o CROSS JOIN " + quote(table.Name) + " AS t ON t.id = o.id WHERE o.tbl = " + text(table.Name) + " AND o.unindexed ORDER BY t.rid"
		if err := t.Exec("INSERT INTO " + quote(table.Name+"_text") + " (rowid, " + quote(table.FullText) + ") SELECT t.rid, t." + quote(table.FullText) + marked); err != nil {
			return err
		}
		if err := t.Exec("UPDATE farne_outbox SET unindexed = 0 WHERE tbl = ? AND unindexed", table.Name); err != nil {
			return err
		}
	}
	t.entered = true
	return nil
}

// A search waits this long for a transaction that is under way, looking now and then. Only an import takes
// longer, and what was written before it is worth more now than later.
const (
	indexPatience = 300 * time.Millisecond
	indexLook     = 10 * time.Millisecond
)

// indexTexts makes what was written since the last search be found by the next one.
func (c *Compartment) indexTexts(ctx context.Context) error {
	if !c.marked.Load() {
		return nil
	}
	for waited := time.Duration(0); !c.mu.TryLock(); waited += indexLook {
		if waited >= indexPatience {
			return nil
		}
		time.Sleep(indexLook)
	}
	defer c.mu.Unlock()
	return c.transactLocked(ctx, captureOff, noSeat, (*Tx).enterMarked)
}

// FoundNote is a note whose text holds all the words of a search.
type FoundNote struct {
	ID      state.ID
	Patient state.ID
	Signed  bool
	Snippet string // some words around the first hit, hits between U+2068 and U+2069
}

// FindNotes searches the text of drafts and signed notes, the best match first.
func (s *Store) FindNotes(ctx context.Context, typed string, limit int) ([]FoundNote, error) {
	var words [][]string
	for _, w := range strings.Fields(typed) {
		words = append(words, []string{w})
	}
	if len(words) == 0 {
		return nil, nil
	}
	if care := s.Compartment(Care); care != nil {
		if err := care.indexTexts(ctx); err != nil {
			return nil, err
		}
	}
	expression := match(words)
	rows, err := s.Query(ctx, `
		SELECT id, patient, signed, snippet FROM (
			SELECT n.id, n.patient, 0 AS signed, snippet(note_text, 0, char(8296), char(8297), '…', 12) AS snippet, rank
			FROM care.note_text JOIN care.note AS n ON n.rid = note_text.rowid WHERE note_text MATCH ?
			UNION ALL
			SELECT n.id, n.patient, 1, snippet(signed_note_text, 0, char(8296), char(8297), '…', 12), rank
			FROM care.signed_note_text JOIN care.signed_note AS n ON n.rid = signed_note_text.rowid WHERE signed_note_text MATCH ?)
		ORDER BY rank LIMIT ?`, expression, expression, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []FoundNote
	for rows.Next() {
		var n FoundNote
		var id, patient []byte
		if err := rows.Scan(&id, &patient, &n.Signed, &n.Snippet); err != nil {
			return nil, err
		}
		if n.ID, err = toID(id); err != nil {
			return nil, err
		}
		if n.Patient, err = toID(patient); err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	return found, rows.Err()
}
