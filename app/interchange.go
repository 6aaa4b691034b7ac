package app

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/state"
)

// Interchange takes records over from files, and gives them out.
type Interchange struct{ *shell }

// PickedFile stands for a file that somebody chose; the window never sees its folder.
type PickedFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// ImportInput is what to import.
type ImportInput struct {
	Kind   string   `json:"kind"`
	Files  []string `json:"files"`
	DryRun bool     `json:"dryRun"`
}

// ImportReport is what an import did.
type ImportReport struct {
	DryRun  bool            `json:"dryRun"`
	Seconds float64         `json:"seconds"`
	Types   []ImportCount   `json:"types"`
	Failed  []ImportFailure `json:"failed"`
}

// ImportCount is one resource type.
type ImportCount struct {
	Type      string `json:"type"`
	Read      int64  `json:"read"`
	Created   int64  `json:"created"`
	Updated   int64  `json:"updated"`
	Unchanged int64  `json:"unchanged"`
	Kept      int64  `json:"kept"`
}

// ImportFailure is a file that left nothing behind.
type ImportFailure struct {
	File string `json:"file"`
	Line int64  `json:"line"`
	Why  string `json:"why"`
}

// ExportInput is what to export.
type ExportInput struct {
	Kind    string `json:"kind"`
	Patient string `json:"patient"`
}

// ExportResult is what an export wrote.
type ExportResult struct {
	Path    string `json:"path"`
	Records int64  `json:"records"`
	Bytes   int64  `json:"bytes"`
}

// picked keeps the paths of chosen files, by the names that the window knows.
type picked struct {
	mu    sync.Mutex
	last  int
	paths map[string]string
}

func (p *picked) keep(path string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paths == nil {
		p.paths = map[string]string{}
	}
	p.last++
	id := strconv.Itoa(p.last)
	p.paths[id] = path
	return id
}

func (p *picked) find(ids []string) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var paths []string
	for _, id := range ids {
		path, known := p.paths[id]
		if !known {
			return nil, failure.New(failure.NotFound, "This file was not chosen in this window. Nothing was imported.", "Choose it again.")
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// onlyFHIR refuses what this version cannot read or write.
func onlyFHIR(kind string) error {
	if kind == "fhir" {
		return nil
	}
	return failure.New(failure.Refused, "This version of Farne reads and writes FHIR only. Nothing was read or written.", "Choose FHIR.")
}

// Pick asks for the files to import.
func (s *Interchange) Pick(kind string) ([]PickedFile, error) {
	if err := onlyFHIR(kind); err != nil {
		return nil, err
	}
	chosen, err := s.dialogs.openFiles("Files to import", "*.json;*.ndjson")
	files := []PickedFile{}
	for _, path := range chosen {
		info, err := os.Stat(path)
		if err != nil {
			return nil, failure.Wrap(err, failure.BadInput, "A chosen file cannot be read. Nothing was imported.", "Check it and choose again.")
		}
		files = append(files, PickedFile{ID: s.picked.keep(path), Name: filepath.Base(path), Size: info.Size()})
	}
	return files, err
}

// Import takes files over, each as a whole or not at all.
func (s *Interchange) Import(input ImportInput) (ImportReport, error) {
	if err := onlyFHIR(input.Kind); err != nil {
		return ImportReport{}, err
	}
	if input.DryRun {
		return ImportReport{}, failure.New(failure.Refused, "This version of Farne cannot try an import out. Nothing was imported.", "Import it; the same file again changes nothing.")
	}
	paths, err := s.picked.find(input.Files)
	if err != nil {
		return ImportReport{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (ImportReport, error) {
		r, err := p.ImportFHIR(s.session, paths, s.reporter("import:progress", "import")) // ends with the session: each file is whole or not there
		report := ImportReport{Seconds: r.Seconds, Types: []ImportCount{}, Failed: []ImportFailure{}}
		for _, name := range sortedKeys(r.Types) {
			c := r.Types[name]
			report.Types = append(report.Types, ImportCount{Type: name, Read: c.Read, Created: c.Created, Updated: c.Updated, Unchanged: c.Unchanged, Kept: c.Kept})
		}
		for _, f := range r.Failed {
			report.Failed = append(report.Failed, ImportFailure{File: filepath.Base(f.File), Line: f.Line, Why: f.Why})
		}
		return report, err
	})
}

// Export writes a record to a file that the person names. It is a flow: refused without a norm, audited.
func (s *Interchange) Export(input ExportInput) (ExportResult, error) {
	if err := onlyFHIR(input.Kind); err != nil {
		return ExportResult{}, err
	}
	var patient state.ID
	if input.Patient != "" {
		var err error
		if patient, err = parseID(input.Patient); err != nil {
			return ExportResult{}, err
		}
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (ExportResult, error) {
		path, err := s.dialogs.saveFile("Where shall the export go? It is not encrypted", "record.json")
		if err != nil || path == "" {
			return ExportResult{}, err
		}
		r, err := p.ExportFHIR(ctx, patient, path, s.reporter("export:progress", "export"))
		if err != nil {
			return ExportResult{}, err
		}
		return ExportResult{Path: path, Records: r.Records, Bytes: r.Bytes}, nil
	})
}
