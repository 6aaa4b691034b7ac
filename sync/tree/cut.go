package tree

import "fmt"

// Leaf is what a device remembers of a leaf between two updates; the store keeps the list in order.
type Leaf struct {
	Last  Key
	Name  Name
	Rows  int
	Bytes int // length of its content
	Rank  int // of its last row, 0…21; not secret, kept to spare an HMAC
}

// ended tells whether the leaf ends by a rule; only the last of a tree may not.
func (l Leaf) ended() bool { return ends(0, l.Rank, l.Bytes) }

// cutter cuts rows in order into leaves.
type cutter struct {
	h       *hasher
	content []byte // of the open leaf
	rows    int
	last    Key
	rank    int
}

func newCutter(h *hasher, after Key) *cutter {
	return &cutter{h: h, content: make([]byte, 1, 64<<10), last: after}
}

// add takes a row and tells whether the leaf ends after it.
func (c *cutter) add(r Row) (bool, error) {
	if err := c.put(r); err != nil {
		return false, err
	}
	c.rank = c.h.rank(r.Key)
	return ends(0, c.rank, len(c.content)), nil
}

// put takes a row of a leaf whose end is known.
func (c *cutter) put(r Row) error {
	if err := checkRow(r); err != nil {
		return err
	}
	if r.Key.Compare(c.last) <= 0 {
		return fmt.Errorf("tree: rows of %s are out of order", r.Table)
	}
	if r.Table == c.last.Table {
		r.Table = c.last.Table // one string a table instead of one a leaf
	}
	before := c.last.Table
	if c.rows == 0 {
		before = ""
	}
	c.content = appendRow(c.content, before, r)
	c.rows++
	c.last = r.Key
	return nil
}

// take ends the leaf. The node's content is valid until the next add.
func (c *cutter) take() (Leaf, Node) {
	l := Leaf{Last: c.last, Name: c.h.name(c.content), Rows: c.rows, Bytes: len(c.content), Rank: c.rank}
	n := Node{Name: l.Name, Content: c.content}
	c.content, c.rows = c.content[:1], 0
	return l, n
}

// emitting calls emit unless there is none.
func emitting(emit func(Node) error, n Node) error {
	if emit == nil {
		return nil
	}
	return emit(n)
}
