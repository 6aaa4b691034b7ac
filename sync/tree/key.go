package tree

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// ErrDamaged is wrapped by every error about bytes from elsewhere that are not what their name or the
// format demands: damage, or somebody's doing. Rows that were handed on before it are unproven.
var ErrDamaged = errors.New("damaged")

// ErrStale says that a Tree and the rows disagree: the dirty keys were not complete, or the cached
// leaves are of another state. Build makes a new one.
var ErrStale = errors.New("cached leaves do not match the rows")

// MaxRow is the longest row in bytes. Values over 64 KiB live outside rows, so that only a row with
// hundreds of conflicting versions comes near; a leaf with such a row still fits into a sealed object.
const MaxRow = 16 << 20

// maxTable is the longest name of a table in bytes.
const maxTable = 255

// Key is the place of a row: tables by the bytes of their name, then ids. The zero Key is before all.
type Key struct {
	Table string // 1 to 255 bytes
	ID    [16]byte
}

// Compare is negative, zero or positive as k is before, at or after o.
func (k Key) Compare(o Key) int {
	if k.Table != o.Table {
		return strings.Compare(k.Table, o.Table)
	}
	return bytes.Compare(k.ID[:], o.ID[:])
}

// Row is one row in canonical form.
type Row struct {
	Key
	Data []byte // at most MaxRow bytes
}

// Source gives the rows after a key in strictly ascending order, beginning with the first row for the
// zero Key, from one snapshot. Data may be overwritten by the next step. The reader stops when it has
// enough, so a Source should open no more than one query at a time ahead. Where many rows are read, a
// goroutine of the reader's does it, which has ended when the reader returns.
type Source func(after Key) iter.Seq2[Row, error]

// Name is the name of a node: HMAC-SHA256 under the tree key of its content. Names reveal nothing
// without the key, but stand in sealed bodies only.
type Name [32]byte

// String is the name in 64 hexadecimal digits.
func (n Name) String() string { return hex.EncodeToString(n[:]) }

// Node is a node of the tree. Content is valid during the call that hands it out.
type Node struct {
	Name    Name
	Level   int // 0 for a leaf
	Content []byte
}

// Root is the root of a tree and what stands below it.
type Root struct {
	Name   Name
	Rows   int64
	Nodes  int   // 0 for the empty tree, whose root is stored nowhere
	Bytes  int64 // length of all nodes' contents
	Height int   // levels: 0 for the empty tree, 1 for a single leaf
}

func checkRow(r Row) error {
	if r.Table == "" || len(r.Table) > maxTable {
		return fmt.Errorf("tree: table name of %d bytes", len(r.Table))
	}
	if len(r.Data) > MaxRow {
		return fmt.Errorf("tree: row of %d bytes in %s is over the limit of %d", len(r.Data), r.Table, MaxRow)
	}
	return nil
}
