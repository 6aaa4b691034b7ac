package tree

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// wantWalk checks that a walk gives the rows of the tree and counts like it.
func wantWalk(t *testing.T, tree *Tree, nodes shelf, rows rowSet) {
	t.Helper()
	var before Key
	got := 0
	sum, err := Walk(testSecret, tree.Root().Name, nodes.get, func(r Row) error {
		if data, ok := rows[r.Key]; !ok || !bytes.Equal(data, r.Data) || r.Key.Compare(before) <= 0 {
			t.Fatal("a row that was not there, or out of order")
		}
		before = r.Key
		got++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got != len(rows) || sum != tree.Root() {
		t.Fatalf("%d of %d rows; walked %+v, built %+v", got, len(rows), sum, tree.Root())
	}
}

func TestWalkGivesTheRows(t *testing.T) {
	r := seeded(t)
	for range 100 {
		rows := randomRows(r, r.IntN(1<<r.IntN(13)))
		tree, nodes := built(t, rows.source())
		wantWalk(t, tree, nodes, rows)
	}
}

func TestRangeAndLookup(t *testing.T) {
	r := seeded(t)
	for range 40 {
		rows := randomRows(r, 1+r.IntN(3000))
		tree, nodes := built(t, rows.source())
		root, sorted := tree.Root().Name, rows.sorted()
		near := func() Key {
			if k := sorted[r.IntN(len(sorted))].Key; r.IntN(2) == 0 {
				return k
			}
			return randomRow(r).Key
		}
		for range 20 {
			from, to := near(), near()
			if r.IntN(4) == 0 {
				from, to = TableRange(tables[r.IntN(len(tables))])
			}
			wantRange(t, root, nodes, sorted, from, to)
			k := near()
			data, found, err := Lookup(testSecret, root, nodes.get, k)
			want, there := rows[k]
			if err != nil || found != there || !bytes.Equal(data, want) {
				t.Fatalf("lookup %v, want %v (%v)", found, there, err)
			}
		}
	}
}

func wantRange(t *testing.T, root Name, nodes shelf, sorted []Row, from, to Key) {
	t.Helper()
	var want, got []Key
	for _, r := range sorted {
		if r.Key.Compare(from) >= 0 && r.Key.Compare(to) <= 0 {
			want = append(want, r.Key)
		}
	}
	err := Range(testSecret, root, nodes.get, from, to, func(r Row) error {
		got = append(got, r.Key)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("range has %d rows, want %d (%v)", len(got), len(want), err)
	}
}

func TestLookupReadsAPath(t *testing.T) {
	r := seeded(t)
	rows := randomRows(r, 20_000)
	tree, nodes := built(t, rows.source())
	reads := 0
	get := func(name Name) ([]byte, error) {
		reads++
		return nodes.get(name)
	}
	for _, row := range rows.sorted()[:2000] {
		k := row.Key
		reads = 0
		if _, found, err := Lookup(testSecret, tree.Root().Name, get, k); !found || err != nil {
			t.Fatal(err)
		}
		if reads != tree.Root().Height {
			t.Fatalf("%d nodes read in a tree of %d levels", reads, tree.Root().Height)
		}
	}
}

func TestReadingTheEmptyTree(t *testing.T) {
	root := testSecret.EmptyRoot()
	fail := func(Row) error { return errors.New("a row") }
	sum, err := Walk(testSecret, root, shelf{}.get, fail)
	if err != nil || sum != (Root{Name: root}) {
		t.Errorf("walk gives %+v, %v", sum, err)
	}
	if _, found, err := Lookup(testSecret, root, shelf{}.get, Key{"a", [16]byte{}}); found || err != nil {
		t.Errorf("lookup gives %v, %v", found, err)
	}
	each := func(Name, int) (bool, error) { return true, errors.New("a node") }
	if err := Names(testSecret, root, shelf{}.get, each); err != nil {
		t.Error(err)
	}
}

func TestReadersPassErrorsOn(t *testing.T) {
	tree, nodes := built(t, randomRows(seeded(t), 500).source())
	root, failing := tree.Root().Name, errors.New("no disk")
	if _, err := Walk(testSecret, root, nodes.get, func(Row) error { return failing }); err != failing {
		t.Errorf("error of each came as %v", err)
	}
	reads := 0
	broken := func(name Name) ([]byte, error) {
		if reads++; reads > 3 {
			return nil, failing
		}
		return nodes.get(name)
	}
	if _, err := walk(root, shelf{}); err == nil {
		t.Error("a walk without nodes went well")
	}
	if _, err := Walk(testSecret, root, broken, func(Row) error { return nil }); !errors.Is(err, failing) {
		t.Errorf("error of get came as %v", err)
	}
	if err := Names(testSecret, root, nodes.get, func(Name, int) (bool, error) { return false, failing }); err != failing {
		t.Errorf("error of each came as %v", err)
	}
}

func TestNamesReadsNoLeaf(t *testing.T) {
	r := seeded(t)
	tree, nodes := built(t, randomRows(r, 5000).source())
	get := func(name Name) ([]byte, error) {
		content, err := nodes.get(name)
		if err == nil && content[0] == 0 {
			t.Fatal("a leaf was read")
		}
		return content, err
	}
	for _, lowest := range []int{0, 1, 2} {
		got, want := shelf{}, shelf{}
		for name, content := range nodes {
			if int(content[0]) >= lowest {
				want[name] = nil
			}
		}
		err := Names(testSecret, tree.Root().Name, get, func(name Name, level int) (bool, error) {
			if int(nodes[name][0]) != level {
				t.Fatal("wrong level")
			}
			got[name] = nil
			return level > lowest, nil
		})
		if err != nil || !slices.Equal(got.names(), want.names()) {
			t.Fatalf("%d names, want %d (%v)", len(got), len(want), err)
		}
	}
}
