package member

import "farne/sync/seal"

// DeviceKeys are a laptop's own: its id and the key that signs batches, hints, backups and logs.
type DeviceKeys struct {
	ID      seal.ID
	Signing seal.SigningKey
}

// NewDevice mints a device.
func NewDevice() DeviceKeys { return DeviceKeys{seal.NewID(), seal.NewSigningKey()} }

// SeatKeys are one person's on one device: the key to which compartment keys are wrapped, and the key
// that signs member records.
type SeatKeys struct {
	ID            seal.ID
	Device        seal.ID
	Person        seal.ID
	Signing       seal.SigningKey
	Decapsulation seal.DecapsulationKey
}

// NewSeat mints a seat for a person on a device.
func NewSeat(device, person seal.ID) SeatKeys {
	return SeatKeys{seal.NewID(), device, person, seal.NewSigningKey(), seal.NewDecapsulationKey()}
}

// Newcomer is who shall be enrolled: public keys only, as a join request carries them, and what an
// administrator decides.
type Newcomer struct {
	Device        seal.ID
	DeviceKey     seal.PublicKey
	Seat          seal.ID
	SeatKey       seal.PublicKey
	Encapsulation seal.EncapsulationKey

	Person        seal.ID
	Roles         []string
	Administrator bool
	Compartments  []seal.ID // to be entitled to; practice comes by itself
}

// Introduce takes the public part of a device's and a seat's keys.
func Introduce(d DeviceKeys, s SeatKeys) Newcomer {
	return Newcomer{
		Device: d.ID, DeviceKey: d.Signing.Public(),
		Seat: s.ID, SeatKey: s.Signing.Public(), Encapsulation: s.Decapsulation.Public(), Person: s.Person,
	}
}

// Author is who signs a record, and on which device it is written.
type Author struct {
	signer seal.Signer
	key    seal.SigningKey
	device seal.ID
}

// AsSeat signs with a seat's key: an administrator's for Enrol and Entitle, any for WrapDue.
func AsSeat(s SeatKeys) Author {
	return Author{seal.Signer{Kind: seal.BySeat, ID: s.ID}, s.Signing, s.Device}
}

// AsRoot signs with the root key, which the recovery kit gives. device is the laptop that writes: one
// that is enrolled, or the one that this record enrols.
func AsRoot(secret seal.RecoverySecret, device seal.ID) Author {
	root := secret.Root()
	return Author{seal.Signer{Kind: seal.ByRoot, ID: root.Public().ID()}, root, device}
}

// asOld signs with a device's key for the id that takes its place, so that two copies of one laptop
// that both notice it do not write under one name.
func asOld(old DeviceKeys, successor seal.ID) Author {
	return Author{seal.Signer{Kind: seal.ByDevice, ID: old.ID}, old.Signing, successor}
}
