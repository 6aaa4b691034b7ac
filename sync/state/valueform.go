package state

import (
	"encoding/binary"
	"math"
)

// The initial bytes of what is no integer, text or blob.
const (
	simpleNull  = 0xf6
	halfFloat   = 0xf9
	singleFloat = 0xfa
	doubleFloat = 0xfb
)

// appendFloat appends a float, which is no NaN, in the shortest of the three widths that keeps it.
func appendFloat(buf []byte, f float64) []byte {
	single := float32(f)
	if float64(single) != f {
		return binary.BigEndian.AppendUint64(append(buf, doubleFloat), math.Float64bits(f))
	}
	if half, exact := toHalf(single); exact {
		return binary.BigEndian.AppendUint16(append(buf, halfFloat), half)
	}
	return binary.BigEndian.AppendUint32(append(buf, singleFloat), math.Float32bits(single))
}

func appendValue(buf []byte, v Value) []byte {
	switch v.kind {
	case KindInteger:
		return appendInt(buf, int64(v.bits))
	case KindReal:
		return appendFloat(buf, math.Float64frombits(v.bits))
	case KindText:
		return appendText(buf, v.text)
	case KindBlob:
		return append(appendHead(buf, majorBytes, uint64(len(v.text))), v.text...)
	case KindLarge:
		return append(buf, v.text...)
	}
	return append(buf, simpleNull)
}

func (r *reader) integer() int64 {
	major := r.peek() & 0xe0
	if major != majorUint {
		major = majorNegInt
	}
	n := r.head(major)
	if n > math.MaxInt64 {
		r.fail("an integer of more than 64 bits")
		return 0
	}
	if major == majorNegInt {
		return ^int64(n)
	}
	return int64(n)
}

func (r *reader) value() Value {
	v := Value{}
	switch first := r.peek(); first & 0xe0 {
	case majorUint, majorNegInt:
		v = Integer(r.integer())
	case majorBytes:
		v = Value{kind: KindBlob, text: r.take(r.head(majorBytes))}
	case majorText:
		v = Text(r.text())
	case majorTag:
		v = r.reference()
	default:
		if first != simpleNull {
			return Real(r.float())
		}
		r.at++
	}
	if len(v.text) > MaxValue {
		r.fail("a value that is too long")
	}
	return v
}

// float reads a float and refuses it unless we would write the same bytes.
func (r *reader) float() float64 {
	start, f := r.at, math.NaN()
	switch first := r.peek(); first {
	case halfFloat:
		r.at++
		f = fromHalf(uint16(r.unsigned(2)))
	case singleFloat:
		r.at++
		f = float64(math.Float32frombits(uint32(r.unsigned(4))))
	case doubleFloat:
		r.at++
		f = math.Float64frombits(r.unsigned(8))
	}
	var room [9]byte
	if math.IsNaN(f) || f == 0 && math.Signbit(f) || string(appendFloat(room[:0], f)) != r.data[start:r.at] {
		r.fail("no value, or a float that is not the shortest")
		return 0
	}
	return f
}

// toHalf gives the 16-bit float (IEEE 754 binary16) of the same value, if there is one.
func toHalf(f float32) (half uint16, exact bool) {
	bits := math.Float32bits(f)
	sign := uint16(bits >> 16 & 0x8000)
	exponent, fraction := int(bits>>23&0xff)-127, bits&0x7fffff
	switch {
	case bits<<1 == 0: // zero
		return sign, true
	case exponent == 128: // infinity, as there is no NaN
		return sign | 0x7c00, fraction == 0
	case exponent > 15 || exponent < -24:
		return 0, false
	case exponent >= -14:
		return sign | uint16(exponent+15)<<10 | uint16(fraction>>13), fraction&0x1fff == 0
	}
	shift := -1 - exponent // subnormal: the value counts units of 2^-24
	fraction |= 1 << 23
	return sign | uint16(fraction>>shift), fraction&(1<<shift-1) == 0
}

// fromHalf gives the value of a 16-bit float.
func fromHalf(half uint16) float64 {
	exponent, fraction := int(half>>10&0x1f), float64(half&0x3ff)
	f := math.Ldexp(fraction, -24)
	switch {
	case exponent == 31 && fraction == 0:
		f = math.Inf(1)
	case exponent == 31:
		f = math.NaN()
	case exponent > 0:
		f = math.Ldexp(fraction+1024, exponent-25)
	}
	if half&0x8000 != 0 {
		return -f
	}
	return f
}
