package jsondoc

// tree is the compact text of a document and the index of it.
type tree struct {
	text  []byte
	nodes []node
}

// Value is a value in a document, or none: every method of a missing Value answers with nothing, so
// that paths can be followed without asking at each step. The zero Value is missing.
type Value struct {
	tree *tree
	i    int
}

func (v Value) node() *node { return &v.tree.nodes[v.i] }

// Kind is the kind of the value; Missing if there is none.
func (v Value) Kind() Kind {
	if v.tree == nil {
		return Missing
	}
	return v.node().kind
}

// Exists tells whether the value is there; null is there.
func (v Value) Exists() bool { return v.tree != nil }

// Raw is the value's compact text, as it stands in the document: not to be changed.
func (v Value) Raw() []byte {
	if v.tree == nil {
		return nil
	}
	n := v.node()
	return v.tree.text[n.start:n.end:n.end]
}

// Text is a string's text, and whether the value is a string.
func (v Value) Text() (string, bool) {
	if v.Kind() != String {
		return "", false
	}
	n := v.node()
	inner := v.tree.text[n.start+1 : n.end-1]
	if n.escaped {
		return unescape(inner), true
	}
	return string(inner), true
}

// Str is Text, or "" for what is no string.
func (v Value) Str() string {
	s, _ := v.Text()
	return s
}

// Is tells whether the value is this string, without copying it.
func (v Value) Is(s string) bool {
	if v.Kind() != String {
		return false
	}
	n := v.node()
	if n.escaped {
		return v.Str() == s
	}
	return string(v.tree.text[n.start+1:n.end-1]) == s
}

// Num is a number's own text; "" for what is no number.
func (v Value) Num() string {
	if v.Kind() != Number {
		return ""
	}
	return string(v.Raw())
}

// Bool is a boolean's value, and whether the value is a boolean.
func (v Value) Bool() (value, ok bool) {
	if v.Kind() != Bool {
		return false, false
	}
	return v.Raw()[0] == 't', true
}

// first is the first child of an object or array.
func (v Value) first() Value {
	switch v.Kind() {
	case Object, Array:
		n := v.node()
		if n.end-n.start > 2 {
			return Value{v.tree, v.i + 1}
		}
	}
	return Value{}
}

// following is the next sibling.
func (v Value) following() Value {
	if next := v.node().next; next != 0 {
		return Value{v.tree, int(next)}
	}
	return Value{}
}

// Name is a member's name; "" for an element or a root.
func (v Value) Name() string {
	if v.tree == nil {
		return ""
	}
	n := v.node()
	return string(v.tree.text[n.key:n.keyEnd])
}

// Get is the member of an object by its name.
func (v Value) Get(name string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	for c := v.first(); c.tree != nil; c = c.following() {
		n := c.node()
		if int(n.keyEnd-n.key) == len(name) && string(c.tree.text[n.key:n.keyEnd]) == name {
			return c
		}
	}
	return Value{}
}

// At is the element of an array by its index, counted from 0.
func (v Value) At(index int) Value {
	if v.Kind() != Array || index < 0 {
		return Value{}
	}
	c := v.first()
	for ; index > 0 && c.tree != nil; index-- {
		c = c.following()
	}
	return c
}

// Len counts the members of an object or the elements of an array.
func (v Value) Len() int {
	count := 0
	for c := v.first(); c.tree != nil; c = c.following() {
		count++
	}
	return count
}
