package app

import (
	"context"

	"farne/app/clinic"
	"farne/app/record"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Care writes the clinical record.
type Care struct{ *shell }

// AllergyInput is an allergy as it is typed.
type AllergyInput struct {
	Agent       string `json:"agent"`
	Reaction    string `json:"reaction"`
	Severity    string `json:"severity"`
	Criticality string `json:"criticality"`
}

// ProblemInput is a problem as it is typed.
type ProblemInput struct {
	Name  string `json:"name"`
	Onset string `json:"onset"`
}

// MedicationInput is a medicine as it is typed.
type MedicationInput struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Dosage string `json:"dosage"`
	Reason string `json:"reason"`
}

// MeasurementInput is numbers as they are typed.
type MeasurementInput struct {
	Code   string   `json:"code"`
	Values []string `json:"values"`
}

// MeasurementKind is what can be measured here.
type MeasurementKind struct {
	Code  string   `json:"code"`
	Name  string   `json:"name"`
	Unit  string   `json:"unit"`
	Parts []string `json:"parts"`
}

// writing runs a write of one patient's clinical record.
func (s *Care) writing(patient string, write func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error)) (CareSaved, error) {
	id, err := parseID(patient)
	if err != nil {
		return CareSaved{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (CareSaved, error) {
		undo, err := write(ctx, p, id)
		if err != nil {
			return CareSaved{}, err
		}
		return s.undos.keep(undo), nil
	})
}

// AddAllergy records an allergy.
func (s *Care) AddAllergy(patient string, input AllergyInput) (CareSaved, error) {
	return s.writing(patient, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		return p.AddAllergy(ctx, id, record.AllergyEntry(input))
	})
}

// NoKnownAllergies records that the patient was asked and knows of none.
func (s *Care) NoKnownAllergies(patient string) (CareSaved, error) {
	return s.writing(patient, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		return p.NoKnownAllergies(ctx, id)
	})
}

// AddProblem records a problem.
func (s *Care) AddProblem(patient string, input ProblemInput) (CareSaved, error) {
	return s.writing(patient, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		return p.AddProblem(ctx, id, input.Name, input.Onset)
	})
}

// AddMedication records a medicine.
func (s *Care) AddMedication(patient string, input MedicationInput) (CareSaved, error) {
	if input.Kind != "request" && input.Kind != "statement" {
		return CareSaved{}, fieldError("kind", "unknown", "Choose whether it is ordered here or only taken")
	}
	return s.writing(patient, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		return p.AddMedication(ctx, id, record.MedicationEntry{Ordered: input.Kind == "request", Name: input.Name, Dosage: input.Dosage, Reason: input.Reason})
	})
}

// AddMeasurement records numbers.
func (s *Care) AddMeasurement(patient string, input MeasurementInput) (CareSaved, error) {
	return s.writing(patient, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		return p.AddMeasurement(ctx, id, input.Code, input.Values)
	})
}

// MeasurementKinds lists what can be measured here.
func (s *Care) MeasurementKinds() ([]MeasurementKind, error) {
	kinds := []MeasurementKind{}
	for _, k := range record.MeasureKinds {
		kind := MeasurementKind{Code: k.Code, Name: k.Name, Unit: clinic.DisplayUnit(k.Unit), Parts: []string{}}
		for _, part := range k.Parts {
			if part.Name == "" {
				part.Name = k.Name
			}
			kind.Parts = append(kind.Parts, part.Name)
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

// End resolves a problem, ends a medicine, or marks an allergy inactive.
func (s *Care) End(kind, entry, token string) (CareSaved, error) {
	return s.writing(entry, func(ctx context.Context, p *record.Practice, id state.ID) (record.Undo, error) {
		table := map[string]string{"allergy": "allergy_intolerance", "problem": "condition"}[kind]
		if kind == "medication" {
			var err error
			if table, err = p.MedicationTable(ctx, id); err != nil {
				return record.Undo{}, err
			}
		}
		if table == "" {
			return record.Undo{}, failure.New(failure.BadInput, "An entry of this kind does not end. Nothing was changed.", "")
		}
		return p.EndEntry(ctx, table, id, store.Token(token))
	})
}

// Undo takes a write back.
func (s *Care) Undo(undo string) error {
	_, err := saving(s.shell, func(ctx context.Context, p *record.Practice) (struct{}, error) {
		kept, err := s.undos.find(undo)
		if err != nil {
			return struct{}{}, err
		}
		if err := p.Undo(ctx, kept); err != nil {
			return struct{}{}, err
		}
		s.undos.drop(undo)
		return struct{}{}, nil
	})
	return err
}
