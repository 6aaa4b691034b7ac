package fhir

import (
	"bytes"

	"farne/app/clinic"
)

// Column is a column as interchange maps it.
type Column struct {
	Name string
	Kind ColumnKind
}

// ColumnKind says what a column holds.
type ColumnKind uint8

// The kinds: text, a code of a value set, a date, a date or instant, a number, 0 or 1, a row id, bytes,
// JSON.
const (
	Text ColumnKind = iota
	Code
	Day
	Date
	Real
	Flag
	Reference
	Bytes
	Components
	Results
)

// same tells whether two column values mean the same, in whichever of its forms each came.
func same(a, b any) bool {
	a, b = normal(a), normal(b)
	x, xok := a.([]byte)
	y, yok := b.([]byte)
	if xok || yok {
		return xok && yok && bytes.Equal(x, y)
	}
	return a == b
}

// normal brings a value into one form: empty text is missing, an integer a real. Other types than
// those of columns count as missing.
func normal(v any) any {
	switch v := v.(type) {
	case string:
		return none(v)
	case []byte:
		if len(v) == 0 {
			return nil
		}
		return v
	case [16]byte, float64:
		return v
	case int64:
		return float64(v)
	case int:
		return float64(v)
	case bool:
		if v {
			return 1.0
		}
		return 0.0
	}
	return nil
}

// of gives a value the type that its column's kind has.
func (k ColumnKind) of(v any) any {
	v = normal(v)
	switch k {
	case Flag:
		if f, ok := v.(float64); ok {
			return int64(f)
		}
	case Reference:
		if b, ok := v.([]byte); ok && len(b) == 16 {
			return [16]byte(b)
		}
		if _, ok := v.([16]byte); !ok {
			return nil
		}
	case Bytes:
		if s, ok := v.(string); ok {
			return []byte(s)
		}
	case Results:
		if s, ok := v.(string); ok {
			return none(normalResults(s))
		}
	case Components:
		if s, ok := v.(string); ok {
			if list, err := clinic.ParseComponents(s); err == nil {
				return none(clinic.FormatComponents(list))
			}
		}
	}
	return v
}
