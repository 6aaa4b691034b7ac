package seal

import "encoding/binary"

// Version is that of the envelopes that this package writes, and the newest that it reads.
const Version = 1

const (
	magic         = "\x89FARNE\x1a"
	saltSize      = 32
	tagSize       = 16
	signatureSize = 64
	maxExtension  = 8 << 20
	maxObject     = maxExtension + MaxBody + MaxBody/8 // a body that does not compress, padded
)

// encode writes a header that check has passed.
func (h Header) encode() []byte {
	b := make([]byte, 0, 256)
	b = append(b, magic...)
	b = append(b, Version)
	b = append(b, h.Practice[:]...)
	b = binary.BigEndian.AppendUint32(b, h.Generation)
	b = append(b, byte(h.Kind))
	b = append(b, h.Compartment[:]...)
	b = binary.BigEndian.AppendUint32(b, h.Epoch)
	b = append(b, h.KeyID[:]...)
	b = append(b, h.Device[:]...)
	b = binary.BigEndian.AppendUint64(b, h.Sequence)
	b = binary.BigEndian.AppendUint32(b, h.Schema)
	b = appendLP(b, h.extension())
	return append(b, h.Commitment[:]...)
}

func (h Header) extension() (b []byte) {
	t := kinds[h.Kind]
	if t.object {
		b = append(b, h.Object[:]...)
	}
	if t.signer {
		b = append(b, byte(h.Signer.Kind))
		b = append(b, h.Signer.ID[:]...)
	}
	if t.prev == many {
		b = binary.BigEndian.AppendUint16(b, uint16(len(h.Prev)))
	}
	for _, p := range h.Prev {
		b = append(b, p[:]...)
	}
	if t.wraps {
		b = binary.BigEndian.AppendUint16(b, uint16(len(h.Wraps)))
	}
	for _, w := range h.Wraps {
		b = append(b, byte(w.To.Kind))
		b = append(b, w.To.ID[:]...)
		b = appendLP(b, w.Sealed)
	}
	return b
}

// parts are an object cut at its seams. header, salt, ciphertext and signature are slices of it.
type parts struct {
	h          Header
	header     []byte // as it stands, from magic to commitment
	salt       []byte
	ciphertext []byte // with its tag
	signature  []byte
}

// parse cuts an object and reads its header. It believes nothing and allocates no more than the
// object holds. The faults are NotEnvelope, Newer and Damaged.
func parse(name string, object []byte) (parts, error) {
	if len(object) <= len(magic) || string(object[:len(magic)]) != magic {
		return parts{}, refuse(NotEnvelope, name, "")
	}
	if v := object[len(magic)]; v > Version {
		return parts{}, refuse(Newer, name, "version %d", v)
	} else if v < Version {
		return parts{}, refuse(NotEnvelope, name, "version %d", v)
	}
	if len(object) > maxObject {
		return parts{}, refuse(Damaged, name, "%d bytes", len(object))
	}
	r := reader{rest: object[len(magic)+1:]}
	h := r.header()
	p := parts{h: h, header: object[:len(object)-len(r.rest)]}
	p.salt = r.take(saltSize)
	if r.short || len(r.rest) < signatureSize {
		return parts{}, refuse(Damaged, name, "cut short")
	}
	if r.excess {
		return parts{}, refuse(Damaged, name, "header: extension")
	}
	if wrong := h.check(); wrong != "" {
		return parts{}, refuse(Damaged, name, "header: %s", wrong)
	}
	seam := len(r.rest) - signatureSize
	p.ciphertext, p.signature = r.rest[:seam], r.rest[seam:]
	if size := seam - tagSize; size < bodyFloor || paddedSize(size, bodyFloor) != size {
		return parts{}, refuse(Damaged, name, "no padded size")
	}
	return p, nil
}

// reader takes fields off the front. After the first that is not there, short is set and every
// further field is zero.
type reader struct {
	rest   []byte
	short  bool
	excess bool // an extension that holds more than its kind has
}

func (r *reader) take(n int) []byte {
	if r.short || n < 0 || n > len(r.rest) {
		r.short = true
		return nil
	}
	field := r.rest[:n]
	r.rest = r.rest[n:]
	return field
}

func (r *reader) number(size int) (n uint64) {
	for _, b := range r.take(size) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (r *reader) header() (h Header) {
	copy(h.Practice[:], r.take(32))
	h.Generation = uint32(r.number(4))
	h.Kind = Kind(r.number(1))
	copy(h.Compartment[:], r.take(16))
	h.Epoch = uint32(r.number(4))
	copy(h.KeyID[:], r.take(16))
	copy(h.Device[:], r.take(16))
	h.Sequence = r.number(8)
	h.Schema = uint32(r.number(4))
	size := r.number(4)
	if size > maxExtension {
		r.short = true
	}
	ext := reader{rest: r.take(int(size)), short: r.short}
	ext.extension(&h)
	r.short = r.short || ext.short
	r.excess = len(ext.rest) > 0
	copy(h.Commitment[:], r.take(32))
	return h
}

func (r *reader) extension(h *Header) {
	t := kinds[h.Kind]
	if t.object {
		copy(h.Object[:], r.take(16))
	}
	if t.signer {
		h.Signer.Kind = SignerKind(r.number(1))
		copy(h.Signer.ID[:], r.take(16))
	}
	prev := t.prev
	if t.prev == many {
		prev = int(r.number(2))
	}
	for i := 0; i < prev && !r.short; i++ {
		var p Hash
		copy(p[:], r.take(32))
		h.Prev = append(h.Prev, p)
	}
	wraps := 0
	if t.wraps {
		wraps = int(r.number(2))
	}
	for i := 0; i < wraps && !r.short; i++ {
		var w Wrapped
		w.To.Kind = RecipientKind(r.number(1))
		copy(w.To.ID[:], r.take(16))
		w.Sealed = append([]byte(nil), r.take(int(r.number(4)))...)
		h.Wraps = append(h.Wraps, w)
	}
}
