package tree

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"farne/build/vector"
)

// treeForms is testdata/format/tree.json.
type treeForms struct {
	About string      `json:"about"`
	Key   vector.Hex  `json:"tree_key"`
	Empty vector.Hex  `json:"root_of_no_rows"`
	Ranks []rankForm  `json:"ranks"`
	Rows  []treeRow   `json:"rows"`
	Nodes []nodeForm  `json:"nodes"` // leaves in order, an inner node after what is below it
	Root  vector.Hex  `json:"root"`
	Pack  vector.Hex  `json:"pack"`
	Rules []ruleForm  `json:"by_rule"`
	Bad   badTreeForm `json:"refused"`
}

type rankForm struct {
	Table vector.Hex `json:"table"`
	ID    vector.Hex `json:"id"`
	HMAC  vector.Hex `json:"hmac"`
	Rank  int        `json:"rank"`
}

type treeRow struct {
	Table string     `json:"table"`
	ID    vector.Hex `json:"id"`
	Data  string     `json:"data"`
}

type nodeForm struct {
	Level   int        `json:"level"`
	Name    vector.Hex `json:"name"`
	Content vector.Hex `json:"content"`
}

// ruleForm is a tree over rows that a rule makes.
type ruleForm struct {
	What   string     `json:"what"`
	Rows   int64      `json:"rows"`
	Root   vector.Hex `json:"root"`
	Nodes  int        `json:"nodes"`
	Bytes  int64      `json:"bytes"`
	Height int        `json:"height"`
}

type badTreeForm struct {
	Packs []vector.Malformed `json:"packs"`
	Trees []badTree          `json:"trees"`
}

