package tree

// grower makes the inner nodes over leaves that come in order, holding one open node a level. A level
// comes into being with the second node of the level below it: a first node alone may be the root.
type grower struct {
	h      *hasher
	emit   func(Node) error
	levels []growing // by level; 0 counts the leaves only
	root   Root
}

type growing struct {
	content []byte // of the open node, empty if there is none
	table   string // of the child before in the open node
	last    Key
	rows    int64
	nodes   int   // finished
	first   child // the first finished one
	rank    int   // of the first one's last row
}

func newGrower(h *hasher, emit func(Node) error) *grower { return &grower{h: h, emit: emit} }

func (g *grower) leaf(l Leaf) error {
	return g.finished(0, l.Bytes, child{last: l.Last, rows: int64(l.Rows), name: l.Name}, l.Rank)
}

// finished counts a node of a level and hands it up.
func (g *grower) finished(level, length int, c child, rank int) error {
	if level == len(g.levels) {
		g.levels = append(g.levels, growing{})
	}
	g.root.Nodes++
	g.root.Bytes += int64(length)
	at := &g.levels[level]
	at.nodes++
	if at.nodes == 1 {
		at.first, at.rank = c, rank
		return nil
	}
	if at.nodes == 2 {
		if err := g.add(level+1, at.first, at.rank); err != nil {
			return err
		}
	}
	return g.add(level+1, c, rank)
}

// add puts a child into the open node of a level.
func (g *grower) add(level int, c child, rank int) error {
	if level == len(g.levels) {
		g.levels = append(g.levels, growing{})
	}
	at := &g.levels[level]
	if len(at.content) == 0 {
		at.content = append(at.content, byte(level))
		at.table = ""
	}
	at.content = appendChild(at.content, at.table, c)
	at.table, at.last = c.last.Table, c.last
	at.rows += c.rows
	if ends(level, rank, len(at.content)) {
		return g.finish(level, rank)
	}
	return nil
}

// finish ends the open node of a level.
func (g *grower) finish(level, rank int) error {
	at := &g.levels[level]
	c := child{last: at.last, rows: at.rows, name: g.h.name(at.content)}
	if err := emitting(g.emit, Node{Name: c.name, Level: level, Content: at.content}); err != nil {
		return err
	}
	length := len(at.content)
	at.content, at.rows = at.content[:0], 0
	return g.finished(level, length, c, rank)
}

// close ends what is open, from below, and gives the root.
func (g *grower) close() (Root, error) {
	if len(g.levels) == 0 {
		g.root.Name = g.h.name(emptyLeaf)
		return g.root, nil
	}
	for level := 0; ; level++ {
		if len(g.levels[level].content) > 0 {
			// Nothing comes after it, so its rank no longer matters: 0 lets nodes above stay open.
			if err := g.finish(level, 0); err != nil {
				return Root{}, err
			}
		}
		if at := g.levels[level]; at.nodes == 1 {
			g.root.Name, g.root.Rows, g.root.Height = at.first.name, at.first.rows, level+1
			return g.root, nil
		}
	}
}
