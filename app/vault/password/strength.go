package password

import (
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

	"farne/app/vault/secret"
)

// Advice says what would make a password better. The window has words for each in its language.
type Advice string

// What can be advised.
const (
	Short     Advice = "short"     // fewer than Advised characters
	Guessable Advice = "guessable" // made of known words, names, dates or rows of keys
)

// Strength is how hard a password is to guess, as zxcvbn estimates it (Wheeler, USENIX Security 2016).
type Strength struct {
	Score   int      `json:"score"`   // 0 very weak … 4 very strong
	Guesses float64  `json:"guesses"` // about how many tries a good attacker needs
	Advice  []Advice `json:"advice"`  // empty when there is nothing to improve
}

// estimated is the longest stretch that is looked at, in characters: the estimate's time grows with
// the cube of the length, and 72 take about 20 ms.
const estimated = 72

// Judge estimates; it never refuses. about is as in Check.
func Judge(typed secret.Secret, about ...string) Strength {
	all := []rune(string(typed.Bytes()))
	result := zxcvbn.PasswordStrength(string(all[:min(len(all), estimated)]), append(about, "farne"))
	strength := Strength{Score: result.Score, Guesses: result.Guesses, Advice: []Advice{}}
	if utf8.RuneCount(typed.Bytes()) < Advised {
		strength.Advice = append(strength.Advice, Short)
	}
	if result.Score < 3 {
		strength.Advice = append(strength.Advice, Guessable)
	}
	return strength
}
