package hlc

import (
	"bytes"
	"errors"
	"math"
	"testing"
)

var laptop = Device{1, 2, 3, 4, 5, 6, 7, 8}

func TestParts(t *testing.T) {
	h := New(0x0123456789a, 0xbcde, laptop)
	if h.Millis() != 0x0123456789a || h.Counter() != 0xbcde || h.Device() != laptop {
		t.Errorf("parts of %s: %d, %d, %x", h, h.Millis(), h.Counter(), h.Device())
	}
	if got, want := h.String(), "00123456789abcde0102030405060708"; got != want {
		t.Errorf("String() = %s, want %s", got, want)
	}
	if h.IsZero() || !(HLC{}).IsZero() {
		t.Error("IsZero does not tell the zero stamp apart")
	}
	if DeviceOf([16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}) != laptop {
		t.Error("DeviceOf does not take the first eight bytes")
	}
}

func TestValidBoundsMilliseconds(t *testing.T) {
	cases := []struct {
		name string
		h    HLC
		ok   bool
	}{
		{"zero", HLC{}, false},
		{"first", New(0, 1, Device{}), true},
		{"last", New(MaxMillis-1, math.MaxUint16, laptop), true},
		{"2^43", New(MaxMillis, 0, laptop), false},
		{"48 bits", New(1<<48-1, 0, laptop), false},
		{"negative", New(-1, 0, laptop), false},
	}
	for _, c := range cases {
		_, err := FromBytes(c.h[:])
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: FromBytes error %v, want ok %v", c.name, err, c.ok)
		}
		if (c.h.Valid() == nil) != c.ok {
			t.Errorf("%s: Valid() = %v, want ok %v", c.name, c.h.Valid(), c.ok)
		}
	}
}

func TestReadersRefuse(t *testing.T) {
	for _, n := range []int{0, 1, Size - 1, Size + 1, 1 << 16} {
		if _, err := FromBytes(make([]byte, n)); !errors.Is(err, ErrMalformed) {
			t.Errorf("FromBytes of %d bytes: %v", n, err)
		}
	}
	good := New(1, 0, laptop).String()
	for _, s := range []string{"", good[1:], good + "0", "0x" + good[2:], " " + good[1:],
		"00000000000100000102030405060A08", "g" + good[1:]} {
		if _, err := Parse(s); !errors.Is(err, ErrMalformed) {
			t.Errorf("Parse(%q): %v", s, err)
		}
	}
}

// FuzzFromBytes: what is read has the same bytes, is below 2^43 ms and comes back from its parts.
func FuzzFromBytes(f *testing.F) {
	h := New(1, 2, laptop)
	f.Add(h[:])
	f.Add(bytes.Repeat([]byte{0xff}, Size))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := FromBytes(b)
		if err != nil {
			return
		}
		if !bytes.Equal(h[:], b) || h.Millis() >= MaxMillis || h.Millis() < 0 {
			t.Errorf("%x was read as %s", b, h)
		}
		if again := New(h.Millis(), h.Counter(), h.Device()); again != h {
			t.Errorf("%s rebuilt from its parts is %s", h, again)
		}
		if parsed, err := Parse(h.String()); err != nil || parsed != h {
			t.Errorf("Parse(%s) = %s, %v", h, parsed, err)
		}
	})
}

// FuzzParse: an accepted text is the one spelling of its stamp.
func FuzzParse(f *testing.F) {
	f.Add(New(1, 2, laptop).String())
	f.Add("0000000000010000010203040506070G")
	f.Fuzz(func(t *testing.T, s string) {
		if h, err := Parse(s); err == nil && h.String() != s {
			t.Errorf("%q was read as %s", s, h)
		}
	})
}

// FuzzOrder: stamps compare as milliseconds, then counter, then device.
func FuzzOrder(f *testing.F) {
	f.Add(int64(1), uint16(2), uint64(3), int64(1), uint16(2), uint64(4))
	f.Fuzz(func(t *testing.T, ms1 int64, n1 uint16, d1 uint64, ms2 int64, n2 uint16, d2 uint64) {
		ms1, ms2 = ms1&(MaxMillis-1), ms2&(MaxMillis-1)
		a, b := New(ms1, n1, device(d1)), New(ms2, n2, device(d2))
		want := compare(ms1, ms2)
		if want == 0 {
			want = compare(n1, n2)
		}
		if want == 0 {
			want = compare(d1, d2)
		}
		if got := a.Compare(b); got != want || compare(a.String(), b.String()) != want {
			t.Errorf("%s against %s: %d, want %d", a, b, got, want)
		}
	})
}
