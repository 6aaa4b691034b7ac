// Package verbatim makes the bytes small in which an imported resource is kept, and gives the resource
// back exactly. Use Pack before a copy is stored and Unpack when it is read.
//
// The form is one byte 1 and a zstd frame (RFC 8878) that was made with the raw dictionary of this
// package, number 1: the words that all FHIR resources share. A single resource then takes about a
// quarter of its JSON. Beware: the dictionary is part of the format. A better one is number 2, and 1
// stays.
package verbatim

import (
	_ "embed"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

//go:embed dictionary.txt
var dictionary []byte

const (
	form         = 1
	dictionaryID = 1
	// largest is what one copy may unpack to: more than any resource that an import lets in.
	largest = 64 << 20
)

// ErrDamaged says that bytes are no packed resource.
var ErrDamaged = errors.New("a verbatim copy is damaged")

var encoders = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderDictRaw(dictionaryID, dictionary))
	if err != nil {
		panic(err) // the options are constant
	}
	return e
}}

var decoders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderDictRaw(dictionaryID, dictionary))
	if err != nil {
		panic(err) // the options are constant
	}
	return d
}}

// Pack makes a resource small. The same resource may give other bytes in another version.
func Pack(resource []byte) []byte {
	e := encoders.Get().(*zstd.Encoder)
	defer encoders.Put(e)
	return e.EncodeAll(resource, []byte{form})
}

// Unpack gives the very bytes that were packed; ErrDamaged for what is no packed resource.
func Unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 || packed[0] != form {
		return nil, ErrDamaged
	}
	d := decoders.Get().(*zstd.Decoder)
	defer decoders.Put(d)
	resource, err := d.DecodeAll(packed[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return resource, nil
}
