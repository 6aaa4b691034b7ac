package kit

import "strings"

// Knows tells whether what somebody typed is a word of the list, or its first four letters.
func Knows(typed string) bool {
	_, known := resolve(strings.ToLower(strings.TrimSpace(typed)))
	return known
}
