package clinic

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain are the lower-case letters that Unicode does not decompose, as one types them without the key for them.
var plain = map[rune]string{
	'ß': "ss", 'ø': "o", 'æ': "ae", 'œ': "oe", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ŋ': "n", 'ħ': "h",
}

// spelt are the second spellings of German and Nordic letters: Müller is also written Mueller,
// Bjørn Bjoern, Håkon Haakon.
var spelt = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa",
	"Ä", "ae", "Ö", "oe", "Ü", "ue", "Ø", "oe", "Å", "aa")

// Fold brings text into the form in which it is searched: no accents, no case, ligatures and special
// letters as plain ones (ß ss, ø o, æ ae), compatibility forms as their plain forms. Other scripts
// keep their letters. Everything that is neither letter, digit nor mark stays as it is.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\ufffd")) {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		r = unicode.ToLower(r)
		if p, ok := plain[r]; ok {
			b.WriteString(p)
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// SearchTokens are the words under which text is found: each word folded, also in its second German
// or Nordic spelling; for a word with an apostrophe or hyphen its parts and the parts run together.
// Sorted, without doubles. An index of these answers SearchTerms by prefix.
func SearchTokens(texts ...string) []string {
	var tokens []string
	for _, text := range texts {
		for _, word := range words(text) {
			for _, w := range spellings(word) {
				parts := pieces(w)
				tokens = append(tokens, parts...)
				tokens = append(tokens, strings.Join(parts, ""))
			}
		}
	}
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// SearchTerms are the words of a query: all of them must be found, each in any of its spellings,
// each as the beginning of a token. "müller an" gives [[mueller muller] [an]].
func SearchTerms(query string) [][]string {
	var terms [][]string
	for _, word := range words(query) {
		if !strings.ContainsFunc(word, isApostrophe) {
			// hyphenated names are often stored as two: each part must be found by itself
			for _, part := range strings.FieldsFunc(word, isHyphen) {
				terms = append(terms, term(part))
			}
			continue
		}
		terms = append(terms, term(word))
	}
	return terms
}

func term(word string) []string {
	var all []string
	for _, w := range spellings(word) {
		all = append(all, strings.Join(pieces(w), ""))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// spellings are the folded word and, where it has one, the folded second spelling.
func spellings(word string) []string {
	if isASCII(word) {
		return []string{strings.ToLower(word)}
	}
	word = norm.NFC.String(word)
	one, two := Fold(word), Fold(spelt.Replace(word))
	if one == two {
		return []string{one}
	}
	return []string{one, two}
}

// words cuts at everything but letters, digits, marks and the signs that join a name; words without
// a letter or digit are dropped.
func words(text string) []string {
	text = strings.ToValidUTF8(text, " ")
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) && !isJoin(r) }),
		func(w string) bool { return !strings.ContainsFunc(w, inWord) })
}

func pieces(word string) []string {
	return strings.FieldsFunc(word, func(r rune) bool { return !inWord(r) })
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func inWord(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r)
}

func isJoin(r rune) bool { return isApostrophe(r) || isHyphen(r) }

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼʹ`´", r) }

func isHyphen(r rune) bool { return strings.ContainsRune("-\u2010\u2011\u2012\u2013", r) }
