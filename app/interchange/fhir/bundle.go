package fhir

import (
	"io"
	"strings"

	"farne/app/interchange/jsondoc"
)

// separated goes to the next member or element of the present object or array, or past its closing
// bracket: then it is over.
func (r *Reader) separated(closing byte) (over bool, err error) {
	c, err := r.sign()
	if err != nil {
		return false, err
	}
	if c == closing {
		r.in.at++
		return true, nil
	}
	if !r.first {
		if c != ',' {
			return false, wrong("a comma or a closing bracket is missing")
		}
		r.in.at++
		if c, err = r.sign(); err != nil {
			return false, err
		}
		if c == closing {
			return false, wrong("something is missing behind a comma")
		}
	}
	r.first = false
	return false, nil
}

// sign is the next byte of a Bundle that is no white space; a Bundle that ends before it is cut off.
func (r *Reader) sign() (byte, error) {
	c, err := r.in.space()
	if err == io.EOF {
		err = errCutOff
	}
	return c, err
}

// member reads one member of a Bundle, or up to the first of its entries, or its end.
func (r *Reader) member() error {
	over, err := r.separated('}')
	if err != nil {
		return err
	}
	if over {
		r.state = between
		if !r.isBundle {
			return wrong("it is not FHIR: what looks like a Bundle does not say that it is one")
		}
		return nil
	}
	v, err := r.parse()
	if err != nil {
		return err
	}
	name, ok := v.Text()
	if !ok {
		return wrong("a member's name is missing")
	}
	if r.seen[name] || len(r.seen) > 100 {
		return wrong("a member of the Bundle stands there twice")
	}
	r.seen[name] = true
	c, err := r.sign()
	if err != nil {
		return err
	}
	if c != ':' {
		return wrong("a colon is missing")
	}
	r.in.at++
	if name == "entry" {
		if c, err = r.sign(); err != nil {
			return err
		}
		if c != '[' {
			return wrong("the Bundle's entry is not a list")
		}
		r.in.at++
		r.state, r.first = inEntries, true
		return nil
	}
	if v, err = r.parse(); err != nil {
		return err
	}
	return r.about(name, v)
}

// about takes in what a Bundle says about itself.
func (r *Reader) about(name string, v jsondoc.Value) error {
	switch name {
	case "resourceType":
		if !v.Is("Bundle") {
			return wrong("a resource is larger than %d MiB", r.limits.Resource>>20)
		}
		r.isBundle = true
	case "type":
		if v.Is("history") {
			return wrong("it is a history, which holds many versions of each resource; export the present ones")
		}
	case "meta":
		r.origin, _, _ = strings.Cut(v.Get("source").Str(), "#")
	}
	return nil
}

// element reads one entry of a Bundle.
func (r *Reader) element() (found bool, err error) {
	over, err := r.separated(']')
	if err != nil {
		return false, err
	}
	if over {
		r.state, r.first = inBundle, false
		return false, nil
	}
	if _, err := r.sign(); err != nil { // to the entry's first byte, so that its line is right
		return false, err
	}
	line, offset := r.in.line(), r.in.offset()
	v, err := r.parse()
	if err != nil {
		return false, err
	}
	if v.Kind() != jsondoc.Object {
		return false, wrong("an entry of the Bundle is not an object")
	}
	if v.Get("request").Get("method").Is("DELETE") {
		return false, wrong("an entry asks to delete a record; an import adds and updates only")
	}
	resource := v.Get("resource")
	if !resource.Exists() {
		r.empty++
		return false, nil
	}
	r.entry = Entry{FullURL: v.Get("fullUrl").Str(), Origin: r.origin, Line: line, Offset: offset}
	return true, r.accept(resource)
}
