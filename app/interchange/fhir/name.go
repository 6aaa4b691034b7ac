package fhir

import (
	"slices"
	"strings"

	"farne/app/interchange/jsondoc"
)

// nameField is a HumanName as the columns family, given and that of its prefix (title or prefix).
type nameField struct{ title string }

// official chooses the name to show: the official one, never a nickname.
func official(names jsondoc.Value) int {
	best := byUse("official", "usual", "", "temp", "anonymous", "maiden", "old")(names)
	if names.At(best).Get("use").Is("nickname") {
		return -1
	}
	return best
}

var officialName = at("name").one(official, `{"use":"official"}`)

func (f nameField) columns() []Column {
	return []Column{{"family", Text}, {"given", Text}, {f.title, Text}}
}

func (f nameField) get(v *view, out []any) {
	name := officialName.find(v.root)
	family, given := name.Get("family").Str(), joinTexts(name.Get("given"), " ")
	if family == "" && given == "" {
		family = name.Get("text").Str()
	}
	out[0], out[1], out[2] = none(family), none(given), none(joinTexts(name.Get("prefix"), " "))
}

func (f nameField) set(e *edit, was, now []any) {
	steps := officialName.steps(e)
	at := func(key string) []jsondoc.Step { return append(steps[:len(steps):len(steps)], jsondoc.Key(key)) }
	hadText := e.root.Follow(at("text")...).Kind() == jsondoc.String
	if !same(was[0], now[0]) || now[0] != nil && e.root.Follow(at("family")...).Str() == "" {
		e.setText(now[0], at("family")...)
	}
	for i, key := range []string{"given", "prefix"} {
		if !same(was[i+1], now[i+1]) {
			e.setTexts(now[i+1], " ", at(key)...)
		}
	}
	if !hadText {
		return
	}
	// the whole name in words would go on stating the old one
	var parts []string
	for _, i := range []int{2, 1, 0} {
		if s, ok := now[i].(string); ok {
			parts = append(parts, s)
		}
	}
	parts = append(parts, joinTexts(e.root.Follow(at("suffix")...), " "))
	if now[0] == nil && now[1] == nil {
		parts = nil
	}
	e.setText(joinNonEmpty(" ", parts...), at("text")...)
}

// preferredField is the nickname.
type preferredField struct{}

var nickname = at("name").one(where("use", "nickname"), `{"use":"nickname"}`)

func (preferredField) columns() []Column { return []Column{{"preferred", Text}} }
func (preferredField) get(v *view, out []any) {
	name := nickname.find(v.root)
	given := joinTexts(name.Get("given"), " ")
	if given == "" {
		given = name.Get("text").Str()
	}
	out[0] = none(given)
}
func (preferredField) set(e *edit, _, now []any) {
	steps := nickname.steps(e)
	e.remove(append(steps[:len(steps):len(steps)], jsondoc.Key("text"))...)
	if now[0] == nil && !e.root.Follow(steps...).Exists() {
		return
	}
	e.setTexts(now[0], " ", append(steps, jsondoc.Key("given"))...)
}

// joinTexts joins the texts of an array; elements that are no text (null beside an extension) are
// left out.
func joinTexts(array jsondoc.Value, sep string) string {
	var parts []string
	for _, v := range array.Elements() {
		if s := v.Str(); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, sep)
}

// setTexts writes an array of texts of which sep joined would be the column's value. Extensions of
// elements that are no longer there go with them.
func (e *edit) setTexts(value any, sep string, path ...jsondoc.Step) {
	s, ok := value.(string)
	if !ok {
		e.clear(path...)
		return
	}
	parts := strings.Split(s, sep)
	if slices.Contains(parts, "") {
		parts = []string{s} // joining the parts would not give the same text
	}
	b := []byte{'['}
	for i, p := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsondoc.AppendString(b, p)
	}
	e.set(append(b, ']'), path...)
	e.noLongerAbsent(path)
	beside := append(path[:len(path)-1:len(path)-1], jsondoc.Key("_"+path[len(path)-1].Name))
	for n := e.root.Follow(beside...).Len(); n > len(parts); n-- {
		e.remove(append(beside[:len(beside):len(beside)], jsondoc.Index(n-1))...)
	}
}
