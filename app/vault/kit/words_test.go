package kit

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cosmos/go-bip39"

	"farne/app/vault/secret"
)

// The 256-bit vectors of BIP39's own test file (trezor/python-mnemonic, vectors.json).
var vectors = map[string]string{
	strings.Repeat("00", 32): strings.Repeat("abandon ", 23) + "art",
	strings.Repeat("7f", 32): "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title",
	strings.Repeat("80", 32): "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless",
	strings.Repeat("ff", 32): strings.Repeat("zoo ", 23) + "vote",
	"68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c": "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length",
	"9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863": "panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich alcohol speed nation flash devote level hobby quick inner drive ghost inside",
	"066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad": "all hour make first leader extend hole alien behind guard gospel lava path output census museum junior mass reopen famous sing advance salt reform",
	"f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f": "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold",
}

func TestKnownAnswers(t *testing.T) {
	for digits, words := range vectors {
		raw, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		phrase := spell(t, secret.New(raw))
		if got := strings.Join(phrase.Reveal(), " "); got != words {
			t.Errorf("%s spells %q", digits, got)
		}
		if reading, err := Read([]byte(words)); err != nil || hex.EncodeToString(reading.Secret.Bytes()) != digits {
			t.Errorf("%q: %v", words, err)
		}
	}
	if _, err := Spell(secret.Random(16)); err == nil {
		t.Error("half a secret was spelled")
	}
}

func spell(t testing.TB, s secret.Secret) Phrase {
	t.Helper()
	phrase, err := Spell(s)
	if err != nil {
		t.Fatal(err)
	}
	return phrase
}

// Four letters tell every word of the list from every other; and the list is in order, on which
// resolve relies.
func TestFourLettersAreEnough(t *testing.T) {
	seen := make(map[string]string)
	for i, word := range bip39.EnglishWordList {
		start := word[:min(4, len(word))]
		if other, taken := seen[start]; taken {
			t.Fatalf("%s and %s", word, other)
		}
		seen[start] = word
		if i > 0 && bip39.EnglishWordList[i-1] >= word {
			t.Fatalf("%s is out of order", word)
		}
		for n := 4; n <= len(word); n++ {
			if got, known := resolve(word[:n]); !known || got != word {
				t.Fatalf("%s resolves to %q", word[:n], got)
			}
		}
	}
	for _, none := range []string{"", "a", "aba", "zzzz", "abandonx", "abanx", "über", "zooo"} {
		if got, known := resolve(none); known {
			t.Errorf("%q resolves to %s", none, got)
		}
	}
}

func TestQuiz(t *testing.T) {
	phrase := spell(t, secret.New(make([]byte, SecretSize)))
	drawn := make(map[int]bool)
	for range 200 {
		quiz := NewQuiz(3)
		if len(quiz) != 3 || quiz[0] < 1 || quiz[0] >= quiz[1] || quiz[1] >= quiz[2] || quiz[2] > WordCount {
			t.Fatalf("%v", quiz)
		}
		for _, at := range quiz {
			drawn[at] = true
		}
	}
	if len(drawn) != WordCount {
		t.Errorf("only %d positions are ever drawn", len(drawn))
	}
	if len(NewQuiz(99)) != WordCount {
		t.Error("more positions than words")
	}
	for typed, want := range map[string]bool{"art": true, " ART ": true, "abandon": false, "": false, "ar": false} {
		if phrase.Matches(24, typed) != want {
			t.Errorf("%q at 24", typed)
		}
	}
	if !phrase.Matches(1, "Aban") || phrase.Matches(0, "abandon") || phrase.Matches(25, "abandon") || (Phrase{}).Matches(1, "abandon") {
		t.Error("Matches is wrong at the edges")
	}
}

func TestPhraseDoesNotPrint(t *testing.T) {
	phrase := spell(t, secret.New(make([]byte, SecretSize)))
	kit := Kit{Practice: "P", Words: phrase}
	var printed strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
		for _, value := range []any{phrase, &phrase, kit, &kit, []Phrase{phrase}} {
			fmt.Fprintf(&printed, verb, value)
		}
	}
	encoded, err := json.Marshal(kit)
	printed.Write(encoded)
	if all := printed.String(); err != nil || strings.Contains(all, "abandon") || strings.Contains(all, hex.EncodeToString([]byte("abandon"))) {
		t.Fatalf("printed: %v", err)
	}
}
