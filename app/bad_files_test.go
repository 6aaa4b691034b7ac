package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/sync/failure"
)

const sampleBundle = `{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Sample-One"}]}},
{"resource":{"resourceType":"Patient","id":"p2","name":[{"family":"Sample-Two"}]}}]}`

// Each file is refused by its line and a reason, all others go in, and nothing of the refused ones is there.
func TestFilesThatCannotBeTakenOver(t *testing.T) {
	d, _, _ := founded(t)
	d.addPatient()
	before := d.roots()
	area, dir := &Interchange{d.shell}, t.TempDir()
	for name, bad := range map[string]struct {
		text, why string
		line      int64
	}{
		"letter.json":  {"Dear colleague,", "not FHIR", 1},
		"page.json":    {"<Bundle xmlns='http://hl7.org/fhir'/>", "XML", 1},
		"cut.json":     {sampleBundle[:len(sampleBundle)/2], "cut off", 2},
		"deep.json":    {`{"resourceType":"Basic","x":` + strings.Repeat("[", 1<<20), "too deeply", 1},
		"string.json":  {`{"resourceType":"Binary","data":"` + strings.Repeat("A", 40<<20), "larger than 32 MiB", 1},
		"cut.ndjson":   {`{"resourceType":"Patient","id":"p3"}` + "\n" + `{"resourceType":"Pat`, "cut off", 2},
		"empty.ndjson": {"", "empty", 1},
	} {
		d.files.open = filepath.Join(dir, name)
		if err := os.WriteFile(d.files.open, []byte(bad.text), 0o600); err != nil {
			t.Fatal(err)
		}
		picked := must[[]PickedFile](t)(area.Pick("fhir"))
		r := must[ImportReport](t)(area.Import(ImportInput{Kind: "fhir", Files: []string{picked[0].ID}}))
		if len(r.Failed) != 1 || len(r.Types) != 0 || r.Failed[0].File != name || r.Failed[0].Line != bad.line || !strings.Contains(r.Failed[0].Why, bad.why) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if after := d.roots(); after != before {
		t.Errorf("the record was\n%sand is\n%s", before, after)
	}

	d.files.open = filepath.Join(dir, "gone.json")
	if err := os.WriteFile(d.files.open, []byte(sampleBundle), 0o600); err != nil {
		t.Fatal(err)
	}
	picked := must[[]PickedFile](t)(area.Pick("fhir"))
	if err := os.Remove(d.files.open); err != nil {
		t.Fatal(err)
	}
	if r := must[ImportReport](t)(area.Import(ImportInput{Kind: "fhir", Files: []string{picked[0].ID}})); len(r.Failed) != 1 || r.Failed[0].Why != "there is no such file" {
		t.Errorf("a file that is gone: %+v", r)
	}
	_, err := area.Pick("fhir")
	refused(t, "a chosen file that is gone", err, failure.BadInput)
}

// A resource that refers to what is nowhere is taken over and kept whole.
func TestAMissingReferenceIsKept(t *testing.T) {
	d, _, _ := founded(t)
	area := &Interchange{d.shell}
	d.files.open = filepath.Join(t.TempDir(), "dangling.json")
	text := `{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"Pulse"},"subject":{"reference":"Patient/nobody"}}`
	if err := os.WriteFile(d.files.open, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	picked := must[[]PickedFile](t)(area.Pick("fhir"))
	r := must[ImportReport](t)(area.Import(ImportInput{Kind: "fhir", Files: []string{picked[0].ID}}))
	if len(r.Failed) != 0 || len(r.Types) != 1 || r.Types[0].Created != 1 {
		t.Fatalf("imported: %+v", r)
	}
	d.files.save = filepath.Join(t.TempDir(), "all.ndjson")
	must[ExportResult](t)(area.Export(ExportInput{Kind: "fhir"}))
	if out, err := os.ReadFile(d.files.save); err != nil || !strings.Contains(string(out), "Patient/nobody") {
		t.Errorf("exported %s, %v", out, err)
	}
}
