package fhir

import (
	"encoding/json"

	"farne/app/interchange/jsondoc"
)

// categoryField is the first coding of category[0].
type categoryField struct{ system string }

var firstCategory = at("category").one(first, "")

func (categoryField) columns() []Column { return []Column{{"category", Code}} }
func (categoryField) get(v *view, out []any) {
	out[0] = none(codingOf(firstCategory.find(v.root)).Get("code").Str())
}
func (f categoryField) set(e *edit, was, now []any) {
	codeField{"category", firstCategory, f.system}.set(e, was, now)
}

// resultsField is DiagnosticReport.result as a JSON array of row ids.
type resultsField struct{}

func (resultsField) columns() []Column { return []Column{{"results", Results}} }

func (resultsField) get(v *view, out []any) {
	var ids []string
	for _, r := range v.root.Get("result").Elements() {
		if row, ok := v.row(r, "Observation").([16]byte); ok {
			ids = append(ids, formatUUID(row))
		}
	}
	out[0] = none(formatResults(ids))
}

func formatResults(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	text, _ := json.Marshal(ids) // texts always marshal
	return string(text)
}

// normalResults writes a list of row ids as get does; what is no such list stays as it is.
func normalResults(column string) string {
	var ids []string
	if json.Unmarshal([]byte(column), &ids) != nil {
		return column
	}
	for i, id := range ids {
		ids[i] = normalID(id)
	}
	return formatResults(ids)
}

// set keeps the references that stay, with their words, in the order of the new list, and behind them
// those that lead to no row.
func (resultsField) set(e *edit, _, now []any) {
	text, _ := now[0].(string)
	var ids []string
	if text != "" && json.Unmarshal([]byte(text), &ids) != nil {
		return
	}
	old := map[[16]byte][]byte{}
	var others [][]byte
	for _, r := range e.root.Get("result").Elements() {
		if row, ok := e.row(r, "Observation").([16]byte); ok {
			old[row] = r.Raw()
		} else {
			others = append(others, r.Raw())
		}
	}
	var all [][]byte
	for _, id := range ids {
		row, ok := parseUUID(id)
		if !ok {
			continue
		}
		raw := old[row]
		if raw == nil {
			raw = e.refer("Observation", row)
		}
		all = append(all, raw)
	}
	e.setWhole(len(all)+len(others) > 0, array(append(all, others...)), jsondoc.Key("result"))
}

func array(values [][]byte) []byte {
	b := []byte{'['}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return append(b, ']')
}

// conclusionField is the conclusion, or where there is none the text of a presentedForm: many systems
// send a note as a report that has nothing else.
type conclusionField struct{}

func (conclusionField) columns() []Column { return []Column{{"conclusion", Text}} }

func (conclusionField) get(v *view, out []any) {
	if out[0] = none(v.root.Get("conclusion").Str()); out[0] != nil {
		return
	}
	if i := plainForm(v.root); i >= 0 {
		text, _ := plainText(v.root.Get("presentedForm").At(i))
		out[0] = none(text)
	}
}

func (conclusionField) set(e *edit, _, now []any) {
	e.setText(now[0], jsondoc.Key("conclusion"))
	for i := plainForm(e.root); now[0] == nil && i >= 0; i = plainForm(e.root) {
		e.remove(jsondoc.Path("presentedForm", i)...)
	}
}

// plainForm is the first presentedForm that is text; -1 if none is.
func plainForm(v jsondoc.Value) int {
	for i, a := range v.Get("presentedForm").Elements() {
		if text, ok := plainText(a); ok && text != "" {
			return i
		}
	}
	return -1
}
