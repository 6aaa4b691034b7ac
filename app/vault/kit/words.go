// Package kit makes and reads the recovery kit: the page from which a practice gets everything back
// with no old laptop, no password and no keychain.
//
// Use Spell to turn the practice's 32-byte recovery secret into 24 words, Kit.Text and Kit.PDF for
// the file or the page that the owner keeps, and Open or Read for whatever they bring back: our
// text, our PDF, the words alone in any order of lines, what a camera read from the QR code.
// Set-up ends when Phrase.Matches has agreed to the words at NewQuiz's positions. Beware: a Phrase
// does not print itself, but Reveal, Text and PDF are the secret in clear; they go to paper or to a
// file that the owner chose, never to a log, a cache or a temporary file.
//
// The words are those of BIP39 (English, 2,048 words, 256 bits and 8 bits of checksum). What BIP39
// does afterwards to make a wallet's seed is not used: the words stand for the 32 bytes themselves.
package kit

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"slices"
	"strings"

	"github.com/cosmos/go-bip39"

	"farne/app/vault/secret"
)

const (
	// SecretSize is the length of the recovery secret in bytes.
	SecretSize = 32
	// WordCount is the number of words that stand for it.
	WordCount = 24
)

// Phrase is the 24 words of a secret. It does not print; the zero Phrase has no words.
type Phrase struct{ words func() []string }

// Spell gives the words of a recovery secret.
func Spell(s secret.Secret) (Phrase, error) {
	if s.Len() != SecretSize {
		return Phrase{}, fmt.Errorf("recovery words: a secret of %d bytes, not %d", s.Len(), SecretSize)
	}
	mnemonic, err := bip39.NewMnemonic(s.Bytes())
	if err != nil {
		return Phrase{}, fmt.Errorf("recovery words: %w", err)
	}
	words := strings.Fields(mnemonic)
	return Phrase{func() []string { return words }}, nil
}

// Reveal gives the words in clear: for paper and for the set-up screen.
func (p Phrase) Reveal() []string {
	if p.words == nil {
		return nil
	}
	return slices.Clone(p.words())
}

// Matches tells whether what somebody typed is the word at a position, from 1 to 24. Case and spaces
// around it do not matter, and four letters are enough, as everywhere in this package.
func (p Phrase) Matches(position int, typed string) bool {
	words := p.Reveal()
	if position < 1 || position > len(words) {
		return false
	}
	word, known := resolve(strings.ToLower(strings.TrimSpace(typed)))
	return known && subtle.ConstantTimeCompare([]byte(word), []byte(words[position-1])) == 1
}

// NewQuiz picks n different positions at random, ascending: those whose words are to be typed back.
func NewQuiz(n int) []int {
	var positions []int
	for len(positions) < min(n, WordCount) {
		drawn, err := rand.Int(rand.Reader, big.NewInt(WordCount))
		if err != nil { // crypto/rand does not fail
			panic("kit: " + err.Error())
		}
		if at := int(drawn.Int64()) + 1; !slices.Contains(positions, at) {
			positions = append(positions, at)
		}
	}
	slices.Sort(positions)
	return positions
}

// String hides the words, as all the following do.
func (p Phrase) String() string { return secret.Shown }

// GoString hides the words.
func (p Phrase) GoString() string { return secret.Shown }

// Format hides the words from every verb.
func (p Phrase) Format(f fmt.State, _ rune) { io.WriteString(f, secret.Shown) }

// MarshalText hides the words.
func (p Phrase) MarshalText() ([]byte, error) { return []byte(secret.Shown), nil }

// LogValue hides the words.
func (p Phrase) LogValue() slog.Value { return slog.StringValue(secret.Shown) }

// resolve finds the word of the list that somebody meant: the word itself, or a beginning of it of
// four letters or more, because no two words of the list begin with the same four.
func resolve(token string) (word string, known bool) {
	if _, known := bip39.ReverseWordMap[token]; known {
		return token, true
	}
	if len(token) < 4 {
		return "", false
	}
	at, _ := slices.BinarySearch(bip39.EnglishWordList, token)
	if at < len(bip39.EnglishWordList) && strings.HasPrefix(bip39.EnglishWordList[at], token) {
		return bip39.EnglishWordList[at], true
	}
	return "", false
}

var errChecksum = errors.New("the words do not fit together")

// unspell gives the secret of 24 words of the list.
func unspell(words []string) (secret.Secret, error) {
	raw, err := bip39.MnemonicToByteArray(strings.Join(words, " "))
	defer clear(raw)
	if err != nil || len(raw) != SecretSize+1 {
		return secret.Secret{}, errChecksum
	}
	return secret.New(raw[:SecretSize]), nil
}
