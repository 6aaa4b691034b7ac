package tree

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// edit changes, adds or removes a few rows, often beside each other, and gives the keys that it touched
// with some that it did not.
func edit(r *rand.Rand, rows rowSet, fresh func() Row) []Key {
	var dirty []Key
	keys := slices.SortedFunc(maps.Keys(rows), Key.Compare)
	for range 1 + r.IntN(12) {
		switch kind := r.IntN(8); {
		case kind < 3 || len(keys) == 0:
			row := fresh()
			rows[row.Key] = row.Data
			dirty = append(dirty, row.Key)
		case kind < 5:
			k := keys[r.IntN(len(keys))]
			rows[k] = fresh().Data
			dirty = append(dirty, k)
		case kind < 7:
			from := r.IntN(len(keys))
			for _, k := range keys[from:min(len(keys), from+1+r.IntN(1<<r.IntN(8)))] {
				delete(rows, k)
				dirty = append(dirty, k)
			}
		default:
			dirty = append(dirty, keys[r.IntN(len(keys))], fresh().Key)
		}
	}
	return dirty
}

// follow makes random edits and checks after each batch that the updated tree, its lists and its nodes
// are those of a full build.
func follow(t *testing.T, r *rand.Rand, rounds int, rows rowSet, fresh func() Row) {
	t.Helper()
	tree, nodes := built(t, rows.source())
	for range rounds {
		before := slices.Clone(tree.Leaves())
		dirty := edit(r, rows, fresh)
		emitted := shelf{}
		next, delta, err := tree.Update(dirty, rows.source(), emitted.put)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(tree.Leaves(), before) {
			t.Fatal("an update changed the tree it began with")
		}
		wantDelta(t, tree, next, delta, emitted)
		full, want := built(t, rows.source())
		if !slices.Equal(next.Leaves(), full.Leaves()) || next.Root() != full.Root() {
			t.Fatalf("%d rows: updated root %+v, built %+v", len(rows), next.Root(), full.Root())
		}
		wantNodes(t, next, rows, nodes, want)
		tree = next
	}
}

// wantDelta checks that old leaves less removed plus added are the new ones, and what was emitted.
func wantDelta(t *testing.T, old, next *Tree, delta Delta, emitted shelf) {
	t.Helper()
	leaves := map[Name]Leaf{}
	for _, l := range old.Leaves() {
		leaves[l.Name] = l
	}
	for _, l := range delta.Removed {
		if _, ok := leaves[l.Name]; !ok {
			t.Fatal("removed a leaf that was not there")
		}
		delete(leaves, l.Name)
	}
	for _, l := range delta.Added {
		if _, ok := leaves[l.Name]; ok || emitted[l.Name] == nil {
			t.Fatal("added a leaf that was there, or did not emit it")
		}
		leaves[l.Name] = l
	}
	if len(emitted) != len(delta.Added) || len(leaves) != len(next.Leaves()) {
		t.Fatalf("%d leaves after the delta, %d in the tree; %d emitted", len(leaves), len(next.Leaves()), len(emitted))
	}
	for _, l := range next.Leaves() {
		if leaves[l.Name] != l {
			t.Fatal("the delta does not lead to the new leaves")
		}
	}
}

// wantNodes lets Nodes complete what is known from before, exactly, and adds it there.
func wantNodes(t *testing.T, tree *Tree, rows rowSet, known, want shelf) {
	t.Helper()
	var names []Name
	for name := range tree.Names() {
		names = append(names, name)
	}
	if len(names) != len(want) {
		t.Fatalf("Names gives %d, the tree has %d", len(names), len(want))
	}
	missing := shelf{}
	for _, name := range names {
		if want[name] == nil {
			t.Fatal("Names gives one that is not in the tree")
		}
		if !known.has(name) {
			missing[name] = nil
		}
	}
	got := shelf{}
	if err := tree.Nodes(rows.source(), known.has, got.put); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.names(), missing.names()) {
		t.Fatalf("Nodes gave %d, %d were missing", len(got), len(missing))
	}
	for name, content := range got {
		if testSecret.Name(content) != name {
			t.Fatal("a node does not bear its name")
		}
	}
	maps.Copy(known, got)
}

func TestUpdateIsABuild(t *testing.T) {
	r := seeded(t)
	for range 60 {
		follow(t, r, 12, randomRows(r, r.IntN(1<<r.IntN(12))), func() Row { return randomRow(r) })
	}
}

// TestUpdateWithForcedCuts keeps to few ids that cut and big rows, so that most cuts are forced and
// an edit moves all cuts up to the next natural one.
func TestUpdateWithForcedCuts(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	fresh := func() Row {
		k := ranked(r, h, "a", 0, 0)
		if r.IntN(60) == 0 {
			k = ranked(r, h, "a", 1, 21)
		}
		return Row{k, make([]byte, r.IntN(400_000))}
	}
	for range 3 {
		rows := rowSet{}
		for range r.IntN(80) {
			row := fresh()
			rows[row.Key] = row.Data
		}
		follow(t, r, 6, rows, fresh)
	}
}

// TestUpdateWithHighRanks has single-child chains in most places.
func TestUpdateWithHighRanks(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	for range 20 {
		low := r.IntN(4)
		follow(t, r, 10, rowSet{}, func() Row { return Row{ranked(r, h, tables[r.IntN(3)], low, 21), []byte{byte(r.Uint32())}} })
	}
}

// TestAnyOrderOneRoot plays the same edits in another order and grouping: the rows of a key keep
// theirs, as HLCs order them in a state, and everything else is shuffled.
func TestAnyOrderOneRoot(t *testing.T) {
	r := seeded(t)
	base := randomRows(r, 2000)
	final := maps.Clone(base)
	var dirty []Key
	for range 30 {
		dirty = append(dirty, edit(r, final, func() Row { return randomRow(r) })...)
	}
	want, _ := built(t, final.source())
	for range 10 {
		rows := maps.Clone(base)
		tree, _ := built(t, rows.source())
		order := slices.Clone(dirty)
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for len(order) > 0 {
			n := 1 + r.IntN(len(order))
			for _, k := range order[:n] {
				delete(rows, k)
				if v, ok := final[k]; ok {
					rows[k] = v
				}
			}
			next, _, err := tree.Update(order[:n], rows.source(), nil)
			if err != nil {
				t.Fatal(err)
			}
			tree, order = next, order[n:]
		}
		if tree.Root() != want.Root() {
			t.Fatalf("root %v, another order gave %v", tree.Root().Name, want.Root().Name)
		}
	}
}

// TestTreesAreShared means something under the race detector.
func TestTreesAreShared(t *testing.T) {
	rows := randomRows(seeded(t), 500)
	tree, _ := built(t, rows.source())
	loaded, err := Load(testSecret, tree.Leaves())
	if err != nil {
		t.Fatal(err)
	}
	dirty := slices.Collect(maps.Keys(rows))[:20]
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			next, _, err := loaded.Update(dirty, rows.source(), nil)
			if err != nil || next.Root() != loaded.Root() || next.Root() != tree.Root() {
				t.Error("an update beside another differs", err)
			}
		})
	}
	group.Wait()
}
