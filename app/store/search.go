package store

import (
	"strings"

	"farne/app/clinic"
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
