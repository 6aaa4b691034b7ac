package tree

import (
	"fmt"
	"slices"
	"sort"
)

// Delta is what an update changed in the list of leaves. A leaf's name says all of it: those that an
// update read and found as they were are in neither list.
type Delta struct {
	Removed []Leaf
	Added   []Leaf
}

// Update makes the tree of the rows that src gives now, when dirty names at least every key whose row
// was added, changed or removed since t (order and repetition do not matter; keys that are the same as
// before cost reading a leaf). It reads from the leaf of a dirty key to the next cut that t has too.
// emit, unless nil, gets the new leaves' nodes in order; inner nodes are left to Nodes. t stays as it
// is, also on an error.
func (t *Tree) Update(dirty []Key, src Source, emit func(Node) error) (*Tree, Delta, error) {
	u := update{
		old:   t.leaves,
		dirty: slices.Clone(dirty),
		cut:   newCutter(t.secret.hasher(), Key{}),
		emit:  emit,
		out:   make([]Leaf, 0, len(t.leaves)+len(dirty)/8+4),
	}
	slices.SortFunc(u.dirty, Key.Compare)
	for len(u.dirty) > 0 {
		u.keep()
		if err := u.recut(src); err != nil {
			return nil, Delta{}, err
		}
	}
	u.out = append(u.out, u.old...)
	if len(u.delta.Removed) == 0 && len(u.delta.Added) == 0 {
		return t, Delta{}, nil
	}
	return newTree(t.secret, u.out), u.delta, nil
}

// update goes through the old leaves and the dirty keys, both in order.
type update struct {
	old   []Leaf // not yet kept nor replaced
	dirty []Key  // not yet seen to
	cut   *cutter
	emit  func(Node) error
	out   []Leaf
	delta Delta
}

// keep carries over the old leaves before the one that holds the first dirty key. A key behind all
// leaves belongs to the last one if that ended only because the rows did.
func (u *update) keep() {
	n := sort.Search(len(u.old), func(i int) bool { return u.old[i].Last.Compare(u.dirty[0]) >= 0 })
	if n > 0 && n == len(u.old) && !u.old[n-1].ended() {
		n--
	}
	u.out = append(u.out, u.old[:n]...)
	u.old = u.old[n:]
}

// recut reads rows from the end of the last leaf of out until a cut where old and new agree and no
// dirty key is in the old leaf after it, or to the end of the rows.
func (u *update) recut(src Source) error {
	u.cut.last = Key{}
	if len(u.out) > 0 {
		u.cut.last = u.out[len(u.out)-1].Last
	}
	for row, err := range src(u.cut.last) {
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		ended, err := u.cut.add(row)
		if err != nil {
			return err
		}
		if !ended {
			continue
		}
		agree, err := u.replace()
		if err != nil {
			return err
		}
		if agree && !u.dirtyNext() {
			return nil
		}
	}
	if u.cut.rows > 0 {
		if _, err := u.replace(); err != nil {
			return err
		}
	}
	u.delta.Removed = append(u.delta.Removed, u.old...)
	u.old, u.dirty = nil, nil
	return nil
}

// replace puts the cutter's leaf in the place of the old ones that end where it ends or before, and
// tells whether the last of them ends at the same row. After such a cut, rows that are the same are
// cut the same.
func (u *update) replace() (bool, error) {
	leaf, node := u.cut.take()
	u.out = append(u.out, leaf)
	for len(u.dirty) > 0 && u.dirty[0].Compare(leaf.Last) <= 0 {
		u.dirty = u.dirty[1:]
	}
	for len(u.old) > 0 {
		old := u.old[0]
		order := old.Last.Compare(leaf.Last)
		if order > 0 {
			break
		}
		u.old = u.old[1:]
		if old.Name == leaf.Name {
			return true, nil
		}
		u.delta.Removed = append(u.delta.Removed, old)
		if order == 0 {
			u.delta.Added = append(u.delta.Added, leaf)
			return true, emitting(u.emit, node)
		}
	}
	u.delta.Added = append(u.delta.Added, leaf)
	return false, emitting(u.emit, node)
}

// dirtyNext tells whether reading on is what the next dirty key needs anyway.
func (u *update) dirtyNext() bool {
	if len(u.dirty) == 0 {
		return false
	}
	return len(u.old) == 0 || u.dirty[0].Compare(u.old[0].Last) <= 0
}
