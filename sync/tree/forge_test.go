package tree

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// forger makes a tree as the package comment puts it, a level at a time: without hooks the oracle for
// what streams, with them a writer who holds the key and lies.
type forger struct {
	cut   func(level int, by bool) bool // whether a node ends, given whether the rules say so
	tell  func(level int, c *child)     // what the parent is told of a node of this level
	chain int                           // levels of single children over the root
}

func (f forger) forge(rows []Row) (Name, shelf) {
	nodes := shelf{}
	if len(rows) == 0 {
		return testSecret.EmptyRoot(), nodes
	}
	h := testSecret.hasher()
	open := child{}
	content, before := []byte{0}, ""
	item := func(level int, last Key, count int64, final bool) []child {
		before, open.last, open.rows = last.Table, last, open.rows+count
		by := h.rank(last) > level || len(content) >= 1<<20
		if f.cut != nil {
			by = f.cut(level, by)
		}
		if !by && !final {
			return nil
		}
		open.name = testSecret.Name(content)
		nodes[open.name] = content
		if f.tell != nil {
			f.tell(level, &open)
		}
		done := open
		open, content, before = child{}, []byte{byte(level)}, ""
		return []child{done}
	}
	var items []child
	for i, r := range rows {
		content = appendRow(content, before, r)
		items = append(items, item(0, r.Key, 1, i == len(rows)-1)...)
	}
	for level := 1; len(items) > 1 || f.chain > 0; level++ {
		if len(items) == 1 {
			f.chain--
		}
		var above []child
		content = []byte{byte(level)}
		for i, c := range items {
			content = appendChild(content, before, c)
			above = append(above, item(level, c.last, c.rows, i == len(items)-1)...)
		}
		items = above
	}
	return items[0].name, nodes
}

func walk(root Name, nodes shelf) (rows []Row, err error) {
	_, err = Walk(testSecret, root, nodes.get, func(r Row) error {
		rows = append(rows, Row{r.Key, bytes.Clone(r.Data)})
		return nil
	})
	return rows, err
}

// TestWalkAcceptsBuiltTreesOnly flips cuts at random: a root is accepted if and only if it is the one
// that the rows have.
func TestWalkAcceptsBuiltTreesOnly(t *testing.T) {
	r := seeded(t)
	accepted, refused := 0, 0
	for range 1500 {
		rows := randomRows(r, 1+r.IntN(300)).sorted()
		rarely := 10 + r.IntN(600)
		f := forger{cut: func(level int, by bool) bool { return by != (r.IntN(rarely) == 0) }}
		if r.IntN(20) == 0 {
			f.chain = r.IntN(3)
		}
		root, nodes := f.forge(rows)
		want, _ := forger{}.forge(rows)
		_, err := walk(root, nodes)
		if root == want {
			accepted++
		} else {
			refused++
		}
		if (err == nil) != (root == want) || err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatalf("%d rows, built root %v, error %v", len(rows), root == want, err)
		}
	}
	if accepted < 50 || refused < 50 {
		t.Errorf("%d accepted, %d refused: the test says little", accepted, refused)
	}
}

// TestWalkRefusesLies has parents that tell something else of a child than what it is.
func TestWalkRefusesLies(t *testing.T) {
	r := seeded(t)
	lies := map[string]func(*child){
		"more rows":    func(c *child) { c.rows++ },
		"last key up":  func(c *child) { c.last.ID[15]++ },
		"other table":  func(c *child) { c.last.Table += "x" },
		"another name": func(c *child) { c.name[5] ^= 1 },
	}
	for name, lie := range lies {
		for range 100 {
			rows := randomRows(r, 1000).sorted()
			countdown := 1 + r.IntN(20) // of 62 leaves or so: never the root, of which nothing is told
			told := false
			f := forger{tell: func(_ int, c *child) {
				if countdown--; countdown == 0 {
					lie(c)
					told = true
				}
			}}
			root, nodes := f.forge(rows)
			if _, err := walk(root, nodes); told && err == nil {
				t.Fatalf("%s: accepted", name)
			}
		}
	}
}

func TestWalkRefusesDisorder(t *testing.T) {
	r := seeded(t)
	for name, mix := range map[string]func([]Row, int) []Row{
		"swapped": func(rows []Row, i int) []Row { rows[i], rows[i+1] = rows[i+1], rows[i]; return rows },
		"twice":   func(rows []Row, i int) []Row { return slices.Insert(rows, i, rows[i]) },
		"far":     func(rows []Row, i int) []Row { return append(rows[i+1:], rows[:i+1]...) },
	} {
		for range 100 {
			rows := randomRows(r, 200).sorted()
			root, nodes := forger{}.forge(mix(slices.Clone(rows), r.IntN(150)))
			if _, err := walk(root, nodes); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s: error %v", name, err)
			}
		}
	}
}

// TestAnyFlippedBitIsRefused damages, cuts and swaps nodes that somebody without the key serves.
func TestAnyFlippedBitIsRefused(t *testing.T) {
	r := seeded(t)
	tree, nodes := built(t, randomRows(r, 400).source())
	root, names := tree.Root().Name, nodes.names()
	for range 2000 {
		name := names[r.IntN(len(names))]
		good := nodes[name]
		switch bad := bytes.Clone(good); r.IntN(4) {
		case 0:
			nodes[name] = bad[:r.IntN(len(bad))]
		case 1:
			nodes[name] = append(bad, byte(r.Uint32()))
		case 2:
			if nodes[name] = nodes[names[r.IntN(len(names))]]; bytes.Equal(nodes[name], good) {
				nodes[name] = nil
			}
		default:
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
			nodes[name] = bad
		}
		if _, err := walk(root, nodes); err == nil {
			t.Fatal("a damaged node was accepted")
		}
		nodes[name] = good
	}
	if _, err := walk(root, nodes); err != nil {
		t.Fatal(err)
	}
}

// TestRefusalsOfShortInput gives a root that bears its name and is no node.
func TestRefusalsOfShortInput(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	key := appendKey(nil, "", Key{"a", [16]byte{1}})
	next := appendKey(nil, "", Key{"a", [16]byte{2}})
	for _, content := range [][]byte{nil, {1}, {31}, {32}, {255}, {0, 0}, {0, 1}, {0, 0x81, 0}, append([]byte{0}, key...),
		bytes.Join([][]byte{{0}, key, {0}, next, {0}}, nil), append(append([]byte{0}, key...), 0x80, 0), append(append([]byte{1}, key...), 0), append(append([]byte{1}, key...), 1, 2),
		append(append([]byte{2}, key...), append([]byte{1}, make([]byte, 32)...)...)} {
		root := testSecret.Name(content)
		_, err := walk(root, shelf{root: content})
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%x: error %v", content, err)
		}
		if r.IntN(2) == 0 {
			_, _, err = Lookup(testSecret, root, shelf{root: content}.get, Key{"a", [16]byte{1}})
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%x: lookup error %v", content, err)
			}
		}
	}
}
