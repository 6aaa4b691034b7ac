package access

import (
	"bytes"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// formVersion is the version of an entry's form.
const formVersion = 1

// form is what an entry is written as: a CBOR array in the core deterministic encoding (RFC 8949,
// section 4.2.1). An id that is not there is an empty byte string. There is no text in it.
//
//	entry = [version: 1, id: bstr .size 16, at: uint, offset: int, person: id, seat: id,
//	         device: bstr .size 16, act: uint, kind: uint, patient: id, norm: id, reason: uint,
//	         outcome: uint, detail: uint, number: uint]
//	id    = bstr .size (0 / 16)
type form struct {
	_       struct{} `cbor:",toarray"`
	Version uint8
	ID      []byte
	At      uint64
	Offset  int16
	Person  []byte
	Seat    []byte
	Device  []byte
	Act     uint8
	Kind    uint8
	Patient []byte
	Norm    []byte
	Reason  uint8
	Outcome uint8
	Detail  uint8
	Number  uint64
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("access: " + err.Error()) // the options are constant
	}
	return v
}

var encoding = must(cbor.CoreDetEncOptions().EncMode())

var decoding = must(cbor.DecOptions{
	IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden, MaxNestedLevels: 4, MaxArrayElements: 16,
}.DecMode())

// Marshal gives the entry's one form, of at most 160 bytes. The error is that of Check.
func (e Entry) Marshal() ([]byte, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	return encoding.Marshal(form{
		Version: formVersion, ID: e.ID[:], At: uint64(e.At), Offset: e.Offset, Person: short(e.Person), Seat: short(e.Seat), Device: e.Device[:],
		Act: uint8(e.Act), Kind: uint8(e.Kind), Patient: short(e.Patient), Norm: short(e.Norm), Reason: uint8(e.Reason),
		Outcome: uint8(e.Outcome), Detail: uint8(e.Detail.Code), Number: e.Detail.Number,
	})
}

// Unmarshal reads exactly what Marshal writes, and refuses every other bytes.
func Unmarshal(data []byte) (Entry, error) {
	var f form
	if err := decoding.Unmarshal(data, &f); err != nil {
		return Entry{}, fmt.Errorf("audit entry: %w", err)
	}
	if f.Version != formVersion {
		return Entry{}, malformed("version")
	}
	wrong := false
	e := Entry{
		ID: long(f.ID, &wrong), At: int64(f.At), Offset: f.Offset, Person: long(f.Person, &wrong), Seat: long(f.Seat, &wrong),
		Device: long(f.Device, &wrong), Act: Act(f.Act), Kind: Kind(f.Kind), Patient: long(f.Patient, &wrong), Norm: long(f.Norm, &wrong),
		Reason: Reason(f.Reason), Outcome: Outcome(f.Outcome), Detail: Detail{Code(f.Detail), f.Number},
	}
	if wrong {
		return Entry{}, malformed("id")
	}
	again, err := e.Marshal()
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(again, data) {
		return Entry{}, malformed("form")
	}
	return e, nil
}

// short leaves an id out that is not there. It never gives nil, which would be written as null.
func short[I ~[16]byte](id I) []byte {
	if id == *new(I) {
		return []byte{}
	}
	return id[:]
}

// long reads what short wrote, and notes a length that it never writes.
func long(b []byte, wrong *bool) (id [16]byte) {
	*wrong = *wrong || len(b) != 0 && len(b) != len(id)
	copy(id[:], b)
	return id
}
