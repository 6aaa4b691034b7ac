package kit

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

// largest is the most that is read of a recovery file, in bytes. Our PDF is about 100 kB.
const largest = 8 << 20

// Reading is what a kit told.
type Reading struct {
	Secret   secret.Secret // SecretSize bytes
	Practice string        // empty where only words were given
	Storage  Storage       // zero where only words were given
}

// Open reads a recovery file. Failures: Usage when the file cannot be read, WrongKey when it holds no
// words, a word that is none, or words that do not fit together.
func Open(path string) (Reading, error) {
	file, err := os.Open(path)
	if err != nil {
		return Reading{}, failure.Wrap(err, failure.Usage, "The recovery file cannot be read.", "Check the path given to --recovery-file.")
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, largest+1))
	defer clear(data)
	if err != nil || len(data) > largest {
		return Reading{}, failure.Wrap(err, failure.Usage, "The recovery file cannot be read, or is too large to be one.", "Check the path given to --recovery-file.")
	}
	return Read(data)
}

// Read finds the words in what somebody brought, and the storage where it is told. It looks, in this
// order, for the block of our text, for the QR code's text (which our PDF carries inside too), for
// words with the numbers 1 to 24, and for 24 words alone. Failures as for Open.
func Read(data []byte) (Reading, error) {
	text := plain(data)
	fields, broken := payloadIn(text)
	reading := Reading{Practice: fields.Get("practice"), Storage: storageOf(fields)}
	switch _, after, found := strings.Cut(text, blockBegin); {
	case found:
		text, _, _ = strings.Cut(after, blockEnd)
	case broken != nil:
		return Reading{}, failure.Wrap(broken, failure.WrongKey, "The text of the QR code is damaged.", "Type the 24 words of the page instead.")
	case fields.Has("words"):
		text = fields.Get("words")
	}
	var err error
	reading.Secret, err = fromWords(text)
	return reading, err
}

const (
	blockBegin = "-----BEGIN RECOVERY WORDS-----"
	blockEnd   = "-----END RECOVERY WORDS-----"
)

var numbered = regexp.MustCompile(`(?:^|[^\pL\pN])([0-9]{1,2})[.):]?[ \t\r\n]*(\pL+)`)

// fromWords reads words by their numbers where most of the 24 numbers are there, else one after the
// other.
func fromWords(text string) (secret.Secret, error) {
	byNumber := make(map[int][]string)
	for _, match := range numbered.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(match[1])
		if n >= 1 && n <= WordCount {
			byNumber[n] = append(byNumber[n], match[2])
		}
	}
	if len(byNumber) >= WordCount-4 {
		return fromNumbered(byNumber)
	}
	tokens := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if len(tokens) != WordCount {
		return secret.Secret{}, failure.New(failure.WrongKey, fmt.Sprintf("A recovery kit has %d words, and this has %d.", WordCount, len(tokens)),
			"Give the 24 words of the page, in their order, and nothing else.")
	}
	words := make([]string, WordCount)
	for i, token := range tokens {
		word, known := resolve(strings.ToLower(token))
		if !known {
			return secret.Secret{}, unknown(i+1, token)
		}
		words[i] = word
	}
	return together(words)
}

// fromNumbered takes for each number the one known word that follows it somewhere: a house number in
// the practice's name is followed by something else.
func fromNumbered(candidates map[int][]string) (secret.Secret, error) {
	words := make([]string, WordCount)
	for n := 1; n <= WordCount; n++ {
		for _, token := range candidates[n] {
			word, known := resolve(strings.ToLower(token))
			if known && words[n-1] != "" && words[n-1] != word {
				return secret.Secret{}, failure.New(failure.WrongKey, fmt.Sprintf("The file holds more than one word with the number %d.", n),
					"Give a file that holds the 24 words and nothing else.")
			}
			if known {
				words[n-1] = word
			}
		}
		switch {
		case words[n-1] != "":
		case len(candidates[n]) == 0:
			return secret.Secret{}, failure.New(failure.WrongKey, fmt.Sprintf("Word %d is missing.", n), "Compare with the page: 24 words, each with its number.")
		default:
			return secret.Secret{}, unknown(n, candidates[n][0])
		}
	}
	return together(words)
}

func together(words []string) (secret.Secret, error) {
	s, err := unspell(words)
	if err != nil {
		return secret.Secret{}, failure.Wrap(err, failure.WrongKey, "All 24 words are known ones, but they do not fit together: one of them is another word, or two have changed places.",
			"Compare them with the page, one by one.")
	}
	return s, nil
}

// unknown names the word: one wrong word of 24 tells nobody anything, and helps who typed it.
func unknown(position int, token string) error {
	if runes := []rune(token); len(runes) > 20 {
		token = string(runes[:20]) + "…"
	}
	return failure.New(failure.WrongKey, fmt.Sprintf("Word %d, %q, is not one of the words that a recovery kit uses.", position, token),
		"Compare it with the page; the first four letters are enough.")
}

// plain makes text of what may be UTF-8, UTF-16 with a mark (as some editors save), or our PDF, and
// takes out invisible characters.
func plain(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return inPDF(data)
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		data = fromUTF16(data[2:], 0, 1)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		data = fromUTF16(data[2:], 1, 0)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, string(data))
}

func fromUTF16(data []byte, low, high int) []byte {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, uint16(data[low])|uint16(data[high])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

func firstField(text string) string {
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return text[:end]
	}
	return text
}
