package clinic

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// RowID is the id of a row that came from somewhere else, or of an element of a set: a UUID version 8
// (RFC 9562) from HMAC-SHA256 under the practice's id key over source, type and foreign id, each
// behind its length as four bytes, big endian. The same import on two offline laptops makes the same
// rows; without the key nobody can tell from an id what it was made from.
func RowID(key []byte, source, kind, foreignID string) [16]byte {
	mac := hmac.New(sha256.New, key)
	buf := make([]byte, 0, 12+len(source)+len(kind)+len(foreignID))
	for _, part := range []string{source, kind, foreignID} {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(part)))
		buf = append(buf, part...)
	}
	mac.Write(buf)
	var sum [sha256.Size]byte
	var id [16]byte
	copy(id[:], mac.Sum(sum[:0]))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}
