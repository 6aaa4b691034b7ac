// Package jsondoc reads a JSON text once, checks it, and keeps an index of it, so that values can be
// looked up by path and replaced without touching what stands around them: every number keeps its
// digits, every string its escapes, every object its order. Only insignificant white space is
// dropped. Use it where a foreign document must come out again exactly as it came in; use
// encoding/json for documents of our own.
//
// Parser is stricter than encoding/json, because what it lets in is kept for years: it refuses
// invalid UTF-8, lone surrogates and NUL, two members of one name, and nesting and sizes beyond its
// limits. It says ErrShort when the text ends too early, so that a reader can tell a document that is
// cut off from one that is wrong, and can go on when more has arrived.
//
// Beware: a Parser reuses its memory. What Parse answered is valid until the next Parse; Doc owns its
// bytes and stays.
package jsondoc

import (
	"errors"
	"fmt"
)

// Kind is the kind of a JSON value. Missing is the kind of a value that is not there.
type Kind uint8

// The kinds.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// Limits bound what a document may ask of memory and stack.
type Limits struct {
	Depth int // levels of arrays and objects; 100 if zero
	Nodes int // values of any kind; 1 << 20 if zero
}

func (l Limits) orDefault() Limits {
	if l.Depth == 0 {
		l.Depth = 100
	}
	if l.Nodes == 0 {
		l.Nodes = 1 << 20
	}
	return l
}

// ErrShort means that the text ends before its value does.
var ErrShort = errors.New("the JSON text ends too early")

// SyntaxError is what is wrong at which byte of the text. It never holds any of the text.
type SyntaxError struct {
	Offset int
	Why    string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Why, e.Offset) }

// node is one value. Children follow their parent; next leads from sibling to sibling, 0 is the end.
type node struct {
	start, end  uint32 // of the value in the compact text
	key, keyEnd uint32 // of the member's name without its quotes; 0 for elements
	next        uint32
	kind        Kind
	escaped     bool // a string that holds escapes
}
