package state

import (
	"cmp"
	"encoding/binary"
	"math"

	"farne/sync/hlc"
)

// The canonical forms are CBOR in the core deterministic encoding of RFC 8949, section 4.2.1: shortest
// heads and floats, definite lengths, map keys ascending by the bytes of their encoding. Everything
// else that is sorted follows the same rule, unless its own says otherwise. It is written by hand
// because a backup takes the form of every row; tests hold it against a general CBOR library.
//
//	row      = [table: tstr, id, subjects: [* id], stamps: [+ stamp],
//	            columns: {+ column: tstr => [+ (index: uint, value)]}, pending: [* entry]]
//	change   = [table: tstr, row: id, hlc, seat: id, recorded_at: int, subjects: [* id],
//	            edits: [+ [column: tstr, value, bases: [* hlc]]]]
//	deletion = [* entry]                 ; as a blob, the value of _deleted
//	stamp    = [hlc, seat: id, recorded_at: int]
//	entry    = [column: tstr, hlc]
//	value    = null / int / float / tstr / bstr / large
//	large    = #6.64082([id, kind: 3 (text) / 4 (blob), size: uint, sum: hash, key: bstr .size 32,
//	            chunks: [+ hash]])
//	id       = bstr .size 16
//	hlc      = bstr .size 16
//	hash     = bstr .size 32
//
// The stamps of a row are those of its live versions, each once; a version names its stamp by index.
// The versions of a column ascend by HLC, twins by the SHA-256 of their encoded value, then by stamp.
// Subjects, stamps, edits, bases and entries ascend, none twice. A table's or column's name has 1 to
// 255 bytes, an int is within 64 bits with sign, a float is neither NaN nor -0, an HLC is below 2^43
// ms. A column without live versions is not in the map. A large value has over LargeOver and at most
// MaxLarge bytes, in chunks of ChunkSize.

// The major types of CBOR, in their place in an initial byte.
const (
	majorUint   = 0 << 5
	majorNegInt = 1 << 5
	majorBytes  = 2 << 5
	majorText   = 3 << 5
	majorArray  = 4 << 5
	majorMap    = 5 << 5
	majorTag    = 6 << 5
)

func appendHead(buf []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(buf, major|byte(n))
	case n <= math.MaxUint8:
		return append(buf, major|24, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(buf, major|25), uint16(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(buf, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(buf, major|27), n)
}

func appendArray(buf []byte, n int) []byte { return appendHead(buf, majorArray, uint64(n)) }

func appendText(buf []byte, s string) []byte {
	return append(appendHead(buf, majorText, uint64(len(s))), s...)
}

// append16 appends an id or an HLC.
func append16(buf []byte, b [16]byte) []byte {
	return append(append(buf, majorBytes|16), b[:]...)
}

func appendInt(buf []byte, n int64) []byte {
	if n < 0 {
		return appendHead(buf, majorNegInt, uint64(^n))
	}
	return appendHead(buf, majorUint, uint64(n))
}

func appendIDs(buf []byte, ids []ID) []byte {
	buf = appendArray(buf, len(ids))
	for i := range ids {
		buf = append16(buf, ids[i])
	}
	return buf
}

func appendHLCs(buf []byte, stamps []hlc.HLC) []byte {
	buf = appendArray(buf, len(stamps))
	for i := range stamps {
		buf = append16(buf, stamps[i])
	}
	return buf
}

func appendEntries(buf []byte, entries []Entry) []byte {
	buf = appendArray(buf, len(entries))
	for i := range entries {
		buf = appendText(appendArray(buf, 2), entries[i].Column)
		buf = append16(buf, entries[i].HLC)
	}
	return buf
}

// compareNames orders names by the bytes of their encoding: the shorter first.
func compareNames(a, b string) int {
	if len(a) != len(b) {
		return cmp.Compare(len(a), len(b))
	}
	return cmp.Compare(a, b)
}

// intKey orders integers by the bytes of their encoding: 0, 1, 2 … before -1, -2 …
func intKey(n int64) uint64 {
	if n < 0 {
		return 1<<63 | uint64(^n)
	}
	return uint64(n)
}
