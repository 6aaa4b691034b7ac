package jsondoc

import (
	"errors"
	"slices"
)

// Doc is a document of its own that can be edited. Values taken from it are valid until the next
// edit.
type Doc struct {
	parser Parser
	tree   tree
}

var errTrailing = errors.New("more than one JSON value")

// Open reads a whole document: one value with nothing but white space around it. The bytes are copied.
func Open(text []byte) (*Doc, error) {
	d := &Doc{}
	if err := d.read(text); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Doc) read(text []byte) error {
	if n := len(text); n > 0 && text[n-1] >= '0' && text[n-1] <= '9' {
		text = append(text[:n:n], ' ') // a document that is a number, which a Parser would wait for more of
	}
	root, n, err := d.parser.Parse(text)
	if err != nil {
		return err
	}
	for _, c := range text[n:] {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return errTrailing
		}
	}
	d.tree = *root.tree
	return nil
}

// Root is the whole document.
func (d *Doc) Root() Value { return Value{&d.tree, 0} }

// Bytes is the document's compact text, valid until the next edit.
func (d *Doc) Bytes() []byte { return d.Root().Raw() }

// Step is one step of a path: a member by its name, or an element by its index.
type Step struct {
	Name  string
	Index int // counts when Name is empty; Last appends
}

// Last as an index is the place behind the last element.
const Last = -1

// Key is the step to a member.
func Key(name string) Step { return Step{Name: name} }

// Index is the step to an element.
func Index(i int) Step { return Step{Index: i} }

// Path makes a path of names and indexes.
func Path(steps ...any) []Step {
	path := make([]Step, len(steps))
	for i, s := range steps {
		switch s := s.(type) {
		case string:
			path[i] = Key(s)
		case int:
			path[i] = Index(s)
		}
	}
	return path
}

// Follow is the value at the end of a path.
func (v Value) Follow(path ...Step) Value {
	for _, s := range path {
		if s.Name != "" {
			v = v.Get(s.Name)
		} else {
			v = v.At(s.Index)
		}
	}
	return v
}

// Set puts a JSON text at a path. What is missing on the way is made; a value on the way that is of
// another kind (a string where the path needs an object) is replaced.
func (d *Doc) Set(value []byte, path ...Step) error {
	v := d.Root()
	for i, s := range path {
		next := v.Follow(s)
		if !next.Exists() {
			return d.insert(v, s, wrap(path[i+1:], value))
		}
		v = next
	}
	n := v.node()
	return d.splice(int(n.start), int(n.end), value)
}

// insert adds a member or an element to v, or replaces v if it cannot have one.
func (d *Doc) insert(v Value, s Step, value []byte) error {
	n := v.node()
	kind := Array
	if s.Name != "" {
		kind = Object
		value = append(append(Quote(s.Name), ':'), value...)
	}
	if v.Kind() != kind {
		return d.splice(int(n.start), int(n.end), enclose(kind, value))
	}
	if v.Len() > 0 {
		value = append([]byte{','}, value...)
	}
	return d.splice(int(n.end)-1, int(n.end)-1, value)
}

// wrap makes the objects and arrays that a path needs around a value.
func wrap(path []Step, value []byte) []byte {
	for _, s := range slices.Backward(path) {
		if s.Name != "" {
			value = enclose(Object, append(append(Quote(s.Name), ':'), value...))
		} else {
			value = enclose(Array, value)
		}
	}
	return value
}

func enclose(kind Kind, inner []byte) []byte {
	if kind == Object {
		return slices.Concat([]byte{'{'}, inner, []byte{'}'})
	}
	return slices.Concat([]byte{'['}, inner, []byte{']'})
}

// Remove takes away what stands at a path, and then every object and array around it that is left
// empty, since FHIR allows none; never the root. Nothing happens if nothing is there.
func (d *Doc) Remove(path ...Step) error {
	for len(path) > 0 && d.Root().Follow(path...).Exists() {
		if err := d.cut(path); err != nil {
			return err
		}
		path = path[:len(path)-1]
		if len(path) > 0 && d.Root().Follow(path...).Len() > 0 {
			break
		}
	}
	return nil
}

// cut takes away one member or element with its name and one comma.
func (d *Doc) cut(path []Step) error {
	v, parent := d.Root().Follow(path...), d.Root().Follow(path[:len(path)-1]...)
	n := v.node()
	from, to := int(n.start), int(n.end)
	if parent.Kind() == Object {
		from = int(n.key) - 1
	}
	switch {
	case d.tree.text[from-1] == ',':
		from--
	case d.tree.text[to] == ',':
		to++
	}
	return d.splice(from, to, nil)
}

// splice replaces bytes of the text and reads it again. Edits are few and documents small.
func (d *Doc) splice(from, to int, with []byte) error {
	text := slices.Concat(d.tree.text[:from], with, d.tree.text[to:])
	d.parser = Parser{Limits: d.parser.Limits}
	return d.read(text)
}
