package app

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"farne/app/clinic"
)

// Abbreviation is a way of writing that has been misread: as it stands in the text, with its number, and
// what to write instead.
type Abbreviation struct {
	Found   string `json:"found"`
	Instead string `json:"instead"`
}

// mostAbbreviations is how many a person is shown at a time; the rest comes when these are mended.
const mostAbbreviations = 4

// Abbreviations finds ways of writing that have been misread in what somebody types, each once. It is a
// prompt, never a refusal.
func (s *Care) Abbreviations(text string) ([]Abbreviation, error) {
	found := []Abbreviation{}
	for _, a := range clinic.RiskyAbbreviations(text) {
		one := Abbreviation{Found: withNumber(text, a), Instead: a.Instead}
		if !slices.Contains(found, one) && len(found) < mostAbbreviations {
			found = append(found, one)
		}
	}
	return found, nil
}

// withNumber is the word in which an abbreviation stands, with a number that stands before it: 25 µg.
func withNumber(text string, a clinic.Abbreviation) string {
	const digits = "0123456789"
	from, to := lastWord(text[:a.From]), a.To
	if !strings.ContainsAny(text[from:to], digits) {
		before := strings.TrimRightFunc(text[:from], unicode.IsSpace)
		if number := lastWord(before); strings.ContainsAny(before[number:], digits) {
			from = number
		}
	}
	rest := strings.IndexFunc(text[to:], func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	if rest < 0 {
		rest = len(text) - to
	}
	return strings.TrimLeft(text[from:to+rest], "([{\"“‘")
}

// lastWord is where the last word of a text begins; its end, after a space.
func lastWord(text string) int {
	at := strings.LastIndexFunc(text, unicode.IsSpace)
	if at < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return at + size
}
