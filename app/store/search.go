package store

import (
	"context"
	"strings"

	"farne/app/clinic"
	"farne/sync/state"
)

// search is what somebody typed, as the patient index is asked for it.
type search struct {
	long  [][]string // words of three letters or more, each in its spellings: found in any part
	short [][]string // shorter ones: found where a word begins
}

// trigram is the shortest text that the trigram index finds.
const trigram = 3

func searchQuery(typed string) search {
	var s search
	for _, spellings := range clinic.SearchTerms(joinNumbers(typed)) {
		long := true
		for _, w := range spellings {
			long = long && len([]rune(w)) >= trigram
		}
		if long {
			s.long = append(s.long, spellings)
		} else {
			s.short = append(s.short, spellings)
		}
	}
	return s
}

// joinNumbers writes dates and numbers as the index has them: a date in any spelling that a form takes
// (29 7 1982, 29-Jul-1982) as 19820729, other numbers without their dividers.
func joinNumbers(typed string) string {
	var words []string
	for fields := strings.Fields(typed); len(fields) > 0; {
		word, used := leadingDate(fields)
		if used == 0 {
			word, used = fields[0], 1
			if strings.Trim(word, "0123456789./-") == "" {
				word = digits(word)
			}
		}
		words, fields = append(words, word), fields[used:]
	}
	return strings.Join(words, " ")
}

// leadingDate finds a whole date at the front of the words and tells how many of them it takes. Eight
// digits alone are left as they are: the index has them in both orders, and they may be a telephone's.
func leadingDate(words []string) (ymd string, used int) {
	for used := min(3, len(words)); used > 0; used-- {
		joined := strings.Join(words[:used], " ")
		if digits(joined) == joined {
			continue
		}
		if date, problem := clinic.ParseEntry(joined, clinic.DayFirst); problem == nil && date.Complete() {
			return digits(date.String()), used
		}
	}
	return "", 0
}

func (s search) empty() bool { return len(s.long)+len(s.short) == 0 }

// where is the condition on farne_patient_key AS k, true for an empty search.
func (s search) where() (condition string, args []any) {
	parts := []string{"true"}
	if len(s.long) > 0 {
		parts = append(parts, "k.rid IN (SELECT rowid FROM desk.farne_patient_words WHERE words MATCH ?)")
		args = append(args, match(s.long))
	}
	for _, spellings := range s.short {
		var any []string
		for _, w := range spellings {
			any = append(any, `k.words LIKE ? ESCAPE '\'`)
			args = append(args, "% "+escapeLike(w)+"%")
		}
		parts = append(parts, "("+strings.Join(any, " OR ")+")")
	}
	return strings.Join(parts, " AND "), args
}

// match writes an FTS5 expression; every word is a quoted string, so nothing typed is an operator.
func match(words [][]string) string {
	var all []string
	for _, spellings := range words {
		var any []string
		for _, w := range spellings {
			any = append(any, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	return strings.Join(all, " AND ")
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
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
