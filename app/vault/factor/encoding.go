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
	digits, sum, found := strings.Cut(strings.TrimPrefix(text, prefix), "-")
	raw, err := hex.DecodeString(digits)
	defer clear(raw)
	if !found || err != nil || len(raw) != Size {
		return secret.Secret{}, ErrUnusable
	}
	if subtle.ConstantTimeCompare([]byte(sum), []byte(checksum(raw))) != 1 || text != encode(secret.New(raw)) {
		return secret.Secret{}, ErrUnusable
	}
	return secret.New(raw), nil
}

func checksum(raw []byte) string {
	sum := sha256.Sum256(append([]byte(prefix), raw...))
	return hex.EncodeToString(sum[:4])
}
