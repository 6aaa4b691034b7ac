package record

import (
	"errors"

	"farne/app/vault"
	"farne/app/vault/filekey"
	"farne/app/vault/secret"
	"farne/sync/member"
	"farne/sync/seal"
)

// bundleVersion begins a seat's secret in the vault: version ‖ seat 16 ‖ device 16 ‖ person 16 ‖
// Ed25519 seed 32 ‖ HPKE seed 32.
const (
	bundleVersion = 1
	bundleSize    = 1 + 3*16 + 2*32
)

func bundle(s member.SeatKeys) vault.Secret {
	b := append([]byte{bundleVersion}, s.ID[:]...)
	b = append(append(b, s.Device[:]...), s.Person[:]...)
	return secret.New(append(append(b, s.Signing.Reveal()...), s.Decapsulation.Reveal()...))
}

func openBundle(closed vault.Secret) (s member.SeatKeys, err error) {
	b := closed.Bytes()
	if len(b) != bundleSize || b[0] != bundleVersion {
		return s, errors.New("the vault holds no seat of this version")
	}
	s.ID, s.Device, s.Person = seal.ID(b[1:17]), seal.ID(b[17:33]), seal.ID(b[33:49])
	if s.Signing, err = seal.SigningKeyFromSeed(b[49:81]); err != nil {
		return s, err
	}
	s.Decapsulation, err = seal.DecapsulationKeyFromSeed(b[81:])
	return s, err
}

// hpkeInfo names the use of a wrap of a file key (RFC 9180, info).
const hpkeInfo = "farne/v1/file-key"

// toKey wraps file keys to an HPKE public key: a seat's, or that of the recovery kit.
type toKey struct {
	who filekey.Recipient
	key seal.EncapsulationKey
}

func (t toKey) Recipient() filekey.Recipient { return t.who }

func (t toKey) Wrap(key secret.Secret, context []byte) ([]byte, error) {
	return seal.Wrap(t.key, hpkeInfo, context, key.Bytes())
}

// withKey opens what toKey made.
type withKey struct {
	who filekey.Recipient
	key seal.DecapsulationKey
}

func (w withKey) Recipient() filekey.Recipient { return w.who }

func (w withKey) Unwrap(wrapped, context []byte) (secret.Secret, error) {
	key, err := seal.Unwrap(w.key, hpkeInfo, context, wrapped)
	if err != nil {
		return secret.Secret{}, err
	}
	return secret.New(key), nil
}

func toSeat(s member.SeatKeys) toKey {
	return toKey{filekey.Recipient{Kind: filekey.Seat, ID: s.ID.String()}, s.Decapsulation.Public()}
}

func withSeat(s member.SeatKeys) withKey {
	return withKey{filekey.Recipient{Kind: filekey.Seat, ID: s.ID.String()}, s.Decapsulation}
}

func toRecovery(key seal.EncapsulationKey) toKey {
	return toKey{filekey.Recipient{Kind: filekey.Recovery, ID: key.ID().String()}, key}
}

func withRecovery(kit seal.RecoverySecret) withKey {
	key := kit.Decapsulation()
	return withKey{filekey.Recipient{Kind: filekey.Recovery, ID: key.Public().ID().String()}, key}
}

// epochWrap wraps a compartment's file key under a key of the compartment's epoch, so that a second
// person of this laptop who holds that key can open the file.
func epochWrap(compartment seal.ID, epoch seal.Key) interface {
	filekey.Wrapper
	filekey.Unwrapper
} {
	who := filekey.Recipient{Kind: filekey.Epoch, ID: compartment.String() + " " + epoch.ID().String()}
	return filekey.Symmetric(who, secret.New(epoch.Derive("file key", compartment[:]).Reveal()))
}
