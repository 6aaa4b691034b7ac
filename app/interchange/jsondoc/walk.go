package jsondoc

import "iter"

// Children are the members of an object, which have a Name, or the elements of an array, in order.
func (v Value) Children() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for c := v.first(); c.tree != nil; c = c.following() {
			if !yield(c) {
				return
			}
		}
	}
}

// Elements are the elements of an array with their indexes; none for anything else.
func (v Value) Elements() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.Kind() != Array {
			return
		}
		i := 0
		for c := v.first(); c.tree != nil; c = c.following() {
			if !yield(i, c) {
				return
			}
			i++
		}
	}
}

// All are the value and everything in it, parents before their children.
func (v Value) All() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.tree == nil {
			return
		}
		end := v.node().end
		for i := v.i; i < len(v.tree.nodes) && v.tree.nodes[i].start < end; i++ {
			if !yield(Value{v.tree, i}) {
				return
			}
		}
	}
}

// Rewrite is the value's text with some values in it replaced: those for which replace answers with
// text. What stands inside a replaced value is not asked for.
func (v Value) Rewrite(replace func(Value) []byte) []byte {
	if v.tree == nil {
		return nil
	}
	var out []byte
	done := v.node().start
	for c := range v.All() {
		n := c.node()
		if n.start < done {
			continue
		}
		if with := replace(c); with != nil {
			out = append(append(out, v.tree.text[done:n.start]...), with...)
			done = n.end
		}
	}
	return append(out, v.tree.text[done:v.node().end]...)
}
