package fhir

import (
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

// field maps one or several columns to one element. get answers with a value for each column; set
// writes them so that get answers with the same again, and is called only when one has changed.
type field interface {
	columns() []Column
	get(v *view, out []any)
	set(e *edit, was, now []any)
}

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
