package tree

import (
	"bytes"
	"errors"
	"iter"
	"testing"
)

// TestAheadGivesTheSame: rows, order and the error after them are those of what it reads.
func TestAheadGivesTheSame(t *testing.T) {
	r := seeded(t)
	want := randomRows(r, 10_000).sorted()
	broken := errors.New("the disk")
	failing := func(yield func(Row, error) bool) {
		for row := range listed(want)(Key{}) {
			if !yield(row, nil) {
				return
			}
		}
		yield(Row{}, broken)
	}
	n, failed := 0, error(nil)
	for row, err := range Ahead(failing) {
		if err != nil {
			failed = err
			continue
		}
		if row.Key != want[n].Key || !bytes.Equal(row.Data, want[n].Data) {
			t.Fatalf("row %d is %v", n, row.Key)
		}
		n++
	}
	if n != len(want) || failed != broken {
		t.Errorf("%d rows of %d, then %v", n, len(want), failed)
	}
}

// TestAheadEnds: when the sequence is left, nothing reads any more.
func TestAheadEnds(t *testing.T) {
	rows := randomRows(seeded(t), 20_000).sorted()
	for _, wanted := range []int{0, 1, 20, 5000} {
		read, reading := 0, true
		var counted iter.Seq2[Row, error] = func(yield func(Row, error) bool) {
			defer func() { reading = false }()
			for row := range listed(rows)(Key{}) {
				read++
				if !yield(row, nil) {
					return
				}
			}
		}
		n := 0
		for range Ahead(counted) {
			if n++; n > wanted {
				break
			}
		}
		if reading { // the race detector would tell too
			t.Error("it reads on")
		}
		if most := wanted + (waiting+3)*rowsAhead; read > most {
			t.Errorf("%d rows were read for %d, want at most %d", read, wanted, most)
		}
	}
}
