package app

import (
	"cmp"
	"context"
	"strings"

	"farne/app/clinic"
	"farne/app/record"
	"farne/sync/state"
)

// Conflicts is what two laptops changed, for a person to decide.
type Conflicts struct{ *shell }

// ConflictRow is a conflict in the list.
type ConflictRow struct {
	ID          string `json:"id"`
	Patient     string `json:"patient"`
	PatientName string `json:"patientName"`
	What        string `json:"what"`
	Risk        bool   `json:"risk"`
	SinceShown  string `json:"sinceShown"`
}

// Conflict is one thing that laptops disagree about, field by field.
type Conflict struct {
	ID          string            `json:"id"`
	Patient     string            `json:"patient"`
	PatientName string            `json:"patientName"`
	What        string            `json:"what"`
	Risk        bool              `json:"risk"`
	Versions    []ConflictVersion `json:"versions"`
	CanKeepBoth bool              `json:"canKeepBoth"`
}

// ConflictVersion is one laptop's side.
type ConflictVersion struct {
	Version    string          `json:"version"`
	Person     string          `json:"person"`
	Device     string          `json:"device"`
	ThisDevice bool            `json:"thisDevice"`
	Shown      string          `json:"shown"`
	Clock      string          `json:"clock"`
	Fields     []ConflictField `json:"fields"`
}

// ConflictField is one field of a side.
type ConflictField struct {
	Name    string `json:"name"`
	Value   string `json:"value"`
	Differs bool   `json:"differs"`
}

// List lists what waits for a decision.
func (s *Conflicts) List() ([]ConflictRow, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]ConflictRow, error) {
		found, err := p.Conflicts(ctx)
		if err != nil {
			return nil, err
		}
		t, rows := s.tongue(), []ConflictRow{}
		for _, c := range found {
			row := ConflictRow{ID: c.ID, What: whatOf(c), Risk: c.Risk, SinceShown: t.moment(c.Since)}
			if row.Patient, row.PatientName, err = s.patientOf(ctx, p, c); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	})
}

func (s *Conflicts) patientOf(ctx context.Context, p *record.Practice, c record.Conflict) (id, name string, err error) {
	if c.Patient == (state.ID{}) {
		return "", "", nil
	}
	name, err = s.nameOfPatient(ctx, p, c.Patient)
	return c.Patient.String(), name, err
}

// Open shows both sides of a conflict.
func (s *Conflicts) Open(conflict string) (Conflict, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (Conflict, error) {
		c, err := p.Conflict(ctx, conflict)
		if err != nil {
			return Conflict{}, err
		}
		t := s.tongue()
		shown := Conflict{ID: c.ID, What: whatOf(c), Risk: c.Risk, Versions: []ConflictVersion{}, CanKeepBoth: c.Both}
		if shown.Patient, shown.PatientName, err = s.patientOf(ctx, p, c); err != nil {
			return shown, err
		}
		for _, v := range c.Versions {
			shown.Versions = append(shown.Versions, ConflictVersion{
				Version: v.Version.String(), Person: v.Author.Person, Device: v.Author.Laptop, ThisDevice: v.Author.This,
				Shown: t.moment(v.Author.At), Clock: clockWords(v.Author.Drift), Fields: t.fieldsOf(c, v),
			})
		}
		return shown, nil
	})
}

// fieldsOf are the fields that differ, after one that tells what the entry is.
func (t tongue) fieldsOf(c record.Conflict, v record.ConflictVersion) []ConflictField {
	fields := []ConflictField{}
	if name := cmp.Or(v.Text("display"), v.Text("title")); name != "" && !contains(c.Columns, "display") && !contains(c.Columns, "title") {
		fields = append(fields, ConflictField{Name: columnWords("display"), Value: name})
	}
	for _, column := range c.Columns {
		value := t.cell(c.Table, column, v.Text(column))
		if column == state.Deleted {
			value = "Kept"
			if v.Deleted {
				value = "Removed"
			}
		}
		fields = append(fields, ConflictField{Name: columnWords(column), Value: value, Differs: true})
	}
	return fields
}

func (t tongue) cell(table, column, value string) string {
	if value == "" {
		return ""
	}
	for _, dated := range []string{"born", "died", "onset", "abatement", "start", "end", "recorded", "authored", "effective", "occurred", "date"} {
		if column == dated {
			return t.instant(value)
		}
	}
	if column == "nhs_number" {
		return clinic.DisplayNHSNumber(value)
	}
	return record.Words(table, column, value)
}

// Resolve ends a conflict with one side, or with both.
func (s *Conflicts) Resolve(conflict, keep string) (CareSaved, error) {
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (CareSaved, error) {
		undo, err := p.Decide(ctx, conflict, keep)
		if err != nil {
			return CareSaved{}, err
		}
		s.emit("conflicts:changed", nil)
		return s.undos.keep(undo), nil
	})
}

// whatOf says what a conflict is about: 'Allergy: penicillin', 'Telephone'.
func whatOf(c record.Conflict) string {
	thing := map[string]string{
		"allergy_intolerance": "Allergy", "condition": "Problem", "medication_request": "Medicine", "medication_statement": "Medicine",
		"observation": "Measurement", "note": "Draft", "signed_note": "Signed note", "appointment": "Appointment", "encounter": "Encounter",
		"procedure": "Procedure", "immunization": "Immunisation", "diagnostic_report": "Report", "document_reference": "Document",
		"related_person": "Related person", "setting": "Setting", "person": "Person", "laptop": "Laptop", "practitioner": "Practitioner", "organization": "Organisation",
	}[c.Table]
	if thing != "" {
		if name := cmp.Or(c.Record.Text("display"), c.Record.Text("title"), c.Record.Text("name")); name != "" {
			return thing + ": " + name
		}
		return thing
	}
	var words []string
	for _, column := range c.Columns {
		words = append(words, columnWords(column))
	}
	return strings.Join(words, ", ")
}

// columnWords is what people call a column.
func columnWords(column string) string {
	known := map[string]string{
		"phone": "Telephone", "nhs_number": "NHS No.", "sex": "Gender", "address_line": "Address", "display": "Name", "clinical_status": "Status",
		"verification_status": "Certainty", "abatement": "Until", "onset": "Since", "value_text": "Result", "components": "Values", state.Deleted: "Entry",
		"family": "Family name", "given": "Given name", "preferred": "Preferred name",
	}
	if words, ok := known[column]; ok {
		return words
	}
	return strings.ToUpper(column[:1]) + strings.ReplaceAll(column[1:], "_", " ")
}

func contains(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}
