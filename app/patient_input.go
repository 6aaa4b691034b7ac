package app

import (
	"errors"

	"farne/app/clinic"
	"farne/sync/failure"
)

// PatientInput is an identity as it is typed.
type PatientInput struct {
	Family      string `json:"family"`
	Given       string `json:"given"`
	Preferred   string `json:"preferred"`
	Title       string `json:"title"`
	BornDay     string `json:"bornDay"`
	BornMonth   string `json:"bornMonth"`
	BornYear    string `json:"bornYear"`
	Gender      string `json:"gender"`
	NHSNumber   string `json:"nhsNumber"`
	Phone       string `json:"phone"`
	Email       string `json:"email"`
	AddressLine string `json:"addressLine"`
	City        string `json:"city"`
	Postcode    string `json:"postcode"`
	Country     string `json:"country"`
}

// fields pairs each text of the form with the entry's.
func (p *PatientInput) fields(e *clinic.PatientEntry) [][2]*string {
	return [][2]*string{
		{&p.Family, &e.Family}, {&p.Given, &e.Given}, {&p.Preferred, &e.Preferred}, {&p.Title, &e.Title}, {&p.Gender, &e.Sex},
		{&p.NHSNumber, &e.NHSNumber}, {&p.Phone, &e.Phone}, {&p.Email, &e.Email}, {&p.AddressLine, &e.AddressLine}, {&p.City, &e.City},
		{&p.Postcode, &e.Postcode}, {&p.Country, &e.Country},
	}
}

func inputOf(e clinic.PatientEntry) PatientInput {
	var p PatientInput
	for _, pair := range p.fields(&e) {
		*pair[0] = *pair[1]
	}
	d, err := clinic.ParseDate(e.Born)
	if err != nil || d.IsZero() {
		return p
	}
	text := d.String()
	p.BornYear = text[:4]
	if len(text) >= 7 {
		p.BornMonth = text[5:7]
	}
	if len(text) == 10 {
		p.BornDay = text[8:]
	}
	return p
}

// over lays what differs from the form as it was shown over an entry. The entry is as good as it was if
// the date cannot be read; the error says so.
func (p PatientInput) over(e *clinic.PatientEntry, shown PatientInput) error {
	before := shown.fields(&clinic.PatientEntry{})
	for i, pair := range p.fields(e) {
		if *pair[0] != *before[i][0] {
			*pair[1] = *pair[0]
		}
	}
	if p.BornDay == shown.BornDay && p.BornMonth == shown.BornMonth && p.BornYear == shown.BornYear {
		return nil
	}
	if p.BornDay+p.BornMonth+p.BornYear == "" {
		e.Born = ""
		return nil
	}
	born, problem := clinic.ParseFields(p.BornDay, p.BornMonth, p.BornYear)
	if problem != nil {
		return fieldError("born", problem.Code, problem.Message)
	}
	e.Born = born.String()
	return nil
}

// formNames are the names of the form's fields where they differ from the columns'.
var formNames = map[string]string{"sex": "gender", "nhs_number": "nhsNumber", "address_line": "addressLine"}

// fieldsAsTyped names the fields of a failure as the form does.
func fieldsAsTyped(err error) error {
	var f *failure.Error
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return err
	}
	named := *f
	named.Fields = make([]failure.Field, len(f.Fields))
	for i, field := range f.Fields {
		if name, differs := formNames[field.Name]; differs {
			field.Name = name
		}
		named.Fields[i] = field
	}
	return &named
}
