package hlc

import (
	"bytes"
	"errors"
	"testing"

	"farne/build/vector"
)

// stamps is testdata/format/hlc.json.
type stamps struct {
	About     string             `json:"about"`
	Stamps    []stampParts       `json:"stamps"` // ascending
	Next      []nextStamp        `json:"next"`
	Malformed []vector.Malformed `json:"malformed"`
}

type stampParts struct {
	Millis  int64      `json:"millis"`
	Counter uint16     `json:"counter"`
	Device  vector.Hex `json:"device"`
	Bytes   vector.Hex `json:"bytes"`
}

type nextStamp struct {
	What   string     `json:"what"`
	Device vector.Hex `json:"device"`
	Wall   int64      `json:"wall_millis"`
	Last   vector.Hex `json:"last"`
	Next   vector.Hex `json:"next"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "hlc.json", makeStamps())
	var before HLC
	for _, s := range v.Stamps {
		h, err := FromBytes(s.Bytes)
		if err != nil || h.Millis() != s.Millis || h.Counter() != s.Counter || h.Device() != Device(s.Device) {
			t.Errorf("%x is read as %d, %d, %x: %v", s.Bytes, h.Millis(), h.Counter(), h.Device(), err)
		}
		if h.Compare(before) <= 0 {
			t.Errorf("%s does not come after %s", h, before)
		}
		before = h
	}
	for _, n := range v.Next {
		c := NewClock(Device(n.Device), (&wall{n.Wall}).now, HLC(n.Last))
		if next := c.Next(); !bytes.Equal(next[:], n.Next) {
			t.Errorf("%s: %s", n.What, next)
		}
	}
	for _, m := range v.Malformed {
		if h, err := FromBytes(m.Bytes); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s is read as %s", m.What, h)
		}
	}
}

func makeStamps() stamps {
	v := stamps{About: "Hybrid logical clock: 48 bits of milliseconds, 16 bits of counter, 8 bytes of the device id. stamps: the parts and the bytes, in their order. " +
		"next: the stamp that a device gives at a wall clock, when last is the highest it has given or seen. malformed: must be refused."}
	other := Device{0xff, 0xfe}
	for _, h := range []HLC{New(0, 1, Device{}), New(1, 0, laptop), New(0x0123456789a, 0xbcde, laptop), New(noon, 0, laptop), New(noon, 0, other),
		New(noon, 1, laptop), New(noon, 0xffff, laptop), New(noon+1, 0, laptop), New(MaxMillis-1, 0xffff, other)} {
		d := h.Device()
		v.Stamps = append(v.Stamps, stampParts{h.Millis(), h.Counter(), d[:], h[:]})
	}
	for _, n := range []struct {
		what string
		wall int64
		last HLC
	}{
		{"the first stamp of a device", noon, HLC{}},
		{"the wall clock has gone on", noon + 5, New(noon, 9, laptop)},
		{"a second stamp in one millisecond", noon, New(noon, 1, laptop)},
		{"another device is ahead", noon, New(noon+99, 3, other)},
		{"the wall clock went back", noon - 3_600_000, New(noon, 7, laptop)},
		{"a full counter moves the milliseconds", noon, New(noon, 0xffff, laptop)},
		{"a wall clock before 2020 is ignored", earliest - 1, New(noon, 7, laptop)},
		{"the first one that is not", earliest, HLC{}},
		{"the last one that is not", latest - 1, HLC{}},
		{"a wall clock of 2100 is ignored", latest, New(noon, 7, laptop)},
	} {
		next := NewClock(laptop, (&wall{n.wall}).now, n.last).Next()
		v.Next = append(v.Next, nextStamp{n.what, laptop[:], n.wall, n.last[:], next[:]})
	}
	zero, high, highest := HLC{}, New(MaxMillis, 0, laptop), New(1<<48-1, 0xffff, laptop)
	v.Malformed = []vector.Malformed{
		{What: "zero", Bytes: zero[:]}, {What: "2^43 ms", Bytes: high[:]}, {What: "48 bits of milliseconds", Bytes: highest[:]},
		{What: "15 bytes", Bytes: v.Stamps[1].Bytes[:15]}, {What: "17 bytes", Bytes: append(bytes.Clone(v.Stamps[1].Bytes), 0)}, {What: "nothing", Bytes: vector.Hex{}},
	}
	return v
}
