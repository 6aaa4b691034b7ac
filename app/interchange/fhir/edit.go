package fhir

import (
	"farne/app/interchange/jsondoc"
)

// edit is a resource being changed. refer writes a reference to a row.
type edit struct {
	view
	doc   *jsondoc.Doc
	refer func(typ string, row [16]byte) []byte
	err   error // the first that happened
}

// set puts a JSON text at a path; remove takes away what stands there. Both keep the first error.
func (e *edit) set(value []byte, path ...jsondoc.Step) {
	if e.err == nil {
		e.err = e.doc.Set(value, path...)
		e.root = e.doc.Root()
	}
}

func (e *edit) remove(path ...jsondoc.Step) {
	if e.err == nil {
		e.err = e.doc.Remove(path...)
		e.root = e.doc.Root()
	}
}

func (e *edit) setText(value any, path ...jsondoc.Step) {
	if s, ok := value.(string); ok && s != "" {
		e.set(jsondoc.Quote(s), path...)
		e.noLongerAbsent(path)
		return
	}
	e.clear(path...)
}

// noLongerAbsent takes away what says that the element just written is not known.
func (e *edit) noLongerAbsent(path []jsondoc.Step) {
	last := len(path) - 1
	beside := append(path[:last:last], jsondoc.Key("_"+path[last].Name))
	if raw := string(e.root.Follow(beside...).Raw()); raw == absent || raw == "["+absent+"]" {
		e.remove(beside...)
	}
}

// absent says in FHIR that an element is not known. It stands where R4 demands an element that a row
// does not have, and where a column was emptied and the element before or after it would step in.
const absent = `{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}`

// clear empties a primitive element. Where nothing else would be left of an array's element, and the
// array has others, absent keeps its place: else the next name or number would be taken for this one.
func (e *edit) clear(path ...jsondoc.Step) {
	if !e.root.Follow(path...).Exists() {
		return
	}
	for i := len(path) - 2; i >= 0 && e.root.Follow(path[:i+1]...).Len() < 2; i-- {
		if path[i].Name != "" || e.root.Follow(path[:i]...).Len() < 2 {
			continue
		}
		value, leaf := []byte(absent), path[len(path)-1].Name
		if e.root.Follow(path...).Kind() == jsondoc.Array {
			value = []byte("[" + absent + "]")
		}
		e.set(value, append(path[:len(path)-1:len(path)-1], jsondoc.Key("_"+leaf))...)
		break
	}
	e.remove(path...)
}

func (e *edit) setRef(value any, typ string, path ...jsondoc.Step) {
	if row, ok := value.([16]byte); ok {
		e.set(e.refer(typ, row), path...)
		return
	}
	if path[len(path)-1].Name == "" && e.root.Follow(path[:len(path)-1]...).Len() > 1 {
		e.set([]byte(absent), path...)
		return
	}
	e.remove(path...)
}
