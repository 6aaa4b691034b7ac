package app

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"farne/app/clinic"
	"farne/app/record"
	"farne/app/store"
	"farne/sync/failure"
)

// Patients finds patients and keeps their identity.
type Patients struct{ *shell }

// PatientQuery asks for one page of patients.
type PatientQuery struct {
	After string `json:"after"`
	Limit int    `json:"limit"`
	Text  string `json:"text"`
	All   bool   `json:"all"`
}

// PatientPage is one page of patients, by name.
type PatientPage struct {
	Rows  []PatientRow `json:"rows"`
	Next  string       `json:"next"`
	Total int          `json:"total"`
}

// PatientRow is a patient as a list shows them.
type PatientRow struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Preferred string `json:"preferred"`
	BornShown string `json:"bornShown"`
	Age       string `json:"age"`
	Gender    string `json:"gender"`
	NHSNumber string `json:"nhsNumber"`
	Deceased  bool   `json:"deceased"`
	Inactive  bool   `json:"inactive"`
	LastShown string `json:"lastShown"`
	Drafts    int    `json:"drafts"`
}

// PatientSaved is what a save of an identity answers.
type PatientSaved struct {
	ID      string       `json:"id"`
	Similar []PatientRow `json:"similar"`
}

// PatientForm is an identity as the form shows it.
type PatientForm struct {
	Input PatientInput `json:"input"`
	Token string       `json:"token"`
}

// longestPage bounds how many rows one call answers, whatever it asks for.
const longestPage = 200

func pageLimit(asked int) int { return min(max(asked, 1), longestPage) }

// Page lists patients, by name.
func (s *Patients) Page(query PatientQuery) (PatientPage, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (PatientPage, error) {
		found, err := p.ListPatients(ctx, query.Text, query.After, pageLimit(query.Limit), query.All)
		if err != nil {
			return PatientPage{}, err
		}
		return PatientPage{Rows: s.tongue().patients(found.Rows), Next: found.Next, Total: found.Total}, nil
	})
}

func (t tongue) patients(found []record.ListedPatient) []PatientRow {
	rows := make([]PatientRow, 0, len(found))
	for _, p := range found {
		b := t.banner(p.Patient)
		rows = append(rows, PatientRow{
			ID: b.ID, Name: b.Name, Preferred: b.Preferred, BornShown: b.BornShown, Age: b.Age, Gender: b.Gender, NHSNumber: b.NHSNumber,
			Deceased: b.Deceased, Inactive: b.Inactive, LastShown: t.day(p.Last), Drafts: p.Drafts,
		})
	}
	return rows
}

// Add registers a patient, unless somebody very like them is here and has not been looked at.
func (s *Patients) Add(input PatientInput, evenIfSimilar bool) (PatientSaved, error) {
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (PatientSaved, error) {
		saved := PatientSaved{Similar: []PatientRow{}}
		var entry clinic.PatientEntry
		if err := input.over(&entry, PatientInput{}); err != nil {
			return saved, err
		}
		if !evenIfSimilar {
			similar, err := p.SimilarPatients(ctx, entry)
			if err != nil {
				return saved, fieldsAsTyped(err)
			}
			if len(similar) > 0 {
				saved.Similar = s.tongue().patients(similar)
				return saved, nil
			}
		}
		id, err := p.AddPatient(ctx, entry)
		if err != nil {
			return saved, fieldsAsTyped(err)
		}
		saved.ID = id.String()
		return saved, nil
	})
}

// formToken carries what a form showed, so that a save writes only what was changed in it: what another
// laptop changed meanwhile in other fields is left alone.
type formToken struct {
	Shown PatientInput `json:"shown"`
	Store store.Token  `json:"store"`
}

// Form shows a patient's identity to be changed.
func (s *Patients) Form(patient string) (PatientForm, error) {
	id, err := parseID(patient)
	if err != nil {
		return PatientForm{}, err
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (PatientForm, error) {
		found, token, err := p.PatientForm(ctx, id)
		if err != nil {
			return PatientForm{}, err
		}
		input := inputOf(found.Entry)
		encoded, err := json.Marshal(formToken{input, token})
		return PatientForm{Input: input, Token: base64.RawURLEncoding.EncodeToString(encoded)}, err
	})
}

// Set changes a patient's identity.
func (s *Patients) Set(patient string, input PatientInput, token string) (PatientSaved, error) {
	id, err := parseID(patient)
	if err != nil {
		return PatientSaved{}, err
	}
	var form formToken
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(raw, &form)
	}
	if err != nil {
		return PatientSaved{}, failure.Wrap(err, failure.BadInput, "This form is not one that Farne has shown. Nothing was changed.", "Open the patient's details again.")
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (PatientSaved, error) {
		var problem error
		err := p.SetPatient(ctx, id, func(e *clinic.PatientEntry) { problem = input.over(e, form.Shown) }, form.Store)
		if problem != nil {
			return PatientSaved{}, problem
		}
		return PatientSaved{ID: id.String(), Similar: []PatientRow{}}, fieldsAsTyped(err)
	})
}
