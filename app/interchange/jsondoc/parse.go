package jsondoc

import (
	"bytes"
)

// Parser reads values out of a buffer. The zero Parser has the default limits.
type Parser struct {
	Limits Limits

	src    []byte
	at     int
	limits Limits
	depth  int
	tree   // the compact text of the value and its index
}

// Parse reads the value that src begins with, white space before it included, and answers with its
// root and the number of bytes it took. It answers with ErrShort if src ends first (a number that
// src ends with counts as unfinished) and with a *SyntaxError if it is not JSON or beyond a limit.
func (p *Parser) Parse(src []byte) (Value, int, error) {
	p.src, p.at, p.depth = src, 0, 0
	p.limits = p.Limits.orDefault()
	if p.text, p.nodes = p.text[:0], p.nodes[:0]; cap(p.text) < len(src) {
		p.text = make([]byte, 0, len(src)) // one allocation, where appending would leave many behind
	}
	if err := p.value(0, 0); err != nil {
		return Value{}, 0, err
	}
	return Value{&p.tree, 0}, p.at, nil
}

func (p *Parser) fail(why string) error { return &SyntaxError{p.at, why} }

// space goes to the next byte that is not white space and answers with it.
func (p *Parser) space() (byte, error) {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; c {
		case ' ', '\n', '\t', '\r':
			p.at++
		default:
			return c, nil
		}
	}
	return 0, ErrShort
}

// value reads one value; key and keyEnd are where its name stands in the compact text.
func (p *Parser) value(key, keyEnd uint32) error {
	c, err := p.space()
	if err != nil {
		return err
	}
	if len(p.nodes) >= p.limits.Nodes {
		return p.fail("too many values")
	}
	i := len(p.nodes)
	p.nodes = append(p.nodes, node{start: uint32(len(p.text)), key: key, keyEnd: keyEnd})
	var kind Kind
	escaped := false
	switch {
	case c == '"':
		kind = String
		escaped, err = p.str()
	case c == '{' || c == '[':
		if kind = Array; c == '{' {
			kind = Object
		}
		err = p.children(i, kind)
	case c == '-' || c >= '0' && c <= '9':
		kind = Number
		err = p.number()
	case c == 't':
		kind, err = Bool, p.word("true")
	case c == 'f':
		kind, err = Bool, p.word("false")
	case c == 'n':
		kind, err = Null, p.word("null")
	default:
		err = p.fail("no JSON value begins like this")
	}
	n := &p.nodes[i]
	n.kind, n.escaped, n.end = kind, escaped, uint32(len(p.text))
	return err
}

// children reads the members of an object or the elements of an array, whose bracket is next.
func (p *Parser) children(parent int, kind Kind) error {
	if p.depth++; p.depth > p.limits.Depth {
		return p.fail("nested too deeply")
	}
	closing := byte(']')
	if kind == Object {
		closing = '}'
	}
	p.text = append(p.text, p.src[p.at])
	p.at++
	names := names{first: parent + 1}
	for last := 0; ; {
		over, err := p.separated(closing, last == 0)
		if err != nil {
			return err
		}
		if over {
			p.depth--
			return nil
		}
		i := len(p.nodes)
		var key, keyEnd uint32
		if kind == Object {
			if key, keyEnd, err = p.name(); err != nil {
				return err
			}
			if last != 0 && names.seen(p, key, keyEnd) {
				return p.fail("a member stands there twice")
			}
		}
		if err := p.value(key, keyEnd); err != nil {
			return err
		}
		if last != 0 {
			p.nodes[last].next = uint32(i)
		}
		last = i
	}
}

// separated takes the comma before the next child, or the closing bracket: then it is over.
func (p *Parser) separated(closing byte, first bool) (over bool, err error) {
	c, err := p.space()
	switch {
	case err != nil:
		return false, err
	case c == closing:
	case first:
		return false, nil
	case c != ',':
		return false, p.fail("a comma or a closing bracket is missing")
	}
	p.text = append(p.text, c)
	p.at++
	return c == closing, nil
}

// name reads a member's name and its colon. No FHIR name needs an escape, and refusing them keeps
// comparing names a comparison of bytes.
func (p *Parser) name() (key, keyEnd uint32, err error) {
	c, err := p.space()
	if err != nil {
		return 0, 0, err
	}
	if c != '"' {
		return 0, 0, p.fail("a member's name is missing")
	}
	key = uint32(len(p.text)) + 1
	escaped, err := p.str()
	if err != nil {
		return 0, 0, err
	}
	if escaped {
		return 0, 0, p.fail("a member's name is written with escapes")
	}
	keyEnd = uint32(len(p.text)) - 1
	if c, err = p.space(); err != nil {
		return 0, 0, err
	}
	if c != ':' {
		return 0, 0, p.fail("a colon is missing")
	}
	p.at++
	p.text = append(p.text, ':')
	return key, keyEnd, nil
}

// names finds members of one name: by going through the siblings while they are few, with a map when
// they are many.
type names struct {
	first int
	count int
	all   map[string]bool
}

func (s *names) seen(p *Parser, key, keyEnd uint32) bool {
	const few = 24
	name := p.text[key:keyEnd]
	s.count++
	if s.count <= few {
		for i := s.first; ; i = int(p.nodes[i].next) {
			n := &p.nodes[i]
			if n.keyEnd-n.key == keyEnd-key && bytes.Equal(p.text[n.key:n.keyEnd], name) {
				return true
			}
			if n.next == 0 {
				return false
			}
		}
	}
	if s.all == nil {
		s.all = map[string]bool{}
		for i := s.first; i != 0; i = int(p.nodes[i].next) {
			s.all[string(p.text[p.nodes[i].key:p.nodes[i].keyEnd])] = true
		}
	}
	if s.all[string(name)] {
		return true
	}
	s.all[string(name)] = true
	return false
}
