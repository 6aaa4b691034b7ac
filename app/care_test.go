package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/sync/failure"
)

func TestCareIsWrittenShownAndTakenBack(t *testing.T) {
	d, _, _ := founded(t)
	patient := d.addPatient()
	care, patients := &Care{d.shell}, &Patients{d.shell}
	saved := must[CareSaved](t)
	page := func() PatientRecord {
		t.Helper()
		return must[PatientRecord](t)(patients.Open(patient))
	}
	if p := page(); p.Allergies.State != "not-recorded" || p.Banner.Name != "RENDALL, Isla" || p.Banner.BornShown != "17-Sep-1991" {
		t.Fatalf("a new patient: %+v", p)
	}
	saved(care.NoKnownAllergies(patient))
	if p := page(); p.Allergies.State != "none" || len(p.Allergies.Entries) != 0 {
		t.Fatalf("none known: %+v", p.Allergies)
	}
	allergy := saved(care.AddAllergy(patient, AllergyInput{Agent: "Penicillin", Reaction: "Rash", Severity: "moderate"}))
	if p := page(); p.Allergies.State != "known" || len(p.Allergies.Entries) != 1 || p.Allergies.Entries[0].Agent != "Penicillin" {
		t.Fatalf("one known: %+v", p.Allergies)
	}
	if _, err := care.NoKnownAllergies(patient); !failure.Is(err, failure.Refused) {
		t.Fatalf("none known, beside one: %v", err)
	}
	if _, err := care.AddAllergy(patient, AllergyInput{Severity: "terrible"}); len(failure.Of(err).Fields) != 2 {
		t.Fatalf("a bad allergy: %+v", failure.Of(err))
	}
	ended := saved(care.End("allergy", allergy.ID, page().Allergies.Entries[0].Token))
	if p := page(); p.Allergies.State != "none" || p.Allergies.Entries[0].Active {
		t.Fatalf("ended: %+v", p.Allergies)
	}
	if err := care.Undo(ended.Undo); err != nil {
		t.Fatal(err)
	}
	if p := page(); p.Allergies.State != "known" || !p.Allergies.Entries[0].Active {
		t.Fatalf("taken back: %+v", p.Allergies)
	}
	if err := care.Undo(ended.Undo); !failure.Is(err, failure.NotFound) {
		t.Fatalf("taken back twice: %v", err)
	}
	if err := care.Undo(allergy.Undo); err != nil {
		t.Fatal(err)
	}
	if p := page(); len(p.Allergies.Entries) != 0 {
		t.Fatalf("an addition taken back: %+v", p.Allergies)
	}

	problem := saved(care.AddProblem(patient, ProblemInput{Name: "Asthma", Onset: "2003"}))
	if _, err := care.AddProblem(patient, ProblemInput{Name: "Asthma", Onset: "2999"}); failure.Of(err).Fields[0].Code != "future" {
		t.Fatalf("a future problem: %v", err)
	}
	saved(care.AddMedication(patient, MedicationInput{Kind: "request", Name: "Salbutamol", Dosage: "2 puffs when needed"}))
	statement := saved(care.AddMedication(patient, MedicationInput{Kind: "statement", Name: "St John's wort"}))
	saved(care.End("medication", statement.ID, ""))
	saved(care.End("problem", problem.ID, ""))
	for _, pressure := range [][]string{{"140", "90"}, {"118", "76"}} {
		saved(care.AddMeasurement(patient, MeasurementInput{Code: "85354-9", Values: pressure}))
	}
	saved(care.AddMeasurement(patient, MeasurementInput{Code: "8310-5", Values: []string{"37,2"}}))
	for _, bad := range [][]string{{"76", "118"}, {"118"}, {"1180", "76"}, {"x", "76"}, {"118.5", "76"}} {
		if _, err := care.AddMeasurement(patient, MeasurementInput{Code: "85354-9", Values: bad}); !failure.Is(err, failure.BadInput) {
			t.Errorf("%v was taken: %v", bad, err)
		}
	}
	p := page()
	if len(p.Problems) != 1 || p.Problems[0].Active || p.Problems[0].Status != "resolved" || p.Problems[0].SinceShown != "2003" {
		t.Errorf("problems: %+v", p.Problems)
	}
	if len(p.Medications) != 2 || !p.Medications[0].Active || p.Medications[0].Prescriber != "Ada Example" || p.Medications[1].Status != "stopped" {
		t.Errorf("medications: %+v", p.Medications)
	}
	if len(p.Series) != 2 || len(p.Series[0].Lines) != 2 || p.Series[0].Unit != "mmHg" || !strings.Contains(p.Series[0].Latest, "/") || p.Series[1].Latest != "37,2°C" {
		t.Errorf("series: %+v", p.Series)
	}
}

