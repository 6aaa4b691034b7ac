package record

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/interchange/fhir"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/state"
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

// wholeAtOnce is how many resources a file may have that is taken over in one transaction: a second's work,
// for which a note that somebody writes meanwhile has to wait.
const wholeAtOnce = 1500

// importFile reads a file twice: once to see that it can be taken over as a whole, and once to do so. What
// belongs to other files of this laptop is staged; of a large file, everything is.
func (p *Practice) importFile(ctx context.Context, name string, r *ImportReport, progress engine.Progress) error {
	contents, err := inspect(name)
	if err != nil {
		return err
	}
	p.importing.Lock()
	defer p.importing.Unlock()
	mapper := &fhir.Mapper{RowID: p.importedID(), Aliases: contents.Aliases}
	i := &importer{p: p, name: name, contents: contents, mapper: mapper, report: map[string]*ImportCount{}, dangling: fhir.NewDangling(), progress: progress}
	if contents.Resources > p.wholeAtOnce {
		err = i.stageAll(ctx)
	} else {
		err = i.takeOver(ctx)
	}
	if err != nil {
		return err
	}
	if _, err := p.placeStaged(ctx, math.MaxInt, i.placed); err != nil {
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
	name     string
	contents *fhir.Contents
	mapper   *fhir.Mapper
	report   map[string]*ImportCount
	dangling *fhir.Dangling
	progress engine.Progress

	staged, done int64 // resources of a large file: each is staged, then placed
}

// takeOver takes a file over in one transaction, but for what it stages for other files.
func (i *importer) takeOver(ctx context.Context) error {
	return i.p.write(ctx, store.Care, i.flow(), func(tx *store.Tx) error {
		return i.each(ctx, func(done int64, items []placedItem) error {
			for _, item := range items {
				if item.compartment != store.Care {
					if err := tx.Stage(item.compartment, item.marshal()); err != nil {
						return err
					}
					continue
				}
				o, err := item.apply(tx, i.mapper)
				if err != nil {
					return err
				}
				i.count(item.importItem, o)
			}
			i.tell(done)
			return nil
		})
	})
}

// stagedAtOnce is how many bytes of items one transaction stages, about.
const stagedAtOnce = 256 << 10

// stageAll stages a large file in many transactions and decides on it in one, so that nobody who writes
// meanwhile waits for the whole file, and a file that breaks off leaves nothing.
func (i *importer) stageAll(ctx context.Context) (err error) {
	care, err := i.p.compartment(store.Care)
	if err != nil {
		return err
	}
	if err := care.OpenStage(ctx); err != nil {
		return err
	}
	defer func() {
		if err != nil { // what cannot be removed now is at the next start
			err = errors.Join(err, care.DropOpenStage(context.WithoutCancel(ctx)))
		}
	}()
	var waiting []store.Staged
	bytes := 0
	flush := func() error {
		err := care.Write(ctx, state.ID(i.p.seat.ID), func(tx *store.Tx) error {
			for _, s := range waiting {
				if err := tx.Stage(s.Compartment, s.Item); err != nil {
					return err
				}
			}
			return nil
		})
		waiting, bytes = waiting[:0], 0
		return err
	}
	err = i.each(ctx, func(done int64, items []placedItem) error {
		for _, item := range items {
			s := store.Staged{Compartment: item.compartment, Item: item.marshal()}
			waiting, bytes = append(waiting, s), bytes+len(s.Item)
		}
		i.staged = done
		i.tell(done / 2)
		if bytes < stagedAtOnce {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	return i.p.write(ctx, store.Care, i.flow(), func(tx *store.Tx) error { return tx.CloseStage() })
}

func (*importer) flow() flow { return flow{act: access.ActImport, kind: access.KindWholeRecord} }

// tell says now and then how far it is.
func (i *importer) tell(done int64) {
	if done%50 == 0 || done == i.contents.Resources {
		i.progress(done, i.contents.Resources, 0)
	}
}

// each reads the file again, and gives what becomes of each resource.
func (i *importer) each(ctx context.Context, take func(done int64, items []placedItem) error) error {
	f, err := openFile(i.name)
	if err != nil {
		return err
	}
	defer f.Close()
	reader, err := fhir.NewReader(filepath.Base(i.name), f, fhir.Limits{})
	if err != nil {
		return err
	}
	reader.Expect(i.contents)
	for done := int64(1); ; done++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		entry, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		items, err := i.items(ctx, entry)
		if err == nil {
			err = take(done, items)
		}
		if err != nil {
			return err
		}
	}
}

// placedItem is an item and the file that it belongs to.
type placedItem struct {
	importItem
	compartment string
}

func (i *importer) items(ctx context.Context, entry *fhir.Entry) ([]placedItem, error) {
	records, err := i.mapper.Map(entry)
	if err != nil {
		return nil, err
	}
	i.dangling.Add(entry, records)
	items := make([]placedItem, len(records))
	for n, rec := range records {
		items[n] = placedItem{itemOf(rec), rec.Compartment}
		items[n].Counts = n == 0 // a Patient's clinical part is not a second resource
		if rec.Compartment != store.Care {
			if err := i.sameAsBefore(ctx, items[n].importItem); err != nil {
				return nil, err
			}
		}
	}
	return items, nil
}

// placed counts what has found its place; of a large file it is the second half of the work.
func (i *importer) placed(item importItem, o outcome) {
	i.count(item, o)
	if item.Counts && i.staged > 0 {
		i.done++
		i.tell((i.staged + i.done) / 2)
	}
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
