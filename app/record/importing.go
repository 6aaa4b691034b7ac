package record

import (
	"context"
	"errors"
	"math"
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
	if _, err := p.clearStage(ctx, math.MaxInt); err != nil {
		return err
	}
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
