package store

import (
	"errors"
	"strings"
	"unicode"

	sqlite3 "github.com/mattn/go-sqlite3"

	"farne/app/clinic"
)

// registerFolding gives the triggers of the patient index the rules of app/clinic.
func registerFolding(conn *sqlite3.SQLiteConn) error {
	return errors.Join(conn.RegisterFunc("farne_sort_key", sortKey, true), conn.RegisterFunc("farne_search_words", searchWords, true))
}

// sortKey orders patients by family name, then given name, without accents and case.
func sortKey(family, given any) string {
	return clinic.Fold(asText(family)) + "\x1f" + clinic.Fold(asText(given))
}

// searchWords are the words under which a patient is found, each with a space before it. A birth date
// is found as 17091991 and 19910917, however it is divided.
func searchWords(family, given, preferred, born, phone, nhs, email any) string {
	words := clinic.SearchTokens(asText(family), asText(given), asText(preferred), asText(email))
	if date, err := clinic.ParseDate(asText(born)); err == nil && !date.IsZero() {
		ymd := date.String()
		words = append(words, digits(ymd))
		if p := strings.Split(ymd, "-"); len(p) == 3 {
			words = append(words, p[2]+p[1]+p[0], ymd, p[2]+"-"+p[1]+"-"+p[0])
		}
	}
	for _, number := range []any{phone, nhs} {
		if d := digits(asText(number)); d != "" {
			words = append(words, d)
		}
	}
	return " " + strings.Join(words, " ")
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}
