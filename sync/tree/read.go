package tree

import (
	"errors"
	"fmt"
)

// Fetch gives the content of a node, from a pack or a cache. What it returns is checked here and must
// not be overwritten later. Its errors are passed on, wrapped.
type Fetch func(name Name) ([]byte, error)

// ref is a node that a parent, or a root, told of.
type ref struct {
	child
	level   int
	after   Key    // last row before the node's rows
	edge    bool   // on the right edge of the tree: may end without a rule
	root    bool   // nothing but the name is known
	content []byte // if fetched already
}

// reader reads nodes and believes none: name, level, order, counts and cuts are all checked, so that
// whoever shaped a node otherwise than the rows demand is refused.
type reader struct {
	h   *hasher
	get Fetch
}

// open begins at a root. The empty tree gives false.
func (r *reader) open(root Name) (ref, bool, error) {
	if root == r.h.name(emptyLeaf) {
		return ref{}, false, nil
	}
	top := ref{child: child{name: root}, edge: true, root: true}
	content, err := r.content(top)
	if err != nil {
		return ref{}, false, err
	}
	if len(content) == 0 || content[0] > maxLevel {
		return ref{}, false, fmt.Errorf("%w: root %v", ErrDamaged, root)
	}
	top.level, top.content = int(content[0]), content
	return top, true, nil
}

func (r *reader) content(n ref) ([]byte, error) {
	if n.content != nil {
		return n.content, nil
	}
	content, err := r.get(n.name)
	if err != nil {
		return nil, fmt.Errorf("fetch node %v: %w", n.name, err)
	}
	if !r.h.is(n.name, content) {
		return nil, fmt.Errorf("%w: content of node %v", ErrDamaged, n.name)
	}
	return content, nil
}

// items decodes a node and checks where it was cut; item reads one and returns its count of rows.
func (r *reader) items(n ref, item func(*decoder) (int64, error)) error {
	content, err := r.content(n)
	if err != nil {
		return err
	}
	d, err := open(content, n.level, n.after)
	if err != nil {
		return fmt.Errorf("node %v: %w", n.name, err)
	}
	var rows int64
	for ended := false; d.more(); {
		if ended {
			return fmt.Errorf("%w: node %v goes on after a cut", ErrDamaged, n.name)
		}
		count, err := item(d)
		if errors.Is(err, ErrDamaged) {
			return fmt.Errorf("node %v: %w", n.name, err)
		}
		if err != nil {
			return err
		}
		rows += count
		ended = ends(n.level, r.h.rank(d.last), d.off)
		if !d.more() && !ended && !n.edge {
			return fmt.Errorf("%w: node %v ends without a cut", ErrDamaged, n.name)
		}
	}
	if !n.root && (rows != n.rows || d.last != n.last) {
		return fmt.Errorf("%w: node %v is not what its parent tells", ErrDamaged, n.name)
	}
	return nil
}

// rows gives the rows of a leaf.
func (r *reader) rows(n ref, each func(Row) error) error {
	return r.items(n, func(d *decoder) (int64, error) {
		row, err := d.row()
		if err != nil {
			return 0, err
		}
		return 1, each(row)
	})
}

// children gives the nodes below an inner node.
func (r *reader) children(n ref) ([]ref, error) {
	var below []ref
	after := n.after
	err := r.items(n, func(d *decoder) (int64, error) {
		c, err := d.child()
		if err != nil {
			return 0, err
		}
		below = append(below, ref{child: c, level: n.level - 1, after: after})
		after = c.last
		return c.rows, nil
	})
	if err != nil {
		return nil, err
	}
	if n.root && len(below) == 1 {
		return nil, fmt.Errorf("%w: root %v has one child", ErrDamaged, n.name)
	}
	below[len(below)-1].edge = n.edge
	return below, nil
}
