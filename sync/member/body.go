package member

import (
	"bytes"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Schema is the version of the bodies that this package writes. A record of a newer one is kept in the
// graph and does nothing here.
const Schema = 1

// body is a record's body; see the package comment.
type body struct {
	_    struct{} `cbor:",toarray"`
	At   int64
	Acts []writtenAct
}

type writtenAct struct {
	_       struct{} `cbor:",toarray"`
	Kind    Kind
	Payload cbor.RawMessage
}

var (
	encoding = must(deterministic().EncMode())
	decoding = must(cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 8, MaxArrayElements: 1 << 16, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode())
)

// deterministic is the core profile of RFC 8949, 4.2.1, with one form for an empty list.
func deterministic() cbor.EncOptions {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty
	return o
}

func must[T any](v T, err error) T {
	if err != nil { // only for options and types that are constant
		panic("member: " + err.Error())
	}
	return v
}

func marshal(v any) []byte { return must(encoding.Marshal(v)) }

// unmarshal accepts the one form that marshal writes, so that nothing can hide in another.
func unmarshal[T any](b []byte, into *T) error {
	if err := decoding.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%w: %w", errMalformed, err)
	}
	again, err := encoding.Marshal(*into)
	if err != nil || !bytes.Equal(again, b) {
		return fmt.Errorf("%w: not in deterministic form", errMalformed)
	}
	return nil
}

func writeBody(at int64, acts []act) []byte {
	b := body{At: at}
	for _, a := range acts {
		payload := cbor.RawMessage(nil)
		if u, kept := a.(unsupported); kept {
			payload = u.payload
		} else {
			payload = marshal(a)
		}
		b.Acts = append(b.Acts, writtenAct{Kind: a.kind(), Payload: payload})
	}
	return marshal(b)
}

func readBody(raw []byte) (at int64, acts []act, err error) {
	var b body
	if err := unmarshal(raw, &b); err != nil {
		return 0, nil, err
	}
	if len(b.Acts) == 0 {
		return 0, nil, fmt.Errorf("%w: a record without acts", errMalformed)
	}
	for _, written := range b.Acts {
		a, err := written.read()
		if err == nil {
			err = a.check()
		}
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", written.Kind, err)
		}
		acts = append(acts, a)
	}
	return b.At, acts, nil
}

func (w writtenAct) read() (act, error) {
	switch w.Kind {
	case KindEnrol:
		return read[enrol](w.Payload)
	case KindEntitle:
		return read[entitle](w.Payload)
	case KindWrap:
		return read[wrap](w.Payload)
	case KindSucceed:
		return read[succeed](w.Payload)
	case KindFound:
		return read[found](w.Payload)
	case KindCreate:
		return read[create](w.Payload)
	case KindRevoke, KindAdmit:
		// Whom it is about is worth showing although nothing is done about it yet; a later version
		// may have given it another form, so one that cannot be read is kept all the same.
		var p pinned
		if unmarshal(w.Payload, &p) == nil && checkPins(p.Pins) == nil {
			return unsupported{is: w.Kind, payload: w.Payload, device: p.Device}, nil
		}
	}
	return unsupported{is: w.Kind, payload: w.Payload}, nil
}

func read[T act](payload []byte) (act, error) {
	var a T
	if err := unmarshal(payload, &a); err != nil {
		return nil, err
	}
	return a, nil
}
