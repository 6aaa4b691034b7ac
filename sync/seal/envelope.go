package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
)

const (
	envelopeLabel  = "farne/v1/envelope"
	signatureLabel = "farne/v1/signature"
)

// Seal makes an object of a body and gives it its name. key must be the one that the package
// comment's table names for the kind. Seal sets the header's KeyID and Commitment. The fault is
// Misuse: a header that its kind does not allow, a body over MaxBody, no key.
func Seal(key Key, signer SigningKey, h Header, body []byte) (name string, object []byte, err error) {
	return sealWith(rand.Reader, key, signer, h, body)
}

// sealWith takes the source of the salt, for test vectors only: a salt that repeats under one key and
// name would repeat the nonce.
func sealWith(random io.Reader, key Key, signer SigningKey, h Header, body []byte) (string, []byte, error) {
	h.KeyID, h.Commitment = key.ID(), [32]byte{}
	name := h.Name().String()
	if key.IsZero() || signer.IsZero() {
		return "", nil, refuse(Misuse, name, "no key")
	}
	if wrong := h.check(); wrong != "" {
		return "", nil, refuse(Misuse, name, "header: %s", wrong)
	}
	padded, err := packBody(body)
	if err != nil {
		return "", nil, refuse(Misuse, name, "%v", err)
	}
	return sealPadded(random, key, signer, h, padded)
}

// sealPadded seals what packBody made of a body; the header has been checked.
func sealPadded(random io.Reader, key Key, signer SigningKey, h Header, padded []byte) (string, []byte, error) {
	name := h.Name().String()
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", nil, fmt.Errorf("salt: %w", err)
	}
	aead, commitment := schedule(key, salt, h.Kind, name)
	h.Commitment = commitment

	// The object is built where the message to be signed ends, so that nothing large is copied.
	header := h.encode()
	message := signedPrefix(name, len(header)+saltSize+len(padded)+tagSize+signatureSize)
	start := len(message)
	message = append(message, header...)
	aad := message[len(signatureLabel):]
	message = append(message, salt...)
	message = aead.Seal(message, make([]byte, aead.NonceSize()), padded, aad)
	message = append(message, signer.sign(message)...)
	return name, message[start:len(message):len(message)], nil
}

// schedule derives an object's own AEAD and its commitment.
func schedule(key Key, salt []byte, kind Kind, name string) (cipher.AEAD, [32]byte) {
	info := appendLP([]byte(envelopeLabel), []byte{byte(kind)})
	out, err := hkdf.Key(sha256.New, key.bytes(), salt, string(appendLP(info, []byte(name))), 64)
	if err != nil { // only for a length beyond 8160 bytes
		panic("seal: hkdf: " + err.Error())
	}
	block := must(aes.NewCipher(out[:32]))
	return must(cipher.NewGCM(block)), [32]byte(out[32:])
}

// signedPrefix begins the message to be signed, with room for the rest; the associated data of the
// AEAD is the same without the label and after the header is appended.
func signedPrefix(name string, room int) []byte {
	b := make([]byte, 0, len(signatureLabel)+4+len(name)+room)
	return appendLP(append(b, signatureLabel...), []byte(name))
}

// ParseHeader reads the clear header of the object that stands under a name. It checks the form and
// that header and name agree, and no signature: nothing in it may be believed before Verify or Open
// agrees. The faults are NotEnvelope, Newer, Damaged and WrongName.
func ParseHeader(name string, object []byte) (Header, error) {
	p, err := parseAs(name, object)
	return p.h, err
}

// Verify checks an object without opening it: form, name, practice and signature. The faults are
// those of ParseHeader, WrongPractice and BadSignature.
func Verify(name string, object []byte, practice Practice, signer PublicKey) (Header, error) {
	p, err := verified(name, object, practice, signer)
	return p.h, err
}

// Open verifies an object and opens its body. A join request has the zero practice. The faults are
// those of Verify, WrongKey, and Damaged for what its own signer sealed badly, as when it would
// inflate to more than MaxBody.
func Open(name string, object []byte, practice Practice, signer PublicKey, key Key) (Header, []byte, error) {
	p, err := verified(name, object, practice, signer)
	if err != nil {
		return Header{}, nil, err
	}
	body, err := p.open(name, key)
	if err != nil {
		return Header{}, nil, err
	}
	return p.h, body, nil
}

// OpenUntrusted opens a body whose signer is not known yet: the key that verifies stands in this body
// or in one that follows. Whoever holds the same key may have written it. Act on nothing in it before
// Verify, with a key that one has reason to trust, agrees.
func OpenUntrusted(name string, object []byte, key Key) (Header, []byte, error) {
	p, err := parseAs(name, object)
	if err != nil {
		return Header{}, nil, err
	}
	body, err := p.open(name, key)
	if err != nil {
		return Header{}, nil, err
	}
	return p.h, body, nil
}

// IsEnvelope tells whether bytes have the form of a sealed object: the guard against plaintext that
// leaves by mistake. An object of a newer version is let through, for a relay must pass it on.
func IsEnvelope(object []byte) bool {
	_, err := parse("", object)
	return err == nil || len(object) > 512 && object[len(magic)] > Version && string(object[:len(magic)]) == magic
}

func parseAs(name string, object []byte) (parts, error) {
	p, err := parse(name, object)
	if err != nil {
		return parts{}, err
	}
	if own := p.h.Name().String(); own != name {
		return parts{}, refuse(WrongName, name, "its header says %s", own)
	}
	return p, nil
}

func verified(name string, object []byte, practice Practice, signer PublicKey) (parts, error) {
	p, err := parseAs(name, object)
	if err != nil {
		return parts{}, err
	}
	if p.h.Practice != practice {
		return parts{}, refuse(WrongPractice, name, "")
	}
	signed := object[:len(object)-signatureSize]
	if !signer.verify(append(signedPrefix(name, len(signed)), signed...), p.signature) {
		return parts{}, refuse(BadSignature, name, "")
	}
	return p, nil
}

// open decrypts and inflates. The commitment is compared before the AEAD is tried.
func (p parts) open(name string, key Key) ([]byte, error) {
	if id := key.ID(); key.IsZero() || id != p.h.KeyID {
		return nil, refuse(WrongKey, name, "it needs key %s", p.h.KeyID)
	}
	aead, commitment := schedule(key, p.salt, p.h.Kind, name)
	if subtle.ConstantTimeCompare(commitment[:], p.h.Commitment[:]) != 1 {
		return nil, refuse(Damaged, name, "commitment")
	}
	aad := append(appendLP(nil, []byte(name)), p.header...)
	padded, err := aead.Open(nil, make([]byte, aead.NonceSize()), p.ciphertext, aad)
	if err != nil {
		return nil, refuse(Damaged, name, "ciphertext")
	}
	body, err := unpackBody(padded)
	if err != nil {
		return nil, refuse(Damaged, name, "body: %v", err)
	}
	return body, nil
}

// OpenPinned opens an object whose bytes are known by their SHA-256 from a place that is signed itself,
// as a row pins the chunks of a large value. That place vouches for the bytes, so who signed the object
// does not matter. The faults are those of ParseHeader, WrongKey and Damaged.
func OpenPinned(name string, object []byte, sum Hash, key Key) ([]byte, error) {
	p, err := parseAs(name, object)
	if err != nil {
		return nil, err
	}
	if Sum(object) != sum {
		return nil, refuse(Damaged, name, "other bytes than were sealed")
	}
	return p.open(name, key)
}
