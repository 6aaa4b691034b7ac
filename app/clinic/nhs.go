package clinic

import (
	"regexp"
	"strings"
)

// nbsp keeps the groups of a number, and a number and its unit, on one line.
const nbsp = "\u00a0"

var (
	nationalInsurance = regexp.MustCompile(`^[A-Z]{2}[0-9]{6}[A-D]$`)
	separators        = strings.NewReplacer(" ", "", nbsp, "", "-", "", "\u2010", "", "\u2011", "", "\u2013", "",
		"\u202f", "", "\u2009", "", "\t", "", ".", "", "/", "")
)

// ParseNHSNumber reads an NHS number as people type or paste it, with spaces or dashes, and answers
// with its 10 digits. The check digit is that of the NHS data dictionary (modulus 11). Beware: a
// number that passes may still be another person's; it is never the sole matcher.
func ParseNHSNumber(text string) (string, *FieldError) {
	s := strings.ToUpper(separators.Replace(strings.TrimSpace(text)))
	fail := func(code, message string) (string, *FieldError) {
		return "", &FieldError{Field: "nhs_number", Code: code, Message: message}
	}
	switch {
	case s == "":
		return fail("missing", "Enter an NHS number, for example 943 476 5919, or leave it empty")
	case nationalInsurance.MatchString(s):
		return fail("national_insurance", "This looks like a National Insurance number. An NHS number has 10 digits and no letters")
	case !allDigits(s):
		return fail("letters", "An NHS number has 10 digits and no letters or signs")
	case len(s) < 10:
		return fail("too_short", "This NHS number is too short: it must have 10 digits")
	case len(s) > 10:
		return fail("too_long", "This NHS number is too long: it must have 10 digits")
	case strings.Count(s, s[:1]) == 10:
		return fail("placeholder", "This looks like a placeholder. Leave the NHS number empty when it is not known")
	case !mod11(s):
		return fail("checksum", "This is not a valid NHS number: one or more digits are wrong")
	case looksLikeCHI(s):
		return fail("chi", "This looks like a CHI number (Scotland). Enter it as another identifier, not as the NHS number")
	}
	return s, nil
}

// ValidNHSNumber tells whether s is 10 digits with a right check digit.
func ValidNHSNumber(s string) bool { return len(s) == 10 && allDigits(s) && mod11(s) }

// DisplayNHSNumber shows 10 digits as 3-3-4 with non-breaking spaces (NHS CUI NUM-0001, NUM-0002).
// Anything else is shown as it stands.
func DisplayNHSNumber(s string) string {
	if len(s) != 10 || !allDigits(s) {
		return s
	}
	return s[:3] + nbsp + s[3:6] + nbsp + s[6:]
}

// mod11 is the check of the NHS data dictionary: weights 10 to 2 over nine digits, 11 less the
// remainder is the tenth; 11 counts as 0, and 10 means that no such number is issued.
func mod11(s string) bool {
	sum := 0
	for i := 0; i < 9; i++ {
		sum += int(s[i]-'0') * (10 - i)
	}
	check := 11 - sum%11
	if check == 11 {
		check = 0
	}
	return check == int(s[9]-'0')
}

// looksLikeCHI tells whether the number begins with a date of birth as DDMMYY. Scotland's numbers
// share the check digit; the NHS issues none in that range.
func looksLikeCHI(s string) bool {
	day, _ := digits(s[:2])
	month, _ := digits(s[2:4])
	return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
