package record

import (
	"context"

	"farne/app/interchange/fhir"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// unplaced says that the file is in, and that a part of it still waits in care's file for its place.
func unplaced(err error) error {
	f := failure.Of(err)
	message := "The file is taken over and nothing of it is lost, but part of it (patients, appointments, people) is not shown yet. "
	if f.Code == failure.Full {
		return failure.Wrap(err, f.Code, message+"The disk is full.", "Free some space: the next start of Farne places the rest.")
	}
	return failure.Wrap(err, f.Code, message+f.Message, f.Hint+" The next start of Farne tries again.")
}

// stagedAtOnce is how many bytes of staged items one transaction of their file takes, about: an item may
// be as large as a resource.
const stagedAtOnce = 8 << 20

// finishStaged carries out what imports left for other files. Applying is idempotent, so it does no
// harm when this is called again after a crash, at the next start.
func (p *Practice) finishStaged(ctx context.Context, count func(importItem, outcome)) error {
	care := p.store.Compartment(store.Care)
	if care == nil {
		return nil
	}
	mapper := &fhir.Mapper{RowID: p.importedID()}
	for {
		staged, err := care.Staged(ctx, stagedAtOnce)
		if err != nil || len(staged) == 0 {
			return err
		}
		for _, name := range []string{store.Desk, store.Practice} {
			if err := p.applyStaged(ctx, name, staged, mapper, count); err != nil {
				return err
			}
		}
		if err := care.Unstage(ctx, staged[len(staged)-1].N); err != nil {
			return err
		}
	}
}

func (p *Practice) applyStaged(ctx context.Context, name string, staged []store.Staged, mapper *fhir.Mapper, count func(importItem, outcome)) error {
	file, err := p.compartment(name)
	if err != nil {
		return err
	}
	return file.Write(ctx, state.ID(p.seat.ID), func(tx *store.Tx) error {
		for _, s := range staged {
			if s.Compartment != name {
				continue
			}
			item, err := unmarshalItem(s.Item)
			if err != nil {
				return err
			}
			o, err := item.apply(tx, mapper)
			if err != nil {
				return err
			}
			count(item, o)
		}
		return nil
	})
}
