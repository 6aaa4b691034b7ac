package clinic

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// FormatNumber writes a number for people: a zero before the point, none at the end, never an
// exponent, a decimal comma where the language has one. Rounded to places digits after the point;
// a negative places shows all that the value has.
func FormatNumber(value float64, places int, l Locale) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return NotKnown
	}
	s := strconv.FormatFloat(value, 'f', places, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	if l.DecimalComma() {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Places is how many digits after the point a measured value is shown with: four significant digits in
// all, for no clinical instrument says more and calculated values come with fourteen. What is stored and
// exported stays exact.
func Places(value float64) int {
	if value == 0 || math.IsNaN(value) || math.IsInf(value, 0) {
		return 0
	}
	return min(6, max(0, 3-int(math.Floor(math.Log10(math.Abs(value))))))
}

// FormatQuantity is number and unit, which a line break never parts.
func FormatQuantity(value float64, unit string, places int, l Locale) string {
	number := FormatNumber(value, places, l)
	switch unit = DisplayUnit(unit); unit {
	case "":
		return number
	case "%", "°C", "°F":
		return number + unit
	}
	return number + nbsp + unit
}

// unitWords are UCUM codes that people write otherwise. Micro is spelt "mc" or "micro", because a
// written µ has been read as m.
var unitWords = map[string]string{
	"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[in_i]": "in", "ug": "mcg", "ug/L": "mcg/L",
	"ug/mL": "mcg/mL", "umol/L": "micromol/L", "10*3/uL": "×10³/microL", "10*6/uL": "×10⁶/microL", "10*9/L": "×10⁹/L",
	"10*12/L": "×10¹²/L", "mL/min/{1.73_m2}": "mL/min/1.73 m²", "kg/m2": "kg/m²", "/min": "per minute", "1": "",
}

// annotation is UCUM's {…}, which stands for nothing measurable: {score}, {T-score}.
var annotation = regexp.MustCompile(`\{[^}]*\}`)

// DisplayUnit is a UCUM unit as people read it; units that are already words stay as they are.
func DisplayUnit(unit string) string {
	if words, ok := unitWords[unit]; ok {
		return words
	}
	return strings.TrimSuffix(annotation.ReplaceAllString(unit, ""), "/")
}

// Abbreviation is a dangerous way of writing found in a text: bytes From to To.
type Abbreviation struct {
	From, To int
	Found    string
	Instead  string // what to write, as a sentence
}

// risky are the do-not-use abbreviations (Joint Commission, ISMP, NPSA) that a computer can tell from
// ordinary words. The first group is what is marked.
var risky = []struct {
	find    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`[0-9]\s?([uU])(?:[^\pL\pN]|$)`), "Write “units”: a U has been read as a zero"},
	{regexp.MustCompile(`(?:^|[^\pL])(IU)(?:[^\pL]|$)`), "Write “international units”: IU has been read as IV or 10"},
	{regexp.MustCompile(`([µμ]g)(?:[^\pL]|$)`), "Write “micrograms”: µg has been read as mg"},
	{regexp.MustCompile(`(?:^|[^\pL])((?i:qd|qod|q\.d\.|q\.o\.d\.))(?:[^\pL]|$)`), "Write “daily” or “every other day”"},
	{regexp.MustCompile(`(?:^|[^\pL])(MSO4|MgSO4)(?:[^\pL\pN]|$)`), "Write the drug's whole name: morphine and magnesium sulfate have been confused"},
	{regexp.MustCompile(`(?:^|[^0-9.,])([.,][0-9]+)`), "Write a zero before the point: .5 has been read as 5"},
	{regexp.MustCompile(`(?:^|[^0-9.,])([0-9]+[.,]0+)\s?(?i:mg|mcg|g|kg|ml|l|micrograms?|units?)(?:[^\pL]|$)`), "Leave out the zero after the point: 1.0 has been read as 10"},
}

// RiskyAbbreviations finds what should be written out in a dose or an instruction, in the order of
// the text. It is a prompt, never a refusal.
func RiskyAbbreviations(text string) []Abbreviation {
	var found []Abbreviation
	for _, r := range risky {
		for _, at := range r.find.FindAllStringSubmatchIndex(text, -1) {
			found = append(found, Abbreviation{at[2], at[3], text[at[2]:at[3]], r.instead})
		}
	}
	for i := 1; i < len(found); i++ {
		for j := i; j > 0 && found[j].From < found[j-1].From; j-- {
			found[j], found[j-1] = found[j-1], found[j]
		}
	}
	return found
}
