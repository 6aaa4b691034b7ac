package access

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"farne/app/store"
	"farne/sync/clock"
	"farne/sync/seal"
	"farne/sync/state"
)

func benchLog(b *testing.B) *Log {
	b.Helper()
	l := NewLog(Options{Path: filepath.Join(b.TempDir(), "audit.db"), Key: seal.NewKey(), Device: seal.ID{1}, Now: clock.Now})
	l.SetSigner(seal.NewSigningKey())
	b.Cleanup(func() { _ = l.Close() })
	return l
}

func benchEntry(patient int) Entry {
	return NewEntry(clock.Now(), Who{state.ID{1}, state.ID{2}, seal.ID{1}}, ActView, KindClinicalRecord).
		About(state.ID{1, byte(patient), byte(patient >> 8)}).Under(DefaultNorms()[2])
}

// grown puts n entries of 5,000 patients into a log.
func grown(b *testing.B, l *Log, n int) {
	b.Helper()
	for done := 0; done < n; {
		var entries []Entry
		for ; done < n && len(entries) < 10_000; done++ {
			entries = append(entries, benchEntry(done%5000))
		}
		if err := l.Append(ctx, entries...); err != nil {
			b.Fatal(err)
		}
	}
}

// What opening a patient waits for: one durable, signed commit, in an empty log and in one of a year.
func BenchmarkAppendView(b *testing.B) {
	for _, before := range []int{0, 250_000} {
		b.Run(fmt.Sprintf("after=%d", before), func(b *testing.B) {
			l := benchLog(b)
			grown(b, l, before)
			b.ResetTimer()
			for i := range b.N {
				if recorded, err := l.AppendView(ctx, benchEntry(i*7919%5000)); err != nil || !recorded {
					b.Fatal(recorded, err)
				}
			}
		})
	}
}

// What a write pays after its own commit, if its entry is moved at once.
func BenchmarkMove(b *testing.B) {
	l := benchLog(b)
	s, err := store.Open(ctx, []store.File{{Compartment: store.Care, Path: filepath.Join(b.TempDir(), "care.db"), Key: seal.NewKey()}},
		store.Options{Device: seal.ID{1}, Now: clock.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	care := s.Compartment(store.Care)
	for i := range b.N {
		b.StopTimer()
		e := benchEntry(i % 5000)
		form, err := e.Marshal()
		if err != nil {
			b.Fatal(err)
		}
		err = care.Write(ctx, state.ID{2}, func(tx *store.Tx) error {
			return errors.Join(tx.Put("note", e.ID, map[string]any{"text": "x"}, ""), tx.Audit(e.ID, form))
		})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if n, err := Move(ctx, l, care); n != 1 || err != nil {
			b.Fatal(n, err)
		}
	}
}

// A year of a busy laptop: a patient's page, and the proof of everything.
func BenchmarkYear(b *testing.B) {
	l := benchLog(b)
	grown(b, l, 250_000)
	b.Run("list-patient", func(b *testing.B) {
		for i := range b.N {
			if r, err := l.List(ctx, Filter{Patient: benchEntry(i % 5000).Patient, Limit: 50}); err != nil || len(r) != 50 {
				b.Fatal(len(r), err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		cancellable, cancel := context.WithCancel(ctx) // as every caller's is; it costs the driver a goroutine a row
		defer cancel()
		for range b.N {
			if r, err := l.Verify(cancellable, seal.PublicKey{1}, nil); err != nil || r.Entries != 250_000 {
				b.Fatal(r, err)
			}
		}
	})
}

func BenchmarkDecide(b *testing.B) {
	norms := DefaultNorms()
	for range b.N {
		if _, err := norms.Decide([]Role{Clinician, Owner}, ActView, KindSessionNote, CareRelationship); err != nil {
			b.Fatal(err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	d := signedIn(t)
	var working sync.WaitGroup
	for worker := range 4 {
		working.Go(func() {
			for i := range 10 {
				if recorded, err := d.AppendView(ctx, benchEntry(worker*10+i)); err != nil || !recorded {
					t.Errorf("%v %v", recorded, err)
				}
				_, listErr := d.List(ctx, Filter{Limit: 5})
				_, verifyErr := d.Verify(ctx, d.device.Public(), nil)
				if listErr != nil || verifyErr != nil {
					t.Error(listErr, verifyErr)
				}
			}
		})
	}
	working.Wait()
	if r := d.verify(); r.Entries != 40 || len(r.Problems) > 0 {
		t.Errorf("report %+v", r)
	}
}
