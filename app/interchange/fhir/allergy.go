package fhir

import (
	"slices"
	"strings"

	"farne/app/interchange/jsondoc"
)

// reactionField is AllergyIntolerance.reaction as reaction and severity: every manifestation of every
// reaction, and the worst severity, so that no reaction stays unseen behind the first.
type reactionField struct{}

const betweenReactions = "; "

func (reactionField) columns() []Column { return []Column{{"reaction", Text}, {"severity", Code}} }

func (reactionField) get(v *view, out []any) {
	var all []string
	worst := -1
	for _, r := range v.root.Get("reaction").Elements() {
		for _, m := range r.Get("manifestation").Elements() {
			if s := wordsOf(m); s != "" {
				all = append(all, s)
			}
		}
		worst = max(worst, slices.Index(severities, r.Get("severity").Str()))
	}
	out[0], out[1] = none(strings.Join(all, betweenReactions)), nil
	if worst >= 0 {
		out[1] = severities[worst]
	}
}

var severities = []string{"mild", "moderate", "severe"}

func (f reactionField) set(e *edit, was, now []any) {
	reaction := jsondoc.Key("reaction")
	if now[0] == nil && now[1] == nil {
		e.remove(reaction)
		return
	}
	if !same(was[0], now[0]) {
		f.setWords(e, now[0])
	}
	if f.read(e)[1] == now[1] {
		return
	}
	if e.root.Get("reaction").Len() == 0 {
		e.set([]byte(`{"manifestation":[`+absent+`]}`), reaction, jsondoc.Index(0))
	}
	for i := range e.root.Get("reaction").Len() {
		rank := slices.Index(severities, e.root.Get("reaction").At(i).Get("severity").Str())
		code, known := now[1].(string)
		switch {
		case known && (i == 0 || rank > slices.Index(severities, code)):
			e.set(jsondoc.Quote(code), reaction, jsondoc.Index(i), jsondoc.Key("severity"))
		case !known:
			e.remove(reaction, jsondoc.Index(i), jsondoc.Key("severity"))
		}
	}
}

func (f reactionField) read(e *edit) []any {
	out := make([]any, 2)
	f.get(&e.view, out)
	return out
}

// setWords changes the one manifestation whose words changed, if it is one; else the reactions are
// written anew as one with these words.
func (f reactionField) setWords(e *edit, words any) {
	text, _ := words.(string)
	items := strings.Split(text, betweenReactions)
	var places [][]jsondoc.Step
	for i, r := range e.root.Get("reaction").Elements() {
		for j, m := range r.Get("manifestation").Elements() {
			if wordsOf(m) != "" {
				places = append(places, jsondoc.Path("reaction", i, "manifestation", j))
			}
		}
	}
	if text != "" && len(items) >= len(places) && len(places) > 0 && !slices.Contains(items, "") {
		for i, place := range places {
			if wordsOf(e.root.Follow(place...)) != items[i] {
				e.set(object(member{"text", items[i]}), place...)
			}
		}
		last := places[len(places)-1]
		for _, more := range items[len(places):] {
			e.set(object(member{"text", more}), append(last[:len(last)-1:len(last)-1], jsondoc.Index(e.root.Follow(last[:len(last)-1]...).Len()))...)
		}
		if f.read(e)[0] == words {
			return
		}
	}
	manifestation := absent
	if text != "" {
		manifestation = string(object(member{"text", text}))
	}
	severity, _ := f.read(e)[1].(string)
	value := `{"manifestation":[` + manifestation + `]`
	if severity != "" {
		value += `,"severity":"` + severity + `"`
	}
	e.set([]byte("["+value+"}]"), jsondoc.Key("reaction"))
}

// categoriesField is AllergyIntolerance.category, codes joined by commas.
type categoriesField struct{}

func (categoriesField) columns() []Column      { return []Column{{"category", Code}} }
func (categoriesField) get(v *view, out []any) { out[0] = none(joinTexts(v.root.Get("category"), ",")) }
func (categoriesField) set(e *edit, _, now []any) {
	e.setTexts(now[0], ",", jsondoc.Key("category"))
}
