package jsondoc

import (
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	errEscape    = errors.New("an escape in a string is wrong")
	errSurrogate = errors.New("an escape in a string is half of a character")
	errNUL       = errors.New("a string holds a NUL character")
)

// escape checks the escape that s begins with, a pair of surrogates as one, and answers with its
// length.
func escape(s []byte) (int, error) {
	if len(s) < 2 {
		return 0, ErrShort
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, nil
	case 'u':
	default:
		return 0, errEscape
	}
	r, err := hex4(s)
	if err != nil {
		return 0, err
	}
	switch {
	case r == 0:
		return 0, errNUL
	case !utf16.IsSurrogate(r):
		return 6, nil
	case r >= 0xdc00:
		return 0, errSurrogate
	}
	low, err := hex4(s[6:])
	if err != nil {
		if err == errEscape {
			err = errSurrogate
		}
		return 0, err
	}
	if utf16.DecodeRune(r, low) == utf8.RuneError {
		return 0, errSurrogate
	}
	return 12, nil
}

// hex4 reads the \uXXXX that s begins with.
func hex4(s []byte) (rune, error) {
	var r rune
	for i := range 6 {
		if i == len(s) {
			return 0, ErrShort
		}
		c := s[i]
		switch {
		case i == 0 && c == '\\', i == 1 && c == 'u':
			continue
		case i < 2:
			return 0, errEscape
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, errEscape
		}
		r = r<<4 | rune(c)
	}
	return r, nil
}

// unescape is the text of a checked string without its quotes.
func unescape(s []byte) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			out = append(out, s[i])
			i++
			continue
		}
		switch c := s[i+1]; c {
		case 'u':
			r, _ := hex4(s[i:])
			i += 6
			if utf16.IsSurrogate(r) {
				low, _ := hex4(s[i:])
				r = utf16.DecodeRune(r, low)
				i += 6
			}
			out = utf8.AppendRune(out, r)
			continue
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		default:
			out = append(out, c)
		}
		i += 2
	}
	return string(out)
}

// AppendString appends s as a JSON string. Bytes that are no UTF-8, and NUL, which no document may
// hold, become U+FFFD.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\r':
			b = append(b, '\\', 'r')
		case r == '\t':
			b = append(b, '\\', 't')
		case r == 0:
			b = utf8.AppendRune(b, utf8.RuneError)
		case r < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// Quote is AppendString to nothing.
func Quote(s string) []byte { return AppendString(make([]byte, 0, len(s)+2), s) }
