package tree

import (
	"bytes"
	"errors"
	"maps"
	"testing"
)

// TestDiff compares random states with what a comparison of maps finds, and counts what was read.
func TestDiff(t *testing.T) {
	r := seeded(t)
	for range 200 {
		older := randomRows(r, r.IntN(1<<r.IntN(12)))
		newer := maps.Clone(older)
		for range r.IntN(4) {
			edit(r, newer, func() Row { return randomRow(r) })
		}
		if r.IntN(8) == 0 {
			newer = randomRows(r, r.IntN(100))
		}
		wantDiff(t, older, newer)
		wantDiff(t, newer, older)
	}
}

func wantDiff(t *testing.T, older, newer rowSet) {
	t.Helper()
	a, aNodes := built(t, older.source())
	b, bNodes := built(t, newer.source())
	reads := map[Name]int{}
	get := func(name Name) ([]byte, error) {
		// The root of a small tree may stand inside the other one; its level is known once it is read.
		shared := aNodes.has(name) && bNodes.has(name) && name != a.Root().Name && name != b.Root().Name
		if reads[name]++; reads[name] > 1 || shared {
			t.Fatalf("node %v, in both below the roots: %v, was read %d times", name, shared, reads[name])
		}
		if aNodes.has(name) {
			return aNodes.get(name)
		}
		return bNodes.get(name)
	}
	if a.Root() == b.Root() {
		get = aNodes.get
	}
	want := map[Key]Change{}
	for k, v := range older {
		if other, ok := newer[k]; !ok || !bytes.Equal(v, other) {
			want[k] = Change{Key: k, Old: v, New: other}
		}
	}
	for k, v := range newer {
		if _, ok := older[k]; !ok {
			want[k] = Change{Key: k, New: v}
		}
	}
	var before Key
	err := Diff(testSecret, a.Root().Name, b.Root().Name, get, func(c Change) error {
		w, ok := want[c.Key]
		if !ok || !bytes.Equal(w.Old, c.Old) || !bytes.Equal(w.New, c.New) || (w.Old == nil) != (c.Old == nil) || (w.New == nil) != (c.New == nil) {
			t.Fatalf("change %v, want %v (%v)", c, w, ok)
		}
		if c.Key.Compare(before) <= 0 {
			t.Fatal("changes out of order")
		}
		before = c.Key
		delete(want, c.Key)
		return nil
	})
	if err != nil || len(want) > 0 {
		t.Fatalf("%d changes were missed (%v)", len(want), err)
	}
}

func TestDiffPassesErrorsOn(t *testing.T) {
	r := seeded(t)
	older := randomRows(r, 1000)
	newer := maps.Clone(older)
	edit(r, newer, func() Row { return randomRow(r) })
	newer[randomRow(r).Key] = nil
	a, nodes := built(t, older.source())
	b, more := built(t, newer.source())
	maps.Copy(nodes, more)
	failing := errors.New("no disk")
	if err := Diff(testSecret, a.Root().Name, b.Root().Name, nodes.get, func(Change) error { return failing }); err != failing {
		t.Errorf("error of each came as %v", err)
	}
	for name := range nodes {
		if int(nodes[name][0]) == 0 && !a.Root().has(t, nodes, name) != !b.Root().has(t, nodes, name) {
			content := nodes[name]
			nodes[name] = []byte("bad")
			err := Diff(testSecret, a.Root().Name, b.Root().Name, nodes.get, func(Change) error { return nil })
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("a damaged leaf came as %v", err)
			}
			nodes[name] = content
		}
	}
}

// has tells whether a node is under a root.
func (root Root) has(t *testing.T, nodes shelf, wanted Name) (found bool) {
	err := Names(testSecret, root.Name, nodes.get, func(name Name, _ int) (bool, error) {
		found = found || name == wanted
		return true, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
