package remote

import (
	"context"

	"farne/sync/failure"
)

// Sealed refuses to Put what does not begin as an envelope: the last guard against plaintext leaving
// the laptop by mistake (others uploaded it for years when their encryption was silently off). Make
// it the outermost decorator of every store that carries a record.
func Sealed(inner Store, isEnvelope func([]byte) bool) Store {
	return &sealed{inner, isEnvelope}
}

type sealed struct {
	Store
	isEnvelope func([]byte) bool
}

func (s *sealed) Unwrap() Store { return s.Store }

func (s *sealed) Put(ctx context.Context, name string, data []byte, mode Mode) error {
	if !s.isEnvelope(data) {
		return failure.New(failure.Internal,
			"Farne was about to send something that is not sealed and stopped. Nothing left this laptop.",
			"This is a fault in Farne: please report it.")
	}
	return s.Store.Put(ctx, name, data, mode)
}
