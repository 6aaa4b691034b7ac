package clinic

import (
	"strings"
	"unicode"
)

// NotKnown is what stands where a value is missing: never a question mark (NHS CUI PAB-0019).
const NotKnown = "Not known"

// Name is a patient's name. Every part may be missing and any character may occur.
type Name struct{ Family, Given, Preferred, Title string }

// Display is SURNAME, Given (Title), the form of the patient banner (NHS CUI PAB-0009). It is never
// shortened. What is missing is left out; a name without anything is NotKnown.
func (n Name) Display() string {
	var b strings.Builder
	b.WriteString(Surname(n.Family))
	if given := strings.TrimSpace(n.Given); given != "" {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(given)
	}
	if b.Len() == 0 {
		b.WriteString(strings.TrimSpace(n.Preferred))
	}
	if b.Len() == 0 {
		return NotKnown
	}
	if title := strings.TrimSpace(n.Title); title != "" {
		b.WriteString(" (" + title + ")")
	}
	return b.String()
}

// Surname writes a family name in capitals. ß becomes ẞ, not SS: STRAUẞ and STRAUSS are two people.
func Surname(family string) string {
	return strings.Map(func(r rune) rune {
		if r == 'ß' {
			return 'ẞ'
		}
		return unicode.ToUpper(r)
	}, strings.TrimSpace(family))
}

// Prefers tells whether there is a preferred name worth its own line under the name.
func (n Name) Prefers() bool {
	p := Fold(n.Preferred)
	return p != "" && p != Fold(n.Given)
}
