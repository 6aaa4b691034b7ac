package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
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

// marks are the rows that the outbox may have marked, by table. At the start they are not known: whoever asks
// first reads the whole outbox, which is long only where much was never sent.
type marks struct {
	known bool
	rows  map[string][]state.ID
}

func (m *marks) add(table string, row state.ID) {
	if m.rows == nil {
		m.rows = map[string][]state.ID{}
	}
	m.rows[table] = append(m.rows[table], row)
}

// in is what a query reads the marked rows of a table from, as o, and its argument.
func (m *marks) in(table string) (from string, args []any, err error) {
	where := " WHERE o.tbl = " + text(table) + " AND o.unindexed"
	if !m.known {
		return "farne_outbox AS o" + where, nil, nil
	}
	ids := []string{}
	for _, id := range m.rows[table] {
		ids = append(ids, hex.EncodeToString(id[:]))
	}
	list, err := json.Marshal(ids)
	return "(SELECT DISTINCT unhex(value) AS id FROM json_each(?)) AS m CROSS JOIN farne_outbox AS o ON o.id = m.id" + where, []any{string(list)}, err
}

// enterMarked enters the texts of all marked rows, in the order of their numbers: so FTS5 takes them by the
// hundred thousand.
func (t *Tx) enterMarked() error {
	if !t.c.marked.Load() {
		return nil
	}
	for _, table := range t.c.Tables() {
		if table.FullText == "" {
			continue
		}
		from, args, err := t.c.capture.marks.in(table.Name)
		if err != nil {
			return err
		}
		index, column := quote(table.Name+"_text"), quote(table.FullText)
		err = t.Exec("INSERT INTO "+index+" (rowid, "+column+") SELECT t.rid, t."+column+" FROM "+quote(table.Name)+" AS t WHERE t.id IN (SELECT o.id FROM "+from+") ORDER BY t.rid", args...)
		if err != nil {
			return err
		}
		if err := t.Exec("UPDATE farne_outbox SET unindexed = 0 WHERE n IN (SELECT o.n FROM "+from+")", args...); err != nil {
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
