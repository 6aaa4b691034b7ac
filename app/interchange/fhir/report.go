package fhir

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

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

// plainText is the text of an Attachment whose content type is text/plain and which holds its data.
func plainText(attachment jsondoc.Value) (string, bool) {
	kind, params, err := mime.ParseMediaType(attachment.Get("contentType").Str())
	if err != nil || kind != "text/plain" {
		return "", false
	}
	data := attachmentData(attachment)
	if charset := strings.ToLower(params["charset"]); charset == "iso-8859-1" || charset == "latin1" {
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
		}
		return string(runes), true
	}
	return string(data), utf8.Valid(data)
}

// attachmentData is an Attachment's own data; nil if it has none or only says where it is.
func attachmentData(attachment jsondoc.Value) []byte {
	text, ok := attachment.Get("data").Text()
	if !ok || text == "" {
		return nil
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	return data
}

// PlainText is the text of a DocumentReference or DiagnosticReport that is a note: what stands in its
// first attachment of text/plain, or its conclusion. For the screen and for search.
func PlainText(resource jsondoc.Value) (string, bool) {
	for _, content := range resource.Get("content").Elements() {
		if text, ok := plainText(content.Get("attachment")); ok {
			return text, true
		}
	}
	if i := plainForm(resource); i >= 0 {
		return plainText(resource.Get("presentedForm").At(i))
	}
	return resource.Get("conclusion").Text()
}

// attachmentField is content[0].attachment of a DocumentReference as content_type and attachment, the
// bytes themselves.
type attachmentField struct{}

var attachment = at("content").one(first, "").key("attachment")

func (attachmentField) columns() []Column {
	return []Column{{"content_type", Text}, {"attachment", Bytes}}
}

func (attachmentField) get(v *view, out []any) {
	a := attachment.find(v.root)
	out[0], out[1] = none(a.Get("contentType").Str()), nil
	if data := attachmentData(a); len(data) > 0 {
		out[1] = data
	}
}

func (attachmentField) set(e *edit, was, now []any) {
	steps := attachment.steps(e)
	at := func(key string) []jsondoc.Step { return append(steps[:len(steps):len(steps)], jsondoc.Key(key)) }
	if !same(was[1], now[1]) {
		for _, stale := range []string{"url", "hash", "size"} { // they are of the other content
			e.remove(at(stale)...)
		}
		data, _ := now[1].([]byte)
		e.setText(base64.StdEncoding.EncodeToString(data), at("data")...)
		if len(data) > 0 {
			e.set(strconv.AppendInt(nil, int64(len(data)), 10), at("size")...)
		}
	}
	e.setText(now[0], at("contentType")...)
}
