package filekey

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

const label = "farne/filekey/1/"

var errUnwrap = errors.New("the wrap does not open")

// contextOf binds a wrap to its file and its recipient: the label, then each part after its 4-byte
// length.
func contextOf(file string, to Recipient) []byte {
	out := []byte(label + "wrap")
	for _, part := range []string{file, string(to.Kind), to.ID} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

func (g *ring) add(key secret.Secret, to []Wrapper) error {
	for _, wrapper := range to {
		who := wrapper.Recipient()
		if who.Kind == "" || who.ID == "" || len(who.ID) > 200 {
			return fmt.Errorf("keys of %s: %+v is not a recipient", g.File, who)
		}
		wrapped, err := wrapper.Wrap(key, contextOf(g.File, who))
		if err != nil {
			return fmt.Errorf("keys of %s: wrap to %s: %w", g.File, who.Kind, err)
		}
		g.Wraps = slices.DeleteFunc(g.Wraps, func(w wrap) bool { return w.Recipient == who })
		g.Wraps = append(g.Wraps, wrap{who, wrapped})
	}
	slices.SortFunc(g.Wraps, compare)
	return nil
}

func compare(a, b wrap) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) }

// ordered tells whether the wraps ascend strictly, so that nobody is there twice.
func (g *ring) ordered() bool {
	for i := 1; i < len(g.Wraps); i++ {
		if compare(g.Wraps[i-1], g.Wraps[i]) >= 0 {
			return false
		}
	}
	return true
}

func (g *ring) open(with []Unwrapper) (secret.Secret, error) {
	problem := failure.Wrap(ErrNoWrap, failure.Refused, "These records are not for this person on this laptop.", "Ask an administrator of the practice.")
	for _, unwrapper := range with {
		who := unwrapper.Recipient()
		i := slices.IndexFunc(g.Wraps, func(w wrap) bool { return w.Recipient == who })
		if i < 0 {
			continue
		}
		key, err := unwrapper.Unwrap(g.Wraps[i].Wrapped, contextOf(g.File, who))
		if err == nil && key.Len() == KeySize {
			return key, nil
		}
		problem = failure.Wrap(errors.Join(errUnwrap, err), failure.WrongKey, "The key for "+g.File+" does not open with this key. The file itself was not touched.",
			"Check that the recovery kit or the person belongs to this laptop; otherwise restore from the backup.")
	}
	return secret.Secret{}, problem
}

// Symmetric wraps and unwraps with a secret that both sides hold: AES-256-GCM with a random nonce,
// under HKDF-SHA256(secret, no salt, "farne/filekey/1/symmetric"), context as associated data.
func Symmetric(who Recipient, with secret.Secret) interface {
	Wrapper
	Unwrapper
} {
	return symmetric{who, with}
}

type symmetric struct {
	who  Recipient
	with secret.Secret
}

func (s symmetric) Recipient() Recipient { return s.who }

func (s symmetric) Wrap(key secret.Secret, context []byte) ([]byte, error) {
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, key.Bytes(), context), nil
}

func (s symmetric) Unwrap(wrapped, context []byte) (secret.Secret, error) {
	aead, err := s.aead()
	if err != nil {
		return secret.Secret{}, err
	}
	key, err := aead.Open(nil, nil, wrapped, context)
	if err != nil {
		return secret.Secret{}, errUnwrap
	}
	defer clear(key)
	return secret.New(key), nil
}

func (s symmetric) aead() (cipher.AEAD, error) {
	if s.with.Len() < 32 {
		return nil, fmt.Errorf("a wrapping secret of %d bytes is too short", s.with.Len())
	}
	key, err := hkdf.Key(sha256.New, s.with.Bytes(), nil, label+"symmetric", 32)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
