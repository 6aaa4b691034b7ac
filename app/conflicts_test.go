package app

import (
	"strings"
	"testing"

	"farne/sync/failure"
)

// pair is two laptops of one practice that share a folder and know one patient.
func pair(t *testing.T) (a, b *desk, patient string) {
	t.Helper()
	a, folder, words := founded(t)
	patient = a.addPatient()
	must[CareSaved](t)((&Care{a.shell}).AddAllergy(patient, AllergyInput{Agent: "Penicillin", Reaction: "Rash"}))
	a.round2()
	must[BackupResult](t)((&Backup{a.shell}).Now())
	b = newDesk(t)
	restored(t, b, folder, words)
	return a, b, patient
}

func (d *desk) round2() SyncStatus {
	d.t.Helper()
	return must[SyncStatus](d.t)((&Sync{d.shell}).Now())
}

func TestTwoLaptopsDisagreeAndAPersonDecides(t *testing.T) {
	a, b, patient := pair(t)
	phones := map[*desk]string{a: "01856 111111", b: "01856 222222"}
	for _, d := range []*desk{a, b} {
		form := must[PatientForm](t)((&Patients{d.shell}).Form(patient))
		form.Input.Phone = phones[d]
		must[PatientSaved](t)((&Patients{d.shell}).Set(patient, form.Input, form.Token))
	}
	a.round2()
	b.round2()
	if st := a.round2(); st.Phase != "attention" || st.Conflicts != 1 {
		t.Fatalf("after both edits: %+v", st)
	}
	conflicts := &Conflicts{a.shell}
	list := must[[]ConflictRow](t)(conflicts.List())
	if len(list) != 1 || list[0].What != "Telephone" || !list[0].Risk || list[0].PatientName != "RENDALL, Isla" {
		t.Fatalf("the list: %+v", list)
	}
	c := must[Conflict](t)(conflicts.Open(list[0].ID))
	if len(c.Versions) != 2 || c.CanKeepBoth || c.Versions[0].Person != "Ada Example" || c.Versions[0].ThisDevice == c.Versions[1].ThisDevice {
		t.Fatalf("the conflict: %+v", c)
	}
	keep, wanted := "", phones[b]
	for _, v := range c.Versions {
		if v.Fields[0].Value == wanted {
			keep = v.Version
		}
	}
	if _, err := conflicts.Resolve(list[0].ID, "nonsense"); !failure.Is(err, failure.NotFound) {
		t.Fatalf("an unknown version: %v", err)
	}
	must[CareSaved](t)(conflicts.Resolve(list[0].ID, keep))
	a.round2()
	if st := b.round2(); st.Phase != "current" || st.Conflicts != 0 {
		t.Fatalf("after the decision: %+v", st)
	}
	for _, d := range []*desk{a, b} {
		if got := must[PatientForm](t)((&Patients{d.shell}).Form(patient)).Input.Phone; got != wanted {
			t.Errorf("the number is %s, want %s", got, wanted)
		}
	}
}

func TestBothAllergiesCanStand(t *testing.T) {
	a, b, patient := pair(t)
	for _, d := range []*desk{a, b} {
		p := must[PatientRecord](t)((&Patients{d.shell}).Open(patient))
		entry := p.Allergies.Entries[0]
		if d == a {
			must[CareSaved](t)((&Care{d.shell}).End("allergy", entry.ID, entry.Token))
			continue
		}
		ended := must[CareSaved](t)((&Care{d.shell}).End("allergy", entry.ID, entry.Token))
		if err := (&Care{d.shell}).Undo(ended.Undo); err != nil {
			t.Fatal(err)
		}
	}
	a.round2()
	b.round2()
	a.round2()
	p := must[PatientRecord](t)((&Patients{a.shell}).Open(patient))
	if p.Allergies.State != "known" {
		t.Fatalf("an allergy that one laptop keeps counts no more: %+v", p.Allergies)
	}
	if p.Conflicts != 1 || len(p.Allergies.Entries[0].Versions) != 2 || p.Allergies.Entries[0].Conflict == "" {
		t.Fatalf("the allergy: %+v, conflicts %d", p.Allergies.Entries, p.Conflicts)
	}
	if words := strings.Join(p.Allergies.Entries[0].Versions, "|"); !strings.Contains(words, "Active") || !strings.Contains(words, "Inactive") {
		t.Errorf("the versions: %s", words)
	}
	c := must[Conflict](t)((&Conflicts{a.shell}).Open(p.Allergies.Entries[0].Conflict))
	if !c.CanKeepBoth {
		t.Fatalf("the conflict: %+v", c)
	}
	must[CareSaved](t)((&Conflicts{a.shell}).Resolve(c.ID, "both"))
	if p := must[PatientRecord](t)((&Patients{a.shell}).Open(patient)); len(p.Allergies.Entries) != 2 || p.Conflicts != 0 {
		t.Fatalf("after both were kept: %+v", p.Allergies)
	}
}

func TestTwoDraftsStandSideBySide(t *testing.T) {
	a, b, patient := pair(t)
	note := must[Note](t)((&Notes{a.shell}).Start(patient))
	must[NoteSaved](t)((&Notes{a.shell}).Save(NoteSave{ID: note.ID, Title: "Visit", Text: "Begun", Token: note.Token}))
	a.round2()
	b.round2()
	for d, text := range map[*desk]string{a: "Begun at home", b: "Begun in the clinic"} {
		n := must[Note](t)((&Notes{d.shell}).Open(note.ID))
		must[NoteSaved](t)((&Notes{d.shell}).Save(NoteSave{ID: note.ID, Title: "Visit", Text: text, Token: n.Token}))
	}
	a.round2()
	b.round2()
	a.round2()
	n := must[Note](t)((&Notes{a.shell}).Open(note.ID))
	if len(n.Versions) != 2 {
		t.Fatalf("versions: %+v", n.Versions)
	}
	if _, err := (&Notes{a.shell}).Sign(NoteSave{ID: n.ID, Title: n.Title, Text: n.Text, Token: n.Token}); !failure.Is(err, failure.Undecided) {
		t.Fatalf("signed over a conflict: %v", err)
	}
	decided := must[Note](t)((&Notes{a.shell}).Decide(NoteDecision{ID: n.ID, Keep: "text", Title: "Visit", Text: "Both", Token: n.Token}))
	if len(decided.Versions) != 0 || decided.Text != "Both" {
		t.Fatalf("decided: %+v", decided)
	}
	if signed := must[Note](t)((&Notes{a.shell}).Sign(NoteSave{ID: n.ID, Title: "Visit", Text: "Both", Token: decided.Token})); signed.Status != "signed" {
		t.Fatalf("signed: %+v", signed)
	}
}
