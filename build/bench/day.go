package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"farne/app/interchange/synthetic"
	"farne/app/store"
	"farne/sync/seal"
	"farne/sync/state"
)

// A day of the practice: so many rows are new, and so many edits go to rows of any age.
const (
	newRows  = 310
	oldEdits = 120
)

// hand writes rows of any table beside the open practice, captured as record's are: its files, its
// device, its clock's kind.
type hand struct {
	*bench
	store  *store.Store
	source *synthetic.Practice
	waits  []synthetic.Row
	seat   state.ID
}

func newHand(ctx context.Context, b *bench) (*hand, error) {
	device, err := b.device(ctx)
	if err != nil {
		return nil, err
	}
	var files []store.File
	for _, name := range measured {
		files = append(files, store.File{Compartment: name, Path: b.file(name), Key: b.keys[name]})
	}
	s, err := store.Open(ctx, files, store.Options{Device: device, Now: b.clock.now})
	if err != nil {
		return nil, err
	}
	source := synthetic.New(uint64(b.clock.now().UnixNano()), b.clock.now(), b.p.Person().ID, b.patients, 5*b.patients)
	return &hand{bench: b, store: s, source: source, seat: state.ID(seal.NewID())}, nil
}

// device is this laptop's id: the practice has one laptop, whose row has it.
func (b *bench) device(ctx context.Context) (seal.ID, error) {
	db, err := openRaw(b.clear("practice"), seal.Key{})
	if err != nil {
		return seal.ID{}, err
	}
	rows, err := query(ctx, db, "SELECT id FROM laptop")
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("%d laptops", len(rows))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return seal.ID{}, err
	}
	return seal.ID(rows[0][0].([]byte)), nil
}

// work does a share of the edits of a day, such as one of a hundred.
func (h *hand) work(ctx context.Context, part, parts int) error {
	share := func(all int) int { return all*(part+1)/parts - all*part/parts }
	if err := h.write(ctx, h.fresh(share(newRows)), (*store.Tx).Insert); err != nil {
		return err
	}
	old, err := h.edits(ctx, share(oldEdits))
	if err != nil {
		return err
	}
	return h.write(ctx, old, func(tx *store.Tx, table string, id state.ID, values map[string]any) error {
		return tx.Put(table, id, values, "")
	})
}

// fresh are new rows in the mixture that a patient's record has: notes, measurements, appointments,
// problems, and the patients themselves. Their ids are of now, as a day's are.
func (h *hand) fresh(n int) []synthetic.Row {
	for len(h.waits) < n {
		h.waits = append(h.waits, h.source.Patient()...)
	}
	rows := h.waits[:n]
	h.waits = h.waits[n:]
	for i := range rows {
		now := state.NewID(h.clock.now())
		copy(rows[i].ID[:6], now[:6])
	}
	return rows
}

// editable are the columns that people overwrite, with what they then hold.
var editable = []struct {
	compartment, table, column string
	value                      func(n int) any
}{
	{"desk", "patient", "phone", func(n int) any { return fmt.Sprintf("01632 960%03d", n%1000) }},
	{"desk", "appointment", "status", func(n int) any { return []string{"fulfilled", "noshow", "cancelled", "arrived"}[n%4] }},
	{"care", "condition", "clinical_status", func(n int) any { return []string{"resolved", "remission", "inactive"}[n%3] }},
	{"care", "medication_request", "dosage", func(n int) any { return fmt.Sprintf("%d mg at night", n%100) }},
	{"care", "observation", "value", func(n int) any { return float64(n%1000) / 10 }},
}

// edits are of rows drawn at random: as many of each table as its share of all rows.
func (h *hand) edits(ctx context.Context, n int) ([]synthetic.Row, error) {
	sizes, sum := make([]int, len(editable)), 0
	for i, e := range editable {
		if err := h.store.QueryRow(ctx, "SELECT max(rid) FROM "+e.compartment+"."+e.table).Scan(&sizes[i]); err != nil {
			return nil, err
		}
		sum += sizes[i]
	}
	var rows []synthetic.Row
	for len(rows) < n {
		at, i := h.rnd.IntN(sum), 0
		for ; at >= sizes[i]; i++ {
			at -= sizes[i]
		}
		e := editable[i]
		var id []byte
		if err := h.store.QueryRow(ctx, "SELECT id FROM "+e.compartment+"."+e.table+" WHERE rid >= ? LIMIT 1", at+1).Scan(&id); err != nil {
			return nil, err
		}
		rows = append(rows, synthetic.Row{Compartment: e.compartment, Table: e.table, ID: state.ID(id), Values: map[string]any{e.column: e.value(h.rnd.Int())}})
	}
	return rows, nil
}

// write puts each row in a transaction of its own, as people's edits are.
func (h *hand) write(ctx context.Context, rows []synthetic.Row, put func(*store.Tx, string, state.ID, map[string]any) error) error {
	for _, r := range rows {
		err := h.store.Compartment(r.Compartment).Write(ctx, h.seat, func(tx *store.Tx) error { return put(tx, r.Table, r.ID, r.Values) })
		if err != nil {
			return fmt.Errorf("%s in %s: %w", r.Table, filepath.Base(h.file(r.Compartment)), err)
		}
	}
	return nil
}
