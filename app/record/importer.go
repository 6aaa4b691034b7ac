package record

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"farne/app/access"
	"farne/app/interchange/fhir"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/state"
)

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
		return i.each(ctx, func(done int64, items []addressedItem) error {
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
	err = i.each(ctx, func(done int64, items []addressedItem) error {
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
func (i *importer) each(ctx context.Context, take func(done int64, items []addressedItem) error) error {
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

// addressedItem is an item and the compartment that it belongs to.
type addressedItem struct {
	importItem
	compartment string
}

func (i *importer) items(ctx context.Context, entry *fhir.Entry) ([]addressedItem, error) {
	records, err := i.mapper.Map(entry)
	if err != nil {
		return nil, err
	}
	i.dangling.Add(entry, records)
	items := make([]addressedItem, len(records))
	for n, rec := range records {
		items[n] = addressedItem{itemOf(rec), rec.Compartment}
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
