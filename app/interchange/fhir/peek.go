package fhir

import (
	"io"

	"farne/app/interchange/jsondoc"
)

// parse takes the value that is next, reading on until it is complete or too large.
func (r *Reader) parse() (jsondoc.Value, error) {
	for {
		v, n, err := r.parser.Parse(r.in.unread())
		switch {
		case err == jsondoc.ErrShort:
			if err := r.need(); err != nil {
				return v, err
			}
		case err != nil:
			return v, err
		case n > r.limits.Resource:
			return v, r.tooLarge()
		default:
			r.in.at += n
			return v, nil
		}
	}
}

// need reads on within what one resource may have.
func (r *Reader) need() error {
	if len(r.in.unread()) >= r.limits.Resource {
		return r.tooLarge()
	}
	err := r.in.more()
	if err == io.EOF {
		return errCutOff
	}
	return err
}

func (r *Reader) tooLarge() error {
	return wrong("a resource is larger than %d MiB", r.limits.Resource>>20)
}

// peekType finds the resourceType of the object that is next, without taking anything. It is ""
// when the members before it are larger than a resource may be, which only a Bundle's entries are.
func (r *Reader) peekType() (string, error) {
	for {
		p := &peek{parser: &r.parser, text: r.in.unread(), at: 1}
		kind, err := p.findType()
		if err != jsondoc.ErrShort {
			return kind, err
		}
		if len(r.in.unread()) >= r.limits.Resource {
			return "", nil
		}
		if err := r.in.more(); err == io.EOF {
			return "", errCutOff
		} else if err != nil {
			return "", err
		}
	}
}

// peek goes through the members of an object that may not be all there yet.
type peek struct {
	parser *jsondoc.Parser
	text   []byte
	at     int
}

var errNoType = &placed{0, "it is not FHIR: a resource has no resourceType"}

func (p *peek) findType() (string, error) {
	for first := true; ; first = false {
		c, err := p.sign()
		switch {
		case err != nil:
			return "", err
		case c == '}':
			return "", errNoType
		case !first && c != ',':
			return "", &placed{p.at, "a comma or a closing bracket is missing"}
		case !first:
			p.at++
		}
		name, err := p.value()
		if err != nil {
			return "", err
		}
		isType := name.Is("resourceType")
		if err := p.colon(name.Kind()); err != nil {
			return "", err
		}
		v, err := p.value()
		if err != nil {
			return "", err
		}
		if !isType {
			continue
		}
		if kind := v.Str(); kind != "" {
			return kind, nil
		}
		return "", errNoType
	}
}

func (p *peek) value() (jsondoc.Value, error) {
	v, n, err := p.parser.Parse(p.text[p.at:])
	if syntax, ok := err.(*jsondoc.SyntaxError); ok {
		syntax.Offset += p.at
	}
	p.at += n
	return v, err
}

// colon takes the colon behind a member's name.
func (p *peek) colon(name jsondoc.Kind) error {
	c, err := p.sign()
	switch {
	case err != nil:
		return err
	case name != jsondoc.String:
		return &placed{p.at, "a member's name is missing"}
	case c != ':':
		return &placed{p.at, "a colon is missing"}
	}
	p.at++
	return nil
}

func (p *peek) sign() (byte, error) {
	for ; p.at < len(p.text); p.at++ {
		if c := p.text[p.at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c, nil
		}
	}
	return 0, jsondoc.ErrShort
}
