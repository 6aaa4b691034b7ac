package tree

import (
	"fmt"
	"iter"
	"slices"
	"sync"
)

// Tree is the tree of a state as a device remembers it: the list of leaves, without rows. It does not
// change: Update makes another one. It is safe for concurrent use.
type Tree struct {
	secret Secret
	leaves []Leaf
	root   func() Root
}

func newTree(s Secret, leaves []Leaf) *Tree {
	t := &Tree{secret: s, leaves: leaves}
	t.root = sync.OnceValue(func() Root {
		root, _ := t.grow(nil) // without an emit nothing can fail
		return root
	})
	return t
}

// Build makes the tree of all rows of src, reading them once. emit, unless nil, gets every node: leaves
// in order, an inner node after what is below it, the root last. One node a level is held in memory,
// and the list of leaves (100 bytes for 16 rows). The errors of src and emit are passed on.
func Build(s Secret, src Source, emit func(Node) error) (*Tree, error) {
	h := s.hasher()
	g := newGrower(s.hasher(), emit)
	var leaves []Leaf
	err := cutAll(newCutter(h, Key{}), src, func(l Leaf, n Node) error {
		leaves = append(leaves, l)
		if err := emitting(emit, n); err != nil {
			return err
		}
		return g.leaf(l)
	})
	if err != nil {
		return nil, err
	}
	root, err := g.close()
	if err != nil {
		return nil, err
	}
	t := newTree(s, leaves)
	t.root = func() Root { return root }
	return t, nil
}

func cutAll(c *cutter, src Source, each func(Leaf, Node) error) error {
	for row, err := range Ahead(src(c.last)) {
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		ended, err := c.add(row)
		if err != nil {
			return err
		}
		if ended {
			if err := each(c.take()); err != nil {
				return err
			}
		}
	}
	if c.rows == 0 {
		return nil
	}
	return each(c.take())
}

// Load takes a list of leaves that was kept; none is the empty tree. ErrStale if it cannot be one.
func Load(s Secret, leaves []Leaf) (*Tree, error) {
	var before Key
	for i, l := range leaves {
		inside := i < len(leaves)-1
		if l.Last.Compare(before) <= 0 || l.Rows < 1 || inside && !l.ended() {
			return nil, fmt.Errorf("%w: leaf %d", ErrStale, i)
		}
		before = l.Last
	}
	return newTree(s, leaves), nil
}

// Leaves are the leaves in order, to be kept and not to be written to.
func (t *Tree) Leaves() []Leaf { return t.leaves }

// Root is the root; the inner nodes are made from the leaves at the first call (some ten milliseconds
// for 420,000 rows).
func (t *Tree) Root() Root { return t.root() }

// Names are the names of all nodes, the leaves first.
func (t *Tree) Names() iter.Seq[Name] {
	return func(yield func(Name) bool) {
		for _, l := range t.leaves {
			if !yield(l.Name) {
				return
			}
		}
		var inner []Name
		_, _ = t.grow(func(n Node) error { inner = append(inner, n.Name); return nil })
		slices.Values(inner)(yield)
	}
}

// grow makes the inner nodes.
func (t *Tree) grow(emit func(Node) error) (Root, error) {
	g := newGrower(t.secret.hasher(), emit)
	for _, l := range t.leaves {
		if err := g.leaf(l); err != nil {
			return Root{}, err
		}
	}
	return g.close()
}

// Nodes emits the nodes whose names has does not know: the leaves in order, read again from src, then
// inner nodes. has is asked once for each node of the tree. Every node is looked at, also below a known
// one: an upload that broke off may have left a node without its children. ErrStale if src gives
// other rows than the tree was made of.
func (t *Tree) Nodes(src Source, has func(Name) bool, emit func(Node) error) error {
	c := newCutter(t.secret.hasher(), Key{})
	for i := 0; i < len(t.leaves); i++ {
		if has(t.leaves[i].Name) {
			continue
		}
		from := i
		for i++; i < len(t.leaves) && !has(t.leaves[i].Name); i++ {
		}
		if err := t.reread(c, from, i, src, emit); err != nil {
			return err
		}
	}
	_, err := t.grow(func(n Node) error {
		if has(n.Name) {
			return nil
		}
		return emit(n)
	})
	return err
}

// reread emits the leaves from one index to before another, in one scan.
func (t *Tree) reread(c *cutter, from, to int, src Source, emit func(Node) error) error {
	c.last = Key{}
	if from > 0 {
		c.last = t.leaves[from-1].Last
	}
	i := from
	for row, err := range t.scan(src(c.last), from, to) {
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		if i == len(t.leaves) {
			return fmt.Errorf("%w: rows after the last leaf", ErrStale)
		}
		if err := c.put(row); err != nil { // where it ends is known; that it is the same, its name proves
			return err
		}
		at := row.Key.Compare(t.leaves[i].Last)
		if at < 0 {
			continue
		}
		leaf, node := c.take()
		if at > 0 || leaf.Name != t.leaves[i].Name {
			return fmt.Errorf("%w: leaf %d", ErrStale, i)
		}
		if err := emit(node); err != nil {
			return err
		}
		if i++; i == to && to < len(t.leaves) {
			return nil
		}
	}
	if i < len(t.leaves) {
		return fmt.Errorf("%w: rows end before leaf %d", ErrStale, i)
	}
	return nil
}

// scan reads ahead where there are many rows to read.
func (t *Tree) scan(rows iter.Seq2[Row, error], from, to int) iter.Seq2[Row, error] {
	n := 0
	for _, l := range t.leaves[from:to] {
		n += l.Rows
	}
	if n < longScan {
		return rows
	}
	return Ahead(rows)
}
