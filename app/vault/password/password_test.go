package password

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

func typed(s string) secret.Secret { return secret.New([]byte(s)) }

func TestNormaliseMakesOneFormOfWhatKeyboardsType(t *testing.T) {
	same := [][2]string{
		{"caf\u00e9 \u00fcber", "cafe\u0301 u\u0308ber"}, // composed and decomposed
		{"two words", "two\u00a0words"},                  // no-break space
		{"two words", "two\u3000words"},                  // ideographic space
	}
	for _, pair := range same {
		a, errA := Normalise(typed(pair[0]))
		b, errB := Normalise(typed(pair[1]))
		if errA != nil || errB != nil || !a.Equal(b) {
			t.Errorf("%q and %q differ: %v, %v", pair[0], pair[1], errA, errB)
		}
	}
	for _, kept := range []string{" leading", "trailing ", "UPPER", "\ufb01ligree", "smile\U0001F600"} {
		if got, err := Normalise(typed(kept)); err != nil || string(got.Bytes()) != kept {
			t.Errorf("%q became %q, %v", kept, got.Bytes(), err)
		}
	}
	for _, bad := range []string{"", "tab\there", "nul\x00", "\xff\xfe", "family \U0001F469\u200d\U0001F469"} {
		if _, err := Normalise(typed(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestCheckKeepsTheRules(t *testing.T) {
	good := []string{"correct horse battery", "aaaaaaaaaaaab", "ünïcödé", "12 91 77 45", "    8   x", strings.Repeat("long ", 200)}
	good[2] += "x" // eight characters, more bytes
	for _, password := range good {
		if err := Check(typed(password), "Ann Lee", "Harbour Practice"); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
	bad := []string{"", "short", "ünïcödé", "password1", "PASSWORD123", "1234567890", "football1", "Harbour2026!", "annlee-harbour",
		"harbour practice", "farne password 1", "tab\tin password", strings.Repeat("x", Most+1)}
	for _, password := range bad {
		err := Check(typed(password), "Ann Lee", "Harbour Practice")
		if !failure.Is(err, failure.Refused) {
			t.Errorf("%q: %v", password, err)
		}
		if len(password) > 7 && strings.Contains(err.Error()+failure.Of(err).Hint, password) {
			t.Errorf("%q stands in its failure", password)
		}
	}
}

func TestTheFirstThreeThousandLongEnoughAreRefused(t *testing.T) {
	if n := len(common()); n < 3000 {
		t.Fatalf("only %d", n)
	}
	for word := range common() {
		if Check(typed(strings.ToUpper(word))) == nil {
			t.Fatalf("%q passed", word)
		}
	}
}

func TestReadTakesOneLine(t *testing.T) {
	cases := map[string]string{
		"plain": "plain", "line\n": "line", "crlf\r\n": "crlf", "keeps space \n": "keeps space ", " \n": " ", "cr\r": "cr\r",
		strings.Repeat("x", longestLine) + "\n": strings.Repeat("x", longestLine),
	}
	for content, want := range cases {
		path := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, from := range []string{path, "-"} {
			got, err := Read(from, strings.NewReader(content))
			if err != nil || string(got.Bytes()) != want {
				t.Errorf("%.20q from %s: %.20q, %v", content, filepath.Base(from), got.Bytes(), err)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, content := range []string{"", "\n", "\r\n", "one\ntwo\n", "one\n\n", strings.Repeat("x", longestLine+1), strings.Repeat("x", 1<<20)} {
		path := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path, nil); !failure.Is(err, failure.Usage) {
			t.Errorf("%.20q: %v", content, err)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "absent"), nil); !failure.Is(err, failure.Usage) {
		t.Errorf("absent: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("half"), failing{})
	if _, err := Read("-", broken); !failure.Is(err, failure.Usage) {
		t.Errorf("broken: %v", err)
	}
}

func TestReadLeavesTheNextLine(t *testing.T) {
	input := bufio.NewReader(strings.NewReader("first\nsecond\n"))
	one, err1 := Read("-", input)
	two, err2 := Read("-", input)
	if err := errors.Join(err1, err2); err != nil || string(one.Bytes()) != "first" || string(two.Bytes()) != "second" {
		t.Fatalf("%s %s %v", one.Bytes(), two.Bytes(), err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("pulled out") }

// Normalising twice is normalising once, and what is accepted stays valid.
func FuzzNormalise(f *testing.F) {
	for _, seed := range []string{"cafe\u0301", "a\u00a0b", "\U0001F600", "x\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := Normalise(secret.New(data))
		if err != nil {
			return
		}
		twice, err := Normalise(once)
		if err != nil || !once.Equal(twice) {
			t.Fatalf("%q normalises to %q, then to %q, %v", data, once.Bytes(), twice.Bytes(), err)
		}
	})
}
