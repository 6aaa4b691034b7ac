package factor

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"farne/app/vault/secret"
)

// prefix names the written form: "farne-key-1-", 64 hex digits of the secret, "-", 8 hex digits of
// its SHA-256 over the prefix and the secret, all in lower case. It is 85 characters long, far below
// what any keychain takes (the tightest, on Windows, takes 2,560 bytes).
const prefix = "farne-key-1-"

func encode(s secret.Secret) string {
	return prefix + hex.EncodeToString(s.Bytes()) + "-" + checksum(s.Bytes())
}

// decode accepts exactly what encode wrote, with nothing around it.
func decode(text string) (secret.Secret, error) {
	digits, _, _ := strings.Cut(strings.TrimPrefix(text, prefix), "-")
	raw, err := hex.DecodeString(digits)
	defer clear(raw)
	if err != nil || len(raw) != Size {
		return secret.Secret{}, ErrUnusable
	}
	s := secret.New(raw)
	if subtle.ConstantTimeCompare([]byte(text), []byte(encode(s))) != 1 {
		return secret.Secret{}, ErrUnusable
	}
	return s, nil
}

func checksum(raw []byte) string {
	sum := sha256.Sum256(append([]byte(prefix), raw...))
	return hex.EncodeToString(sum[:4])
}
