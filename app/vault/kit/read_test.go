package kit

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

func sample(t testing.TB) (Kit, secret.Secret) {
	t.Helper()
	raw := make([]byte, SecretSize)
	for i := range raw {
		raw[i] = byte(i*37 + 11)
	}
	s := secret.New(raw)
	return Kit{
		Practice: "12 Harbour Street Practice & Sons", Made: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), Words: spell(t, s),
		Storage: Storage{Provider: "Scaleway", Endpoint: "https://s3.fr-par.scw.cloud", Region: "fr-par", Place: "Paris", Bucket: "harbour-practice"},
	}, s
}

// spoken gives the words in many forms that people bring.
func spoken(k Kit) map[string]string {
	words := k.Words.Reveal()
	short, numbers, dots, lines, backwards := "", "", "", "", ""
	for i, word := range words {
		short += word[:min(4, len(word))] + " "
		numbers += fmt.Sprintf("%d %s ", i+1, word)
		dots += fmt.Sprintf("%2d. %s\r\n", i+1, strings.ToUpper(word))
		lines += "\t" + word + " \n\n"
		backwards = fmt.Sprintf("%d) %s\n", i+1, word) + backwards
	}
	return map[string]string{
		"plain": strings.Join(words, " "), "capitals": strings.ToUpper(strings.Join(words, "  ")), "four letters": short,
		"numbers": numbers, "dots": dots, "lines": lines, "backwards": backwards, "commas": strings.Join(words, ", ") + ".",
		"hyphens": strings.Join(words, "-"), "mark and invisible": "\ufeff" + strings.Join(words, "\u200b \u00ad"),
		"code": k.payload(), "code in a mail": "Hello,\n" + k.payload() + "\nyours", "text": string(k.Text()),
		"text without block": strings.ReplaceAll(string(k.Text()), "-----", "="), "no-break spaces": strings.Join(words, "\u00a0"),
		"page as text": "Recovery kit\nMade on 21-Nov-2026\n" + numbers + "\n3 Harbour Street, 24 hours\n",
	}
}

func TestReadFindsTheWordsInManyForms(t *testing.T) {
	k, s := sample(t)
	for name, text := range spoken(k) {
		if reading, err := Read([]byte(text)); err != nil || !reading.Secret.Equal(s) {
			t.Errorf("%s: %v", name, err)
		}
		for _, big := range []bool{false, true} {
			if reading, err := Read(inUTF16(text, big)); err != nil || !reading.Secret.Equal(s) {
				t.Errorf("%s in UTF-16: %v", name, err)
			}
		}
	}
}

func inUTF16(text string, big bool) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		if big {
			out = append(out, byte(unit>>8), byte(unit))
		} else {
			out = append(out, byte(unit), byte(unit>>8))
		}
	}
	return out
}

