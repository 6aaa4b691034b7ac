package app

import (
	"strings"

	"farne/app/access"
	"farne/app/record"
	"farne/sync/failure"
)

// ClinicInput is the practice and its first person.
type ClinicInput struct {
	Practice     string `json:"practice"`
	Country      string `json:"country"`
	Given        string `json:"given"`
	Family       string `json:"family"`
	Clinician    bool   `json:"clinician"`
	Registration string `json:"registration"`
	Device       string `json:"device"`
}

func (c ClinicInput) trimmed() ClinicInput {
	for _, field := range []*string{&c.Practice, &c.Country, &c.Given, &c.Family, &c.Registration, &c.Device} {
		*field = strings.TrimSpace(*field)
	}
	c.Country = strings.ToUpper(c.Country)
	return c
}

func (c ClinicInput) check() error {
	for _, field := range []struct{ name, value, words string }{
		{"practice", c.Practice, "Enter the name of the practice"}, {"given", c.Given, "Enter your given name"},
		{"family", c.Family, "Enter your family name"}, {"device", c.Device, "Give this laptop a name"},
	} {
		if field.value == "" {
			return fieldError(field.name, "missing", field.words)
		}
		if len(field.value) > 200 {
			return fieldError(field.name, "too_long", "This is too long")
		}
	}
	if len(c.Country) != 2 {
		return fieldError("country", "missing", "Choose a country")
	}
	return nil
}

func fieldError(field, code, message string) error {
	f := failure.New(failure.BadInput, message+". Nothing was saved yet.", "Correct it and go on.")
	f.Fields = []failure.Field{{Name: field, Code: code, Message: message}}
	return f
}

func (c ClinicInput) particulars() record.Particulars {
	return record.Particulars{Practice: c.Practice, Country: c.Country, Laptop: c.Device, Given: c.Given, Family: c.Family, Registration: c.Registration}
}

func (c ClinicInput) name() string { return strings.TrimSpace(c.Given + " " + c.Family) }

func hasRole(p record.Person, role access.Role) bool {
	for _, r := range p.Roles {
		if r == role {
			return true
		}
	}
	return false
}
