package record

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

const (
	loinc       = "http://loinc.org"
	longestText = 2000 // bytes of one field that a person types
)

func (p *Practice) careFlow(act access.Act, patient state.ID) flow {
	return flow{act: act, kind: access.KindClinicalRecord, patient: patient}
}

// addCare inserts a row of a patient's clinical record.
func (p *Practice) addCare(ctx context.Context, table string, patient state.ID, values map[string]any) (Undo, error) {
	if _, err := p.patient(ctx, patient); err != nil {
		return Undo{}, err
	}
	values["patient"] = patient
	for column, value := range values {
		if text, isText := value.(string); isText && text == "" {
			delete(values, column)
		}
	}
	return p.putUndoably(ctx, p.careFlow(access.ActCreate, patient), store.Care, table, p.newID(), values, "")
}

// AllergyEntry is an allergy as it is typed; severity and criticality are FHIR's codes or empty.
type AllergyEntry struct{ Agent, Reaction, Severity, Criticality string }

// AddAllergy records an allergy or intolerance.
func (p *Practice) AddAllergy(ctx context.Context, patient state.ID, e AllergyEntry) (Undo, error) {
	check := &entryCheck{}
	check.text("agent", &e.Agent, true, "Enter what the patient is allergic to")
	check.text("reaction", &e.Reaction, false, "")
	check.code("severity", e.Severity, clinic.ReactionSeverities)
	check.code("criticality", e.Criticality, clinic.AllergyCriticalities)
	if err := check.failure(); err != nil {
		return Undo{}, err
	}
	return p.addCare(ctx, "allergy_intolerance", patient, map[string]any{
		"display": e.Agent, "reaction": e.Reaction, "severity": e.Severity, "criticality": e.Criticality,
		"clinical_status": "active", "verification_status": "confirmed", "recorded": p.instant(),
	})
}

// NoKnownAllergies records that the patient was asked and knows of none; refused while one counts.
func (p *Practice) NoKnownAllergies(ctx context.Context, patient state.ID) (Undo, error) {
	if err := p.view(ctx, p.careFlow(access.ActView, patient)); err != nil {
		return Undo{}, err
	}
	rows, err := p.store.OfPatient(ctx, store.Care, "allergy_intolerance", patient)
	if err != nil {
		return Undo{}, err
	}
	for _, r := range rows {
		if allergyOf(r).Stands() && !clinic.IsNoAllergy(r.Text("system"), r.Text("code")) {
			return Undo{}, failure.New(failure.Refused, "An allergy of this patient still counts. Nothing was changed.", "Mark it as inactive first, if it is.")
		}
	}
	return p.addCare(ctx, "allergy_intolerance", patient, map[string]any{
		"code": clinic.NoKnownAllergy, "system": clinic.NoKnownAllergySystem, "display": clinic.NoKnownAllergyWords,
		"clinical_status": "active", "verification_status": "confirmed", "recorded": p.instant(),
	})
}

// AddProblem records a problem; onset is a date that may be partial, or empty.
func (p *Practice) AddProblem(ctx context.Context, patient state.ID, name, onset string) (Undo, error) {
	check := &entryCheck{}
	check.text("name", &name, true, "Enter the problem")
	if d, err := clinic.ParseDate(onset); onset != "" && (err != nil || d.IsZero()) {
		check.bad("onset", "date", "Enter a date, such as 2024, 2024-05 or 2024-05-17")
	} else if onset != "" && clinic.DateOf(p.now()).Before(d) {
		check.bad("onset", "future", "The problem cannot have begun in the future")
	}
	if err := check.failure(); err != nil {
		return Undo{}, err
	}
	return p.addCare(ctx, "condition", patient, map[string]any{
		"display": name, "onset": onset, "clinical_status": "active", "verification_status": "confirmed", "recorded": p.instant(),
	})
}

// MedicationEntry is a medicine as it is typed: ordered here, or only reported by the patient.
type MedicationEntry struct {
	Ordered              bool
	Name, Dosage, Reason string
}

