package clinic

import (
	"regexp"
	"strings"
)

var (
	codiceFiscale = regexp.MustCompile(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`)
	nir           = regexp.MustCompile(`^[1-8][0-9]{4}[0-9AB][0-9AB][0-9]{8}$`)
	kvnr          = regexp.MustCompile(`^[A-Z][0-9]{9}$`)
)

// ParseNationalID reads the number by which a country's health service knows a person and answers
// with it in its stored form: NHS number (GB), fødselsnummer or D-number (NO), codice fiscale (IT),
// NIR (FR), Krankenversichertennummer (DE). Country is ISO 3166-1 alpha-2. A number of another
// country is taken as it is, trimmed: a wrong refusal would keep a person out of the record.
func ParseNationalID(country, text string) (string, *FieldError) {
	if country == "GB" {
		return ParseNHSNumber(text)
	}
	s := strings.ToUpper(separators.Replace(strings.TrimSpace(text)))
	valid := true
	name := ""
	switch country {
	case "NO":
		name, valid = "fødselsnummer", fodselsnummer(s)
	case "IT":
		name, valid = "codice fiscale", codiceFiscale.MatchString(s) && fiscalCheck(s) == s[15]
	case "FR":
		name, valid = "NIR", nir.MatchString(s) && nirKey(s)
	case "DE":
		name, valid = "Krankenversichertennummer", kvnr.MatchString(s) && kvnrCheck(s)
	default:
		return strings.TrimSpace(text), nil
	}
	if !valid {
		return "", &FieldError{Code: "checksum", Message: "This is not a valid " + name + ": check each character"}
	}
	return s, nil
}

// fodselsnummer checks eleven digits with two check digits, modulus 11 each (Skatteetaten).
func fodselsnummer(s string) bool {
	if len(s) != 11 || !allDigits(s) {
		return false
	}
	check := func(weights ...int) bool {
		sum := 0
		for i, w := range weights {
			sum += w * int(s[i]-'0')
		}
		return sum%11 == 0
	}
	return check(3, 7, 6, 1, 8, 9, 4, 5, 2, 1) && check(5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
}

// fiscalOdd are the values of 0–9 and A–Z at odd places (Decreto 12 March 1974); a letter that
// stands for a digit (omocodia) counts as that letter.
var fiscalOdd = [36]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
	1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

func fiscalCheck(s string) byte {
	sum := 0
	for i := 0; i < 15; i++ {
		n, letter := int(s[i]-'0'), s[i] >= 'A'
		if letter {
			n = int(s[i] - 'A')
		}
		switch {
		case i%2 == 1:
			sum += n
		case letter:
			sum += fiscalOdd[10+n]
		default:
			sum += fiscalOdd[n]
		}
	}
	return 'A' + byte(sum%26)
}

// nirKey checks the key of a French number: 97 less the first 13 places modulo 97, Corsica's 2A and
// 2B counting as 19 and 18 (INSEE).
func nirKey(s string) bool {
	body := s[:13]
	switch {
	case strings.Contains(s[5:7], "A"):
		body = s[:5] + "19" + s[7:13]
	case strings.Contains(s[5:7], "B"):
		body = s[:5] + "18" + s[7:13]
	}
	rest := 0
	for i := 0; i < len(body); i++ {
		rest = (rest*10 + int(body[i]-'0')) % 97
	}
	key, ok := digits(s[13:])
	return ok && allDigits(body) && key == 97-rest
}

// kvnrCheck checks the German number: the letter as two digits, weights 1 and 2 in turn, sums of
// digits, modulus 10 (GKV-Spitzenverband).
func kvnrCheck(s string) bool {
	n := int(s[0]-'A') + 1
	body := string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) + s[1:9]
	sum := 0
	for i := 0; i < len(body); i++ {
		p := int(body[i]-'0') * (1 + i%2)
		sum += p/10 + p%10
	}
	return sum%10 == int(s[9]-'0')
}
