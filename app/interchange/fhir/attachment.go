package fhir

import (
	"encoding/base64"
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

	"farne/app/interchange/jsondoc"
)

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
