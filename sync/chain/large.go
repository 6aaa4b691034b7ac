package chain

import (
	"crypto/sha256"
	"unicode/utf8"

	"farne/sync/seal"
	"farne/sync/state"
)

// Chunk is one sealed object of a large value.
type Chunk struct {
	Name   string
	Object []byte
}

// SealLarge moves a value out of its row: it seals the content in chunks, under a key that serves this
// value alone, and makes the reference that takes its place.
func SealLarge(w Writer, v state.Value) (reference state.Value, chunks []Chunk, err error) {
	content := contentOf(v)
	key := seal.NewKey()
	l := state.Large{ID: state.ID(seal.NewID()), Kind: v.Kind(), Size: len(content), Sum: sha256.Sum256(content), Key: [32]byte(key.Reveal())}
	for rest := content; len(rest) > 0; rest = rest[min(state.ChunkSize, len(rest)):] {
		h := w.Header(seal.Chunk, uint64(len(chunks)))
		h.Epoch, h.Object = 0, seal.ID(l.ID)
		name, object, err := seal.Seal(key, w.Signer, h, rest[:min(state.ChunkSize, len(rest))])
		if err != nil {
			return state.Value{}, nil, err
		}
		chunks, l.Chunks = append(chunks, Chunk{name, object}), append(l.Chunks, seal.Sum(object))
	}
	reference, err = state.Reference(l)
	return reference, chunks, err
}

// ChunkName is the name of a large value's chunk n.
func ChunkName(compartment seal.ID, l state.Large, n int) string {
	return seal.Name{Kind: seal.Chunk, Compartment: compartment, Object: seal.ID(l.ID), Number: uint64(n)}.String()
}

// OpenLarge puts the content together again. The errors wrap a seal.Error or ErrBroken.
func OpenLarge(l state.Large, chunks []Chunk) (state.Value, error) {
	key, err := seal.KeyFromBytes(l.Key[:])
	if err != nil {
		return state.Value{}, err
	}
	if len(chunks) != len(l.Chunks) {
		return state.Value{}, broken("%d chunks of a large value, not %d", len(chunks), len(l.Chunks))
	}
	content := make([]byte, 0, l.Size)
	for n, chunk := range chunks {
		part, err := seal.OpenPinned(chunk.Name, chunk.Object, l.Chunks[n], key)
		if err != nil {
			return state.Value{}, err
		}
		if len(content)+len(part) > l.Size {
			return state.Value{}, broken("a large value that is larger than it says")
		}
		content = append(content, part...)
	}
	if len(content) != l.Size || sha256.Sum256(content) != l.Sum {
		return state.Value{}, broken("a large value with another content")
	}
	if l.Kind == state.KindBlob {
		return state.Blob(content), nil
	}
	if !utf8.Valid(content) {
		return state.Value{}, broken("a large text that is not UTF-8")
	}
	return state.Text(string(content)), nil
}

func contentOf(v state.Value) []byte {
	if v.Kind() == state.KindBlob {
		return v.Blob()
	}
	return []byte(v.Text())
}

// Sealer seals what one device writes in one compartment.
type Sealer struct {
	// Batch makes the object of the batch that follows previous, and the head that it leads to.
	Batch func(previous Head, others Frontier, changes []state.Change) (name string, object []byte, head Head, err error)
	// Large moves a large value out of its row.
	Large func(v state.Value) (reference state.Value, chunks []Chunk, err error)
}
