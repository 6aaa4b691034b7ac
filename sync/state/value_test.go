package state

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestValuesAreWhatTheyWere(t *testing.T) {
	if v := Integer(-5); v.Kind() != KindInteger || v.Integer() != -5 || v.Real() != 0 || v.Text() != "" || v.Blob() != nil {
		t.Errorf("Integer(-5) = %+v", v)
	}
	if v := Real(1.5); v.Kind() != KindReal || v.Real() != 1.5 || v.Integer() != 0 {
		t.Errorf("Real(1.5) = %+v", v)
	}
	if v := Text("a"); v.Kind() != KindText || v.Text() != "a" || v.Blob() != nil {
		t.Errorf("Text(a) = %+v", v)
	}
	if v := Blob([]byte("a")); v.Kind() != KindBlob || string(v.Blob()) != "a" || v.Text() != "" {
		t.Errorf("Blob(a) = %+v", v)
	}
	if (Value{}) != Null() || !Null().IsNull() || Integer(0).IsNull() {
		t.Error("the zero Value is not NULL, or not NULL alone")
	}
}

func TestValuesOfDifferentKindsDiffer(t *testing.T) {
	all := []Value{Null(), Integer(0), Integer(1), Real(0), Real(1), Text(""), Text("1"), Blob(nil), Blob([]byte("1"))}
	for i, a := range all {
		for j, b := range all {
			if (a == b) != (i == j) || (compareValues(a, b) == 0) != (i == j) || compareValues(a, b) != -compareValues(b, a) {
				t.Errorf("%+v against %+v", a, b)
			}
		}
	}
}

func TestRealKeepsWhatSQLiteKeeps(t *testing.T) {
	if Real(math.NaN()) != Null() {
		t.Error("NaN is not NULL")
	}
	if Real(math.Copysign(0, -1)) != Real(0) {
		t.Error("-0 is not 0")
	}
}

func TestBlobIsACopy(t *testing.T) {
	b := []byte("abc")
	v := Blob(b)
	b[0] = 'x'
	v.Blob()[1] = 'x'
	if string(v.Blob()) != "abc" {
		t.Errorf("blob became %q", v.Blob())
	}
}

// A value comes back from what database/sql is given.
func TestAnyAndBack(t *testing.T) {
	eachSeed(t, 500, func(t *testing.T, rnd *rand.Rand) {
		v := randomValue(rnd)
		if again, err := FromAny(v.Any()); err != nil || again != v {
			t.Errorf("%+v came back as %+v, %v", v, again, err)
		}
		if again, err := FromAny(v); err != nil || again != v {
			t.Errorf("%+v came back as %+v, %v", v, again, err)
		}
	})
}

func TestFromAny(t *testing.T) {
	for _, c := range []struct {
		in   any
		want Value
	}{
		{nil, Null()}, {[]byte(nil), Null()}, {[]byte{}, Blob(nil)}, {true, Integer(1)}, {false, Integer(0)},
		{7, Integer(7)}, {int32(-7), Integer(-7)}, {ID{1}, Blob(append([]byte{1}, make([]byte, 15)...))},
	} {
		if got, err := FromAny(c.in); err != nil || got != c.want {
			t.Errorf("FromAny(%#v) = %+v, %v", c.in, got, err)
		}
	}
	if b, ok := Blob(nil).Any().([]byte); !ok || b == nil {
		t.Error("the empty blob would be bound as NULL")
	}
}

func TestFromAnyRefuses(t *testing.T) {
	for name, x := range map[string]any{
		"NaN": math.NaN(), "not UTF-8": "a\xff", "surrogate": "\xed\xa0\x80", "time": time.Time{}, "struct": struct{}{},
		"long text": strings.Repeat("x", MaxValue+1), "long blob": make([]byte, MaxValue+1), "uint64": uint64(1),
	} {
		if v, err := FromAny(x); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, %v", name, v.Kind(), err)
		}
	}
}

func TestIDText(t *testing.T) {
	x := ID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff}
	const text = "00010203-0405-0607-0809-0a0b0c0d0eff"
	if x.String() != text {
		t.Errorf("String() = %s", x)
	}
	if got, err := ParseID(text); err != nil || got != x {
		t.Errorf("ParseID: %v, %v", got, err)
	}
	for _, bad := range []string{"", text + "0", strings.ToUpper(text), strings.ReplaceAll(text, "-", ":"), "{" + text[1:35] + "}",
		strings.Replace(text, "0", "g", 1)} {
		if _, err := ParseID(bad); !errors.Is(err, ErrMalformed) {
			t.Errorf("ParseID(%q): %v", bad, err)
		}
	}
}
