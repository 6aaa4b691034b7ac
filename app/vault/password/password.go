// Package password decides which passwords are good enough, makes one form of what different
// keyboards type, and reads one from a file or a pipe.
//
// Use Check before a new password is set; use Normalise on every password before it becomes a key, new
// or typed at sign-in; use Read for --password-file.
// The rules are those of OWASP ASVS 5.0, 6.2: at least 8 characters, 15 advised, no rule about kinds
// of characters, everything may be pasted, the common ones refused. How hard one is to guess the window
// estimates and shows, as advice. What protects a stolen laptop is the password together with the second
// factor. Beware: only zxcvbn's word lists are used here; its estimate builds tables at every start of a
// program that is linked with it.
package password

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn/frequency"
	"golang.org/x/text/secure/precis"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

// The limits, in characters (Unicode code points after Normalise).
const (
	Least   = 8    // fewer are refused
	Advised = 15   // fewer are allowed and advised against
	Most    = 1024 // more are refused: somebody gave the wrong file
)

// Normalise gives the OpaqueString form of RFC 8265: NFC, and every kind of space as U+0020, so that
// "é" typed on one keyboard opens what "é" typed on another closed. Nothing is trimmed, folded or
// cut. Control characters, unassigned code points and invalid UTF-8 are an error, because no other
// keyboard might type them again.
func Normalise(typed secret.Secret) (secret.Secret, error) {
	if !utf8.Valid(typed.Bytes()) {
		return secret.Secret{}, errors.New("the password is not valid UTF-8")
	}
	opaque, err := precis.OpaqueString.Bytes(typed.Bytes())
	if err != nil {
		return secret.Secret{}, fmt.Errorf("the password holds a character that cannot be used: %w", err)
	}
	defer clear(opaque)
	return secret.New(opaque), nil
}

// Check refuses a new password that breaks a rule. about are words that everybody near this person
// would try: their name, the practice's. The failure's code is Refused, and neither message nor hint
// repeats the password.
func Check(typed secret.Secret, about ...string) error {
	normal, err := Normalise(typed)
	if err != nil {
		return failure.Wrap(err, failure.Refused, "This password holds a character that another keyboard may not type again.",
			"Leave out tabs, line ends and joined emoji.")
	}
	defer normal.Wipe()
	switch n := utf8.RuneCount(normal.Bytes()); {
	case n < Least:
		return failure.New(failure.Refused, fmt.Sprintf("A password needs at least %d characters.", Least),
			"Three or four words that only you would put together are good.")
	case n > Most:
		return failure.New(failure.Refused, fmt.Sprintf("A password has at most %d characters.", Most), "Choose a shorter one.")
	}
	if common()[fold(string(normal.Bytes()))] {
		return failure.New(failure.Refused, "This is one of the passwords that are tried first everywhere.",
			"Choose another; three or four words that only you would put together are good.")
	}
	if isAbout(string(normal.Bytes()), about) {
		return failure.New(failure.Refused, "This password is a name that everybody here knows.",
			"Choose another; three or four words that only you would put together are good.")
	}
	return nil
}

// common is zxcvbn's list of 30,000 frequent passwords, of which the 11,611 that are long enough can
// ever match: ASVS asks for the first 3,000.
var common = sync.OnceValue(func() map[string]bool {
	known := make(map[string]bool)
	for _, word := range frequency.FrequencyLists["passwords"] {
		if len(word) >= Least {
			known[fold(word)] = true
		}
	}
	return known
})

// isAbout tells whether nothing is left of a password without the given words, Farne's own name,
// and the digits and signs around them.
func isAbout(typed string, about []string) bool {
	rest := fold(typed)
	for _, phrase := range append(about, "farne", "password") {
		for _, word := range append([]string{phrase}, strings.Fields(phrase)...) {
			if word = fold(word); utf8.RuneCountInString(word) >= 3 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	return strings.Trim(rest, "0123456789 .-_!?@#$") == "" && strings.ContainsFunc(typed, isLetter)
}

func isLetter(r rune) bool { return r >= utf8.RuneSelf || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }

func fold(word string) string { return strings.ToLower(word) }
