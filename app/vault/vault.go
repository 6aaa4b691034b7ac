// Package vault keeps the keys on this laptop closed: one file that needs two things to open, a
// person's password and the second factor (package factor). It stores opaque secret bytes for each
// person and knows nothing of what they open.
//
// Use Create for a new home, Inspect to learn from the file alone which second factor it wants, Open
// once that is at hand: from then on the people's names can be listed and the audit log's key is
// known; SignIn gives a person's secret for their password. Beware: SignIn counts a try before it
// looks at the password and may answer with a *Delay. Nothing here ever wipes a secret because of
// wrong passwords. The vault protects no better against somebody who can put back an older copy of
// the whole file than the file system does: that brings back the old count of tries and old
// passwords, but opens nothing.
//
// # How things are closed
//
// F is the 32-byte second factor, home the 16-byte id of the home, HKDF is HKDF-SHA256 (RFC 5869)
// with salt = home and 32 bytes out.
//
//	check value    HKDF(F, "farne/vault/1/check"), in clear: tells a wrong second factor from damage
//	file MAC       HMAC-SHA256 under HKDF(F, "farne/vault/1/mac") over the whole file
//	names          AES-256-GCM under HKDF(F, "farne/vault/1/names"), AAD = home ‖ person
//	audit.db key   HKDF(F, "farne/vault/1/audit.db")
//	person's key   HKDF-SHA256(Argon2id(password, salt) ‖ F, salt = salt, "farne/vault/1/person")
//	secret         AES-256-GCM under the person's key, AAD = everything that is clear in the entry
//
// A nonce is random and stands before its ciphertext. A person's salt is new whenever the secret is
// closed anew, so that every person's key is used once. Passwords are in the form of
// password.Normalise.
package vault

import (
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"farne/app/vault/factor"
	"farne/app/vault/secret"
)

// Secret is bytes that do not print; see package secret.
type Secret = secret.Secret

// ID is the id of a home or a person: 16 bytes, written in 26 characters of lower-case base32.
type ID [16]byte

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID makes a random id.
func NewID() ID { return ID(secret.Random(16).Bytes()) }

// ParseID reads what String wrote, and nothing else.
func ParseID(text string) (ID, error) {
	raw, err := base32Lower.DecodeString(text)
	if err != nil || len(raw) != len(ID{}) || base32Lower.EncodeToString(raw) != text {
		return ID{}, fmt.Errorf("%.32q is not an id", text)
	}
	return ID(raw), nil
}

// String gives the 26 characters.
func (id ID) String() string { return base32Lower.EncodeToString(id[:]) }

// MarshalJSON writes the 26 characters.
func (id ID) MarshalJSON() ([]byte, error) { return json.Marshal(id.String()) }

// UnmarshalJSON reads them.
func (id *ID) UnmarshalJSON(data []byte) error {
	var text string
	err := json.Unmarshal(data, &text)
	if err == nil {
		*id, err = ParseID(text)
	}
	return err
}

// Person is somebody who can sign in on this laptop.
type Person struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// Config says how a vault is made.
type Config struct {
	Home   ID
	Kind   factor.Kind
	Factor Secret // the second factor's secret, factor.Size bytes
	Params Params // of passwords set from now on; the zero value means Calibrate
	Now    func() time.Time
}

// Vault is a vault file with its second factor at hand. It is safe for concurrent use, by several
// processes too: each change locks the file and reads it anew.
type Vault struct {
	path string
	home ID
	kind factor.Kind
	keys factorKeys
	now  func() time.Time
	late *memory
}

// Home is the id of the home.
func (v *Vault) Home() ID { return v.home }

// Kind is where the second factor stands.
func (v *Vault) Kind() factor.Kind { return v.kind }

// AuditKey is the key of audit.db, 32 bytes. It comes from the second factor alone, so that a failed
// sign-in can be recorded.
func (v *Vault) AuditKey() Secret { return secret.New(v.keys.audit.Bytes()) }

// Close wipes what this Vault holds, as far as Go lets it. It must not be used afterwards.
func (v *Vault) Close() { v.keys.wipe() }

func sameName(a, b string) bool { return strings.EqualFold(trimName(a), trimName(b)) }
