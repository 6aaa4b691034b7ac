package tree

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// packed lays nodes into packs.
func packed(t testing.TB, nodes []Node) []Pack {
	t.Helper()
	var packs []Pack
	p := NewPacker(func(pack Pack) error {
		packs = append(packs, pack)
		return nil
	})
	for _, n := range nodes {
		if err := p.Add(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return packs
}

func nodesOf(t testing.TB, rows rowSet) (nodes []Node) {
	t.Helper()
	_, err := Build(testSecret, rows.source(), func(n Node) error {
		n.Content = bytes.Clone(n.Content)
		nodes = append(nodes, n)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return nodes
}

func TestPacksHoldWhatWasAdded(t *testing.T) {
	r := seeded(t)
	for range 6 {
		rows := randomRows(r, r.IntN(3000))
		for k := range rows {
			if r.IntN(100) == 0 {
				rows[k] = make([]byte, r.IntN(2<<20))
			}
		}
		nodes := nodesOf(t, rows)
		got := shelf{}
		for _, pack := range packed(t, append(nodes, nodes...)) {
			if len(pack.Body) > PackSize {
				t.Fatalf("pack of %d bytes", len(pack.Body))
			}
			p, err := OpenPack(testSecret, pack.Body)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(p.Names(), pack.Names) {
				t.Fatal("the names of a pack are not its index")
			}
			inner := false
			for n := range p.Nodes() {
				if got.has(n.Name) || inner && n.Level == 0 {
					t.Fatal("a node twice, or a leaf behind an inner node")
				}
				inner = n.Level > 0
				if content, ok := p.Content(n.Name); !ok || !bytes.Equal(content, n.Content) {
					t.Fatal("a node has two contents")
				}
				_ = got.put(n)
			}
		}
		for _, n := range nodes {
			if !bytes.Equal(got[n.Name], n.Content) {
				t.Fatal("a node is not as it was added")
			}
		}
		if len(got) != len(nodes) {
			t.Fatalf("%d nodes in packs, %d added", len(got), len(nodes))
		}
	}
}

// TestLeavesStandInOrder: leaves of a table stand together, as they come.
func TestLeavesStandInOrder(t *testing.T) {
	rows := randomRows(seeded(t), 3000)
	var last Key
	for _, pack := range packed(t, nodesOf(t, rows)) {
		p, err := OpenPack(testSecret, pack.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range p.Nodes() {
			if n.Level > 0 {
				break
			}
			d, err := open(n.Content, 0, last)
			if err != nil {
				t.Fatal(err)
			}
			for d.more() {
				if _, err := d.row(); err != nil {
					t.Fatal(err)
				}
			}
			last = d.last
		}
	}
}

func TestNodeLargerThanAPack(t *testing.T) {
	rows := rowSet{{"a", [16]byte{1}}: make([]byte, MaxRow), {"b", [16]byte{2}}: nil}
	tree, nodes := built(t, rows.source())
	wantWalk(t, tree, nodes, rows)
	packs := packed(t, nodesOf(t, rows))
	if len(packs) != 2 || len(packs[0].Names) != 1 {
		t.Fatalf("%d packs, want the large node alone in the first", len(packs))
	}
	for _, pack := range packs {
		if _, err := OpenPack(testSecret, pack.Body); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPackerHandsOnNothingOfNothing(t *testing.T) {
	if packs := packed(t, nil); len(packs) != 0 {
		t.Errorf("%d packs without a node", len(packs))
	}
	failing := errors.New("no network")
	p := NewPacker(func(Pack) error { return failing })
	if err := p.Add(Node{Name: Name{1}, Content: []byte{0}}); err != nil || !p.Has(Name{1}) || p.Has(Name{2}) {
		t.Errorf("add: %v, has: %v", err, p.Has(Name{1}))
	}
	if err := p.Close(); err != failing {
		t.Errorf("error of full came as %v", err)
	}
}

// TestAnyByteOfAPackMatters flips each bit, cuts at each length and adds a byte.
func TestAnyByteOfAPackMatters(t *testing.T) {
	packs := packed(t, nodesOf(t, randomRows(seeded(t), 40)))
	body := packs[0].Body
	refused := func(what string, bad []byte) {
		if _, err := OpenPack(testSecret, bad); !errors.Is(err, ErrDamaged) {
			t.Fatalf("%s: error %v", what, err)
		}
	}
	for i := range body {
		for bit := range 8 {
			bad := bytes.Clone(body)
			bad[i] ^= 1 << bit
			refused("flipped bit", bad)
		}
		refused("cut", body[:i])
	}
	refused("longer", append(bytes.Clone(body), 0))
	if _, err := OpenPack(NewSecret([32]byte{7}), body); !errors.Is(err, ErrDamaged) {
		t.Errorf("a foreign key opens a pack: %v", err)
	}
}

func TestPackRefusesOddIndexes(t *testing.T) {
	content := []byte{0, 1}
	name := testSecret.Name(content)
	entry := append(name[:], byte(len(content)))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	odd := testSecret.Name([]byte{32})
	none := testSecret.Name(nil)
	for what, body := range map[string][]byte{
		"no node":         {1, 0},
		"another format":  join([]byte{2, 1}, entry, content),
		"node twice":      join([]byte{1, 2}, entry, entry, content, content),
		"long number":     join([]byte{1, 0x81, 0}, entry, content),
		"count too large": join([]byte{1, 2}, entry, content),
		"huge count":      join([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, entry, content),
		"huge length":     join([]byte{1, 1}, name[:], []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, content),
		"empty node":      join([]byte{1, 1}, none[:], []byte{0}, make([]byte, 40)),
		"no such level":   join([]byte{1, 1}, odd[:], []byte{1, 32}),
	} {
		if _, err := OpenPack(testSecret, body); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", what, err)
		}
	}
	if _, err := OpenPack(testSecret, join([]byte{1, 1}, entry, content)); err != nil {
		t.Errorf("the pack that the others differ from: %v", err)
	}
}