// badTree is nodes that bear their names, under a root that Walk must not accept.
type badTree struct {
	What  string       `json:"what"`
	Root  vector.Hex   `json:"root"`
	Nodes []vector.Hex `json:"nodes"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "tree.json", makeTreeForms(t))
	s := NewSecret([32]byte(v.Key))
	nodes := shelf{}
	for _, n := range v.Nodes {
		if name := s.Name(n.Content); !bytes.Equal(name[:], n.Name) || int(n.Content[0]) != n.Level {
			t.Errorf("node %x is named %s", n.Content, name)
		}
		nodes[Name(n.Name)] = n.Content
	}
	checkRows(t, s, v, nodes)
	p, err := OpenPack(s, v.Pack)
	if err != nil || len(p.Names()) != len(v.Nodes) {
		t.Fatalf("the pack: %v", err)
	}
	packed := shelf{}
	for n := range p.Nodes() {
		_ = packed.put(n)
	}
	checkRows(t, s, v, packed)
	for _, bad := range v.Bad.Packs {
		if p, err := OpenPack(s, bad.Bytes); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: a pack of %d nodes", bad.What, len(p.Names()))
		}
	}
	for _, bad := range v.Bad.Trees {
		nodes := shelf{}
		for _, content := range bad.Nodes {
			nodes[s.Name(content)] = content
		}
		if rows, err := walk(Name(bad.Root), nodes); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %d rows, %v", bad.What, len(rows), err)
		}
	}
}

// checkRows reads the rows of the tree from its nodes.
func checkRows(t *testing.T, s Secret, v treeForms, nodes shelf) {
	t.Helper()
	var got []treeRow
	_, err := Walk(s, Name(v.Root), nodes.get, func(r Row) error {
		got = append(got, treeRow{r.Table, bytes.Clone(r.ID[:]), string(r.Data)})
		return nil
	})
	same := func(a, b treeRow) bool { return a.Table == b.Table && a.Data == b.Data && bytes.Equal(a.ID, b.ID) }
	if err != nil || !slices.EqualFunc(got, v.Rows, same) {
		t.Errorf("the tree has %d rows, not %d: %v", len(got), len(v.Rows), err)
	}
}

const treeAbout = "The state tree. ranks: a row's table and id, the HMAC that its rank is read from, and the rank. rows: in their order; data stands for the canonical form, which the tree does not look at. " +
	"nodes: all of the tree over them, leaves in order, an inner node after what is below it. pack: all of them in one. by_rule: trees over more rows. Rule A: row i of 0, 1, 2, … has the table a, aa or ab " +
	"for i mod 3 = 0, 1 or 2, an id of the two bytes of i (high byte first), thirteen zeros and 01, and the data \"row i\". Rule B: row i of 1, 2, 3 has the table a, an id of fifteen zeros and i, and 700,000 bytes 61 as data. " +
	"refused: packs that are none, and roots that no rows have, though every node bears its name."

func makeTreeForms(t *testing.T) treeForms {
	key := [32]byte{1, 2, 3}
	empty := testSecret.EmptyRoot()
	v := treeForms{About: treeAbout, Key: key[:], Empty: empty[:]}
	rows := ruleA(60)
	tree, _ := built(t, rows.source())
	root := tree.Root().Name
	v.Root = root[:]
	for _, r := range rows.sorted() {
		v.Rows = append(v.Rows, treeRow{r.Table, r.ID[:], string(r.Data)})
	}
	nodes := nodesOf(t, rows)
	for _, n := range nodes {
		v.Nodes = append(v.Nodes, nodeForm{n.Level, n.Name[:], n.Content})
	}
	v.Pack = packed(t, nodes)[0].Body
	v.Ranks = makeRanks()
	for _, n := range []int{0, 1, 40, 3000} {
		v.Rules = append(v.Rules, makeRule(t, fmt.Sprintf("rule A, rows 0 to %d", n-1), ruleA(n)))
	}
	v.Rules[0].What = "no rows"
	large := rowSet{}
	for i := byte(1); i <= 3; i++ {
		large[Key{"a", [16]byte{15: i}}] = bytes.Repeat([]byte("a"), 700_000)
	}
	v.Rules = append(v.Rules, makeRule(t, "rule B, rows 1 to 3: a leaf ends once it has 1 MiB", large))
	v.Bad = badTreeForm{malformedPacks(t, nodes), malformedTrees()}
	return v
}

func ruleA(n int) rowSet {
	rows := rowSet{}
	for i := range n {
		rows[Key{[]string{"a", "aa", "ab"}[i%3], [16]byte{byte(i >> 8), byte(i), 15: 1}}] = fmt.Append(nil, "row ", i)
	}
	return rows
}

func makeRule(t *testing.T, what string, rows rowSet) ruleForm {
	tree, _ := built(t, rows.source())
	root := tree.Root()
	return ruleForm{what, root.Rows, root.Name[:], root.Nodes, root.Bytes, root.Height}
}

// makeRanks looks for rows of rank 0 to 5, and one whose table is no UTF-8.
func makeRanks() (ranks []rankForm) {
	h := testSecret.hasher()
	for rank := range 6 {
		for i := 0; ; i++ {
			k := Key{"note", [16]byte{byte(i >> 16), byte(i >> 8), byte(i)}}
			if h.rank(k) == rank {
				ranks = append(ranks, showRank(h, k))
				break
			}
		}
	}
	return append(ranks, showRank(h, Key{"z\xff", [16]byte{1}}))
}

func showRank(h *hasher, k Key) rankForm {
	sum := h.name([]byte("farne tree cut 1" + k.Table + string(k.ID[:])))
	return rankForm{vector.Hex(k.Table), k.ID[:], sum[:], h.rank(k)}
}

func malformedPacks(t *testing.T, nodes []Node) (bad []vector.Malformed) {
	good := packed(t, nodes[:1])[0].Body // 1 ‖ n(1) ‖ name ‖ n(length) ‖ content
	add := func(what string, b []byte) { bad = append(bad, vector.Malformed{What: what, Bytes: b}) }
	at := func(i int, b byte) []byte {
		spoilt := bytes.Clone(good)
		spoilt[i] = b
		return spoilt
	}
	add("nothing", vector.Hex{})
	add("another format", at(0, 2))
	add("no node", []byte{1, 0})
	add("fewer nodes than it says", at(1, 2))
	add("a count that is not the shortest", slices.Concat(good[:1], []byte{0x81, 0}, good[2:]))
	add("another name", at(2, good[2]^1))
	add("another content", at(len(good)-1, good[len(good)-1]^1))
	add("cut short", good[:len(good)-1])
	add("bytes after the last node", append(bytes.Clone(good), 0))
	entry, content := good[2:2+32+len(good[34:])-len(nodes[0].Content)], nodes[0].Content
	add("a node twice", slices.Concat([]byte{1, 2}, entry, entry, content, content))
	return bad
}

func malformedTrees() (bad []badTree) {
	add := func(what string, contents ...[]byte) {
		b := badTree{What: what}
		for _, c := range contents {
			b.Nodes = append(b.Nodes, c)
		}
		root := testSecret.Name(contents[len(contents)-1])
		b.Root = root[:]
		bad = append(bad, b)
	}
	row := func(before string, n byte) []byte {
		return appendRow(nil, before, Row{Key{"a", [16]byte{n}}, []byte("x")})
	}
	leaf := func(rows ...[]byte) []byte { return append([]byte{0}, slices.Concat(rows...)...) }
	first, second := leaf(row("", 1)), leaf(row("", 2))
	above := func(level byte, a, b child) []byte { return appendChild(appendChild([]byte{level}, "", a), "a", b) }
	c1, c2 := child{Key{"a", [16]byte{1}}, 1, testSecret.Name(first)}, child{Key{"a", [16]byte{2}}, 1, testSecret.Name(second)}
	add("rows that do not ascend", leaf(row("", 2), row("a", 1)))
	add("a row twice", leaf(row("", 1), row("a", 1)))
	add("the table told again", leaf(row("", 1), row("", 2)))
	add("a length that is not the shortest", append(append(leaf(), appendKey(nil, "", Key{"a", [16]byte{1}})...), 0x80, 0))
	add("a row that is cut short", first[:len(first)-1])
	add("a level above 31", append([]byte{32}, first[1:]...))
	add("leaves that no rule cuts", first, second, above(1, c1, c2))
	add("a root with one child", first, appendChild([]byte{1}, "", c1))
	root, whole := forger{cut: func(int, bool) bool { return false }}.forge(ruleA(60).sorted())
	add("a leaf that goes on after a cut", whole[root])
	root, lies := forger{tell: func(_ int, c *child) { c.rows++ }}.forge(ruleA(60).sorted())
	var contents [][]byte
	for _, name := range lies.names() {
		if name != root {
			contents = append(contents, lies[name])
		}
	}
	add("counts that are not the children's", append(contents, lies[root])...)
	return bad
}
