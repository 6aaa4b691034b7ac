package tree

import (
	"fmt"
	"iter"
)

// maxPack is the longest pack: a leaf with the longest row, and its index.
const maxPack = cutBytes + MaxRow + 1<<16

// PackReader is a pack that was checked: it is exactly a list of nodes, and each bears its name.
type PackReader struct {
	names []Name
	nodes map[Name][]byte
}

// OpenPack reads the body of a pack and checks all of it (one pass of SHA-256 over the body).
// ErrDamaged if anything is off. The body must not be overwritten later.
func OpenPack(s Secret, body []byte) (*PackReader, error) {
	p, err := parsePack(body)
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	h := s.hasher()
	for _, name := range p.names {
		if !h.is(name, p.nodes[name]) {
			return nil, fmt.Errorf("pack: %w: content of node %v", ErrDamaged, name)
		}
	}
	return p, nil
}

// Names are the names of the nodes in the order of the index; not to be written to.
func (p *PackReader) Names() []Name { return p.names }

// Content is the content of a node, and whether the pack has it; not to be written to.
func (p *PackReader) Content(name Name) ([]byte, bool) {
	content, ok := p.nodes[name]
	return content, ok
}

// Nodes are the nodes in the order of the index, as a Packer takes them: for laying the live nodes of
// a pack into another.
func (p *PackReader) Nodes() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for _, name := range p.names {
			content := p.nodes[name]
			if !yield(Node{Name: name, Level: int(content[0]), Content: content}) {
				return
			}
		}
	}
}

// parsePack reads the index; contents may still be anything.
func parsePack(body []byte) (*PackReader, error) {
	if len(body) == 0 || len(body) > maxPack || body[0] != packFormat {
		return nil, fmt.Errorf("%w: %d bytes are no pack of format %d", ErrDamaged, len(body), packFormat)
	}
	d := decoder{all: body, off: 1}
	count, err := d.number()
	if err != nil {
		return nil, err
	}
	if count == 0 || count > uint64(len(body)/(len(Name{})+2)) {
		return nil, fmt.Errorf("%w: index of %d nodes", ErrDamaged, count)
	}
	p := &PackReader{names: make([]Name, 0, count), nodes: make(map[Name][]byte, count)}
	lengths := make([]uint64, count)
	for i := range lengths {
		name, err := d.take(uint64(len(Name{})))
		if err != nil {
			return nil, err
		}
		if lengths[i], err = d.number(); err != nil {
			return nil, err
		}
		p.names = append(p.names, Name(name))
	}
	for i, name := range p.names {
		content, err := d.take(lengths[i])
		if err != nil {
			return nil, err
		}
		if _, twice := p.nodes[name]; twice || len(content) == 0 || content[0] > maxLevel {
			return nil, fmt.Errorf("%w: node %v is twice in the index, or is none", ErrDamaged, name)
		}
		p.nodes[name] = content
	}
	if d.more() {
		return nil, fmt.Errorf("%w: %d bytes after the last node", ErrDamaged, len(body)-d.off)
	}
	return p, nil
}
