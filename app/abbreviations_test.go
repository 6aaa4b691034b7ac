package app

import (
	"strings"
	"testing"
)

func TestAbbreviationsAreShownAsTheyStand(t *testing.T) {
	care := &Care{newShell(t.TempDir(), nil)}
	for text, want := range map[string]string{
		"":                             "",
		"Sleeps better.":               "",
		"½ tablet, 25 µg – canary.":    "25 µg",
		"Insulin 10U at night":         "10U",
		"(5 µg) then 5 µg":             "5 µg",
		"5 µg, then 10 µg":             "5 µg | 10 µg",
		"gave MSO4 yesterday":          "MSO4",
		"0.5 mg daily, .5 mg at night": ".5",
		"take\n1.0 mg":                 "1.0",
		"1 µg 2 µg 3 µg 4 µg 5 µg 6 µg 7 µg": "1 µg | 2 µg | 3 µg | 4 µg",
	} {
		found := must[[]Abbreviation](t)(care.Abbreviations(text))
		var shown []string
		for _, a := range found {
			shown = append(shown, a.Found)
			if a.Instead == "" {
				t.Errorf("%q: nothing to write instead of %q", text, a.Found)
			}
		}
		if got := strings.Join(shown, " | "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
