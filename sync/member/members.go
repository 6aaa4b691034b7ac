package member

import (
	"bytes"
	"slices"

	"farne/sync/hlc"
	"farne/sync/seal"
)

// PracticeCompartment is the compartment that every seat has: member records and backups are sealed
// under its key.
const PracticeCompartment = "practice"

// Epoch is a generation of a compartment's key.
type Epoch struct {
	Number uint32 // from 1
	Key    seal.KeyID
}

// Compartment is a context of information: one key, one file, one chain per device, one tree.
type Compartment struct {
	ID     seal.ID
	Name   string     // practice, desk, care, billing, or private/<person>
	Tree   seal.KeyID // of the tree key, which never changes
	Epochs []Epoch    // ascending; the last is current
}

// Device is an enrolled laptop. It stays enrolled when it is succeeded: what it wrote still counts.
type Device struct {
	ID          seal.ID
	Key         seal.PublicKey
	Predecessor seal.ID // the id that this laptop had before; zero for none
	Successor   seal.ID // the id that it has now; zero while this is it
}

// Seat is one person on one device.
type Seat struct {
	ID            seal.ID
	Device        seal.ID
	Person        seal.ID // row id of the person, in compartment practice
	Key           seal.PublicKey
	Encapsulation seal.EncapsulationKey
	Roles         []string // ids of roles, ascending; what they mean, the norms say
	Administrator bool     // may enrol and entitle
}

// Members is what a log says, once it is verified, and the keys that its holder was given. It does not
// change and is safe for concurrent use.
type Members struct {
	log   *Log
	root  seal.PublicKey
	pool  map[seal.KeyID]seal.Key // as unwrapped: only for opening records again
	keys  map[seal.KeyID]seal.Key // those whose id stands in a record that counts
	trees map[seal.ID]seal.Key

	state    *state
	heads    []seal.Hash
	highest  uint64
	problems []Problem
}

// Practice is the practice's id.
func (m *Members) Practice() seal.Practice { return seal.PracticeOf(m.root) }

// Root is the root public key from which everything was verified.
func (m *Members) Root() seal.PublicKey { return m.root }

// Recovery is the public key to which keys are wrapped for the recovery kit.
func (m *Members) Recovery() seal.EncapsulationKey { return m.state.recovery }

// IsKit tells whether a recovery secret is the one of this practice.
func (m *Members) IsKit(secret seal.RecoverySecret) bool {
	return secret.Root().Public() == m.root && secret.Decapsulation().Public() == m.state.recovery
}

// Heads are the hashes of the records that count and that no other names, ascending.
func (m *Members) Heads() []seal.Hash { return slices.Clone(m.heads) }

// Problems are what is wrong with records of the log, in a fixed order. They never keep the rest from
// counting.
func (m *Members) Problems() []Problem { return slices.Clone(m.problems) }

// Device is the public key that verifies a device's batches, hints, backups and logs.
func (m *Members) Device(id seal.ID) (key seal.PublicKey, enrolled bool) {
	d, enrolled := m.state.devices[id]
	return d.Key, enrolled
}

// Devices are all enrolled devices, ascending by id.
func (m *Members) Devices() []Device {
	var all []Device
	for _, d := range m.state.devices {
		all = append(all, d.Device)
	}
	slices.SortFunc(all, func(a, b Device) int { return compareIDs(a.ID, b.ID) })
	return all
}

// ByStamp finds the device that an HLC names.
func (m *Members) ByStamp(stamp hlc.Device) (Device, bool) {
	for id, d := range m.state.devices {
		if hlc.DeviceOf(id) == stamp {
			return d.Device, true
		}
	}
	return Device{}, false
}

// Seat finds a seat by its id.
func (m *Members) Seat(id seal.ID) (Seat, bool) {
	s, known := m.state.seats[id]
	return s.clone(), known
}

// Seats are all seats, ascending by id.
func (m *Members) Seats() []Seat {
	var all []Seat
	for _, s := range m.state.seats {
		all = append(all, s.clone())
	}
	slices.SortFunc(all, func(a, b Seat) int { return compareIDs(a.ID, b.ID) })
	return all
}

func (s seat) clone() Seat {
	c := s.Seat
	c.Roles = slices.Clone(c.Roles)
	return c
}

// Compartments are all compartments, whether one holds their keys or not, ascending by name.
func (m *Members) Compartments() []Compartment {
	var all []Compartment
	for _, c := range m.state.compartments {
		c.Epochs = slices.Clone(c.Epochs)
		all = append(all, c.Compartment)
	}
	slices.SortFunc(all, func(a, b Compartment) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return all
}

// Compartment finds a compartment by its name.
func (m *Members) Compartment(name string) (Compartment, bool) {
	for _, c := range m.Compartments() {
		if c.Name == name {
			return c, true
		}
	}
	return Compartment{}, false
}

// Entitlements are the compartments to which a seat is entitled, ascending by id. That a key was
// wrapped for it is another thing: see WrapDue.
func (m *Members) Entitlements(seat seal.ID) []seal.ID {
	var all []seal.ID
	for e := range m.state.entitled {
		if e.seat == seat {
			all = append(all, e.compartment)
		}
	}
	return sortedIDs(all)
}

// Key is the epoch key that an object's header names, if it is one of that compartment and one holds it.
func (m *Members) Key(compartment seal.ID, id seal.KeyID) (seal.Key, bool) {
	for _, e := range m.state.compartments[compartment].Epochs {
		if e.Key == id {
			key, held := m.keys[id]
			return key, held
		}
	}
	return seal.Key{}, false
}

// Current is the compartment's current epoch, its key and the tree key; held is false for a compartment
// whose keys one was not given.
func (m *Members) Current(compartment seal.ID) (epoch Epoch, key, tree seal.Key, held bool) {
	epochs := m.state.compartments[compartment].Epochs
	if len(epochs) == 0 {
		return Epoch{}, seal.Key{}, seal.Key{}, false
	}
	epoch = epochs[len(epochs)-1]
	key, held = m.keys[epoch.Key]
	tree, hasTree := m.trees[compartment]
	return epoch, key, tree, held && hasTree
}
