package state

import (
	"encoding/binary"
	"unicode/utf8"

	"farne/sync/hlc"
)

// maxBytes bounds the form of one row or change. A sealed body cannot inflate to more than 32 MiB.
const maxBytes = 16 << 20

// reader reads deterministic CBOR and refuses everything else. Its first failure stays; what it reads
// afterwards is zero, so that callers check once at the end. Texts and blobs are parts of data, not
// copies. Lists are bounded before anything is allocated for them.
type reader struct {
	data string
	at   int
	err  error
}

func newReader(data string) (*reader, error) {
	if len(data) > maxBytes {
		return nil, malformed("a form of %d bytes, at most %d", len(data), maxBytes)
	}
	return &reader{data: data}, nil
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = malformed("%s before byte %d", what, r.at)
	}
}

// end gives the first failure, and refuses bytes that are left.
func (r *reader) end() error {
	if r.err == nil && r.at != len(r.data) {
		r.fail("bytes left over")
	}
	return r.err
}

func (r *reader) take(n uint64) string {
	if r.err != nil || n > uint64(len(r.data)-r.at) {
		r.fail("cut short")
		return ""
	}
	part := r.data[r.at : r.at+int(n)]
	r.at += int(n)
	return part
}

// peek is the next initial byte, or that of a break, which no form has.
func (r *reader) peek() byte {
	if r.err != nil || r.at == len(r.data) {
		return 0xff
	}
	return r.data[r.at]
}

// head reads an initial byte of one major type and its argument, in the shortest encoding.
func (r *reader) head(major byte) uint64 {
	first := r.peek()
	if first&0xe0 != major {
		r.fail("another type than expected")
		return 0
	}
	r.at++
	info := first & 0x1f
	if info < 24 {
		return uint64(info)
	}
	if info > 27 {
		r.fail("an indefinite length or reserved head")
		return 0
	}
	width := 1 << (info - 24)
	n := r.unsigned(width)
	if n < 24 || width > 1 && n>>(4*width) == 0 {
		r.fail("a head that is not the shortest")
		return 0
	}
	return n
}

// unsigned reads a big-endian number of 1, 2, 4 or 8 bytes.
func (r *reader) unsigned(width int) uint64 {
	var room [8]byte
	copy(room[8-width:], r.take(uint64(width)))
	return binary.BigEndian.Uint64(room[:])
}

// count reads the head of an array or map whose elements have at least size bytes each.
func (r *reader) count(major byte, size int) int {
	n := r.head(major)
	if n > maxItems || n*uint64(size) > uint64(len(r.data)-r.at) {
		r.fail("a list longer than it can be")
		return 0
	}
	return int(n)
}

// array reads the head of an array of exactly n elements.
func (r *reader) array(n uint64) {
	if r.head(majorArray) != n {
		r.fail("an array of another length")
	}
}

func (r *reader) text() string {
	s := r.take(r.head(majorText))
	if !utf8.ValidString(s) {
		r.fail("a text that is not UTF-8")
	}
	return s
}

func (r *reader) name() string {
	s := r.text()
	if s == "" || len(s) > MaxName {
		r.fail("a name that is empty or too long")
	}
	return s
}

func (r *reader) sixteen() (b [16]byte) {
	if n := r.head(majorBytes); n != 16 {
		r.fail("an id of another length")
		return b
	}
	copy(b[:], r.take(16))
	return b
}

func (r *reader) stamp() hlc.HLC {
	h := hlc.HLC(r.sixteen())
	if h.Valid() != nil {
		r.fail("an hlc out of range")
	}
	return h
}

func (r *reader) ids() []ID {
	n := r.count(majorArray, 17)
	if n == 0 {
		return nil
	}
	ids := make([]ID, n)
	for i := range ids {
		ids[i] = r.sixteen()
	}
	if !ascending(ids, ID.Compare) {
		r.fail("ids that do not ascend")
	}
	return ids
}

func (r *reader) entries() []Entry {
	n := r.count(majorArray, 20)
	if n == 0 {
		return nil
	}
	entries := make([]Entry, n)
	for i := range entries {
		r.array(2)
		entries[i] = Entry{Column: r.name(), HLC: r.stamp()}
	}
	if !ascending(entries, compareEntries) {
		r.fail("a list of versions that do not ascend")
	}
	return entries
}

func parseEntries(data string) ([]Entry, error) {
	r, err := newReader(data)
	if err != nil {
		return nil, err
	}
	entries := r.entries()
	return entries, r.end()
}
