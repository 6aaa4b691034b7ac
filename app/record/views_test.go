package record

import (
	"context"
	"fmt"
	"testing"
	"time"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// views are the audit entries of what fn shows: act, kind, patient and outcome.
func (l *laptop) views(fn func()) map[string]int {
	l.t.Helper()
	before := l.records()
	fn()
	found := map[string]int{}
	for _, r := range l.records()[len(before):] {
		found[viewed(r.Kind, r.Patient, r.Outcome)]++
	}
	return found
}

// records are the log's entries, oldest first.
func (l *laptop) records() []access.Record {
	l.t.Helper()
	records, err := l.audit.List(context.Background(), access.Filter{})
	if err != nil {
		l.t.Fatal(err)
	}
	for i, j := 0, len(records)-1; i < j; i, j = i+1, j-1 {
		records[i], records[j] = records[j], records[i]
	}
	return records
}

func viewed(kind access.Kind, patient state.ID, outcome access.Outcome) string {
	return fmt.Sprintf("%s of %s: %s", kind, patient, outcome)
}

func each(names ...string) map[string]int {
	once := map[string]int{}
	for _, n := range names {
		once[n]++
	}
	return once
}

func (l *laptop) expectViews(what string, got, want map[string]int) {
	l.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		l.t.Errorf("%s is on record as %v, not %v", what, got, want)
	}
	if r, err := l.VerifyAudit(context.Background()); err != nil || len(r.Problems) > 0 || r.Signed != r.Entries {
		l.t.Errorf("the log after %s: %+v, %v", what, r, err)
	}
}

func TestAPatientsPageIsOnRecordAsWhatItShows(t *testing.T) {
	_, l := newClinic(t)
	ctx := context.Background()
	id := l.patient("Page")
	l.note(id, "Sleeps better")
	if _, err := l.AddProblem(ctx, id, "Insomnia", ""); err != nil {
		t.Fatal(err)
	}
	if err := l.moveAudit(ctx); err != nil {
		t.Fatal(err)
	}
	done := func(kind access.Kind) string { return viewed(kind, id, access.Done) }
	got := l.views(func() {
		c, err := l.Chart(ctx, id, 10)
		if err != nil || c.Patient.ID != id || len(c.Problems) != 1 || len(c.Timeline) != 1 || c.Draft == (state.ID{}) {
			t.Errorf("chart %+v, %v", c, err)
		}
	})
	l.expectViews("a page", got, each(done(access.KindIdentity), done(access.KindClinicalRecord), done(access.KindSessionNote), done(access.KindDocuments)))
	got = l.views(func() {
		if events, _, err := l.Timeline(ctx, id, []string{"note", "signed_note"}, "", 10); err != nil || len(events) != 1 {
			t.Errorf("%d notes, %v", len(events), err)
		}
	})
	l.expectViews("a timeline of notes", got, each(done(access.KindSessionNote)))

	gone, cancel := context.WithCancel(ctx)
	cancel()
	if c, err := l.Chart(gone, id, 10); !failure.Is(err, failure.Cancelled) || c.Patient.ID != (state.ID{}) {
		t.Errorf("somebody who has gone was shown %+v, %v", c, err)
	}

	l.person.Roles = []access.Role{access.FrontDesk}
	got = l.views(func() {
		c, err := l.Chart(ctx, id, 10)
		if err != nil || c.Patient.ID != id || c.Closed == "" || len(c.Problems)+len(c.Timeline) > 0 || c.Draft != (state.ID{}) {
			t.Errorf("the front desk's chart %+v, %v", c, err)
		}
		if _, _, err := l.Timeline(ctx, id, nil, "", 10); !failure.Is(err, failure.Refused) {
			t.Errorf("the front desk's timeline: %v", err)
		}
	})
	want := each(done(access.KindIdentity))
	want[viewed(access.KindClinicalRecord, id, access.Refused)] = 2
	l.person.Roles = []access.Role{access.Auditor}
	l.expectViews("the front desk's page", got, want)
}

func TestTheListOfConflictsIsOnRecordAsWhatItShows(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	ctx := context.Background()
	quiet, id := a.patient("Quiet"), a.patient("Disputed")
	undo, err := a.AddProblem(ctx, id, "Insomnia", "")
	if err != nil {
		t.Fatal(err)
	}
	a.settle(b)
	for i, l := range []*laptop{a, b} {
		c.now = c.now.Add(time.Second)
		phone := fmt.Sprintf("01632 96000%d", i)
		if err := l.SetPatient(ctx, id, func(e *clinic.PatientEntry) { e.Phone, e.Email = phone, fmt.Sprintf("sample%d@example.org", i) }, ""); err != nil {
			t.Fatal(err)
		}
		err := l.store.Compartment(store.Care).Write(ctx, state.ID{9}, func(tx *store.Tx) error {
			return tx.Put("condition", undo.Row(), map[string]any{"onset": fmt.Sprint(2020 + i)}, "")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	a.settle(b)
	if err := a.moveAudit(ctx); err != nil {
		t.Fatal(err)
	}
	list := func(want int) func() {
		return func() {
			found, err := a.Conflicts(ctx)
			if n, countErr := a.CountConflicts(ctx); err != nil || countErr != nil || len(found) != want || n != want {
				t.Errorf("%d conflicts, %d counted, not %d; %v %v", len(found), n, want, err, countErr)
			}
		}
	}
	identity, record := viewed(access.KindIdentity, id, access.Done), viewed(access.KindClinicalRecord, id, access.Done)
	a.expectViews("the list", a.views(list(2)), each(identity, record))
	if page, err := a.Chart(ctx, id, 10); err != nil || page.Conflicts != 2 || len(page.Problems) != 1 || len(page.Problems[0].Versions) != 2 {
		t.Errorf("the page of the one: %+v, %v", page.Problems, err)
	}
	if page, err := a.Chart(ctx, quiet, 10); err != nil || page.Conflicts != 0 {
		t.Errorf("the page of the other: %d conflicts, %v", page.Conflicts, err)
	}

	a.person.Roles = []access.Role{access.FrontDesk}
	got := a.views(list(1))
	a.person.Roles = []access.Role{access.Owner, access.Clinician}
	a.expectViews("the front desk's list", got, each(identity))
	found, err := a.Conflicts(ctx)
	for _, one := range found {
		if _, e := a.Decide(ctx, one.ID, one.Versions[0].Version.String()); e != nil || err != nil {
			t.Fatal(e, err)
		}
	}
	if err := a.moveAudit(ctx); err != nil {
		t.Fatal(err)
	}
	a.expectViews("an empty list", a.views(list(0)), each())
}