// AddMedication records a medicine.
func (p *Practice) AddMedication(ctx context.Context, patient state.ID, e MedicationEntry) (Undo, error) {
	check := &entryCheck{}
	check.text("name", &e.Name, true, "Enter the medicine")
	check.text("dosage", &e.Dosage, false, "")
	check.text("reason", &e.Reason, false, "")
	if err := check.failure(); err != nil {
		return Undo{}, err
	}
	if !e.Ordered {
		return p.addCare(ctx, "medication_statement", patient, map[string]any{"display": e.Name, "dosage": e.Dosage, "status": "active"})
	}
	return p.addCare(ctx, "medication_request", patient, map[string]any{
		"display": e.Name, "dosage": e.Dosage, "reason": e.Reason, "status": "active", "intent": "order", "authored": p.instant(), "practitioner": p.person.ID,
	})
}

// AddMeasurement records numbers of one kind, taken now.
func (p *Practice) AddMeasurement(ctx context.Context, patient state.ID, code string, typed []string) (Undo, error) {
	k, err := measureKind(code)
	if err != nil {
		return Undo{}, err
	}
	numbers, err := k.read(typed)
	if err != nil {
		return Undo{}, err
	}
	values := map[string]any{"category": k.Category, "code": k.Code, "system": loinc, "display": k.Name, "status": "final", "effective": p.instant()}
	if len(k.Parts) == 1 {
		values["value"], values["unit"] = numbers[0], k.Unit
		return p.addCare(ctx, "observation", patient, values)
	}
	var components []clinic.Component
	for i, part := range k.Parts {
		components = append(components, clinic.Component{Code: part.Code, System: loinc, Display: part.Name, Value: clinic.NumberText(numbers[i]), Unit: k.Unit})
	}
	values["components"] = clinic.FormatComponents(components)
	return p.addCare(ctx, "observation", patient, values)
}

// EndEntry says that an entry does not count any more: an allergy becomes inactive, a problem resolved, a
// medicine stopped. Nothing is deleted.
func (p *Practice) EndEntry(ctx context.Context, table string, id state.ID, shown store.Token) (Undo, error) {
	values := map[string]map[string]any{
		"allergy_intolerance": {"clinical_status": "inactive"},
		"condition":           {"clinical_status": "resolved", "abatement": p.instant()},
		"medication_request":  {"status": "stopped"},
		// The end of a statement is when the patient stopped, which today is the best that is known of.
		"medication_statement": {"status": "stopped", "end": p.instant()},
	}[table]
	if values == nil {
		return Undo{}, failure.New(failure.BadInput, "An entry of this kind does not end. Nothing was changed.", "")
	}
	r, err := p.row(ctx, store.Care, table, id, "There is no such entry any more.")
	if err != nil {
		return Undo{}, err
	}
	patient, _ := r.Ref("patient")
	return p.putUndoably(ctx, p.careFlow(access.ActChange, patient), store.Care, table, id, values, shown)
}

// MedicationTable tells in which table a medicine stands.
func (p *Practice) MedicationTable(ctx context.Context, id state.ID) (string, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return "", err
	}
	if _, err := p.store.Get(ctx, store.Care, "medication_request", id); err == nil {
		return "medication_request", nil
	}
	_, err := p.row(ctx, store.Care, "medication_statement", id, "There is no such medicine any more.")
	return "medication_statement", err
}

// entryCheck gathers what is wrong with an entry.
type entryCheck struct{ found []*clinic.FieldError }

func (c *entryCheck) bad(field, code, message string) {
	c.found = append(c.found, &clinic.FieldError{Field: field, Code: code, Message: message})
}

func (c *entryCheck) text(field string, value *string, wanted bool, missing string) {
	*value = strings.TrimSpace(*value)
	switch {
	case *value == "" && wanted:
		c.bad(field, "missing", missing)
	case len(*value) > longestText:
		c.bad(field, "too_long", "This is too long")
	case !utf8.ValidString(*value):
		c.bad(field, "characters", "This holds characters that cannot be kept")
	}
}

func (c *entryCheck) code(field, value string, set clinic.ValueSet) {
	if value != "" && !slices.ContainsFunc(set, func(k clinic.Coded) bool { return k.Code == value }) {
		c.bad(field, "unknown", "Choose one from the list")
	}
}

func (c *entryCheck) failure() error { return fieldFailure(c.found) }
