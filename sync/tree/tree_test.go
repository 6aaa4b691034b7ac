package tree

import (
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func wantModel(t *testing.T, tree *Tree, nodes shelf, rows rowSet) {
	t.Helper()
	root, want := forger{}.forge(rows.sorted())
	if tree.Root().Name != root {
		t.Fatalf("root %v of %d rows, the definition has %v", tree.Root().Name, len(rows), root)
	}
	if !slices.Equal(nodes.names(), want.names()) {
		t.Fatalf("%d nodes, the definition has %d", len(nodes), len(want))
	}
}

func TestBuildFollowsTheModel(t *testing.T) {
	r := seeded(t)
	for range 300 {
		rows := randomRows(r, r.IntN(1<<r.IntN(13)))
		tree, nodes := built(t, rows.source())
		wantModel(t, tree, nodes, rows)
		root := tree.Root()
		size := int64(0)
		for _, content := range nodes {
			size += int64(len(content))
		}
		if root.Rows != int64(len(rows)) || root.Nodes != len(nodes) || root.Bytes != size {
			t.Fatalf("root counts %+v of %d rows, %d nodes, %d bytes", root, len(rows), len(nodes), size)
		}
		loaded, err := Load(testSecret, tree.Leaves())
		if err != nil || loaded.Root() != root {
			t.Fatalf("loaded root %+v, want %+v (%v)", loaded.Root(), root, err)
		}
	}
}

// TestRanksAreFew checks the averages that the cost of a day hangs on.
func TestRanksAreFew(t *testing.T) {
	r := seeded(t)
	tree, nodes := built(t, randomRows(r, 40_000).source())
	leaves := len(tree.Leaves())
	if leaves < 2200 || leaves > 2800 {
		t.Errorf("%d leaves for 40,000 rows, want about 2,500", leaves)
	}
	if inner := len(nodes) - leaves; inner < leaves/9 || inner > leaves/5 {
		t.Errorf("%d inner nodes over %d leaves, want about a seventh", inner, leaves)
	}
}

func TestEmptyTree(t *testing.T) {
	empty, nodes := built(t, rowSet{}.source())
	want := Root{Name: testSecret.Name([]byte{0})}
	if empty.Root() != want || len(nodes) != 0 || testSecret.EmptyRoot() != want.Name {
		t.Fatalf("empty tree has root %+v and %d nodes", empty.Root(), len(nodes))
	}
	loaded, err := Load(testSecret, nil)
	if err != nil || loaded.Root() != want {
		t.Fatalf("no leaves load as %+v, %v", loaded, err)
	}
	if NewSecret([32]byte{9}).EmptyRoot() == want.Name {
		t.Error("two keys have one empty root")
	}
}

func TestBuildRefuses(t *testing.T) {
	failing := errors.New("no disk")
	for name, c := range map[string]struct {
		rows []Row
		text string
	}{
		"order":     {[]Row{{Key{"b", [16]byte{}}, nil}, {Key{"a", [16]byte{}}, nil}}, "out of order"},
		"twice":     {[]Row{{Key{"b", [16]byte{}}, nil}, {Key{"b", [16]byte{}}, nil}}, "out of order"},
		"no table":  {[]Row{{Key{"", [16]byte{1}}, nil}}, "table name"},
		"long name": {[]Row{{Key{strings.Repeat("x", 256), [16]byte{1}}, nil}}, "table name"},
		"long row":  {[]Row{{Key{"a", [16]byte{1}}, make([]byte, MaxRow+1)}}, "over the limit"},
	} {
		src := func(Key) iter.Seq2[Row, error] {
			return func(yield func(Row, error) bool) {
				for _, r := range c.rows {
					if !yield(r, nil) {
						return
					}
				}
			}
		}
		if _, err := Build(testSecret, src, nil); err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	broken := func(Key) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) { yield(Row{}, failing) }
	}
	if _, err := Build(testSecret, broken, nil); !errors.Is(err, failing) {
		t.Errorf("source's error came as %v", err)
	}
	rows := randomRows(rand.New(rand.NewPCG(1, 1)), 200)
	tree, _ := built(t, rows.source())
	for after := range tree.Root().Nodes {
		_, err := Build(testSecret, rows.source(), func(Node) error {
			if after--; after < 0 {
				return failing
			}
			return nil
		})
		if !errors.Is(err, failing) {
			t.Errorf("emit's error came as %v", err)
		}
	}
}
