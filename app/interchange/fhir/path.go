package fhir

import "farne/app/interchange/jsondoc"

// step is one step of a path in a resource: a member, or the element of an array that pick chooses.
type step struct {
	key   string
	pick  func(array jsondoc.Value) int // the index, -1 if there is none
	blank string                        // what a new element begins with
}

// path leads to an element. Finding it and making it are told apart, so that reading changes nothing.
type path []step

// at makes a path of members.
func at(keys ...string) path {
	p := make(path, len(keys))
	for i, k := range keys {
		p[i] = step{key: k}
	}
	return p
}

// one adds the element of an array that pick chooses; blank is what it begins with if it has to be
// made, "" for nothing.
func (p path) one(pick func(jsondoc.Value) int, blank string) path {
	return append(p[:len(p):len(p)], step{pick: pick, blank: blank})
}

func (p path) key(key string) path { return append(p[:len(p):len(p)], step{key: key}) }

// find is what stands at the path.
func (p path) find(v jsondoc.Value) jsondoc.Value {
	for _, s := range p {
		if s.pick == nil {
			v = v.Get(s.key)
		} else {
			v = v.At(s.pick(v))
		}
	}
	return v
}

// steps is the path in this resource for writing: picks become indexes, and an element that is to be
// made is made now with its blank.
func (p path) steps(e *edit) []jsondoc.Step {
	steps := make([]jsondoc.Step, 0, len(p))
	for _, s := range p {
		if s.pick == nil {
			steps = append(steps, jsondoc.Key(s.key))
			continue
		}
		array := e.root.Follow(steps...)
		i := s.pick(array)
		if i < 0 {
			i = 0
			if array.Kind() == jsondoc.Array {
				i = array.Len()
			}
			if s.blank != "" {
				e.set([]byte(s.blank), append(steps[:len(steps):len(steps)], jsondoc.Index(i))...)
			}
		}
		steps = append(steps, jsondoc.Index(i))
	}
	return steps
}

// first is the first element.
func first(array jsondoc.Value) int {
	if array.Len() > 0 && array.Kind() == jsondoc.Array {
		return 0
	}
	return -1
}

// where chooses the first element of which a member is one of these codes.
func where(member string, codes ...string) func(jsondoc.Value) int {
	return func(array jsondoc.Value) int {
		for i, v := range array.Elements() {
			for _, code := range codes {
				if v.Get(member).Is(code) {
					return i
				}
			}
		}
		return -1
	}
}

// contact chooses the first of a system that is not out of use, else the first of it.
func contact(system string) func(jsondoc.Value) int {
	return func(array jsondoc.Value) int {
		old := -1
		for i, v := range array.Elements() {
			if !v.Get("system").Is(system) {
				continue
			}
			if !v.Get("use").Is("old") {
				return i
			}
			if old < 0 {
				old = i
			}
		}
		return old
	}
}

// byUse chooses by a list of uses, best first; "" is an element without one. What the list does not
// hold comes last.
func byUse(uses ...string) func(jsondoc.Value) int {
	return func(array jsondoc.Value) int {
		best, chosen := len(uses)+1, -1
		for i, v := range array.Elements() {
			use, rank := v.Get("use").Str(), len(uses)
			for n, u := range uses {
				if u == use {
					rank = n
				}
			}
			if rank < best {
				best, chosen = rank, i
			}
		}
		return chosen
	}
}
