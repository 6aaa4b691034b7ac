package record

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

func quietly(int64, int64, int64) {}

func (l *laptop) imports(files ...string) ImportReport {
	l.t.Helper()
	r, err := l.ImportFHIR(context.Background(), files, quietly)
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// exported gives all resources of an export, by type and id.
func (l *laptop) exported(patient state.ID, name string) map[string]any {
	l.t.Helper()
	path := filepath.Join(l.c.dir, name)
	if _, err := l.ExportFHIR(context.Background(), patient, path, quietly); err != nil {
		l.t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	found := map[string]any{}
	if strings.HasSuffix(name, ".ndjson") {
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 8<<20)
		for lines.Scan() {
			gather(l.t, found, json.NewDecoder(strings.NewReader(lines.Text())), false)
		}
		return found
	}
	gather(l.t, found, json.NewDecoder(f), true)
	return found
}

// gather decodes a resource, or those of a bundle, keeping the digits of every number.
func gather(t testing.TB, into map[string]any, d *json.Decoder, bundle bool) {
	t.Helper()
	d.UseNumber()
	var resource map[string]any
	if err := d.Decode(&resource); err != nil {
		t.Fatal(err)
	}
	if !bundle {
		into[fmt.Sprint(resource["resourceType"], "/", resource["id"])] = resource
		return
	}
	for _, e := range resource["entry"].([]any) {
		r := e.(map[string]any)["resource"].(map[string]any)
		into[fmt.Sprint(r["resourceType"], "/", r["id"])] = r
	}
}

func samples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../interchange/testdata/synthea/*.json.gz")
	if err != nil || len(files) < 3 {
		t.Fatalf("the sample bundles are not there: %v", err)
	}
	return files
}

func TestWhatWasImportedComesOutWhole(t *testing.T) {
	_, l := newClinic(t)
	files := samples(t)
	first := l.imports(files...)
	if first.Created == 0 || first.Created != first.Read || len(first.Failed) > 0 {
		t.Fatalf("first import: %+v", first)
	}
	again := l.imports(files...)
	if again.Unchanged != again.Read || again.Created+again.Updated != 0 {
		t.Errorf("the same files again: %+v", again.ImportCount)
	}
	want := map[string]any{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		gather(t, want, json.NewDecoder(unpacked), true)
		_ = f.Close()
	}
	for _, name := range []string{"all.json", "all.ndjson"} {
		if got := l.exported(state.ID{}, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d resources came out of %d, or some differ", name, len(got), len(want))
		}
	}
}

func TestAFileGoesInWholeOrNotAtAll(t *testing.T) {
	c, l := newClinic(t)
	good := filepath.Join(c.dir, "good.json")
	whole := `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Sample-Whole"}]}},` +
		`{"resource":{"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"Weight"}}}]}`
	writeFile(t, good, whole)
	for name, content := range map[string]string{
		"cut.json": whole[:len(whole)-30], "notes.json": `{"hello":"world"}`, "empty.json": "", "deep.json": strings.Repeat("[", 100000),
		"text.json": "Dear colleague", "behind.json": whole + whole,
	} {
		path := filepath.Join(c.dir, name)
		writeFile(t, path, content)
		r := l.imports(path)
		if len(r.Failed) != 1 || r.Read != 0 || r.Failed[0].File != name || r.Failed[0].Why == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if page, err := l.FindPatients(context.Background(), "", "", 10); err != nil || len(page.Rows) != 0 {
		t.Errorf("refused files left %d patients, %v", len(page.Rows), err)
	}
	r := l.imports(filepath.Join(c.dir, "cut.json"), good, filepath.Join(c.dir, "absent.json"))
	if r.Created != 2 || len(r.Failed) != 2 {
		t.Errorf("a good file among bad ones: %+v", r)
	}
}

func writeFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func patientFile(t testing.TB, dir, phone string) string {
	path := filepath.Join(dir, "patient.json")
	writeFile(t, path, `{"resourceType":"Patient","id":"p1","name":[{"family":"Sample-Import","given":["Ida"]}],"telecom":[{"system":"phone","value":"`+phone+`"}]}`)
	return path
}

func TestAnImportNeverBeatsAPersonsEditSilently(t *testing.T) {
	c, l := newClinic(t)
	ctx := context.Background()
	l.imports(patientFile(t, c.dir, "01632 960001"))
	page, err := l.FindPatients(ctx, "import", "", 10)
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%v %v", page, err)
	}
	id := page.Rows[0].ID
	if r := l.imports(patientFile(t, c.dir, "01632 960002")); r.Updated != 1 {
		t.Errorf("a newer copy: %+v", r.ImportCount)
	}
	if p, _ := l.Patient(ctx, id); p.Entry.Phone != "01632 960002" {
		t.Errorf("after the newer copy: %q", p.Entry.Phone)
	}
	if err := l.SetPatient(ctx, id, func(e *clinic.PatientEntry) { e.Phone = "01632 960003" }, ""); err != nil {
		t.Fatal(err)
	}
	l.imports(patientFile(t, c.dir, "01632 960004"))
	conflicts, err := l.store.Conflicts(ctx)
	if err != nil || len(conflicts) != 1 || conflicts[0].Column != "phone" {
		t.Fatalf("an import against a person's edit: %v %v", conflicts, err)
	}
	versions, err := l.store.Compartment(store.Desk).Versions(ctx, "patient", id, "phone")
	if err != nil || len(versions) != 2 {
		t.Errorf("versions %v %v", versions, err)
	}
}

func TestAnImportThatWasInterruptedIsFinishedAtTheNextStart(t *testing.T) {
	c, l := newClinic(t)
	care := l.store.Compartment(store.Care)
	item := importItem{
		Table: "patient", ID: state.ID{1}, Values: map[string]any{"family": "Sample-Staged", "active": int64(1)}, Copy: []byte(`{"resourceType":"Patient","id":"s"}`),
		Source: "fhir", Type: "Patient", ForeignID: "s", Patient: state.ID{1}, Counts: true,
	}
	err := care.Write(context.Background(), state.ID(l.seat.ID), func(tx *store.Tx) error { return tx.Stage(store.Desk, item.marshal()) })
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = c.open("first")
	page, err := l.FindPatients(context.Background(), "staged", "", 10)
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("after the start: %d patients, %v", len(page.Rows), err)
	}
	if left, err := l.store.Compartment(store.Care).Staged(context.Background(), 10, 10); err != nil || len(left) != 0 {
		t.Errorf("%d staged items are left, %v", len(left), err)
	}
}

func TestAnExportOfOnePatientHoldsTheirNotes(t *testing.T) {
	_, l := newClinic(t)
	ctx := context.Background()
	l.imports(samples(t)...)
	page, err := l.FindPatients(ctx, "", "", 10)
	if err != nil || len(page.Rows) != 3 {
		t.Fatalf("%d patients, %v", len(page.Rows), err)
	}
	patient := page.Rows[0].ID
	draft, _, err := l.SaveDraft(ctx, state.ID{}, patient, "Session 1", "Reports better sleep.", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.SignNote(ctx, draft); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for name := range l.exported(patient, "one.json") {
		typ, _, _ := strings.Cut(name, "/")
		count[typ]++
	}
	if count["Patient"] != 1 || count["DocumentReference"] == 0 || count["Practitioner"] == 0 {
		t.Errorf("resources of one patient: %v", count)
	}
	if _, err := l.ExportFHIR(ctx, patient, filepath.Join(l.c.dir, "one.json"), quietly); !failure.Is(err, failure.Usage) {
		t.Errorf("over a file that is there: %v", err)
	}
	if _, err := l.ExportFHIR(ctx, state.ID{9}, filepath.Join(l.c.dir, "none.json"), quietly); !failure.Is(err, failure.NotFound) {
		t.Errorf("of nobody: %v", err)
	}
	if _, err := os.Stat(filepath.Join(l.c.dir, "none.json")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused export left a file")
	}
}

func TestAnotherPatientUnderAKnownIDIsRefused(t *testing.T) {
	c, l := newClinic(t)
	file := func(name, family, born string) string {
		path := filepath.Join(c.dir, name)
		writeFile(t, path, `{"resourceType":"Patient","id":"1","name":[{"family":"`+family+`"}],"birthDate":"`+born+`"}`)
		return path
	}
	l.imports(file("one.json", "Sample-One", "1968-04-05"))
	if r := l.imports(file("other.json", "Sample-Other", "1991-09-17")); len(r.Failed) != 1 || r.Read != 0 {
		t.Errorf("another person under the same id: %+v", r)
	}
	if r := l.imports(file("married.json", "Sample-Married", "1968-04-05")); r.Updated != 1 {
		t.Errorf("a new family name: %+v", r)
	}
}
