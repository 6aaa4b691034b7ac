package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"sync"

	"github.com/klauspost/compress/zstd"
)

const (
	// MaxBody is the largest body: what is bigger is cut into chunks or packs before.
	MaxBody   = 32 << 20
	bodyFloor = 512
)

// One encoder and one decoder serve the process: their windows are megabytes, and a laptop seals one
// object at a time. Both are safe for concurrent use.
var (
	encoder = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
		return must(e, err)
	})
	decoder = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxBody))
		return must(d, err)
	})
)

func must[T any](v T, err error) T {
	if err != nil { // only for options out of range
		panic("seal: zstd: " + err.Error())
	}
	return v
}

// packBody compresses and pads a body: what goes into the AEAD.
func packBody(body []byte) ([]byte, error) {
	if len(body) > MaxBody {
		return nil, fmt.Errorf("a body of %d bytes, more than %d", len(body), MaxBody)
	}
	framed := make([]byte, 4, 4+len(body)+len(body)/8+bodyFloor) // room for the worst case: growing would copy megabytes
	framed = encoder().EncodeAll(body, framed)
	binary.BigEndian.PutUint32(framed, uint32(len(framed)-4))
	return pad(framed, bodyFloor), nil
}

// unpackBody undoes packBody. A frame that inflates to more than MaxBody is refused before it does.
func unpackBody(padded []byte) ([]byte, error) {
	frame, err := unpad(padded, bodyFloor)
	if err != nil {
		return nil, err
	}
	body, err := decoder().DecodeAll(frame, nil)
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	if len(body) > MaxBody {
		return nil, zstd.ErrDecoderSizeExceeded
	}
	return body, nil
}

// pad adds zeros up to the padded size.
func pad(framed []byte, floor int) []byte {
	missing := paddedSize(len(framed), floor) - len(framed)
	return append(framed, make([]byte, missing)...)
}

var errPadding = errors.New("padding")

// unpad takes the content out of lp(content) ‖ zeros, and refuses any size or byte that pad would not
// have made: there is one padding for a content, so nothing can hide in it.
func unpad(padded []byte, floor int) ([]byte, error) {
	if len(padded) < 4 {
		return nil, errPadding
	}
	size := uint64(binary.BigEndian.Uint32(padded)) + 4
	if size > uint64(len(padded)) || paddedSize(int(size), floor) != len(padded) {
		return nil, errPadding
	}
	for _, b := range padded[size:] {
		if b != 0 {
			return nil, errPadding
		}
	}
	return padded[4:size], nil
}

// paddedSize is PADMÉ (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
// Communication with PURBs", 2019) with a floor: the mantissa of a size keeps no more bits than its
// exponent has, so the overhead stays below 12 percent and log log n bits of the size leak.
func paddedSize(size, floor int) int {
	if size <= floor {
		return floor
	}
	exponent := bits.Len(uint(size)) - 1
	kept := bits.Len(uint(exponent))
	mask := 1<<(exponent-kept) - 1
	return (size + mask) &^ mask
}

func appendLP(to, b []byte) []byte {
	return append(binary.BigEndian.AppendUint32(to, uint32(len(b))), b...)
}
