package app

import (
	"cmp"
	"context"

	"farne/app/clinic"
	"farne/app/record"
)

// PatientRecord is the page of one patient.
type PatientRecord struct {
	Banner      Banner       `json:"banner"`
	Contact     Contact      `json:"contact"`
	Closed      string       `json:"closed"` // why the clinical record is not shown; then all that is of it is empty
	Allergies   Allergies    `json:"allergies"`
	Problems    []Problem    `json:"problems"`
	Medications []Medication `json:"medications"`
	Series      []Series     `json:"series"`
	Timeline    TimelinePage `json:"timeline"`
	Draft       string       `json:"draft"`
	Conflicts   int          `json:"conflicts"`
}

// Allergies stand under one of four titles (PAB-0064).
type Allergies struct {
	State   string    `json:"state"`
	Entries []Allergy `json:"entries"`
}

// Allergy is one allergy or intolerance.
type Allergy struct {
	ID          string   `json:"id"`
	Agent       string   `json:"agent"`
	Reaction    string   `json:"reaction"`
	Severity    string   `json:"severity"`
	Criticality string   `json:"criticality"`
	SinceShown  string   `json:"sinceShown"`
	Active      bool     `json:"active"`
	Versions    []string `json:"versions"`
	Conflict    string   `json:"conflict"`
	Token       string   `json:"token"`
}

// Problem is one problem.
type Problem struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Status     string   `json:"status"`
	Active     bool     `json:"active"`
	SinceShown string   `json:"sinceShown"`
	UntilShown string   `json:"untilShown"`
	Versions   []string `json:"versions"`
	Conflict   string   `json:"conflict"`
	Token      string   `json:"token"`
}

// Medication is one medicine.
type Medication struct {
	ID         string   `json:"id"`
	Kind       string   `json:"kind"`
	Name       string   `json:"name"`
	Dosage     string   `json:"dosage"`
	Status     string   `json:"status"`
	Active     bool     `json:"active"`
	SinceShown string   `json:"sinceShown"`
	Prescriber string   `json:"prescriber"`
	Reason     string   `json:"reason"`
	Versions   []string `json:"versions"`
	Conflict   string   `json:"conflict"`
	Token      string   `json:"token"`
}

// allergyStates name the four titles for the window.
var allergyStates = map[clinic.AllergyTitle]string{
	clinic.KnownAllergies: "known", clinic.NoKnownAllergies: "none", clinic.AllergiesNotRecorded: "not-recorded", clinic.AllergiesUnavailable: "unavailable",
}

// firstEvents is how many rows of the timeline come with the page.
const firstEvents = 30

// Open shows a patient. The view is audited before it is answered.
func (s *Patients) Open(patient string) (PatientRecord, error) {
	id, err := parseID(patient)
	if err != nil {
		return PatientRecord{}, err
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (PatientRecord, error) {
		c, err := p.Chart(ctx, id, firstEvents)
		if err != nil {
			return PatientRecord{}, err
		}
		t := s.tongue()
		page := PatientRecord{
			Banner: t.banner(c.Patient), Contact: contactOf(c.Patient.Entry), Conflicts: c.Conflicts, Series: t.series(c.Measurements),
			Closed: c.Closed, Allergies: Allergies{State: allergyStates[c.Allergies.Title], Entries: []Allergy{}},
			Problems: []Problem{}, Medications: []Medication{}, Timeline: t.timeline(c.Timeline, c.Next),
		}
		if c.Draft != [16]byte{} {
			page.Draft = c.Draft.String()
		}
		for _, e := range c.Allergies.Entries {
			page.Allergies.Entries = append(page.Allergies.Entries, t.allergy(e))
		}
		for _, e := range c.Problems {
			page.Problems = append(page.Problems, t.problem(e))
		}
		for _, e := range c.Medications {
			page.Medications = append(page.Medications, t.medication(e))
		}
		return page, nil
	})
}

func (t tongue) allergy(e record.CareEntry) Allergy {
	return Allergy{
		ID: e.ID.String(), Agent: nameOfEntry(e), Reaction: e.Text("reaction"), Severity: e.Text("severity"), Criticality: e.Text("criticality"),
		SinceShown: t.day(e.Since()), Active: e.Active(), Versions: listed(e.Versions), Conflict: e.Conflict, Token: string(e.Token),
	}
}

func (t tongue) problem(e record.CareEntry) Problem {
	return Problem{
		ID: e.ID.String(), Name: nameOfEntry(e), Status: e.Status(), Active: e.Active(), SinceShown: t.day(e.Since()), UntilShown: t.day(e.Until()),
		Versions: listed(e.Versions), Conflict: e.Conflict, Token: string(e.Token),
	}
}

func (t tongue) medication(e record.CareEntry) Medication {
	m := Medication{
		ID: e.ID.String(), Kind: "statement", Name: nameOfEntry(e), Dosage: e.Text("dosage"), Status: e.Status(), Active: e.Active(),
		SinceShown: t.day(e.Since()), Prescriber: e.Prescriber, Reason: e.Text("reason"),
		Versions: listed(e.Versions), Conflict: e.Conflict, Token: string(e.Token),
	}
	if e.Table == "medication_request" {
		m.Kind = "request"
	}
	return m
}

// nameOfEntry is what an entry is about; its code where nobody gave it words.
func nameOfEntry(e record.CareEntry) string {
	return cmp.Or(e.Text("display"), e.Text("code"), clinic.NotKnown)
}

func listed(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}
