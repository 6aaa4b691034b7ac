package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"farne/app/vault/factor"
	"farne/app/vault/secret"
)

const label = "farne/vault/1/"

var errSealed = errors.New("does not open")

// factorKeys are the keys that come from the second factor alone.
type factorKeys struct {
	factor, check, mac, names, audit Secret
}

func keysOf(second Secret, home ID) (factorKeys, error) {
	if second.Len() != factor.Size {
		return factorKeys{}, errors.New("vault: the second factor has the wrong length")
	}
	from := func(name string) Secret { return expand(second.Bytes(), home[:], label+name) }
	return factorKeys{
		factor: secret.New(second.Bytes()),
		check:  from("check"), mac: from("mac"), names: from("names"), audit: from("audit.db"),
	}, nil
}

func (k factorKeys) wipe() {
	for _, s := range []Secret{k.factor, k.check, k.mac, k.names, k.audit} {
		s.Wipe()
	}
}

// personKey needs both: the password and the second factor.
func personKey(normal, second Secret, salt []byte, p Params) Secret {
	stretched := derive(normal.Bytes(), salt, p)
	defer stretched.Wipe()
	both := append(append(make([]byte, 0, 64), stretched.Bytes()...), second.Bytes()...)
	defer clear(both)
	return expand(both, salt, label+"person")
}

// expand is HKDF-SHA256 to 32 bytes.
func expand(material, salt []byte, info string) Secret {
	out, err := hkdf.Key(sha256.New, material, salt, info, 32)
	if err != nil { // only for a length beyond 8,160 bytes
		panic("vault: hkdf: " + err.Error())
	}
	defer clear(out)
	return secret.New(out)
}

// seal is AES-256-GCM with a random nonce in front.
func seal(key Secret, plain, aad []byte) []byte { return gcm(key).Seal(nil, nil, plain, aad) }

func open(key Secret, sealed, aad []byte) (Secret, error) {
	plain, err := gcm(key).Open(nil, nil, sealed, aad)
	if err != nil {
		return Secret{}, errSealed
	}
	defer clear(plain)
	return secret.New(plain), nil
}

func gcm(key Secret) cipher.AEAD {
	block, err := aes.NewCipher(key.Bytes())
	if err == nil {
		if aead, err := cipher.NewGCMWithRandomNonce(block); err == nil {
			return aead
		}
	}
	panic("vault: a key has the wrong length")
}

// bind joins associated data without ambiguity: a label, then each part after its 4-byte length.
func bind(what string, parts ...[]byte) []byte {
	out := []byte(label + what)
	for _, part := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}
