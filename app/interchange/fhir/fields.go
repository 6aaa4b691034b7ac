package fhir

import (
	"bytes"
	"strconv"

	"farne/app/clinic"
	"farne/app/interchange/jsondoc"
)

// view is a resource being read: where references are resolved from belongs to it.
type view struct {
	root   jsondoc.Value
	m      *Mapper
	source string
}

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

// field maps one or several columns to one element. get answers with a value for each column; set
// writes them so that get answers with the same again, and is called only when one has changed.
type field interface {
	columns() []Column
	get(v *view, out []any)
	set(e *edit, was, now []any)
}

// Column is a column as interchange maps it.
type Column struct {
	Name string
	Kind ColumnKind
}

// ColumnKind says what a column holds.
type ColumnKind uint8

// The kinds: text, a code of a value set, a date, a date or instant, a number, 0 or 1, a row id, bytes,
// JSON.
const (
	Text ColumnKind = iota
	Code
	Day
	Date
	Real
	Flag
	Reference
	Bytes
	Components
	Results
)

// none makes nil of empty text: a column is missing or says something.
func none(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// textField is a string at a path.
type textField struct {
	name string
	kind ColumnKind
	at   path
}

func (f textField) columns() []Column      { return []Column{{f.name, f.kind}} }
func (f textField) get(v *view, out []any) { out[0] = none(f.at.find(v.root).Str()) }
func (f textField) set(e *edit, _, now []any) {
	e.setText(now[0], f.at.steps(e)...)
}

// dateField is a date, dateTime or instant at a path, in UTC in its column.
type dateField struct {
	name string
	at   path
}

// birthField is the birth date, which has no time in R4.
type birthField struct{ dateField }

func (f birthField) columns() []Column        { return []Column{{f.name, Day}} }
func (f dateField) columns() []Column         { return []Column{{f.name, Date}} }
func (f dateField) get(v *view, out []any)    { out[0] = dateOf(f.at.find(v.root)) }
func (f dateField) set(e *edit, _, now []any) { e.setText(now[0], f.at.steps(e)...) }

func dateOf(v jsondoc.Value) any {
	s, ok := v.Text()
	if !ok {
		return nil
	}
	at, err := clinic.Instant(s)
	if err != nil {
		return nil
	}
	return at
}

// flagField is a boolean, 1 or 0 in its column.
type flagField struct{ name, key string }

func (f flagField) columns() []Column { return []Column{{f.name, Flag}} }
func (f flagField) get(v *view, out []any) {
	out[0] = nil
	if b, ok := v.root.Get(f.key).Bool(); ok {
		out[0] = int64(0)
		if b {
			out[0] = int64(1)
		}
	}
}
func (f flagField) set(e *edit, _, now []any) {
	if n, ok := now[0].(int64); ok {
		e.set(strconv.AppendBool(nil, n != 0), jsondoc.Key(f.key))
		return
	}
	e.remove(jsondoc.Key(f.key))
}

// refField is a Reference to a resource of one type.
type refField struct {
	name string
	typ  string
	at   path
}

func (f refField) columns() []Column { return []Column{{f.name, Reference}} }
func (f refField) get(v *view, out []any) {
	out[0] = v.row(f.at.find(v.root), f.typ)
}
func (f refField) set(e *edit, _, now []any) { e.setRef(now[0], f.typ, f.at.steps(e)...) }

// row is the row that a Reference means, or nil.
func (v *view) row(reference jsondoc.Value, typ string) any {
	if row, _, ok := v.m.resolve(readReference(reference), typ, v.source); ok {
		return row
	}
	return nil
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

// same tells whether two column values mean the same, in whichever of its forms each came.
func same(a, b any) bool {
	a, b = normal(a), normal(b)
	x, xok := a.([]byte)
	y, yok := b.([]byte)
	if xok || yok {
		return xok && yok && bytes.Equal(x, y)
	}
	return a == b
}

// normal brings a value into one form: empty text is missing, an integer a real. Other types than
// those of columns count as missing.
func normal(v any) any {
	switch v := v.(type) {
	case string:
		return none(v)
	case []byte:
		if len(v) == 0 {
			return nil
		}
		return v
	case [16]byte, float64:
		return v
	case int64:
		return float64(v)
	case int:
		return float64(v)
	case bool:
		if v {
			return 1.0
		}
		return 0.0
	}
	return nil
}

// of gives a value the type that its column's kind has.
func (k ColumnKind) of(v any) any {
	v = normal(v)
	switch k {
	case Flag:
		if f, ok := v.(float64); ok {
			return int64(f)
		}
	case Reference:
		if b, ok := v.([]byte); ok && len(b) == 16 {
			return [16]byte(b)
		}
		if _, ok := v.([16]byte); !ok {
			return nil
		}
	case Bytes:
		if s, ok := v.(string); ok {
			return []byte(s)
		}
	case Results:
		if s, ok := v.(string); ok {
			return none(normalResults(s))
		}
	case Components:
		if s, ok := v.(string); ok {
			if list, err := clinic.ParseComponents(s); err == nil {
				return none(clinic.FormatComponents(list))
			}
		}
	}
	return v
}
