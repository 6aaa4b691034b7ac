package tree

import (
	"encoding/binary"
	"fmt"
)

// child is what an inner node says of a node below.
type child struct {
	last Key
	rows int64
	name Name
}

// maxRows bounds the count of a child, so that sums of counts cannot overflow.
const maxRows = 1 << 40

func appendKey(b []byte, before string, k Key) []byte {
	if k.Table == before {
		b = append(b, 0)
	} else {
		b = binary.AppendUvarint(b, uint64(len(k.Table)))
		b = append(b, k.Table...)
	}
	return append(b, k.ID[:]...)
}

func appendRow(b []byte, before string, r Row) []byte {
	b = appendKey(b, before, r.Key)
	b = binary.AppendUvarint(b, uint64(len(r.Data)))
	return append(b, r.Data...)
}

func appendChild(b []byte, before string, c child) []byte {
	b = appendKey(b, before, c.last)
	b = binary.AppendUvarint(b, uint64(c.rows))
	return append(b, c.name[:]...)
}

// decoder reads a node or the index of a pack. It accepts one encoding of each thing only: what it
// reads is what the encoder writes.
type decoder struct {
	all   []byte
	off   int
	last  Key // of the item before in this node
	floor Key // of the last row before the node
}

func (d *decoder) more() bool { return d.off < len(d.all) }

func (d *decoder) take(n uint64) ([]byte, error) {
	if n > uint64(len(d.all)-d.off) {
		return nil, fmt.Errorf("%w: %d bytes wanted at %d of %d", ErrDamaged, n, d.off, len(d.all))
	}
	b := d.all[d.off : d.off+int(n) : d.off+int(n)]
	d.off += int(n)
	return b, nil
}

func (d *decoder) number() (uint64, error) {
	v, n := binary.Uvarint(d.all[d.off:])
	if n <= 0 || n > 1 && d.all[d.off+n-1] == 0 {
		return 0, fmt.Errorf("%w: number at %d is cut short or not minimal", ErrDamaged, d.off)
	}
	d.off += n
	return v, nil
}

// key reads a key that must be after the one before it.
func (d *decoder) key() (Key, error) {
	length, err := d.number()
	if err != nil {
		return Key{}, err
	}
	k := Key{Table: d.last.Table}
	if length > maxTable || length == 0 && k.Table == "" {
		return Key{}, fmt.Errorf("%w: table name of %d bytes", ErrDamaged, length)
	}
	table, err := d.take(length)
	if err != nil {
		return Key{}, err
	}
	id, err := d.take(16)
	if err != nil {
		return Key{}, err
	}
	if length > 0 {
		k.Table = string(table)
	}
	copy(k.ID[:], id)
	if k.Compare(d.last) <= 0 || k.Compare(d.floor) <= 0 || length > 0 && k.Table == d.last.Table {
		return Key{}, fmt.Errorf("%w: keys out of order at %d", ErrDamaged, d.off)
	}
	d.last = k
	return k, nil
}

// row reads a row of a leaf; its data is a part of the leaf's content.
func (d *decoder) row() (Row, error) {
	k, err := d.key()
	if err != nil {
		return Row{}, err
	}
	length, err := d.number()
	if err != nil {
		return Row{}, err
	}
	if length > MaxRow {
		return Row{}, fmt.Errorf("%w: row of %d bytes", ErrDamaged, length)
	}
	data, err := d.take(length)
	return Row{Key: k, Data: data}, err
}

func (d *decoder) child() (child, error) {
	k, err := d.key()
	if err != nil {
		return child{}, err
	}
	rows, err := d.number()
	if err != nil {
		return child{}, err
	}
	if rows == 0 || rows > maxRows {
		return child{}, fmt.Errorf("%w: child of %d rows", ErrDamaged, rows)
	}
	name, err := d.take(uint64(len(Name{})))
	if err != nil {
		return child{}, err
	}
	return child{last: k, rows: int64(rows), name: Name(name)}, nil
}

// open begins a node: it must be of this level and have at least one item, and its keys must be after
// floor.
func open(content []byte, level int, floor Key) (*decoder, error) {
	if len(content) < 2 || int(content[0]) != level {
		return nil, fmt.Errorf("%w: not a node of level %d", ErrDamaged, level)
	}
	return &decoder{all: content, off: 1, floor: floor}, nil
}
