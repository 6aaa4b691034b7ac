package tree

import (
	"bytes"
	"errors"
	"iter"
)

// Change is a row that differs between two roots. Nil is no row.
type Change struct {
	Key
	Old, New []byte
}

// Diff gives the rows that differ between two roots, in order. It reads the roots and the nodes that only
// one of them has, each once, checks them like Walk does, and passes over what they share. get must know
// the nodes of both. The names of all nodes of a level that differ are held in memory.
func Diff(s Secret, older, newer Name, get Fetch, each func(Change) error) error {
	r := reader{h: s.hasher(), get: get}
	a, err := r.level(older)
	if err != nil {
		return err
	}
	b, err := r.level(newer)
	if err != nil {
		return err
	}
	for {
		a, b = without(a, b), without(b, a)
		top := max(height(a), height(b))
		if top == 0 {
			return r.merge(a, b, each)
		}
		if a, err = r.below(a, top); err != nil {
			return err
		}
		if b, err = r.below(b, top); err != nil {
			return err
		}
	}
}

// level is the root as a level of its own.
func (r *reader) level(root Name) ([]ref, error) {
	top, some, err := r.open(root)
	if err != nil || !some {
		return nil, err
	}
	return []ref{top}, nil
}

func height(nodes []ref) int {
	if len(nodes) == 0 {
		return 0
	}
	return nodes[0].level
}

// without drops the nodes that others has too. Equal names are equal content, thus of one level and
// with the same rows; and no other node of either tree has any of these rows.
func without(nodes, others []ref) []ref {
	known := make(map[Name]bool, len(others))
	for _, o := range others {
		known[o.name] = true
	}
	var rest []ref
	for _, n := range nodes {
		if !known[n.name] {
			rest = append(rest, n)
		}
	}
	return rest
}

// below replaces nodes of a level by what is below them. Nodes of a lower level stay: the other tree is
// the higher one.
func (r *reader) below(nodes []ref, level int) ([]ref, error) {
	if height(nodes) < level {
		return nodes, nil
	}
	var all []ref
	for _, n := range nodes {
		children, err := r.children(n)
		if err != nil {
			return nil, err
		}
		all = append(all, children...)
	}
	return all, nil
}

// merge compares the rows of two lists of leaves.
func (r *reader) merge(older, newer []ref, each func(Change) error) error {
	a, b := r.cursor(older), r.cursor(newer)
	defer a.stop()
	defer b.stop()
	for a.more || b.more {
		if err := errors.Join(a.err, b.err); err != nil {
			return err
		}
		order := a.compare(b)
		var c Change
		if order <= 0 {
			c.Key, c.Old = a.row.Key, a.row.Data
			a.step()
		}
		if order >= 0 {
			c.Key, c.New = b.row.Key, b.row.Data
			b.step()
		}
		if order == 0 && bytes.Equal(c.Old, c.New) {
			continue
		}
		if err := each(c); err != nil {
			return err
		}
	}
	return nil
}

// cursor stands on a row of a list of leaves.
type cursor struct {
	row  Row
	err  error
	more bool
	next func() (Row, error, bool)
	stop func()
}

func (r *reader) cursor(leaves []ref) *cursor {
	c := new(cursor)
	c.next, c.stop = iter.Pull2(r.stream(leaves))
	c.step()
	return c
}

func (c *cursor) step() { c.row, c.err, c.more = c.next() }

// compare orders two cursors by their keys; one at its end is behind all.
func (c *cursor) compare(o *cursor) int {
	switch {
	case !o.more:
		return -1
	case !c.more:
		return 1
	}
	return c.row.Key.Compare(o.row.Key)
}

// errStop ends a reading that has enough.
var errStop = errors.New("stop")

// stream gives the rows of leaves in order; an error is the last thing it gives.
func (r *reader) stream(leaves []ref) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, l := range leaves {
			err := r.rows(l, func(row Row) error {
				if !yield(row, nil) {
					return errStop
				}
				return nil
			})
			if err == errStop {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
		}
	}
}
