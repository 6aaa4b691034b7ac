package clinic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PatientEntry is what a person enters about a patient, each field as its column holds it (Born and
// Died as ParseDate reads them, or died DiedUnknown). Everything may be empty but some name.
type PatientEntry struct {
	Family, Given, Preferred, Title, Born, Sex, Died, Phone, Email string
	AddressLine, City, Postcode, Country, Language, NHSNumber      string
}

// DiedUnknown in the column died says that the patient has died and nobody knows when.
const DiedUnknown = "unknown"

// patientFields are the columns in the order in which the form shows them and errors are listed;
// values answers in the same order. longest is in characters.
var patientFields = []struct {
	column, label string
	longest       int
}{
	{"family", "Family name", 200}, {"given", "Given name", 200}, {"preferred", "Preferred name", 200},
	{"title", "Title", 50}, {"born", "Date of birth", 10}, {"sex", "Gender", 20}, {"died", "Date of death", 40},
	{"phone", "Phone", 100}, {"email", "Email", 254}, {"address_line", "Address", 1000}, {"city", "Town or city", 200},
	{"postcode", "Postcode", 30}, {"country", "Country", 100}, {"language", "Language", 50}, {"nhs_number", "NHS number", 30},
}

func (p *PatientEntry) values() []*string {
	return []*string{&p.Family, &p.Given, &p.Preferred, &p.Title, &p.Born, &p.Sex, &p.Died, &p.Phone, &p.Email,
		&p.AddressLine, &p.City, &p.Postcode, &p.Country, &p.Language, &p.NHSNumber}
}

// Clean answers with the entry as it is to be stored: without spaces around, the NHS number as its
// digits where it is valid.
func (p PatientEntry) Clean() PatientEntry {
	for _, value := range p.values() {
		*value = strings.TrimSpace(*value)
	}
	if n, err := ParseNHSNumber(p.NHSNumber); err == nil {
		p.NHSNumber = n
	}
	return p
}

// Check answers with what is wrong, in the order of the form, at most one error a field; nothing
// when the entry may be saved. Today is the day in the practice's time zone.
func (p PatientEntry) Check(today Date) []*FieldError {
	p = p.Clean()
	values := p.values()
	var found []*FieldError
	for i, f := range patientFields {
		value := *values[i]
		err := checkText(f.label, value, f.longest)
		if err == nil {
			err = p.checkField(f.column, value, today)
		}
		if err != nil {
			err.Field = f.column
			found = append(found, err)
		}
	}
	return found
}

func (p PatientEntry) checkField(column, value string, today Date) *FieldError {
	if column == "family" && strings.TrimSpace(p.Family+p.Given+p.Preferred) == "" {
		return &FieldError{Code: "missing", Message: "Enter a name. For somebody who cannot be named, enter a description"}
	}
	if value == "" {
		return nil
	}
	switch column {
	case "born":
		return checkBorn(value, today)
	case "died":
		return checkDied(value, p.Born, today)
	case "sex":
		if Words(Genders, value) == "" {
			return &FieldError{Code: "choice", Message: "Choose a gender from the list"}
		}
	case "phone":
		if len(onlyDigits(value)) < 3 {
			return &FieldError{Code: "phone", Message: "Enter a phone number, for example 01632 960 001"}
		}
	case "email":
		at := strings.LastIndexByte(value, '@')
		if at < 1 || at == len(value)-1 || strings.ContainsFunc(value, unicode.IsSpace) {
			return &FieldError{Code: "email", Message: "Enter an email address in the form name@example.com"}
		}
	case "nhs_number":
		_, err := ParseNHSNumber(value)
		return err
	}
	return nil
}

func checkBorn(value string, today Date) *FieldError {
	d, err := ParseDate(value)
	switch {
	case err != nil:
		return &FieldError{Code: "date", Message: "Date of birth must be a real date"}
	case today.Before(d):
		return &FieldError{Code: "future", Message: "Date of birth must be today or in the past"}
	case d.Year < today.Year-130:
		return &FieldError{Code: "year", Message: "Date of birth must be within the last 130 years"}
	}
	return nil
}

func checkDied(value, born string, today Date) *FieldError {
	if value == DiedUnknown {
		return nil
	}
	day := value
	if len(day) > 10 {
		day = day[:10]
	}
	d, err := ParseDate(day)
	b, bornErr := ParseDate(born)
	switch {
	case err != nil:
		return &FieldError{Code: "date", Message: "Date of death must be a real date"}
	case today.Before(d):
		return &FieldError{Code: "future", Message: "Date of death must be today or in the past"}
	case bornErr == nil && d.Before(b):
		return &FieldError{Code: "order", Message: "Date of death must not be before the date of birth"}
	}
	return nil
}

// checkText holds for every field: valid text, no control characters, not endless.
func checkText(label, value string, longest int) *FieldError {
	switch {
	case !utf8.ValidString(value), strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' }):
		return &FieldError{Code: "characters", Message: label + " holds characters that cannot be kept. Type it again"}
	case utf8.RuneCountInString(value) > longest:
		return &FieldError{Code: "too_long", Message: label + " is too long"}
	}
	return nil
}

// Contradicts tells whether two entries under one foreign id are probably two people: a family name
// and a date of birth on both sides, and both differ. An import stops for that.
func (p PatientEntry) Contradicts(o PatientEntry) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && Fold(a) != Fold(b) }
	return differ(p.Family, o.Family) && differ(p.Born, o.Born)
}
