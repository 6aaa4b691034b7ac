package tree

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// recoded decodes a node and encodes what it read.
func recoded(content []byte) ([]byte, error) {
	level := 0
	if len(content) > 0 {
		level = int(content[0])
	}
	d, err := open(content, level, Key{})
	if err != nil {
		return nil, err
	}
	out := []byte{byte(level)}
	for d.more() {
		before := d.last.Table
		if level == 0 {
			row, err := d.row()
			if err != nil {
				return nil, err
			}
			out = appendRow(out, before, row)
			continue
		}
		c, err := d.child()
		if err != nil {
			return nil, err
		}
		out = appendChild(out, before, c)
	}
	return out, nil
}

// FuzzNode: bytes that are accepted as a node are the only encoding of what they say.
func FuzzNode(f *testing.F) {
	for _, n := range nodesOf(f, randomRows(seeded(f), 300)) {
		f.Add(n.Content)
	}
	f.Add([]byte{0, 1, 'a'})
	f.Fuzz(func(t *testing.T, content []byte) {
		out, err := recoded(content)
		if err == nil && !bytes.Equal(out, content) {
			t.Errorf("read %x, wrote %x", content, out)
		}
	})
}

// FuzzWalk: a root that its own bytes are accepted as is the root of the rows it gives.
func FuzzWalk(f *testing.F) {
	for _, n := range nodesOf(f, randomRows(seeded(f), 60)) {
		f.Add(n.Content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		root := testSecret.Name(content)
		rows, err := walk(root, shelf{root: content})
		if err != nil {
			return
		}
		if tree, err := Build(testSecret, listed(rows), nil); err != nil || tree.Root().Name != root {
			t.Errorf("accepted %x, which %d rows are not cut into (%v)", content, len(rows), err)
		}
	})
}

// FuzzPack: bytes that are accepted as a pack are the only encoding of its nodes in their order.
func FuzzPack(f *testing.F) {
	for _, pack := range packed(f, nodesOf(f, randomRows(seeded(f), 100))) {
		f.Add(pack.Body)
	}
	f.Add([]byte{1, 1})
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := parsePack(body)
		if err != nil {
			return
		}
		var all part
		for n := range p.Nodes() {
			all.names = append(all.names, n.Name)
			all.lengths = append(all.lengths, len(n.Content))
			all.content = append(all.content, n.Content...)
		}
		out := binary.AppendUvarint([]byte{packFormat}, uint64(len(all.names)))
		if out = append(all.index(out), all.content...); !bytes.Equal(out, body) {
			t.Errorf("read %x, wrote %x", body, out)
		}
	})
}
