package tree

// Walk gives every row under a root in order and proves the whole tree: if it returns without an error
// the rows given are exactly those that Build makes this root of. Until then they are a promise, so a
// restore writes them where nothing else reads. Data is part of a node's content and must not be
// written to. One node a level is held. Errors: ErrDamaged, those of get and each, wrapped or as is.
func Walk(s Secret, root Name, get Fetch, each func(Row) error) (Root, error) {
	sum := Root{Name: root}
	counting := func(name Name) ([]byte, error) {
		content, err := get(name)
		sum.Nodes++
		sum.Bytes += int64(len(content))
		return content, err
	}
	r := reader{h: s.hasher(), get: counting}
	top, some, err := r.open(root)
	if err != nil || !some {
		return sum, err
	}
	sum.Height = top.level + 1
	err = r.walk(top, span{}, func(row Row) error {
		sum.Rows++
		return each(row)
	})
	return sum, err
}

// Range gives the rows from one key to another, both included, reading only the nodes that may hold
// one. What it reads is checked like Walk does; what it passes over is not. TableRange has the bounds
// for all rows of a table.
func Range(s Secret, root Name, get Fetch, from, to Key, each func(Row) error) error {
	r := reader{h: s.hasher(), get: get}
	top, some, err := r.open(root)
	if err != nil || !some {
		return err
	}
	return r.walk(top, span{from: from, to: to, bounded: true}, each)
}

// TableRange gives the first and the last key that rows of a table can have.
func TableRange(table string) (from, to Key) {
	to.Table = table
	for i := range to.ID {
		to.ID[i] = 0xff
	}
	return Key{Table: table}, to
}

// Lookup gives the row of a key and whether there is one. A false is proven: the nodes read show the
// gap.
func Lookup(s Secret, root Name, get Fetch, key Key) (data []byte, found bool, err error) {
	err = Range(s, root, get, key, key, func(row Row) error {
		data, found = row.Data, true
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	return data, found, nil
}

// Names gives the names of all nodes under a root, parents before children, without reading leaves
// (except a root that is one). each says whether to go below; the names of a subtree that is known in
// full need no reading. A node is read only to go below it.
func Names(s Secret, root Name, get Fetch, each func(name Name, level int) (below bool, err error)) error {
	r := reader{h: s.hasher(), get: get}
	top, some, err := r.open(root)
	if err != nil || !some {
		return err
	}
	return r.names(top, each)
}

func (r *reader) names(n ref, each func(Name, int) (bool, error)) error {
	below, err := each(n.name, n.level)
	if err != nil || !below || n.level == 0 {
		return err
	}
	children, err := r.children(n)
	if err != nil {
		return err
	}
	for _, c := range children {
		if err := r.names(c, each); err != nil {
			return err
		}
	}
	return nil
}

// span is a range of keys; the zero value is all.
type span struct {
	from, to Key
	bounded  bool
}

func (s span) isBefore(k Key) bool { return s.bounded && k.Compare(s.to) > 0 }
func (s span) isAfter(k Key) bool  { return k.Compare(s.from) < 0 }

func (r *reader) walk(n ref, s span, each func(Row) error) error {
	if n.level == 0 {
		return r.rows(n, func(row Row) error {
			if s.isAfter(row.Key) || s.isBefore(row.Key) {
				return nil
			}
			return each(row)
		})
	}
	children, err := r.children(n)
	if err != nil {
		return err
	}
	for _, c := range children {
		if s.isAfter(c.last) {
			continue
		}
		if s.bounded && c.after.Compare(s.to) >= 0 {
			return nil
		}
		if err := r.walk(c, s, each); err != nil {
			return err
		}
	}
	return nil
}
