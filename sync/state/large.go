package state

import (
	"bytes"
	"crypto/sha256"
)

// LargeOver is how many bytes of text or blob a row holds at most once it is sealed: what is longer
// stands in chunks of its own, and the row keeps a reference.
const LargeOver = 64 << 10

// ChunkSize is how many bytes of a large value one chunk holds; the last one holds the rest.
const ChunkSize = 4 << 20

// MaxLarge bounds the bytes of a large value.
const MaxLarge = 256 << 20

// Large is a reference to a large value. Its key seals nothing else, so to erase the value is to erase
// the row that holds the key.
type Large struct {
	ID     ID         // in the names of its chunks
	Kind   Kind       // KindText or KindBlob
	Size   int        // bytes of the content, LargeOver+1 to MaxLarge
	Sum    [32]byte   // SHA-256 of the content
	Key    [32]byte   // of the chunks
	Chunks [][32]byte // SHA-256 of each sealed chunk, in their order
}

// largeTag marks a reference in the canonical form: a CBOR tag that nobody else has registered.
const largeTag = 64082

// Reference is the value that stands for a large one; the error wraps ErrMalformed.
func Reference(l Large) (Value, error) {
	if what := l.wrong(); what != "" {
		return Value{}, malformed("%s", what)
	}
	return Value{kind: KindLarge, text: string(appendLarge(nil, l))}, nil
}

// Large is what the value refers to; false for a value of another kind.
func (v Value) Large() (Large, bool) {
	if v.kind != KindLarge {
		return Large{}, false
	}
	r := reader{data: v.text}
	return r.large(), true
}

// Size is the length of a text or blob in bytes, be it here or referred to; 0 for other kinds.
func (v Value) Size() int {
	if l, ok := v.Large(); ok {
		return l.Size
	}
	return len(v.text)
}

// Same tells whether two values show the same: a large value is the same as another with equal
// content, however it was sealed, and as that content itself.
func (v Value) Same(other Value) bool {
	if v.kind != KindLarge && other.kind != KindLarge {
		return v == other
	}
	a, aKind := v.content()
	b, bKind := other.content()
	return aKind == bKind && v.Size() == other.Size() && a == b
}

// content is the SHA-256 of a text or blob.
func (v Value) content() (sum [32]byte, kind Kind) {
	if l, ok := v.Large(); ok {
		return l.Sum, l.Kind
	}
	return sha256.Sum256([]byte(v.text)), v.kind
}

func (l Large) wrong() string {
	switch {
	case l.Kind != KindText && l.Kind != KindBlob:
		return "a large value that is neither text nor blob"
	case l.Size <= LargeOver || l.Size > MaxLarge:
		return "a large value of a size that none has"
	case len(l.Chunks) != (l.Size+ChunkSize-1)/ChunkSize:
		return "a large value with another number of chunks than its size needs"
	}
	return ""
}

func appendLarge(buf []byte, l Large) []byte {
	buf = appendHead(buf, majorTag, largeTag)
	buf = appendArray(buf, 6)
	buf = append16(buf, l.ID)
	buf = appendHead(buf, majorUint, uint64(l.Kind))
	buf = appendHead(buf, majorUint, uint64(l.Size))
	buf = append32(append32(buf, l.Sum), l.Key)
	buf = appendArray(buf, len(l.Chunks))
	for _, sum := range l.Chunks {
		buf = append32(buf, sum)
	}
	return buf
}

func append32(buf []byte, b [32]byte) []byte {
	return append(appendHead(buf, majorBytes, 32), b[:]...)
}

// reference reads a large value's reference, and keeps its bytes: they are canonical.
func (r *reader) reference() Value {
	start := r.at
	l := r.large()
	if what := l.wrong(); what != "" {
		r.fail(what)
	}
	if r.err != nil {
		return Value{}
	}
	return Value{kind: KindLarge, text: r.data[start:r.at]}
}

func (r *reader) large() Large {
	if r.head(majorTag) != largeTag {
		r.fail("an unknown tag")
	}
	r.array(6)
	l := Large{ID: r.sixteen(), Kind: Kind(r.upTo(uint64(KindBlob))), Size: int(r.upTo(MaxLarge)), Sum: r.thirtyTwo(), Key: r.thirtyTwo()}
	l.Chunks = make([][32]byte, r.count(majorArray, 34))
	for i := range l.Chunks {
		l.Chunks[i] = r.thirtyTwo()
	}
	return l
}

func (r *reader) upTo(most uint64) uint64 {
	n := r.head(majorUint)
	if n > most {
		r.fail("a number that is too high")
		return 0
	}
	return n
}

func (r *reader) thirtyTwo() (b [32]byte) {
	if n := r.head(majorBytes); n != 32 {
		r.fail("a hash or key of another length")
		return b
	}
	copy(b[:], r.take(32))
	return b
}

// largeHead begins every reference.
var largeHead = appendHead(nil, majorTag, largeTag)

// MayRefer tells whether a row's canonical form may hold references to large values: false is certain,
// and almost all rows are spared a closer look.
func MayRefer(form []byte) bool { return bytes.Contains(form, largeHead) }

// References are the large values that the row's live versions refer to.
func (r *Row) References() []Large {
	var found []Large
	for _, c := range r.Columns {
		for i := range c.Live {
			if l, ok := c.Live[i].Value.Large(); ok {
				found = append(found, l)
			}
		}
	}
	return found
}

// Filled is the row with the content of its large values in place of the references. What content
// does not give stays a reference, and ok is false. The row itself is not changed; nothing of a filled
// row may enter a canonical form.
func (r *Row) Filled(content func(Large) (Value, bool, error)) (filled *Row, ok bool, err error) {
	filled, ok = r, true
	for name, c := range r.Columns {
		for i := range c.Live {
			l, refers := c.Live[i].Value.Large()
			if !refers {
				continue
			}
			v, here, err := content(l)
			if err != nil {
				return nil, false, err
			}
			if !here {
				ok = false
				continue
			}
			if filled == r {
				filled = r.Clone()
			}
			own := filled.Columns[name]
			own.Live = append([]Version(nil), own.Live...)
			own.Live[i].Value = v
		}
	}
	return filled, ok, nil
}
