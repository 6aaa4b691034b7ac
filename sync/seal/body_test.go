package seal

import (
	"bytes"
	"testing"
)

// Sizes worked out by hand from the paper's algorithm.
func TestPaddedSize(t *testing.T) {
	for size, want := range map[int]int{
		0: 512, 4: 512, 512: 512, 513: 544, 544: 544, 545: 576, 1000: 1024, 1024: 1024, 1025: 1088,
		10_000: 10_240, 65_536: 65_536, 65_537: 67_584, 1_000_000: 1_015_808, 8 << 20: 8 << 20, 8<<20 + 1: 8<<20 + 1<<18,
	} {
		if got := paddedSize(size, bodyFloor); got != want {
			t.Errorf("%d is padded to %d, not %d", size, got, want)
		}
	}
}

// A padded size is padded to itself, is never smaller, and costs less than an eighth.
func FuzzPaddedSize(f *testing.F) {
	f.Add(uint32(511))
	f.Add(uint32(1<<25 + 1))
	f.Fuzz(func(t *testing.T, n uint32) {
		size := int(n)
		padded := paddedSize(size, bodyFloor)
		if padded < size || paddedSize(padded, bodyFloor) != padded || padded > bodyFloor && padded-size > size/8 {
			t.Errorf("%d is padded to %d, and that to %d", size, padded, paddedSize(padded, bodyFloor))
		}
	})
}

// Bytes that unpackBody accepts carry nothing beside the body's frame.
func FuzzUnpackBody(f *testing.F) {
	good, _ := packBody([]byte("body"))
	f.Add(good)
	f.Add(bytes.Repeat([]byte{0}, 512))
	f.Fuzz(func(t *testing.T, padded []byte) {
		frame, err := unpad(padded, bodyFloor)
		if err == nil && !bytes.Equal(pad(appendLP(nil, frame), bodyFloor), padded) {
			t.Error("two paddings for one content")
		}
		if body, err := unpackBody(padded); err == nil && len(body) > MaxBody {
			t.Errorf("inflated to %d bytes", len(body))
		}
	})
}
