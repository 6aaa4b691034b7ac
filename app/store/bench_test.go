package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"farne/app/interchange/synthetic"
	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// inventedRows are the rows of some invented patients that stand in some files.
func inventedRows(patients int, compartments ...string) []synthetic.Row {
	p := synthetic.New(1, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), [16]byte{1}, patients, 5*patients)
	var rows []synthetic.Row
	for range patients {
		for _, r := range p.Patient() {
			if slices.Contains(compartments, r.Compartment) {
				rows = append(rows, r)
			}
		}
	}
	return rows
}

func (l *laptop) insert(tb testing.TB, rows []synthetic.Row) {
	err := l.Compartment(Care).Write(context.Background(), l.seat, func(tx *Tx) error {
		for _, r := range rows {
			if err := tx.Insert(r.Table, state.ID(r.ID), r.Values); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func BenchmarkInsertCaptured(b *testing.B) {
	rows := inventedRows(200, Care)
	b.ReportMetric(float64(len(rows)), "rows/op")
	for b.Loop() {
		b.StopTimer()
		l := newLaptop(b, 1)
		b.StartTimer()
		l.insert(b, rows)
	}
}

func BenchmarkSeal(b *testing.B) {
	rows := inventedRows(200, Care)
	w := chain.Writer{Compartment: seal.ID{1}, Epoch: 1, Key: seal.NewKey(), Signer: seal.NewSigningKey(), Practice: seal.Practice{1}}
	b.ReportMetric(float64(len(rows)), "rows/op")
	for b.Loop() {
		b.StopTimer()
		l := newLaptop(b, 1)
		l.insert(b, rows)
		w.Device = l.id
		b.StartTimer()
		_, _, err := l.Compartment(Care).Seal(context.Background(), l.id, Sealer{Batch: func(previous chain.Head, others chain.Frontier, changes []state.Change) (string, []byte, chain.Head, error) {
			return chain.Seal(w, previous, changes, others)
		}})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// sealedRowsOf are the rows as a backup has them, in its order.
func sealedRowsOf(tb testing.TB, rows []synthetic.Row) []tree.Row {
	clock := hlc.NewClock(hlc.Device{1}, time.Now, hlc.HLC{})
	var sealed []tree.Row
	for _, r := range rows {
		change := state.Change{Table: r.Table, Row: state.ID(r.ID), HLC: clock.Next(), Seat: state.ID{2}}
		for column, x := range r.Values {
			if id, ok := x.([16]byte); ok {
				x = id[:]
			}
			v, err := state.FromAny(x)
			if err != nil {
				tb.Fatal(err)
			}
			change.Edits = append(change.Edits, state.Edit{Column: column, Value: v})
		}
		row := state.NewRow(r.Table, state.ID(r.ID))
		if _, err := row.Apply(change, func(hlc.HLC) bool { return true }); err != nil {
			tb.Fatal(err)
		}
		sealed = append(sealed, tree.Row{Key: tree.Key{Table: r.Table, ID: r.ID}, Data: row.Marshal()})
	}
	slices.SortFunc(sealed, func(a, b tree.Row) int { return a.Key.Compare(b.Key) })
	return sealed
}

func BenchmarkLoad(b *testing.B) {
	rows := sealedRowsOf(b, inventedRows(1000, Care))
	all := func(yield func(tree.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
	b.ReportMetric(float64(len(rows)), "rows/op")
	for b.Loop() {
		b.StopTimer()
		l := newLaptop(b, 1)
		b.StartTimer()
		if err := l.Compartment(Care).Load(context.Background(), all, chain.Frontier{}, func(int64) {}); err != nil {
			b.Fatal(err)
		}
	}
}
