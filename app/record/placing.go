package record

import (
	"context"
	"math"
	"slices"

	"farne/app/interchange/fhir"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// unplaced says that the file is in, and that a part of it still waits in care's file for its place.
func unplaced(err error) error {
	f := failure.Of(err)
	message := "The file is taken over and nothing of it is lost, but part of it is not shown yet. "
	if f.Code == failure.Full {
		return failure.Wrap(err, f.Code, message+"The disk is full.", "Free some space: the next start of Farne places the rest.")
	}
	return failure.Wrap(err, f.Code, message+f.Message, f.Hint+" The next start of Farne goes on with it.")
}

// How much of what is staged is placed at once: bytes, as an item may be as large as a resource, and items,
// so that somebody who writes a note meanwhile waits for no more than a fraction of a second.
const (
	placedBytes = 8 << 20
	placedItems = 300
)

// placeStaged carries out what imports left for later or for other files. Applying is idempotent, so it does no
// harm when this is called again after a crash, at the next start. It ends when nothing is left, or after
// about so many items, and tells whether something may be left. placed is called for each.
func (p *Practice) placeStaged(ctx context.Context, most int, placed func(importItem, outcome)) (left bool, err error) {
	care := p.store.Compartment(store.Care)
	if care == nil {
		return false, nil
	}
	mapper := &fhir.Mapper{RowID: p.importedID()}
	for done := 0; done < most; {
		staged, err := care.Staged(ctx, placedBytes, placedItems)
		if err != nil || len(staged) == 0 {
			return false, err
		}
		for _, name := range []string{store.Desk, store.Practice} {
			if err := p.placeStagedIn(ctx, name, staged, mapper, placed); err != nil {
				return true, err
			}
		}
		err = care.Write(ctx, state.ID(p.seat.ID), func(tx *store.Tx) error {
			if err := apply(tx, store.Care, staged, mapper, placed); err != nil {
				return err
			}
			return tx.Unstage(staged[len(staged)-1].N)
		})
		if err != nil {
			return true, err
		}
		done += len(staged)
	}
	return true, nil
}

func (p *Practice) placeStagedIn(ctx context.Context, name string, staged []store.Staged, mapper *fhir.Mapper, placed func(importItem, outcome)) error {
	if !slices.ContainsFunc(staged, func(s store.Staged) bool { return s.Compartment == name }) {
		return nil
	}
	file, err := p.compartment(name)
	if err != nil {
		return err
	}
	return file.Write(ctx, state.ID(p.seat.ID), func(tx *store.Tx) error { return apply(tx, name, staged, mapper, placed) })
}

// apply carries out the items of one file.
func apply(tx *store.Tx, name string, staged []store.Staged, mapper *fhir.Mapper, placed func(importItem, outcome)) error {
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
		placed(item, o)
	}
	return nil
}

// placedAtStart is how many items a start places before the record opens; the rest follows while it is used.
const placedAtStart = 2000

// clearStage makes the stage ready for an import, or as far as most goes: it drops what an import staged that
// was broken off before it was decided, as by a kill or on a full disk, for what is staged beside that would be
// taken for a part of it; and it places what one left that was broken off afterwards.
func (p *Practice) clearStage(ctx context.Context, most int) (left bool, err error) {
	care := p.store.Compartment(store.Care)
	if care == nil {
		return false, nil
	}
	if err := care.DropOpenStage(ctx); err != nil {
		return true, err
	}
	return p.placeStaged(ctx, most, func(importItem, outcome) {})
}

// finishBrokenOff clears the stage. Where that cannot be done now (no room, a damaged file, another role's) the
// record opens all the same, and the next start or import tries again.
func (p *Practice) finishBrokenOff(ctx context.Context) error {
	care := p.store.Compartment(store.Care)
	if care == nil {
		return nil
	}
	left, err := care.Stages(ctx)
	if err == nil && left {
		left, err = p.clearStage(ctx, placedAtStart)
	}
	if err == nil && left {
		p.placing.Go(func() { _ = p.finishPlacing(p.open) }) // what fails is tried again at the next start
	}
	for _, later := range []failure.Code{failure.Full, failure.Integrity, failure.Refused} {
		if failure.Is(err, later) {
			return nil
		}
	}
	return err
}

// finishPlacing clears the stage before something that must be whole.
func (p *Practice) finishPlacing(ctx context.Context) error {
	p.importing.Lock()
	defer p.importing.Unlock()
	_, err := p.clearStage(ctx, math.MaxInt)
	return err
}

// endPlacing stops what goes on in the background, before the files are closed.
func (p *Practice) endPlacing() {
	p.stop()
	p.placing.Wait()
}
