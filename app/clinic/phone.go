package clinic

import "strings"

// dialling is a country's calling code and the trunk prefix that is dropped behind it (ITU E.164).
// Italy keeps its leading zero, Norway, Denmark, Spain and Poland have none.
type dialling struct{ code, trunk string }

var diallings = map[string]dialling{
	"GB": {"44", "0"}, "IE": {"353", "0"}, "DE": {"49", "0"}, "FR": {"33", "0"}, "IT": {"39", ""},
	"NO": {"47", ""}, "CH": {"41", "0"}, "AT": {"43", "0"}, "NL": {"31", "0"}, "BE": {"32", "0"},
	"SE": {"46", "0"}, "DK": {"45", ""}, "FI": {"358", "0"}, "ES": {"34", ""}, "PT": {"351", ""},
	"PL": {"48", ""}, "LU": {"352", ""}, "IS": {"354", ""}, "US": {"1", "1"}, "CA": {"1", "1"},
}

// PhoneKey is the form in which a phone number is searched: "+", calling code and number without
// trunk prefix where the country is known, else the digits alone. An extension is left out. Country
// (ISO 3166-1 alpha-2) is the practice's own, for numbers typed without a calling code. The number
// itself is stored and shown as it was typed.
func PhoneKey(number, country string) string {
	number, _, _ = strings.Cut(strings.ToLower(number), "ext")
	number, _, _ = strings.Cut(number, "x")
	number = strings.TrimPrefix(strings.TrimSpace(number), "tel:")
	abroad := strings.HasPrefix(strings.TrimLeft(number, "( "), "+")
	// "+44 (0)20" is how Britons write it for both kinds of reader
	if abroad || strings.HasPrefix(number, "00") {
		number = strings.Replace(number, "(0)", "", 1)
	}
	digits := onlyDigits(number)
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !abroad {
		abroad, digits = true, rest
	}
	if abroad {
		return "+" + dropTrunk(digits)
	}
	d, known := diallings[country]
	if !known || len(digits) < 6 {
		return digits
	}
	return "+" + d.code + strings.TrimPrefix(digits, d.trunk)
}

// dropTrunk repairs "+44 020 …", which people type though it cannot be dialled.
func dropTrunk(digits string) string {
	for _, d := range diallings {
		if rest, ok := strings.CutPrefix(digits, d.code); ok && d.trunk == "0" && strings.HasPrefix(rest, "0") {
			return d.code + rest[1:]
		}
	}
	return digits
}

// PhoneMatches tells whether a number that was typed into search can mean a stored one: the keys are
// equal, or at least 4 digits of it stand at the end of the other.
func PhoneMatches(stored, typed, country string) bool {
	s, t := PhoneKey(stored, country), PhoneKey(typed, country)
	if s == t {
		return s != ""
	}
	tail := strings.TrimPrefix(onlyDigits(typed), "0")
	return len(tail) >= 4 && strings.HasSuffix(s, tail)
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
