package member

import (
	"slices"

	"farne/sync/seal"
)

// author is who signed a record, found in the records that it follows.
type author struct {
	kind seal.SignerKind
	id   seal.ID
	key  seal.PublicKey
	seat Seat // of a seat
}

// governs tells whether an author may say who is a member and what exists.
func (a author) governs() bool {
	return a.kind == seal.ByRoot || a.kind == seal.BySeat && a.seat.Administrator
}

// apply carries out one act of a record, or tells why it may not be: errNotAllowed, or errCollision for
// what was allowed.
func (s *state) apply(a act, by author, p past) error {
	switch a := a.(type) {
	case found:
		return notAllowed("a second founding")
	case create:
		return s.create(a, by, p)
	case enrol:
		return s.enrol(a, by, p)
	case entitle:
		return s.entitle(a, by, p)
	case wrap:
		return s.wrap(a, by, p)
	case succeed:
		return s.succeed(a, by, p)
	}
	return nil // kept, and reported by the caller
}

func (s *state) create(a create, by author, p past) error {
	if !by.governs() {
		return notAllowed("only an administrator creates a compartment")
	}
	for id, c := range s.compartments {
		if id == a.Compartment || c.Name == a.Name {
			return collides("compartment %s exists", c.ID)
		}
	}
	s.compartments[a.Compartment] = compartment{Compartment{
		ID: a.Compartment, Name: a.Name, Tree: a.Tree, Epochs: []Epoch{{a.Epoch, a.Key}},
	}, p.self}
	return nil
}

func (s *state) enrol(a enrol, by author, p past) error {
	if !by.governs() {
		return notAllowed("only an administrator enrols")
	}
	if _, exists := s.seats[a.Seat]; exists {
		return collides("seat %s exists", a.Seat)
	}
	if s.hasTwin(a.Device) {
		return collides("device %s has a twin", a.Device)
	}
	d, exists := s.devices[a.Device]
	if exists && d.Key != a.DeviceKey {
		return collides("device %s exists with another key", a.Device)
	}
	if !exists {
		s.devices[a.Device] = device{Device: Device{ID: a.Device, Key: a.DeviceKey}, since: p.self}
	}
	encapsulation, err := seal.EncapsulationKeyFromBytes(a.Encapsulation)
	if err != nil {
		return err
	}
	s.seats[a.Seat] = seat{Seat{
		ID: a.Seat, Device: a.Device, Person: a.Person, Key: a.SeatKey, Encapsulation: encapsulation,
		Roles: a.Roles, Administrator: a.Administrator,
	}, p.self}
	return nil
}

func (s *state) entitle(a entitle, by author, p past) error {
	if !by.governs() {
		return notAllowed("only an administrator entitles")
	}
	if seat, known := s.seats[a.Seat]; !known || !p.has(seat.since) {
		return notAllowed("an entitlement of a seat that it does not know")
	}
	for _, id := range a.Compartments {
		if c, known := s.compartments[id]; !known || !p.has(c.since) {
			return notAllowed("an entitlement to a compartment that it does not know")
		}
		key := entitlement{a.Seat, id}
		s.entitled[key] = append(slices.Clone(s.entitled[key]), p.self)
	}
	return nil
}

func (s *state) wrap(a wrap, by author, p past) error {
	to := a.recipient()
	if to.Kind == seal.ToRecovery && to != seal.RecoveryRecipient(s.recovery) {
		return notAllowed("a wrap for a recovery key that is not this practice's")
	}
	for _, covered := range a.Covers {
		c, known := s.compartments[covered.Compartment]
		if !known || !p.has(c.since) {
			return notAllowed("a wrap of a compartment that it does not know")
		}
		if !s.mayWrap(by, c.ID, p) {
			return notAllowed("who is not entitled to a compartment does not wrap its keys")
		}
		if to.Kind == seal.ToSeat && !s.isEntitled(to.ID, c.ID, p) {
			return notAllowed("a wrap for a seat that is not entitled")
		}
		for _, key := range covered.Keys {
			if !slices.ContainsFunc(c.Epochs, func(e Epoch) bool { return e.Key == key }) {
				return notAllowed("a wrap of a key that is not the compartment's")
			}
			s.wrapped[wrapping{to, key}] = true
		}
	}
	return nil
}

// mayWrap tells whether an author can rightly hold a compartment's keys.
func (s *state) mayWrap(by author, compartment seal.ID, p past) bool {
	return by.kind == seal.ByRoot || by.kind == seal.BySeat && s.isEntitled(by.id, compartment, p)
}

func (s *state) succeed(a succeed, by author, p past) error {
	if by.kind != seal.ByRoot && (by.kind != seal.ByDevice || by.id != a.Old) {
		return notAllowed("a device is succeeded by its own key or the root's")
	}
	old, known := s.devices[a.Old]
	if !known || !p.has(old.since) {
		return notAllowed("a succession of a device that it does not know")
	}
	if _, exists := s.devices[a.New]; exists || s.hasTwin(a.New) {
		return collides("device %s exists, or a twin of it", a.New)
	}
	s.devices[a.New] = device{Device: Device{ID: a.New, Key: a.Key, Predecessor: a.Old}, since: p.self}
	old.succeeded = append(slices.Clone(old.succeeded), p.self)
	if old.Successor.IsZero() {
		old.Successor = a.New
		for id, seat := range s.seats {
			if seat.Device == a.Old {
				seat.Device = a.New
				s.seats[id] = seat
			}
		}
	}
	s.devices[a.Old] = old
	return nil
}
