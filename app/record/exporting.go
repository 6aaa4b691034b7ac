package record

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"farne/app/access"
	"farne/app/interchange/fhir"
	"farne/app/interchange/verbatim"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/state"
)

// ExportReport is what an export wrote.
type ExportReport struct {
	Records int64            `json:"records"`
	Bytes   int64            `json:"bytes"`
	Types   map[string]int64 `json:"types"`
	Seconds float64          `json:"seconds"`
}

// ExportFHIR writes one patient's record, or with the zero id everything, as a FHIR Bundle, or as NDJSON
// where the file is named so. It is a flow: refused without a norm, and audited. The file is not
// encrypted; a file that is there already is left alone, and one that could not be finished is removed.
func (p *Practice) ExportFHIR(ctx context.Context, patient state.ID, path string, progress engine.Progress) (ExportReport, error) {
	start := p.now()
	kind := access.KindWholeRecord
	if patient != (state.ID{}) {
		kind = access.KindClinicalRecord
		if _, err := p.patient(ctx, patient); err != nil {
			return ExportReport{}, err
		}
	}
	what := flow{act: access.ActExport, kind: kind, patient: patient}
	norm, err := p.allowed(ctx, what)
	if err != nil {
		return ExportReport{}, err
	}
	for _, name := range []string{store.Practice, store.Desk, store.Care} {
		if err, damaged := p.store.Damaged()[name]; damaged { // an export that lacks it would look whole
			return ExportReport{}, err
		}
	}
	if err := p.finishPlacing(ctx); err != nil { // as it would lack what an import has left
		return ExportReport{}, err
	}
	if err := p.did(ctx, what, norm, access.Detail{Code: access.FHIRFile}); err != nil { // before anything leaves
		return ExportReport{}, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return ExportReport{}, failure.Wrap(err, failure.Usage, "There is a file of this name already, and it was left alone. Nothing was exported.", "Choose another name.")
	}
	if err != nil {
		return ExportReport{}, err
	}
	e := &exporter{p: p, patient: patient, progress: progress, report: ExportReport{Types: map[string]int64{}}}
	err = errors.Join(e.write(ctx, f, path), f.Sync(), f.Close())
	if err != nil {
		return e.report, errors.Join(err, os.Remove(path))
	}
	e.report.Seconds = p.now().Sub(start).Seconds()
	return e.report, nil
}

// exporter is one export.
type exporter struct {
	p        *Practice
	patient  state.ID
	progress engine.Progress
	report   ExportReport
	fhir     *fhir.Exporter
	out      fhir.Writer
	people   map[state.ID]bool // practitioners and organisations that a patient's rows name
}

func (e *exporter) write(ctx context.Context, f io.Writer, path string) error {
	counted := &counting{w: bufio.NewWriterSize(f, 1<<16)}
	if strings.HasSuffix(path, ".ndjson") {
		e.out = fhir.NewLineWriter(counted)
	} else {
		e.out = fhir.NewBundleWriter(counted, e.p.instant())
	}
	e.fhir = &fhir.Exporter{Mapper: &fhir.Mapper{RowID: e.p.importedID()}, Refer: e.refer(ctx)}
	if err := e.everything(ctx); err != nil {
		return err
	}
	if err := e.out.Close(); err != nil {
		return err
	}
	e.report.Bytes = counted.n
	return counted.w.Flush()
}