func TestReadTellsTheStorage(t *testing.T) {
	k, _ := sample(t)
	pdf, err := k.PDF()
	if err != nil {
		t.Fatal(err)
	}
	want := k.Storage
	want.Place = "" // is printed only
	for name, data := range map[string][]byte{"text": k.Text(), "code": []byte(k.payload()), "pdf": pdf} {
		reading, err := Read(data)
		if err != nil || reading.Storage != want || reading.Practice != k.Practice {
			t.Errorf("%s: %+v, %v", name, reading, err)
		}
	}
	k.Storage = Storage{Provider: "A folder", Folder: "USB stick \"Farne\" & more = 100 %"}
	if reading, err := Read(k.Text()); err != nil || reading.Storage != k.Storage {
		t.Errorf("%+v, %v", reading, err)
	}
	k.Storage = Storage{}
	if reading, err := Read(k.Text()); err != nil || !reading.Storage.IsZero() {
		t.Errorf("%+v, %v", reading, err)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	k, _ := sample(t)
	words := k.Words.Reveal()
	with := func(at int, word string) string {
		changed := append([]string(nil), words...)
		changed[at-1] = word
		return strings.Join(changed, " ")
	}
	var missing, doubled string
	for i, word := range words {
		if i != 8 {
			missing += fmt.Sprintf("%d %s\n", i+1, word)
		}
		doubled += fmt.Sprintf("%d %s\n", i+1, word)
	}
	for name, c := range map[string]struct{ text, says string }{
		"nothing":      {"", "this has 0."},
		"one short":    {strings.Join(words[1:], " "), "this has 23."},
		"one too many": {strings.Join(words, " ") + " zoo", "this has 25."},
		"no such word": {with(7, "snif1f"), "this has 25."},
		"unknown word": {with(7, "snyff"), `Word 7, "snyff"`},
		"long word":    {with(7, strings.Repeat("x", 500)), "xxx…"},
		"other word":   {with(7, "zoo"), "do not fit together"},
		"swapped":      {strings.Join(append([]string{words[1], words[0]}, words[2:]...), " "), "do not fit together"},
		"gap":          {missing, "Word 9 is missing"},
		"twice":        {doubled + "9 zoo", "more than one word with the number 9"},
		"bad code":     {payloadPrefix + "words=%zz", "damaged"},
		"cut code":     {payloadPrefix + "words=zoo+zoo", "this has 2."},
		"not our pdf":  {"%PDF-1.7\nstream\nzoo\nendstream", "this has 0."},
		"cut block":    {blockBegin + "\n1 zoo\n", "this has 1."},
	} {
		_, err := Read([]byte(c.text))
		if !failure.Is(err, failure.WrongKey) || !strings.Contains(err.Error(), c.says) || failure.Of(err).Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nearly every change of one word is noticed: the checksum has 8 bits, so 1 in 256 is not.
func TestChecksumNoticesOtherWords(t *testing.T) {
	k, s := sample(t)
	words := k.Words.Reveal()
	unnoticed := 0
	for at := range words {
		for _, other := range []string{"abandon", "zoo", "lemon", "river", "paper", "stone", "night", "table"} {
			changed := append([]string(nil), words...)
			changed[at] = other
			if reading, err := Read([]byte(strings.Join(changed, " "))); err == nil && !reading.Secret.Equal(s) {
				unnoticed++
			}
		}
	}
	if unnoticed > 6 {
		t.Errorf("%d of 192 changes went unnoticed", unnoticed)
	}
}

func TestOpen(t *testing.T) {
	k, s := sample(t)
	path := filepath.Join(t.TempDir(), "kit.txt")
	if _, err := Open(path); !failure.Is(err, failure.Usage) {
		t.Errorf("absent: %v", err)
	}
	if err := os.WriteFile(path, k.Text(), 0o600); err != nil {
		t.Fatal(err)
	}
	if reading, err := Open(path); err != nil || !reading.Secret.Equal(s) {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(path, make([]byte, largest+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !failure.Is(err, failure.Usage) {
		t.Errorf("huge: %v", err)
	}
	if _, err := Open(t.TempDir()); !failure.Is(err, failure.Usage) {
		t.Errorf("a folder: %v", err)
	}
}

// Whatever is read spells again what stood there.
func FuzzRead(f *testing.F) {
	k, _ := sample(f)
	for _, text := range spoken(k) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		reading, err := Read(data)
		if err != nil {
			if !failure.Is(err, failure.WrongKey) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, word := range spell(t, reading.Secret).Reveal() {
			if !bytes.HasPrefix(data, []byte("%PDF")) && !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) &&
				!strings.Contains(strings.ToLower(plain(data)), word[:min(4, len(word))]) && !bytes.Contains(data, []byte("%")) {
				t.Fatalf("%q was read out of %q", word, data)
			}
		}
	})
}

// Any secret comes back from the text and from the PDF.
func FuzzRoundTrip(f *testing.F) {
	f.Add(make([]byte, SecretSize), "Harbour Practice", "https://s3.eu-west-2.amazonaws.com", "bucket")
	f.Add(bytes.Repeat([]byte{0xff}, SecretSize), "7 zoo\n"+blockBegin, payloadPrefix, "1 abandon 2 ability")
	f.Fuzz(func(t *testing.T, raw []byte, practice, endpoint, bucket string) {
		if len(raw) != SecretSize {
			return
		}
		s := secret.New(raw)
		k := Kit{Practice: practice, Words: spell(t, s), Storage: Storage{Endpoint: endpoint, Bucket: bucket}}
		if reading, err := Read(k.Text()); err != nil || !reading.Secret.Equal(s) {
			t.Fatalf("text: %v\n%s", err, k.Text())
		}
	})
}
