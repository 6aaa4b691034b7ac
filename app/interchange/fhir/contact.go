package fhir

import (
	"strings"

	"farne/app/clinic"
	"farne/app/interchange/jsondoc"
)

// addressField is an Address as address_line (lines between line feeds), city, postcode, country.
type addressField struct{}

var homeAddress = at("address").one(byUse("home", "", "work", "temp", "billing", "old"), `{}`)

func (addressField) columns() []Column {
	return []Column{{"address_line", Text}, {"city", Text}, {"postcode", Text}, {"country", Text}}
}

func (addressField) get(v *view, out []any) {
	a := homeAddress.find(v.root)
	line := joinTexts(a.Get("line"), "\n")
	if line == "" {
		line = a.Get("text").Str()
	}
	out[0], out[1], out[2], out[3] = none(line), none(a.Get("city").Str()), none(a.Get("postalCode").Str()), none(a.Get("country").Str())
}

func (addressField) set(e *edit, was, now []any) {
	steps := homeAddress.steps(e)
	at := func(key string) []jsondoc.Step { return append(steps[:len(steps):len(steps)], jsondoc.Key(key)) }
	if joinTexts(e.root.Follow(at("line")...), "") != "" {
		e.remove(at("text")...) // the whole address in words would go on stating the old one
	}
	for i, key := range []string{"line", "city", "postalCode", "country"} {
		switch {
		case same(was[i], now[i]):
		case i > 0:
			e.setText(now[i], at(key)...)
		case e.root.Follow(at("text")...).Exists():
			e.setText(now[0], at("text")...)
		default:
			e.setTexts(now[0], "\n", at(key)...)
		}
	}
}

// diedField is deceased[x]; clinic.DiedUnknown stands for the bare fact.
type diedField struct{}

func (diedField) columns() []Column { return []Column{{"died", Text}} }
func (diedField) get(v *view, out []any) {
	out[0] = dateOf(v.root.Get("deceasedDateTime"))
	if dead, _ := v.root.Get("deceasedBoolean").Bool(); dead {
		out[0] = clinic.DiedUnknown
	}
}
func (diedField) set(e *edit, _, now []any) {
	switch now[0] {
	case nil:
		e.dropChoice("deceased")
	case clinic.DiedUnknown:
		e.dropChoice("deceased", "deceasedBoolean")
		e.set([]byte("true"), jsondoc.Key("deceasedBoolean"))
	default:
		e.dropChoice("deceased", "deceasedDateTime")
		e.setText(now[0], jsondoc.Key("deceasedDateTime"))
	}
}

// registration chooses the identifier of a practitioner that is shown: the first that is not ours.
func registration(identifiers jsondoc.Value) int {
	for i, v := range identifiers.Elements() {
		if !v.Get("system").Is(ownSystem) {
			return i
		}
	}
	return -1
}

// nhsSystem is the identifier system of NHS numbers; the others are older names of it.
const nhsSystem = "https://fhir.nhs.uk/Id/nhs-number"

var nhsIdentifier = at("identifier").one(where("system", nhsSystem, "http://fhir.nhs.net/Id/nhs-number",
	"urn:oid:2.16.840.1.113883.2.1.4.1"), `{"system":"`+nhsSystem+`"}`).key("value")

// nhsField is the NHS number, without the spaces it may be written with. It is not validated: what
// another system holds is kept.
type nhsField struct{}

func (nhsField) columns() []Column { return []Column{{"nhs_number", Text}} }
func (nhsField) get(v *view, out []any) {
	out[0] = none(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(nhsIdentifier.find(v.root).Str()))
}
func (nhsField) set(e *edit, _, now []any) { e.setText(now[0], nhsIdentifier.steps(e)...) }

// languageField is the language somebody prefers, as BCP 47 where it is coded.
type languageField struct{}

func preferredLanguage(list jsondoc.Value) int {
	for i, c := range list.Elements() {
		if preferred, _ := c.Get("preferred").Bool(); preferred {
			return i
		}
	}
	return first(list)
}

var language = at("communication").one(preferredLanguage, "").key("language")

func (languageField) columns() []Column { return []Column{{"language", Text}} }
func (languageField) get(v *view, out []any) {
	concept := language.find(v.root)
	code := codingOf(concept).Get("code").Str()
	if code == "" {
		code = wordsOf(concept)
	}
	out[0] = none(code)
}
func (languageField) set(e *edit, _, now []any) {
	value := []byte(`{"coding":[` + string(newCoding(languages, now[0], nil)) + `]}`)
	steps := language.steps(e)
	if now[0] == nil {
		value = []byte(absent) // Patient.communication must have a language
	}
	e.set(value, steps...)
}