func (e *exporter) everything(ctx context.Context) error {
	if e.patient != (state.ID{}) {
		if err := e.findPeople(ctx); err != nil {
			return err
		}
	}
	var withTable []string
	for _, t := range fhir.Tables() {
		withTable = append(withTable, t.Type)
	}
	for _, t := range fhir.Tables() {
		if e.p.store.Compartment(t.Compartment) == nil {
			continue
		}
		if err := e.table(ctx, t, withTable); err != nil {
			return err
		}
	}
	if err := e.notes(ctx); err != nil {
		return err
	}
	for _, compartment := range []string{store.Practice, store.Desk, store.Care} {
		if e.p.store.Compartment(compartment) == nil || (compartment == store.Practice && e.patient != (state.ID{})) {
			continue
		}
		if err := e.table(ctx, fhir.Table{Name: "verbatim", Compartment: compartment}, withTable); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) table(ctx context.Context, t fhir.Table, withTable []string) error {
	for row, err := range e.p.store.Export(ctx, t.Compartment, t.Name, e.patient, withTable) {
		if err != nil {
			return err
		}
		if t.Compartment == store.Practice && e.people != nil && !e.people[row.ID] {
			continue
		}
		if err := e.row(ctx, t, row); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) row(ctx context.Context, t fhir.Table, row store.Exported) error {
	r := fhir.Row{ID: row.ID, Table: t.Name, Type: t.Type, Values: map[string]any{}}
	copied := row.Copied
	if t.Name == "verbatim" {
		r.Table, copied = "", row.Record
	} else {
		for _, c := range t.Columns {
			r.Values[c.Name] = exported(row.Values[c.Name], c.Kind)
		}
	}
	if body, ok := copied.Values["body"].([]byte); ok {
		var err error
		if r.Verbatim, err = verbatim.Unpack(body); err != nil {
			return err
		}
		r.Source, r.Type, r.ForeignID = copied.Text("source"), copied.Text("type"), copied.Text("foreign_id")
	}
	if r.Table == "patient" {
		var err error
		if r.Clinical, err = e.clinicalPart(ctx, row.ID); err != nil {
			return err
		}
	}
	resource, err := e.fhir.Resource(r)
	if err != nil {
		return err
	}
	return e.put(resource, r.Type, r.Source, r.ForeignID)
}

// exported gives a value as the mapping wants it: references as ids.
func exported(v any, kind fhir.ColumnKind) any {
	if b, ok := v.([]byte); ok && kind == fhir.Reference && len(b) == 16 {
		return [16]byte(b)
	}
	return v
}

// clinicalPart is the copy of a Patient's clinical extensions, which stands in care.
func (e *exporter) clinicalPart(ctx context.Context, id state.ID) ([]byte, error) {
	if e.p.store.Compartment(store.Care) == nil {
		return nil, nil
	}
	r, err := e.p.store.Get(ctx, store.Care, "verbatim", id)
	if errors.Is(err, store.ErrNoRow) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	body, _ := r.Values["body"].([]byte)
	return verbatim.Unpack(body)
}

func (e *exporter) put(resource []byte, typ, source, foreignID string) error {
	e.report.Records++
	e.report.Types[typ]++
	if e.report.Records%100 == 0 {
		e.progress(e.report.Records, 0, 0)
	}
	return e.out.Write(resource, source, foreignID)
}

// notes writes Farne's own notes as DocumentReferences.
func (e *exporter) notes(ctx context.Context) error {
	if e.p.store.Compartment(store.Care) == nil {
		return nil
	}
	for _, table := range []string{"signed_note", "note"} {
		for row, err := range e.p.store.Export(ctx, store.Care, table, e.patient, nil) {
			if err != nil {
				return err
			}
			n := draftNote(row.Record)
			if table == "signed_note" {
				n = signedOf(row.Record)
			}
			if err := e.note(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *exporter) note(n Note) error {
	out := fhir.Note{ID: n.ID, Patient: n.Patient, Parent: n.Parent, Author: n.Author, Title: n.Title, Text: n.Text, At: n.when(), Signed: n.Signed != ""}
	if out.Signed {
		out.Hash = n.Hash[:]
	}
	resource, err := e.fhir.Note(out)
	if err != nil {
		return err
	}
	return e.put(resource, "DocumentReference", "", "")
}

// refer finds where a row came from, so that a reference to it comes out as it came in.
func (e *exporter) refer(ctx context.Context) func(typ string, row [16]byte) (source, foreignID string, ok bool) {
	return func(typ string, row [16]byte) (source, foreignID string, ok bool) {
		_, compartment := fhir.TableOf(typ)
		if e.p.store.Compartment(compartment) == nil {
			return "", "", false
		}
		r, err := e.p.store.Get(ctx, compartment, "verbatim", row)
		if err != nil {
			return "", "", false
		}
		return r.Text("source"), r.Text("foreign_id"), true
	}
}

// findPeople gathers the practitioners and organisations that a patient's rows name: a record without
// them would not say who did what.
func (e *exporter) findPeople(ctx context.Context) error {
	e.people = map[state.ID]bool{}
	for _, t := range fhir.Tables() {
		if e.p.store.Compartment(t.Compartment) == nil || t.Compartment == store.Practice {
			continue
		}
		for row, err := range e.p.store.Export(ctx, t.Compartment, t.Name, e.patient, nil) {
			if err != nil {
				return err
			}
			for _, column := range []string{"practitioner", "organization"} {
				if id, ok := row.Ref(column); ok {
					e.people[id] = true
				}
			}
		}
	}
	return nil
}

// counting counts what goes through it.
type counting struct {
	w *bufio.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
