package record

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/interchange/fhir"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
)

// ImportCount is what became of the resources of one type. Kept are those for which Farne has no screen:
// they are kept whole, and come out again in an export.
type ImportCount struct {
	Read      int64 `json:"read"`
	Created   int64 `json:"created"`
	Updated   int64 `json:"updated"`
	Unchanged int64 `json:"unchanged"`
	Kept      int64 `json:"kept"`
}

func (c *ImportCount) add(o outcome, kept bool) {
	c.Read++
	if kept {
		c.Kept++
	}
	switch o {
	case created:
		c.Created++
	case updated:
		c.Updated++
	case unchanged:
		c.Unchanged++
	}
}

// ImportFailure is a file that was refused. Nothing of it was taken over.
type ImportFailure struct {
	File string `json:"file"`
	Line int64  `json:"line"` // 0 where it is the file as a whole
	Why  string `json:"why"`
}

// ImportReport is what an import did, in all and for each resource type.
type ImportReport struct {
	ImportCount
	Types    map[string]*ImportCount `json:"types"`
	Failed   []ImportFailure         `json:"failed"`
	Dangling int                     `json:"dangling"` // references to resources that are nowhere; kept all the same
	Seconds  float64                 `json:"seconds"`
}

// ImportFHIR takes files over, each as a whole or not at all; a file that is refused stops none of the
// others. The same file again changes nothing.
func (p *Practice) ImportFHIR(ctx context.Context, files []string, progress engine.Progress) (ImportReport, error) {
	start := p.now()
	r := ImportReport{Types: map[string]*ImportCount{}, Failed: []ImportFailure{}}
	what := flow{act: access.ActImport, kind: access.KindWholeRecord}
	if _, err := p.allowed(ctx, what); err != nil {
		return r, err
	}
	for _, name := range files {
		err := p.importFile(ctx, name, &r, progress)
		if refused, is := fileRefused(name, err); is {
			r.Failed = append(r.Failed, refused)
			continue
		}
		if err != nil {
			return r, err
		}
	}
	r.Seconds = p.now().Sub(start).Seconds()
	return r, nil
}

// fileRefused tells a file that cannot be used from a failure of ours, such as a full disk.
func fileRefused(name string, err error) (ImportFailure, bool) {
	if !failure.Is(err, failure.BadInput) && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, os.ErrPermission) {
		return ImportFailure{}, false
	}
	found := ImportFailure{File: filepath.Base(name), Why: failure.Of(err).Message}
	if problem := new(*fhir.Problem); errors.As(err, problem) {
		found.Line, found.Why = (*problem).Line, (*problem).Why
	}
	if errors.Is(err, os.ErrNotExist) {
		found.Why = "there is no such file"
	}
	return found, true
}

// importFile reads a file twice: once to see that it can be taken over as a whole, and once to do so, in
// one transaction. What belongs to other files of this laptop is staged in that transaction.
func (p *Practice) importFile(ctx context.Context, name string, r *ImportReport, progress engine.Progress) error {
	contents, err := inspect(name)
	if err != nil {
		return err
	}
	mapper := &fhir.Mapper{RowID: p.importedID(), Aliases: contents.Aliases}
	i := &importer{p: p, mapper: mapper, report: map[string]*ImportCount{}, dangling: fhir.NewDangling()}
	err = p.write(ctx, store.Care, flow{act: access.ActImport, kind: access.KindWholeRecord}, func(tx *store.Tx) error {
		return i.file(ctx, tx, name, contents, progress)
	})
	if err != nil {
		return err
	}
	if err := p.finishStaged(ctx, i.count); err != nil {
		return unplaced(err)
	}
	i.merge(r)
	return nil
}

// openFile opens a file that can be read twice. A pipe cannot, and asking it would wait for ever.
func openFile(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, failure.New(failure.BadInput, "it is no ordinary file, such as a folder or a pipe", "Write it to a file first.")
	}
	return os.Open(name)
}

func inspect(name string) (*fhir.Contents, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return fhir.Inspect(filepath.Base(name), f, fhir.Limits{})
}

// importedID derives the rows' ids: every laptop of the practice has the tree key of its practice
// compartment, which never changes, so two that import one file make one patient.
func (p *Practice) importedID() func(source, typ, foreignID string) [16]byte {
	var key []byte
	if c, ok := p.members.Load().Compartment(store.Practice); ok {
		_, _, tree, _ := p.members.Load().Current(c.ID)
		key = tree.Derive("ids of imported rows", nil).Reveal()
	}
	return func(source, typ, foreignID string) [16]byte { return clinic.RowID(key, source, typ, foreignID) }
}

// importer is one file's import.
type importer struct {
	p        *Practice
	mapper   *fhir.Mapper
	report   map[string]*ImportCount
	dangling *fhir.Dangling
}

func (i *importer) file(ctx context.Context, tx *store.Tx, name string, contents *fhir.Contents, progress engine.Progress) error {
	f, err := openFile(name)
	if err != nil {
		return err
	}
	defer f.Close()
	reader, err := fhir.NewReader(filepath.Base(name), f, fhir.Limits{})
	if err != nil {
		return err
	}
	reader.Expect(contents)
	for done := int64(0); ; done++ {
		entry, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := i.entry(ctx, tx, entry); err != nil {
			return err
		}
		if done%100 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(done, contents.Resources, 0)
		}
	}
}

// entry takes one resource over: care's part at once, the others' staged.
func (i *importer) entry(ctx context.Context, tx *store.Tx, entry *fhir.Entry) error {
	records, err := i.mapper.Map(entry)
	if err != nil {
		return err
	}
	i.dangling.Add(entry, records)
	for n, rec := range records {
		item := itemOf(rec)
		item.Counts = n == 0 // a Patient's clinical part is not a second resource
		if rec.Compartment != store.Care {
			if err := i.sameAsBefore(ctx, item); err != nil {
				return err
			}
			if err := tx.Stage(rec.Compartment, item.marshal()); err != nil {
				return err
			}
			continue
		}
		o, err := item.apply(tx, i.mapper)
		if err != nil {
			return err
		}
		i.count(item, o)
	}
	return nil
}

// sameAsBefore looks whether a patient whom the record has under this id can be the one in the file.
func (i *importer) sameAsBefore(ctx context.Context, item importItem) error {
	if item.Table != "patient" {
		return nil
	}
	known, err := i.p.store.Get(ctx, store.Desk, "verbatim", item.ID)
	if errors.Is(err, store.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	return item.contradicts(known, i.mapper)
}

func (i *importer) count(item importItem, o outcome) {
	if !item.Counts {
		return
	}
	c := i.report[item.Type]
	if c == nil {
		c = &ImportCount{}
		i.report[item.Type] = c
	}
	c.add(o, item.Table == "")
}

func (i *importer) merge(r *ImportReport) {
	for typ, n := range i.report {
		c := r.Types[typ]
		if c == nil {
			c = &ImportCount{}
			r.Types[typ] = c
		}
		for _, sum := range []*ImportCount{c, &r.ImportCount} {
			sum.Read += n.Read
			sum.Created += n.Created
			sum.Updated += n.Updated
			sum.Unchanged += n.Unchanged
			sum.Kept += n.Kept
		}
	}
	r.Dangling += len(i.dangling.Missing(nil))
}
