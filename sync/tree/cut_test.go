package tree

import "testing"

// TestForcedCuts has rows that no id cuts, ids that always cut, and rows of up to 2 MiB.
func TestForcedCuts(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	shapes := map[string]func() Row{
		"never cut":  func() Row { return Row{ranked(r, h, "a", 0, 0), make([]byte, 4000+r.IntN(60_000))} },
		"always cut": func() Row { return Row{ranked(r, h, "a", 1, 21), make([]byte, r.IntN(10))} },
		"high":       func() Row { return Row{ranked(r, h, "a", 3, 21), nil} },
		"huge":       func() Row { return Row{ranked(r, h, "a", 0, 1), make([]byte, r.IntN(1<<(10+r.IntN(12))))} },
		"mixed":      func() Row { return Row{randomRow(r).Key, make([]byte, r.IntN(65_536))} },
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			rows := rowSet{}
			for range 70 {
				row := shape()
				rows[row.Key] = row.Data
			}
			tree, nodes := built(t, rows.source())
			wantModel(t, tree, nodes, rows)
			for i, l := range tree.Leaves() {
				if longest := cutBytes + 2<<20 + 100; l.Bytes > longest || i < len(tree.Leaves())-1 && !l.ended() {
					t.Errorf("leaf %d has %d bytes", i, l.Bytes)
				}
			}
			wantWalk(t, tree, nodes, rows)
		})
	}
}

// TestForcedCutIsExact has rows whose leaf reaches 1 MiB to the byte, or lacks one.
func TestForcedCutIsExact(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	a, b := ranked(r, h, "a", 0, 0), ranked(r, h, "b", 0, 0)
	for lacking, want := range []int{1, 0} {
		rows := rowSet{a: make([]byte, 1<<20-1-2-16-3-lacking), b: nil}
		tree, _ := built(t, rows.source())
		if got := len(tree.Leaves()) - 1; got != want {
			t.Errorf("%d bytes lacking: %d cuts, want %d", lacking, got, want)
		}
	}
}

// TestForcedCutOfInnerNode has more than 20,000 leaves that nothing but size gathers.
func TestForcedCutOfInnerNode(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	rows := rowSet{}
	for range 22_000 {
		rows[ranked(r, h, "a", 1, 1)] = nil
	}
	tree, nodes := built(t, rows.source())
	wantModel(t, tree, nodes, rows)
	if got := tree.Root(); got.Nodes != 22_000+2+1 || got.Height != 3 {
		t.Errorf("root %+v, want two inner nodes under one", got)
	}
	wantWalk(t, tree, nodes, rows)
}
