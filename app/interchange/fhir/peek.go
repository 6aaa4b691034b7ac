package fhir

import (
	"io"

	"farne/app/interchange/jsondoc"
)

// peekType finds the resourceType of the object that is next, without taking anything. It is ""
// when the members before it are larger than a resource may be, which only a Bundle's entries are.
func (r *Reader) peekType() (string, error) {
	for {
		kind, err := r.findType(r.in.unread())
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

// findType goes through the members of the object that text begins with.
func (r *Reader) findType(text []byte) (string, error) {
	at := 1
	take := func() (jsondoc.Value, error) {
		v, n, err := r.parser.Parse(text[at:])
		if syntax, ok := err.(*jsondoc.SyntaxError); ok {
			syntax.Offset += at
		}
		at += n
		return v, err
	}
	sign := func() (byte, error) {
		for ; at < len(text); at++ {
			if c := text[at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
				return c, nil
			}
		}
		return 0, jsondoc.ErrShort
	}
	for first := true; ; first = false {
		c, err := sign()
		if err != nil {
			return "", err
		}
		if c == '}' {
			return "", &placed{0, "it is not FHIR: a resource has no resourceType"}
		}
		if !first {
			if c != ',' {
				return "", &placed{at, "a comma or a closing bracket is missing"}
			}
			at++
		}
		name, err := take()
		if err != nil {
			return "", err
		}
		isType := name.Is("resourceType")
		if name.Kind() != jsondoc.String {
			return "", &placed{at, "a member's name is missing"}
		}
		if c, err = sign(); err != nil {
			return "", err
		}
		if c != ':' {
			return "", &placed{at, "a colon is missing"}
		}
		at++
		v, err := take()
		if err != nil {
			return "", err
		}
		if isType {
			kind, ok := v.Text()
			if !ok || kind == "" {
				return "", &placed{0, "it is not FHIR: a resource has no resourceType"}
			}
			return kind, nil
		}
	}
}
