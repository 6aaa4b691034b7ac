package tree

import (
	"encoding/binary"
	"slices"
)

// PackSize is the length in bytes at which a pack is full, before compression. A pack is longer only if
// it holds a single node that is.
const PackSize = 8 << 20

// packFormat is the first byte of a pack.
const packFormat = 1

// indexEntry bounds the length of a node's entry in the index, of which maxHead is the rest.
const (
	indexEntry = len(Name{}) + 4
	maxHead    = 1 + binary.MaxVarintLen64
)

// Pack is a finished pack: the body to be compressed and sealed, and the names of the nodes in it, in
// the order of its index. Both are the receiver's to keep.
type Pack struct {
	Names []Name
	Body  []byte
}

// Packer lays nodes into packs. Leaves stand before inner nodes and otherwise in the order they came:
// rows of one table stand together and compress well, while inner nodes are all names. It is not safe
// for concurrent use.
type Packer struct {
	full  func(Pack) error
	parts [2]part // leaves, inner nodes
	known map[Name]bool
}

// roomyPart is from which length on a run of nodes is expected to fill a pack.
const roomyPart = 1 << 20

// part is a run of nodes.
type part struct {
	names   []Name
	lengths []int
	content []byte
}

// NewPacker makes a packer that hands each finished pack to full. An error of full is passed on; the
// pack is then lost to the packer, and so is its work as a whole.
func NewPacker(full func(Pack) error) *Packer {
	return &Packer{full: full, known: make(map[Name]bool)}
}

// Add takes a node and copies its content. A node that was added before is passed over.
func (p *Packer) Add(n Node) error {
	if p.known[n.Name] {
		return nil
	}
	if p.length()+indexEntry+len(n.Content) > PackSize {
		if err := p.Close(); err != nil {
			return err
		}
	}
	p.known[n.Name] = true
	at := &p.parts[min(n.Level, 1)]
	at.names = append(at.names, n.Name)
	at.lengths = append(at.lengths, len(n.Content))
	if over := len(at.content) + len(n.Content); over > cap(at.content) && over > roomyPart {
		at.content = slices.Grow(at.content, PackSize-len(at.content)) // once, not step by step
	}
	at.content = append(at.content, n.Content...)
	return nil
}

// Has tells whether a node was added, be its pack finished or not.
func (p *Packer) Has(name Name) bool { return p.known[name] }

// Close hands on the last pack, if it has a node. The packer may be used further.
func (p *Packer) Close() error {
	leaves, inner := &p.parts[0], &p.parts[1]
	if len(leaves.names)+len(inner.names) == 0 {
		return nil
	}
	body := make([]byte, 0, p.length())
	body = append(body, packFormat)
	body = binary.AppendUvarint(body, uint64(len(leaves.names)+len(inner.names)))
	body = inner.index(leaves.index(body))
	body = append(append(body, leaves.content...), inner.content...)
	pack := Pack{Names: append(append([]Name(nil), leaves.names...), inner.names...), Body: body}
	leaves.clear()
	inner.clear()
	return p.full(pack)
}

// length bounds the length of the open pack.
func (p *Packer) length() int {
	a, b := &p.parts[0], &p.parts[1]
	return maxHead + indexEntry*(len(a.names)+len(b.names)) + len(a.content) + len(b.content)
}

func (p *part) index(body []byte) []byte {
	for i, name := range p.names {
		body = append(body, name[:]...)
		body = binary.AppendUvarint(body, uint64(p.lengths[i]))
	}
	return body
}

func (p *part) clear() { p.names, p.lengths, p.content = p.names[:0], p.lengths[:0], p.content[:0] }
