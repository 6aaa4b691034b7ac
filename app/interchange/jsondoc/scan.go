package jsondoc

import (
	"unicode/utf8"
)

func (p *Parser) word(w string) error {
	rest := p.src[p.at:]
	if len(rest) < len(w) {
		if string(rest) == w[:len(rest)] {
			return ErrShort
		}
		return p.fail("no JSON value begins like this")
	}
	if string(rest[:len(w)]) != w {
		return p.fail("no JSON value begins like this")
	}
	p.text = append(p.text, w...)
	p.at += len(w)
	return nil
}

// number reads a number of JSON's grammar and keeps its digits as they are.
func (p *Parser) number() error {
	start, s := p.at, p.src
	digits := func() bool {
		from := p.at
		for p.at < len(s) && s[p.at] >= '0' && s[p.at] <= '9' {
			p.at++
		}
		return p.at > from
	}
	is := func(c byte) bool { return p.at < len(s) && s[p.at]|0x20 == c|0x20 }
	if is('-') {
		p.at++
	}
	leading := p.at
	ok := digits()
	if ok && s[leading] == '0' && p.at > leading+1 {
		return p.fail("a number begins with a zero")
	}
	if ok && p.at < len(s) && s[p.at] == '.' {
		p.at++
		ok = digits()
	}
	if ok && is('e') {
		p.at++
		if p.at < len(s) && (s[p.at] == '+' || s[p.at] == '-') {
			p.at++
		}
		ok = digits()
	}
	if p.at == len(s) {
		return ErrShort
	}
	if !ok {
		return p.fail("a number is incomplete")
	}
	p.text = append(p.text, s[start:p.at]...)
	return nil
}

// special are the bytes at which a string is no longer plain: quote, backslash, control, not ASCII.
var special = func() (t [256]bool) {
	for c := range 256 {
		t[c] = c < 0x20 || c == '"' || c == '\\' || c >= 0x80
	}
	return t
}()

// str reads a string, quotes included, and tells whether it holds escapes.
func (p *Parser) str() (escaped bool, err error) {
	start, s := p.at, p.src
	i := p.at + 1
	for {
		for i < len(s) && !special[s[i]] {
			i++
		}
		if i == len(s) {
			return false, ErrShort
		}
		switch c := s[i]; {
		case c == '"':
			p.at = i + 1
			p.text = append(p.text, s[start:p.at]...)
			return escaped, nil
		case c == '\\':
			escaped = true
			n, err := escape(s[i:])
			if err != nil {
				p.at = i
				return false, p.located(err)
			}
			i += n
		case c < 0x20:
			p.at = i
			return false, p.fail("a control character stands in a string")
		default:
			_, n := utf8.DecodeRune(s[i:])
			if n == 1 {
				p.at = i
				if !utf8.FullRune(s[i:]) {
					return false, ErrShort
				}
				return false, p.fail("the text is not valid UTF-8")
			}
			i += n
		}
	}
}

func (p *Parser) located(err error) error {
	if err == ErrShort {
		return err
	}
	return p.fail(err.Error())
}
