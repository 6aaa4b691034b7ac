package member

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"farne/sync/hlc"
	"farne/sync/seal"
)

// state is what the records before a point say. Every fact knows which record said it (an index into
// the records that count), because a signer may rely only on what its record follows.
type state struct {
	recovery     seal.EncapsulationKey
	practice     seal.ID // the compartment of that name
	compartments map[seal.ID]compartment
	devices      map[seal.ID]device
	seats        map[seal.ID]seat
	entitled     map[entitlement][]int
	wrapped      map[wrapping]bool
}

type compartment struct {
	Compartment
	since int
}

type device struct {
	Device
	since     int
	succeeded []int // records by which it was succeeded
}

type seat struct {
	Seat
	since int
}

type entitlement struct{ seat, compartment seal.ID }

type wrapping struct {
	to  seal.Recipient
	key seal.KeyID
}

func newState() *state {
	return &state{
		compartments: map[seal.ID]compartment{}, devices: map[seal.ID]device{}, seats: map[seal.ID]seat{},
		entitled: map[entitlement][]int{}, wrapped: map[wrapping]bool{},
	}
}

// clone lets a record be tried: all of its acts happen, or none.
func (s *state) clone() *state {
	c := *s
	c.compartments, c.devices, c.seats = maps.Clone(s.compartments), maps.Clone(s.devices), maps.Clone(s.seats)
	c.entitled, c.wrapped = maps.Clone(s.entitled), maps.Clone(s.wrapped)
	return &c
}

var (
	errNotAllowed = errors.New("not allowed")
	errCollision  = errors.New("collides with a record before it")
)

func notAllowed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errNotAllowed, fmt.Sprintf(format, args...))
}

func collides(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errCollision, fmt.Sprintf(format, args...))
}

// isEntitled tells whether a seat was entitled by a record of this past.
func (s *state) isEntitled(seat, compartment seal.ID, p past) bool {
	return slices.ContainsFunc(s.entitled[entitlement{seat, compartment}], p.has)
}

// hasTwin tells whether a device shares the first 8 bytes of its id with another: HLCs name devices by
// those.
func (s *state) hasTwin(id seal.ID) bool {
	for other := range s.devices {
		if other != id && hlc.DeviceOf(other) == hlc.DeviceOf(id) {
			return true
		}
	}
	return false
}

// past is what a record follows, and the record itself; or all records that count.
type past struct {
	before bits
	self   int
	all    bool
}

func (p past) has(record int) bool { return p.all || record == p.self || p.before.has(record) }

// bits is a set of small numbers.
type bits []uint64

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]>>(i%64)&1 == 1 }

// with is a new set that also has i.
func (b bits) with(i int) bits {
	united := append(make(bits, 0, max(len(b), i/64+1)), b...)
	for len(united) <= i/64 {
		united = append(united, 0)
	}
	united[i/64] |= 1 << (i % 64)
	return united
}

// and is a new set that has what either has.
func (b bits) and(other bits) bits {
	if len(b) < len(other) {
		b, other = other, b
	}
	united := slices.Clone(b)
	for i, word := range other {
		united[i] |= word
	}
	return united
}
