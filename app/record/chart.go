package record

import (
	"cmp"
	"context"
	"slices"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Chart is what the page of one patient shows of them.
type Chart struct {
	Patient      store.Patient
	Allergies    AllergyList
	Problems     []CareEntry // active first, then newest first
	Medications  []CareEntry // requests and statements alike
	Measurements []clinic.Measurement
	Draft        state.ID // this person's unsigned draft with the newest start; zero for none
	Conflicts    int      // of this patient, that wait for a decision
}

// AllergyList is the allergies under their title. Where care cannot be read, it says why.
type AllergyList struct {
	Title   clinic.AllergyTitle
	Why     string
	Entries []CareEntry
}

// CareEntry is one clinical row as a list shows it.
type CareEntry struct {
	store.Record
	Table    string
	Token    store.Token
	Versions []string // in words, two or more where laptops disagree about it; else none
	Conflict string   // for Conflict; empty for none
}

// Chart shows a patient. The view of the identity, and where the person may see it that of the clinical
// record, are audited before anything is read.
func (p *Practice) Chart(ctx context.Context, id state.ID) (Chart, error) {
	var c Chart
	var err error
	if c.Patient, err = p.Patient(ctx, id); err != nil {
		return c, err
	}
	if c.Conflicts, err = p.conflictsOf(ctx, id); err != nil {
		return c, err
	}
	if err := p.careReadable(ctx, id); err != nil {
		c.Allergies = AllergyList{Title: clinic.TitleOfAllergies(nil, false), Why: failure.Of(err).Message}
		return c, nil
	}
	return c, p.fillChart(ctx, &c)
}

// careReadable tells why the clinical record cannot be shown; nil where it can, and then it is audited.
func (p *Practice) careReadable(ctx context.Context, patient state.ID) error {
	if _, err := p.compartment(store.Care); err != nil {
		return err
	}
	return p.view(ctx, flow{act: access.ActView, kind: access.KindClinicalRecord, patient: patient})
}

func (p *Practice) fillChart(ctx context.Context, c *Chart) (err error) {
	id := c.Patient.ID
	if c.Allergies.Entries, err = p.entries(ctx, "allergy_intolerance", id); err != nil {
		return err
	}
	c.Allergies.Title = clinic.TitleOfAllergies(p.allergiesForTitle(ctx, c.Allergies.Entries), true)
	c.Allergies.Entries = slices.DeleteFunc(c.Allergies.Entries, func(e CareEntry) bool { return clinic.IsNoAllergy(e.Text("system"), e.Text("code")) })
	if c.Problems, err = p.entries(ctx, "condition", id); err != nil {
		return err
	}
	for _, table := range []string{"medication_request", "medication_statement"} {
		found, err := p.entries(ctx, table, id)
		if err != nil {
			return err
		}
		c.Medications = append(c.Medications, found...)
	}
	sortEntries(c.Medications)
	rows, err := p.store.OfPatient(ctx, store.Care, "observation", id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c.Measurements = append(c.Measurements, measurementOf(r))
	}
	drafts, err := p.store.UnsignedFor(ctx, id, p.person.ID)
	if len(drafts) > 0 {
		c.Draft = drafts[0].ID
	}
	return err
}

// allergiesForTitle gives a row with two live versions twice, so that the graver one counts.
func (p *Practice) allergiesForTitle(ctx context.Context, entries []CareEntry) []clinic.Allergy {
	var rows []clinic.Allergy
	for _, e := range entries {
		rows = append(rows, allergyOf(e.Record))
		if e.Conflict == "" {
			continue
		}
		versions, err := p.versionsOf(ctx, store.Care, e.Table, e.ID)
		if err != nil {
			continue // what cannot be read counts as it is shown
		}
		for _, v := range versions {
			rows = append(rows, allergyOf(v.record))
		}
	}
	return rows
}

func allergyOf(r store.Record) clinic.Allergy {
	return clinic.Allergy{System: r.Text("system"), Code: r.Text("code"), Clinical: r.Text("clinical_status"), Verification: r.Text("verification_status")}
}

// entries are a patient's rows of one table, without those entered in error.
func (p *Practice) entries(ctx context.Context, table string, patient state.ID) ([]CareEntry, error) {
	rows, err := p.store.OfPatient(ctx, store.Care, table, patient)
	if err != nil {
		return nil, err
	}
	disputed, err := p.disputedRows(ctx)
	if err != nil {
		return nil, err
	}
	var found []CareEntry
	for _, r := range rows {
		if r.Text("status") == "entered-in-error" || r.Text("verification_status") == "entered-in-error" {
			continue
		}
		e := CareEntry{Record: r, Table: table}
		if e.Token, err = p.store.Compartment(store.Care).Token(ctx, table, r.ID); err != nil {
			return nil, err
		}
		if name := conflictName(store.Care, table, r.ID); disputed[name] {
			e.Conflict = name
			if e.Versions, err = p.versionWords(ctx, store.Care, table, r.ID); err != nil {
				return nil, err
			}
		}
		found = append(found, e)
	}
	sortEntries(found)
	return found, nil
}

// sortEntries puts the active first, then the newest.
func sortEntries(entries []CareEntry) {
	slices.SortStableFunc(entries, func(a, b CareEntry) int {
		return cmp.Or(cmp.Compare(endedRank(a), endedRank(b)), cmp.Compare(b.Since(), a.Since()), cmp.Compare(clinic.Fold(a.Text("display")), clinic.Fold(b.Text("display"))))
	})
}

func endedRank(e CareEntry) int {
	if e.Active() {
		return 0
	}
	return 1
}

// Since is when an entry began, as far as anybody said.
func (e CareEntry) Since() string {
	for _, column := range []string{"onset", "start", "authored", "recorded"} {
		if at := e.Text(column); at != "" {
			return at
		}
	}
	return ""
}

// Until is when an entry ended; empty while it has not, or nobody said.
func (e CareEntry) Until() string { return cmp.Or(e.Text("abatement"), e.Text("end")) }

// Status is the entry's FHIR status, whatever its column is called.
func (e CareEntry) Status() string { return cmp.Or(e.Text("clinical_status"), e.Text("status")) }

// Active tells whether the entry counts today. What nobody said counts.
func (e CareEntry) Active() bool {
	if e.Text("verification_status") == "refuted" {
		return false
	}
	return slices.Contains([]string{"", "active", "recurrence", "relapse", "on-hold", "intended", "unknown", "draft"}, e.Status())
}

func measurementOf(r store.Record) clinic.Measurement {
	m := clinic.Measurement{
		ID: r.ID, Category: r.Text("category"), System: r.Text("system"), Code: r.Text("code"), Display: r.Text("display"),
		Unit: r.Text("unit"), Text: r.Text("value_text"), At: r.Text("effective"), Status: r.Text("status"),
	}
	if v, ok := r.Number("value"); ok {
		m.Value = &v
	}
	m.Components, _ = clinic.ParseComponents(r.Text("components")) // what cannot be read has no points
	return m
}

// TimelineEvent is a row of the timeline with the row that it stands for.
type TimelineEvent struct {
	store.Event
	Record  store.Record
	Addenda int // of a signed note
}

// Timeline lists what has happened, newest first; of the named tables, or of all for none.
func (p *Practice) Timeline(ctx context.Context, patient state.ID, tables []string, after string, limit int) (found []TimelineEvent, next string, err error) {
	if err := p.careReadable(ctx, patient); err != nil {
		return nil, "", err
	}
	events, next, err := p.store.Timeline(ctx, patient, tables, after, limit)
	if err != nil {
		return nil, "", err
	}
	addenda, err := p.store.AddendaOf(ctx, patient)
	if err != nil {
		return nil, "", err
	}
	for _, e := range events {
		r, err := p.store.Get(ctx, store.Care, e.Table, e.ID)
		if err != nil {
			return nil, "", err
		}
		found = append(found, TimelineEvent{Event: e, Record: r, Addenda: addenda[e.ID]})
	}
	return found, next, nil
}
