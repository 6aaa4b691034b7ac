package record

import (
	"context"
	"errors"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// AddPatient registers a patient and gives the new id. A bad entry is a bad_input failure that names
// the fields.
func (p *Practice) AddPatient(ctx context.Context, entry clinic.PatientEntry) (state.ID, error) {
	entry = entry.Clean()
	if err := p.checkPatient(entry); err != nil {
		return state.ID{}, err
	}
	id := p.newID()
	values := patientValues(entry, clinic.PatientEntry{})
	values["active"] = int64(1)
	what := flow{act: access.ActCreate, kind: access.KindIdentity, patient: id}
	return id, p.write(ctx, store.Desk, what, func(tx *store.Tx) error { return tx.Put("patient", id, values, "") })
}

// SetPatient changes what differs from the entry that the token's screen showed. A version that came
// in meanwhile stays, as a conflict.
func (p *Practice) SetPatient(ctx context.Context, id state.ID, change func(*clinic.PatientEntry), shown store.Token) error {
	known, err := p.patient(ctx, id)
	if err != nil {
		return err
	}
	entry := known.Entry
	change(&entry)
	entry = entry.Clean()
	if err := p.checkPatient(entry); err != nil {
		return err
	}
	values := patientValues(entry, known.Entry)
	if len(values) == 0 {
		return nil
	}
	what := flow{act: access.ActChange, kind: access.KindIdentity, patient: id}
	return p.write(ctx, store.Desk, what, func(tx *store.Tx) error { return tx.Put("patient", id, values, shown) })
}

// Patient shows one patient's identity and contact.
func (p *Practice) Patient(ctx context.Context, id state.ID) (store.Patient, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity, patient: id}); err != nil {
		return store.Patient{}, err
	}
	return p.patient(ctx, id)
}

// FindPatients lists the patients whose identity matches what was typed, by name; all for nothing
// typed. The list is a view of names, audited as one.
func (p *Practice) FindPatients(ctx context.Context, typed, after string, limit int) (store.PatientPage, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity}); err != nil {
		return store.PatientPage{}, err
	}
	return p.store.FindPatients(ctx, typed, after, limit)
}

func (p *Practice) patient(ctx context.Context, id state.ID) (store.Patient, error) {
	found, err := p.store.PatientByID(ctx, id)
	if errors.Is(err, store.ErrNoRow) {
		return found, noPatient()
	}
	return found, err
}

func (p *Practice) checkPatient(entry clinic.PatientEntry) error {
	return fieldFailure(entry.Check(clinic.DateOf(p.now())))
}

// fieldFailure gives the errors of an entry as one failure; nil for none.
func fieldFailure(errs []*clinic.FieldError) error {
	if len(errs) == 0 {
		return nil
	}
	f := failure.New(failure.BadInput, errs[0].Message+". Nothing was saved yet.", "Correct it and save again.")
	for _, e := range errs {
		f.Fields = append(f.Fields, failure.Field{Name: e.Field, Code: e.Code, Message: e.Message})
	}
	return f
}

// PatientFields are the fields of an entry by the names that commands and columns use.
func PatientFields(e *clinic.PatientEntry) map[string]*string {
	return map[string]*string{
		"family": &e.Family, "given": &e.Given, "preferred": &e.Preferred, "title": &e.Title, "born": &e.Born, "sex": &e.Sex,
		"died": &e.Died, "phone": &e.Phone, "email": &e.Email, "address_line": &e.AddressLine, "city": &e.City,
		"postcode": &e.Postcode, "country": &e.Country, "language": &e.Language, "nhs_number": &e.NHSNumber,
	}
}

// patientValues are the columns in which an entry differs from what is known; an emptied one is NULL.
func patientValues(entry, known clinic.PatientEntry) map[string]any {
	values := map[string]any{}
	before := PatientFields(&known)
	for name, value := range PatientFields(&entry) {
		if *value == *before[name] {
			continue
		}
		values[name] = any(*value)
		if *value == "" {
			values[name] = nil
		}
	}
	return values
}

// newID draws a UUIDv7: ids rise with time, so that new rows stand together.
func (p *Practice) newID() state.ID { return state.NewID(p.now()) }

// PlaceOfPatient is the after of the page that follows a patient in the list.
func (p *Practice) PlaceOfPatient(ctx context.Context, id state.ID) (string, error) {
	if _, err := p.allowed(ctx, flow{act: access.ActView, kind: access.KindIdentity}); err != nil {
		return "", err
	}
	place, err := p.store.PlaceOfPatient(ctx, id)
	if errors.Is(err, store.ErrNoRow) {
		return "", noPatient()
	}
	return place, err
}

func noPatient() error {
	return failure.New(failure.NotFound, "There is no such patient in this record.", "Look with farne patient find, or type a part of the name.")
}
