package store

import (
	"context"
	"testing"
	"time"

	"farne/app/interchange/synthetic"
	"farne/sync/chain"
	"farne/sync/seal"
	"farne/sync/state"
)

// inventedRows are the clinical rows of some invented patients.
func inventedRows(patients int) []synthetic.Row {
	p := synthetic.New(1, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), [16]byte{1}, patients, 5*patients)
	var rows []synthetic.Row
	for range patients {
		for _, r := range p.Patient() {
			if r.Compartment == Care {
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
	rows := inventedRows(200)
	b.ReportMetric(float64(len(rows)), "rows/op")
	for b.Loop() {
		b.StopTimer()
		l := newLaptop(b, 1)
		b.StartTimer()
		l.insert(b, rows)
	}
}

func BenchmarkSeal(b *testing.B) {
	rows := inventedRows(200)
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
