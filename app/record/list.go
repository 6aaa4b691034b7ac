package record

import (
	"context"
	"slices"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/state"
)

// ListedPatient is a patient with what a list shows of the record.
type ListedPatient struct {
	store.Patient
	store.Glance
}

// PatientList is one page of patients, by name.
type PatientList struct {
	Rows  []ListedPatient
	Next  string
	Total int
}

// ListPatients is FindPatients for the window: with the last entry and one's own drafts where the person
// may see care, and without those who are inactive or have died unless all is set.
func (p *Practice) ListPatients(ctx context.Context, typed, after string, limit int, all bool) (PatientList, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity}); err != nil {
		return PatientList{}, err
	}
	if _, err := p.compartment(store.Desk); err != nil {
		return PatientList{}, err
	}
	page, err := p.store.ListPatients(ctx, typed, after, limit, all)
	if err != nil {
		return PatientList{}, err
	}
	l := PatientList{Next: page.Next}
	if l.Total, err = p.store.CountListed(ctx, typed, all); err != nil {
		return l, err
	}
	l.Rows, err = p.glanced(ctx, page.Rows)
	return l, err
}

func (p *Practice) glanced(ctx context.Context, patients []store.Patient) ([]ListedPatient, error) {
	rows := make([]ListedPatient, len(patients))
	ids := make([]state.ID, len(patients))
	for i, found := range patients {
		rows[i].Patient, ids[i] = found, found.ID
	}
	if !p.May(access.ActView, access.KindClinicalRecord) {
		return rows, nil
	}
	glances, err := p.store.Glances(ctx, ids, p.person.ID)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Glance = glances[rows[i].ID]
	}
	return rows, nil
}

// similarShown is how many patients the question "is it one of these?" shows.
const similarShown = 5

// SimilarPatients are those who may be the person of an entry: with the same NHS number, or the same
// family name and date of birth. It asks, and never refuses (two people may share both).
func (p *Practice) SimilarPatients(ctx context.Context, entry clinic.PatientEntry) ([]ListedPatient, error) {
	entry = entry.Clean()
	if err := p.checkPatient(entry); err != nil {
		return nil, err
	}
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity}); err != nil {
		return nil, err
	}
	var found []store.Patient
	for _, typed := range similarQueries(entry) {
		page, err := p.store.FindPatients(ctx, typed, "", similarShown)
		if err != nil {
			return nil, err
		}
		for _, other := range page.Rows {
			if alike(entry, other.Entry) && !slices.ContainsFunc(found, func(f store.Patient) bool { return f.ID == other.ID }) {
				found = append(found, other)
			}
		}
	}
	return p.glanced(ctx, found)
}

func similarQueries(e clinic.PatientEntry) []string {
	var queries []string
	if e.NHSNumber != "" {
		queries = append(queries, e.NHSNumber)
	}
	if e.Family != "" && e.Born != "" {
		queries = append(queries, e.Family+" "+e.Born)
	}
	return queries
}

func alike(a, b clinic.PatientEntry) bool {
	if a.NHSNumber != "" && a.NHSNumber == b.NHSNumber {
		return true
	}
	return a.Born != "" && a.Born == b.Born && clinic.Fold(a.Family) == clinic.Fold(b.Family)
}

// PatientForm is a patient's identity as a form shows it, with the token that goes back with the save. The
// token is read first: a version that arrives after it becomes a conflict, rather than pass for seen.
func (p *Practice) PatientForm(ctx context.Context, id state.ID) (store.Patient, store.Token, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity, patient: id}); err != nil {
		return store.Patient{}, "", err
	}
	token, err := p.store.Compartment(store.Desk).Token(ctx, "patient", id)
	if err != nil {
		return store.Patient{}, "", err
	}
	found, err := p.patient(ctx, id)
	return found, token, err
}

// PatientNamed is a patient's identity for the head of a page about something else of theirs: the view of
// that page is what is audited.
func (p *Practice) PatientNamed(ctx context.Context, id state.ID) (store.Patient, error) {
	if _, err := p.allowed(ctx, flow{act: access.ActView, kind: access.KindIdentity, patient: id}); err != nil {
		return store.Patient{}, err
	}
	return p.patient(ctx, id)
}
