package remote

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
)

const masked = "[secret]"

// Secret is a storage secret. However it is printed, formatted, logged or marshalled, it shows
// "[secret]"; only Reveal and EncodeConfig give it away. The zero value is the empty secret. Beware of
// == : it compares identities; use Equal.
type Secret struct {
	// Behind a pointer, because fmt prints the unexported fields of structs without asking them.
	value *string
}

// NewSecret wraps a secret.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the secret itself, for the one place that signs with it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero tells whether there is no secret.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Equal compares in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

func (Secret) String() string                { return masked }
func (Secret) GoString() string              { return masked }
func (Secret) LogValue() slog.Value          { return slog.StringValue(masked) }
func (Secret) MarshalJSON() ([]byte, error)  { return []byte(`"` + masked + `"`), nil }
func (Secret) MarshalText() ([]byte, error)  { return []byte(masked), nil }
func (Secret) Format(f fmt.State, verb rune) { _, _ = f.Write([]byte(masked)) }

// UnmarshalJSON takes a secret from a file that holds it in clear; a masked one is refused, so that
// a printed configuration is not mistaken for a stored one.
func (s *Secret) UnmarshalJSON(data []byte) error {
	var value string
	if err := json.Unmarshal(data, &value); err != nil {
		return errors.New("the secret is no JSON string")
	}
	if value == masked {
		return errors.New("the secret is masked: this configuration was printed, not stored")
	}
	*s = NewSecret(value)
	return nil
}
