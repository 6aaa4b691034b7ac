package state

import (
	"bytes"
	"crypto/sha256"
	"math"
	"unicode/utf8"
)

// Kind is a storage class of SQLite, or that of a reference.
type Kind uint8

// The kinds of a Value.
const (
	KindNull Kind = iota
	KindInteger
	KindReal
	KindText
	KindBlob
	KindLarge // a reference to a text or blob that stands elsewhere: see Large
)

// MaxValue bounds the bytes of a text or blob while it is unsealed. Sealing moves what is over
// LargeOver out of the row.
const MaxValue = 8 << 20

// Value is one value of a column, as SQLite stores it. Values compare with ==, exactly: an integer
// never equals a real. The zero Value is NULL. There is no NaN and no negative zero, because SQLite
// stores neither.
type Value struct {
	kind Kind
	bits uint64 // the integer, or the bits of the real
	text string // the text, the bytes of the blob, or the canonical form of the reference
}

// Null is the value NULL, which is a value like others: a column set to NULL has a live version.
func Null() Value { return Value{} }

// Integer is an integer.
func Integer(n int64) Value { return Value{kind: KindInteger, bits: uint64(n)} }

// Real is a floating-point number. As in SQLite, NaN becomes NULL and -0 becomes 0.
func Real(f float64) Value {
	if math.IsNaN(f) {
		return Null()
	}
	if f == 0 {
		f = 0
	}
	return Value{kind: KindReal, bits: math.Float64bits(f)}
}

// Text is a text, which must be UTF-8: Check and Apply refuse a change with other bytes. Use FromAny
// for a text of unknown origin, to have the error at once.
func Text(s string) Value { return Value{kind: KindText, text: s} }

// Blob is a copy of b; nil is the empty blob.
func Blob(b []byte) Value { return Value{kind: KindBlob, text: string(b)} }

// FromAny makes a value of what database/sql scans: nil, integers, floats, bool (0 or 1, as SQLite has
// it), string, []byte (nil is NULL), ID or a Value. It refuses NaN, text that is not UTF-8, what is
// longer than MaxValue, and every other type; the error wraps ErrMalformed.
func FromAny(x any) (Value, error) {
	v, err := convert(x)
	if err != nil {
		return Value{}, err
	}
	return v, v.valid()
}

func convert(x any) (Value, error) {
	switch x := x.(type) {
	case nil:
		return Null(), nil
	case Value:
		return x, nil
	case int64:
		return Integer(x), nil
	case int:
		return Integer(int64(x)), nil
	case int32:
		return Integer(int64(x)), nil
	case bool:
		if x {
			return Integer(1), nil
		}
		return Integer(0), nil
	case float64:
		if math.IsNaN(x) {
			return Value{}, malformed("a number is NaN")
		}
		return Real(x), nil
	case string:
		return Text(x), nil
	case []byte:
		if x == nil {
			return Null(), nil
		}
		return Blob(x), nil
	case ID:
		return Blob(x[:]), nil
	}
	return Value{}, malformed("no value is made of a %T", x)
}

// Any is the value as database/sql takes it: nil, int64, float64, string or a []byte that is not nil. A
// reference is nil: fill the row first.
func (v Value) Any() any {
	switch v.kind {
	case KindInteger:
		return v.Integer()
	case KindReal:
		return v.Real()
	case KindText:
		return v.text
	case KindBlob:
		return []byte(v.text)
	}
	return nil
}

// Kind is the value's storage class.
func (v Value) Kind() Kind { return v.kind }

// IsNull tells whether the value is NULL.
func (v Value) IsNull() bool { return v.kind == KindNull }

// Integer is the integer, or 0 for a value of another kind.
func (v Value) Integer() int64 {
	if v.kind != KindInteger {
		return 0
	}
	return int64(v.bits)
}

// Real is the floating-point number, or 0 for a value of another kind.
func (v Value) Real() float64 {
	if v.kind != KindReal {
		return 0
	}
	return math.Float64frombits(v.bits)
}

// Text is the text, or "" for a value of another kind.
func (v Value) Text() string {
	if v.kind != KindText {
		return ""
	}
	return v.text
}

// Blob is a copy of the blob, or nil for a value of another kind.
func (v Value) Blob() []byte {
	if v.kind != KindBlob {
		return nil
	}
	return []byte(v.text)
}

// valid refuses text that is not UTF-8 and what is too long: neither has a canonical form.
func (v Value) valid() error {
	if len(v.text) > MaxValue {
		return malformed("a value of %d bytes, at most %d", len(v.text), MaxValue)
	}
	if v.kind == KindText && !utf8.ValidString(v.text) {
		return malformed("a text is not UTF-8")
	}
	return nil
}

// compareValues orders the values of twins: by the SHA-256 of their encoding, so that nobody can
// choose the order by choosing a value.
func compareValues(a, b Value) int {
	if a == b {
		return 0
	}
	x, y := sha256.Sum256(appendValue(nil, a)), sha256.Sum256(appendValue(nil, b))
	return bytes.Compare(x[:], y[:])
}
