package seal

// RecoverySecret is the 256 random bits of the recovery kit: 24 words on paper, and nowhere else.
// From it come the practice's root signing key and the recovery key pair, each by HKDF-SHA256 with a
// label of its own, so the same words give the same keys for as long as the practice lives.
type RecoverySecret struct{ secret }

// NewRecoverySecret draws a new secret, once per practice and per renewed kit.
func NewRecoverySecret() RecoverySecret { return RecoverySecret{newSecret()} }

// RecoverySecretFromBytes takes the 32 bytes that the words stand for.
func RecoverySecretFromBytes(b []byte) (RecoverySecret, error) {
	s, err := secretFrom(b, "a recovery secret")
	return RecoverySecret{s}, err
}

// Root is the practice's root signing key: the Ed25519 seed is
// HKDF-SHA256(secret, no salt, "farne/v1/recovery/root").
func (r RecoverySecret) Root() SigningKey {
	if r.IsZero() {
		return SigningKey{}
	}
	return signingKey(expand(r.bytes(), nil, "farne/v1/recovery/root"))
}

// Decapsulation is the recovery key pair's private half: the KEM's seed is
// HKDF-SHA256(secret, no salt, "farne/v1/recovery/hpke").
func (r RecoverySecret) Decapsulation() DecapsulationKey {
	if r.IsZero() {
		return DecapsulationKey{}
	}
	return DecapsulationKey{expand(r.bytes(), nil, "farne/v1/recovery/hpke")}
}

// Equal compares in constant time.
func (r RecoverySecret) Equal(other RecoverySecret) bool { return r.same(other.secret) }

// JoinSecrets derives, from the secret bits of a join code, the id under j/ and the key of request
// and answer: HKDF-SHA256(bits, no salt, "farne/v1/join/id" and "farne/v1/join/key"); the id is the
// first 16 bytes. Nothing that lasts may be sealed with that key: 80 bits guard minutes, not years.
func JoinSecrets(bits []byte) (ID, Key) {
	id := expand(bits, nil, "farne/v1/join/id")
	return ID(id.bytes()[:16]), Key{expand(bits, nil, "farne/v1/join/key")}
}
