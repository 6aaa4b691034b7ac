package app

import (
	"strings"
	"testing"
)

func TestBeginningOfANote(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		" \n Sleeps better.\nMore": "Sleeps better.",
		"SUBJECTIVE\nSleeps better.\n\nPLAN\n…": "Sleeps better.",
		"Plan:\n\n120/80, recheck":              "120/80, recheck",
		"120/80":                                "120/80",
		"SEEN TODAY\nNO CHANGE":                 "SEEN TODAY",
		"睡眠改善\n下周复诊":                            "睡眠改善",
		strings.Repeat("a", 200):                strings.Repeat("a", 159) + "…",
	} {
		if got := beginning(text); got != want {
			t.Errorf("%q begins %q, want %q", text, got, want)
		}
	}
}
