package tree

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"
)

// TestUpdateReadsLittle counts the rows that an edit of one row reads.
func TestUpdateReadsLittle(t *testing.T) {
	r := seeded(t)
	rows := randomRows(r, 20_000)
	tree, _ := built(t, rows.source())
	all := rows.sorted()
	read := 0
	counting := func(after Key) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for row, err := range listed(all)(after) {
				read++
				if !yield(row, err) {
					return
				}
			}
		}
	}
	for range 500 {
		if _, _, err := tree.Update([]Key{all[r.IntN(len(all))].Key}, counting, nil); err != nil {
			t.Fatal(err)
		}
	}
	if read > 500*50 {
		t.Errorf("%d rows read for 500 updates of one row, want about 500 × 31", read)
	}
	same, delta, err := tree.Update(nil, counting, nil)
	if err != nil || same != tree || len(delta.Added)+len(delta.Removed) != 0 {
		t.Error("an update of nothing did something")
	}
}

func TestStaleLeavesAreNoticed(t *testing.T) {
	r := seeded(t)
	rows := randomRows(r, 500)
	tree, _ := built(t, rows.source())
	none := func(Name) bool { return false }
	for name, change := range map[string]func(rowSet, Key){
		"changed": func(s rowSet, k Key) { s[k] = append([]byte("x"), s[k]...) },
		"removed": func(s rowSet, k Key) { delete(s, k) },
		"added":   func(s rowSet, k Key) { s[Key{k.Table, randomID(r)}] = nil },
		"behind":  func(s rowSet, k Key) { s[Key{"\xff\xff", k.ID}] = nil },
	} {
		for range 50 {
			other := maps.Clone(rows)
			change(other, rows.sorted()[r.IntN(len(rows))].Key)
			err := tree.Nodes(other.source(), none, shelf{}.put)
			if !errors.Is(err, ErrStale) {
				t.Fatalf("%s: error %v", name, err)
			}
		}
	}
	leaves := slices.Clone(tree.Leaves())
	slices.Reverse(leaves)
	if _, err := Load(testSecret, leaves); !errors.Is(err, ErrStale) {
		t.Errorf("leaves out of order load: %v", err)
	}
	leaves = slices.Clone(tree.Leaves())
	leaves[1].Rank, leaves[1].Bytes = 0, 9
	if _, err := Load(testSecret, leaves); !errors.Is(err, ErrStale) {
		t.Errorf("a leaf that ends nowhere loads: %v", err)
	}
}

func TestUpdatePassesErrorsOn(t *testing.T) {
	r := seeded(t)
	rows := randomRows(r, 300)
	tree, _ := built(t, rows.source())
	failing := errors.New("no disk")
	k := rows.sorted()[100].Key
	rows[k] = []byte("new")
	broken := func(after Key) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for row := range rows.source()(after) {
				if row.Key == k {
					yield(Row{}, failing)
					return
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	if _, _, err := tree.Update([]Key{k}, broken, nil); !errors.Is(err, failing) {
		t.Errorf("source's error came as %v", err)
	}
	if _, _, err := tree.Update([]Key{k}, rows.source(), func(Node) error { return failing }); !errors.Is(err, failing) {
		t.Errorf("emit's error came as %v", err)
	}
	none := func(Name) bool { return false }
	if err := tree.Nodes(broken, none, shelf{}.put); !errors.Is(err, failing) {
		t.Errorf("source's error came as %v", err)
	}
	if err := tree.Nodes(rows.source(), none, func(Node) error { return failing }); !errors.Is(err, failing) {
		t.Errorf("emit's error came as %v", err)
	}
}