func TestTheTimelineIsPaged(t *testing.T) {
	d, _, _ := founded(t)
	patient := d.addPatient()
	notes, patients := &Notes{d.shell}, &Patients{d.shell}
	for _, text := range []string{"one", "two", "three"} {
		n := must[Note](t)(notes.Start(patient))
		must[Note](t)(notes.Sign(NoteSave{ID: n.ID, Title: text, Text: text, Token: n.Token}))
	}
	draft := must[Note](t)(notes.Start(patient))
	must[NoteSaved](t)(notes.Save(NoteSave{ID: draft.ID, Text: "four", Token: draft.Token}))
	seen, after := map[string]bool{}, ""
	for {
		page := must[TimelinePage](t)(patients.Timeline(TimelineQuery{Patient: patient, After: after, Limit: 1, Kind: "note"}))
		for _, row := range page.Rows {
			if seen[row.ID] {
				t.Fatalf("%s came twice", row.Title)
			}
			seen[row.ID] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(seen) != 4 {
		t.Fatalf("%d of 4 came", len(seen))
	}
	if p := must[PatientRecord](t)(patients.Open(patient)); len(p.Timeline.Rows) != 4 || p.Draft != draft.ID {
		t.Fatalf("the page: %+v", p.Timeline)
	}
	discarded := must[CareSaved](t)(notes.Discard(draft.ID, ""))
	if p := must[PatientRecord](t)(patients.Open(patient)); p.Draft != "" {
		t.Fatal("the draft is still there")
	}
	if err := (&Care{d.shell}).Undo(discarded.Undo); err != nil {
		t.Fatal(err)
	}
	if n := must[Note](t)(notes.Open(draft.ID)); n.Text != "four" {
		t.Fatalf("the draft came back as %+v", n)
	}
}

func TestAFormWritesOnlyWhatWasChangedInIt(t *testing.T) {
	d, _, _ := founded(t)
	patient := d.addPatient()
	patients := &Patients{d.shell}
	form := must[PatientForm](t)(patients.Form(patient))
	later := must[PatientForm](t)(patients.Form(patient))
	later.Input.Phone = "01856 123456"
	must[PatientSaved](t)(patients.Set(patient, later.Input, later.Token))
	form.Input.City, form.Input.BornDay = "Kirkwall", ""
	must[PatientSaved](t)(patients.Set(patient, form.Input, form.Token))
	if after := must[PatientForm](t)(patients.Form(patient)); after.Input.Phone != "01856 123456" || after.Input.City != "Kirkwall" || after.Input.BornDay != "" || after.Input.BornMonth != "09" {
		t.Fatalf("after both: %+v", after.Input)
	}
	form = must[PatientForm](t)(patients.Form(patient))
	form.Input.BornYear, form.Input.NHSNumber = "91", "943 476 5918"
	if _, err := patients.Set(patient, form.Input, form.Token); failure.Of(err).Fields[0].Name != "born" {
		t.Fatalf("a year of two digits: %+v", failure.Of(err))
	}
	form.Input.BornYear = "1991"
	if _, err := patients.Set(patient, form.Input, form.Token); failure.Of(err).Fields[0].Name != "nhsNumber" {
		t.Fatalf("a wrong number: %+v", failure.Of(err))
	}
	similar := must[PatientSaved](t)(patients.Add(PatientInput{Family: "Someone", Given: "Else", NHSNumber: "9434765919"}, false))
	if similar.ID != "" || len(similar.Similar) != 1 || similar.Similar[0].ID != patient {
		t.Fatalf("the same number: %+v", similar)
	}
	if added := must[PatientSaved](t)(patients.Add(PatientInput{Family: "Someone", Given: "Else", NHSNumber: "9434765919"}, true)); added.ID == "" {
		t.Fatal("two people with one number were refused")
	}
}

func TestExportAndImport(t *testing.T) {
	d, _, _ := founded(t)
	patient := d.addPatient()
	d.files.save = filepath.Join(t.TempDir(), "record.json")
	d.files.open = d.files.save
	area := &Interchange{d.shell}
	out := must[ExportResult](t)(area.Export(ExportInput{Kind: "fhir", Patient: patient}))
	if out.Records == 0 || out.Path != d.files.save {
		t.Fatalf("exported: %+v", out)
	}
	if text, err := os.ReadFile(out.Path); err != nil || !strings.Contains(string(text), "Rendall") {
		t.Fatalf("the file: %v", err)
	}
	picked := must[[]PickedFile](t)(area.Pick("fhir"))
	if len(picked) != 1 || strings.Contains(picked[0].ID+picked[0].Name, "/") {
		t.Fatalf("the window was told a folder: %+v", picked)
	}
	report := must[ImportReport](t)(area.Import(ImportInput{Kind: "fhir", Files: []string{picked[0].ID}}))
	if len(report.Failed) != 0 || len(report.Types) == 0 {
		t.Fatalf("imported: %+v", report)
	}
	if _, err := area.Import(ImportInput{Kind: "fhir", Files: []string{"/etc/passwd"}}); !failure.Is(err, failure.NotFound) {
		t.Fatalf("a path from the window was taken: %v", err)
	}
	if _, err := area.Import(ImportInput{Kind: "fhir", DryRun: true}); !failure.Is(err, failure.Refused) {
		t.Fatalf("a dry run: %v", err)
	}
}
