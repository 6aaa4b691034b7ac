// Package factor holds the second factor: the 32-byte secret that stands beside the password, either
// in the operating system's keychain or in a key file.
//
// Use Ensure where a home is being made or mended (init, join, restore, unlock) and Read everywhere
// else. Both never overwrite a secret that exists. Tell ErrAbsent (there is none) from
// ErrUnavailable (nobody knows: locked, no session, no answer): only the first may lead to a new
// secret. Beware: there is no fall-back from one factor to the other, and none to a key in plain
// sight; when the keychain is not to be had, the caller asks for a key file or for the recovery kit.
package factor

import (
	"context"
	"errors"

	"farne/app/vault/secret"
)

// Kind says where a home's second factor stands. The vault file carries it in clear.
type Kind string

// The kinds of second factor.
const (
	KindKeychain Kind = "keychain"
	KindKeyFile  Kind = "key-file"
)

// Valid tells whether this version knows the kind.
func (k Kind) Valid() bool { return k == KindKeychain || k == KindKeyFile }

// Size is the length of the secret in bytes.
const Size = 32

// Why a second factor could not be had. Each stands in the chain of a failure with words for people.
var (
	ErrAbsent      = errors.New("there is no second factor under this name")
	ErrUnavailable = errors.New("the second factor cannot be reached")
	ErrUnusable    = errors.New("the second factor is not what Farne wrote")
	ErrExposed     = errors.New("the key file can be read by others")
)

// Factor is one place where a second factor stands.
type Factor interface {
	Kind() Kind
	// Read gives the secret. Errors: ErrAbsent, ErrUnavailable, ErrUnusable, ErrExposed, in a
	// failure with the code WrongKey.
	Read(ctx context.Context) (secret.Secret, error)
	// Ensure reads the secret or, only where there is certainly none, makes one. created tells which.
	Ensure(ctx context.Context) (s secret.Secret, created bool, err error)
}
