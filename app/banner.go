package app

import (
	"farne/app/clinic"
	"farne/app/store"
)

// Banner is who a page is about (NHS CUI PAB-0009 to 0016).
type Banner struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Preferred  string `json:"preferred"`
	BornShown  string `json:"bornShown"`
	Age        string `json:"age"`
	Gender     string `json:"gender"`
	NHSNumber  string `json:"nhsNumber"`
	NHSDigits  string `json:"nhsDigits"`
	Deceased   bool   `json:"deceased"`
	DiedShown  string `json:"diedShown"`
	AgeAtDeath string `json:"ageAtDeath"`
	Inactive   bool   `json:"inactive"`
}

// Contact is how a patient is reached.
type Contact struct {
	Phone       string `json:"phone"`
	Email       string `json:"email"`
	AddressLine string `json:"addressLine"`
	City        string `json:"city"`
	Postcode    string `json:"postcode"`
	Country     string `json:"country"`
	Language    string `json:"language"`
}

func (t tongue) banner(p store.Patient) Banner {
	e := p.Entry
	name := clinic.Name{Family: e.Family, Given: e.Given, Preferred: e.Preferred, Title: e.Title}
	b := Banner{ID: p.ID.String(), Name: name.Display(), BornShown: t.date(e.Born), Gender: e.Sex, NHSNumber: clinic.DisplayNHSNumber(e.NHSNumber),
		NHSDigits: e.NHSNumber, Deceased: e.Died != "", Inactive: !p.Active}
	if name.Prefers() {
		b.Preferred = e.Preferred
	}
	born, err := clinic.ParseDate(e.Born)
	if err != nil {
		return b
	}
	if !b.Deceased {
		b.Age = clinic.DisplayAge(born, t.today())
		return b
	}
	if died, err := clinic.ParseDate(e.Died); err == nil {
		b.DiedShown, b.AgeAtDeath = died.Display(t.locale), clinic.DisplayAge(born, died)
	}
	return b
}

func contactOf(e clinic.PatientEntry) Contact {
	return Contact{Phone: e.Phone, Email: e.Email, AddressLine: e.AddressLine, City: e.City, Postcode: e.Postcode, Country: e.Country, Language: e.Language}
}
