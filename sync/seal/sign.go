package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
)

// PublicKey is an Ed25519 public key: of a root, a device or a seat.
type PublicKey [ed25519.PublicKeySize]byte

func (p PublicKey) String() string { return base32Lower.EncodeToString(p[:]) }

// IsZero tells whether no key is there.
func (p PublicKey) IsZero() bool { return p == PublicKey{} }

// ID names the key in headers, where the signer is a root: the first 16 bytes of
// SHA-256("farne/v1/public-key" ‖ key).
func (p PublicKey) ID() ID {
	sum := sha256.Sum256(append([]byte("farne/v1/public-key"), p[:]...))
	return ID(sum[:16])
}

func (p PublicKey) verify(message, signature []byte) bool {
	return !p.IsZero() && ed25519.Verify(p[:], message, signature)
}

// SigningKey is an Ed25519 private key (RFC 8032); what Reveal gives is its seed.
type SigningKey struct {
	secret
	public PublicKey
	signer func(message []byte) []byte // a closure for the reason given at secret
}

// NewSigningKey draws a random key.
func NewSigningKey() SigningKey { return signingKey(newSecret()) }

// SigningKeyFromSeed takes the 32 bytes that Reveal gave.
func SigningKeyFromSeed(seed []byte) (SigningKey, error) {
	s, err := secretFrom(seed, "a signing key's seed")
	if err != nil {
		return SigningKey{}, err
	}
	return signingKey(s), nil
}

func signingKey(s secret) SigningKey {
	expanded := ed25519.NewKeyFromSeed(s.bytes())
	return SigningKey{s, PublicKey(expanded[ed25519.SeedSize:]), func(message []byte) []byte {
		return ed25519.Sign(expanded, message)
	}}
}

// Public is the key that verifies; zero for no key.
func (k SigningKey) Public() PublicKey { return k.public }

// Equal compares in constant time.
func (k SigningKey) Equal(other SigningKey) bool { return k.same(other.secret) }

func (k SigningKey) sign(message []byte) []byte { return k.signer(message) }
