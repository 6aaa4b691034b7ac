package fhir

import (
	"io"
	"path/filepath"
	"strings"

	"farne/app/interchange/jsondoc"
)

// Entry is one resource of a file, with the place it stands at. It is valid until the Reader's next
// Next.
type Entry struct {
	Resource jsondoc.Value // an object whose member resourceType is Type
	Type     string        // a resource type of R4
	ID       string        // Resource.id; "" if it has none
	FullURL  string        // the bundle entry's fullUrl; "" if there is none
	Origin   string        // meta.source of the bundle, if it stood before the entries
	Line     int64         // counted from 1
	Offset   int64         // in bytes of the unpacked text
}

// Raw is the resource as it stands in the file, without insignificant white space.
func (e *Entry) Raw() []byte { return e.Resource.Raw() }

// Reader gives the resources of one file: a Bundle's entries, or the one resource of a .json file, or
// the lines of an .ndjson file, each of which may be a Bundle too; all of them plain or gzip. The
// file is complete only when Next has answered io.EOF: whoever writes before that must be able to
// take it back.
type Reader struct {
	name   string
	in     *input
	parser jsondoc.Parser
	limits Limits
	lines  bool // NDJSON: a value a line
	err    error

	expected *Contents // of a pass before; nil if there was none

	state    state
	values   int             // top-level values begun
	began    int64           // the line on which the present one began
	first    bool            // no member or entry of the present object or array was read yet
	seen     map[string]bool // members of the present Bundle
	isBundle bool            // its resourceType was read
	origin   string
	empty    int // entries without a resource
	entry    Entry
}

type state uint8

const (
	between   state = iota // top-level values
	inBundle               // between the members of a Bundle
	inEntries              // between the entries of a Bundle
)

// NewReader begins to read a file. Its name says whether it is NDJSON (.ndjson, .jsonl, .ndjson.gz)
// and stands in errors; that it is compressed is seen by its content.
func NewReader(name string, src io.Reader, limits Limits) (*Reader, error) {
	limits = limits.orDefault()
	r := &Reader{name: name, limits: limits, lines: isLines(name)}
	r.parser.Limits.Depth = limits.Depth
	in, err := open(src, limits)
	if err != nil {
		return nil, failed(&Problem{File: name, Line: 1, Why: firstWords(err)}, err)
	}
	r.in = in
	return r, nil
}

func isLines(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	ext := filepath.Ext(name)
	return ext == ".ndjson" || ext == ".jsonl"
}

// Next is the next resource; io.EOF after the last one, once the file has been found complete. Any
// other error is a *failure.Error with a *Problem in its chain, and stays.
func (r *Reader) Next() (*Entry, error) {
	if r.err != nil {
		return nil, r.err
	}
	if err := r.next(); err != nil {
		if err != io.EOF {
			err = r.explain(err)
		}
		r.err = err
		return nil, err
	}
	return &r.entry, nil
}

// Empty counts the bundle entries that held no resource, such as the answers of a transaction.
func (r *Reader) Empty() int { return r.empty }

func (r *Reader) next() error {
	for {
		var found bool
		var err error
		switch r.state {
		case between:
			found, err = r.begin()
		case inBundle:
			err = r.member()
		case inEntries:
			found, err = r.element()
		}
		if found || err != nil {
			return err
		}
	}
}

// begin starts the next top-level value, and reads it whole if it is a resource and no Bundle.
func (r *Reader) begin() (found bool, err error) {
	if r.values > 0 && r.lines {
		if err := r.endOfLine(); err != nil {
			return false, err
		}
	}
	c, err := r.in.space()
	switch {
	case err == io.EOF && r.values == 0:
		return false, wrong("the file is empty")
	case err == io.EOF && r.expected != nil && r.expected.digest != r.in.packed.sum.Sum64():
		return false, errChanged
	case err != nil:
		return false, err
	case r.values > 0 && !r.lines:
		return false, wrong("something stands behind the end of the resource; a file with a resource a line is named .ndjson")
	case c != '{':
		return false, wrong("it is not FHIR: no JSON object stands here")
	}
	r.values++
	r.began = r.in.line()
	kind, err := r.peekType()
	if err != nil {
		return false, err
	}
	if kind == "Bundle" || kind == "" {
		r.in.at++
		r.state, r.first, r.seen, r.isBundle, r.origin = inBundle, true, map[string]bool{}, false, ""
		return false, nil
	}
	return true, r.single()
}

// endOfLine checks that the value before stood on a line of its own.
func (r *Reader) endOfLine() error {
	if r.in.line() != r.began {
		return wrong("a resource goes over several lines; in NDJSON each stands on one")
	}
	_, err := r.in.space()
	switch {
	case err == io.EOF:
		return nil
	case err == nil && r.in.line() == r.began:
		return wrong("something stands behind the resource on its line")
	}
	return err
}

// single reads a resource that stands by itself.
func (r *Reader) single() error {
	line, offset := r.in.line(), r.in.offset()
	v, err := r.parse()
	if err != nil {
		return err
	}
	r.entry = Entry{Line: line, Offset: offset}
	return r.accept(v)
}

// accept checks that a value is a resource of R4 and makes it the entry.
func (r *Reader) accept(v jsondoc.Value) error {
	if v.Kind() != jsondoc.Object {
		return wrong("an entry's resource is not an object")
	}
	kind, ok := v.Get("resourceType").Text()
	if !ok {
		return wrong("it is not FHIR: a resource has no resourceType")
	}
	if err := checkVersion(kind, v); err != nil {
		return err
	}
	r.entry.Resource, r.entry.Type, r.entry.ID = v, kind, v.Get("id").Str()
	return nil
}
