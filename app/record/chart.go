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
	Closed       string // why the clinical record is not shown; then all that is of it is empty
	Allergies    AllergyList
	Problems     []CareEntry // active first, then newest first
	Medications  []CareEntry // requests and statements alike
	Measurements []clinic.Measurement
	Timeline     []TimelineEvent // its first page
	Next         string          // after of the second page; empty for none
	Draft        state.ID        // this person's unsigned draft with the newest start; zero for none
	Conflicts    int             // of this patient, that wait for a decision
}

// AllergyList is the allergies under their title.
type AllergyList struct {
	Title   clinic.AllergyTitle
	Entries []CareEntry
}

// CareEntry is one clinical row as a list shows it.
type CareEntry struct {
	store.Editable
	Table      string
	Prescriber string   // of a medicine that was ordered; empty where nobody is known
	Versions   []string // in words, two or more where laptops disagree about it; else none
	Conflict   string   // for Conflict; empty for none
}

// Chart shows a patient, with so many events of the timeline at most. The views of the identity and,
// where the person may see it, of the kinds of information in the clinical record are audited together,
// before anything is read.
func (p *Practice) Chart(ctx context.Context, id state.ID, events int) (Chart, error) {
	var c Chart
	seen := []flow{{act: access.ActView, kind: access.KindIdentity, patient: id}}
	closed := p.careClosed(ctx, id)
	tables, kinds := p.views(id, timelineTables)
	if closed == nil {
		seen = append(seen, kinds...)
	}
	if err := p.view(ctx, seen...); err != nil {
		return c, err
	}
	var err error
	if c.Patient, err = p.patient(ctx, id); err != nil {
		return c, err
	}
	disputes, err := p.disputes(ctx)
	if err != nil {
		return c, err
	}
	for _, d := range disputes {
		if slices.Contains(d.subjects, id) {
			c.Conflicts++
		}
	}
	if closed != nil {
		c.Closed, c.Allergies.Title = failure.Of(closed).Message, clinic.TitleOfAllergies(nil, false)
		return c, nil
	}
	if err := p.fillChart(ctx, &c, disputes); err != nil {
		return c, err
	}
	c.Timeline, c.Next, err = p.timeline(ctx, id, tables, "", events)
	return c, err
}

// careClosed tells why the clinical record cannot be shown; nil where it can. It shows nothing: only a
// refusal is audited.
func (p *Practice) careClosed(ctx context.Context, patient state.ID) error {
	if _, err := p.compartment(store.Care); err != nil {
		return err
	}
	_, err := p.allowed(ctx, p.careFlow(access.ActView, patient))
	return err
}

func (p *Practice) fillChart(ctx context.Context, c *Chart, disputes map[string]dispute) (err error) {
	id := c.Patient.ID
	if c.Allergies.Entries, err = p.entries(ctx, disputes, "allergy_intolerance", id); err != nil {
		return err
	}
	c.Allergies.Title = clinic.TitleOfAllergies(p.allergiesForTitle(ctx, c.Allergies.Entries), true)
	c.Allergies.Entries = slices.DeleteFunc(c.Allergies.Entries, func(e CareEntry) bool { return clinic.IsNoAllergy(e.Text("system"), e.Text("code")) })
	if c.Problems, err = p.entries(ctx, disputes, "condition", id); err != nil {
		return err
	}
	if c.Medications, err = p.entries(ctx, disputes, "medication_request", id); err != nil {
		return err
	}
	if err = p.namePrescribers(ctx, c.Medications); err != nil {
		return err
	}
	statements, err := p.entries(ctx, disputes, "medication_statement", id)
	if err != nil {
		return err
	}
	c.Medications = append(c.Medications, statements...)
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

// namePrescribers looks everybody up once.
func (p *Practice) namePrescribers(ctx context.Context, medicines []CareEntry) (err error) {
	names := map[state.ID]string{}
	for i, m := range medicines {
		id, ok := m.Ref("practitioner")
		if _, known := names[id]; ok && !known {
			if names[id], err = p.NameOfPractitioner(ctx, id); err != nil {
				return err
			}
		}
		medicines[i].Prescriber = names[id]
	}
	return nil
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
func (p *Practice) entries(ctx context.Context, disputes map[string]dispute, table string, patient state.ID) ([]CareEntry, error) {
	rows, err := p.store.EditableOfPatient(ctx, store.Care, table, patient)
	if err != nil {
		return nil, err
	}
	var found []CareEntry
	for _, r := range rows {
		if r.Text("status") == "entered-in-error" || r.Text("verification_status") == "entered-in-error" {
			continue
		}
		e := CareEntry{Editable: r, Table: table}
		name := conflictName(store.Care, table, r.ID)
		if d, disputed := disputes[name]; disputed {
			c, err := p.conflict(ctx, name, d)
			if err != nil && !failure.Is(err, failure.NotFound) { // decided meanwhile
				return nil, err
			}
			if err == nil {
				e.Conflict, e.Versions = name, c.words()
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
