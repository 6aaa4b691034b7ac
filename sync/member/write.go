package member

import (
	"fmt"
	"slices"
	"time"

	"farne/sync/failure"
	"farne/sync/seal"
)

// Enrol makes the record by which a newcomer becomes a member: enrolled, entitled, and given the keys of
// those of its compartments that this holder has; for the others, someone else's WrapDue will. A
// restored laptop enrols itself AsRoot. A seat on a device that is enrolled already is a second person on
// that laptop.
//
// The error is a failure.Refused when other laptops would refuse the record: no administrator signs, a
// twin of a device, a seat that exists. Add the record, then upload it.
func (m *Members) Enrol(by Author, n Newcomer, at time.Time) (Record, error) {
	roles := slices.Clone(n.Roles)
	slices.Sort(roles)
	acts := []act{
		enrol{
			Device: n.Device, DeviceKey: n.DeviceKey, Seat: n.Seat, SeatKey: n.SeatKey, Encapsulation: n.Encapsulation.Bytes(),
			Person: n.Person, Roles: slices.Compact(roles), Administrator: n.Administrator,
		},
		entitle{Seat: n.Seat, Compartments: sortedIDs(append([]seal.ID{m.state.practice}, n.Compartments...))},
	}
	to := wrapFor{seal.Recipient{Kind: seal.ToSeat, ID: n.Seat}, n.Encapsulation, nil}
	for _, id := range acts[1].(entitle).Compartments {
		if m.canWrap(by, id) {
			to.compartments = append(to.compartments, id)
		}
	}
	return m.write(by, acts, []wrapFor{to}, at)
}

// Entitle makes the record that entitles a seat to more compartments, with the keys of those that this
// holder has. The error is as of Enrol.
func (m *Members) Entitle(by Author, seat seal.ID, compartments []seal.ID, at time.Time) (Record, error) {
	s, known := m.state.seats[seat]
	if !known {
		return Record{}, refused(fmt.Errorf("seat %s is not enrolled", seat))
	}
	a := entitle{Seat: seat, Compartments: sortedIDs(compartments)}
	to := wrapFor{seal.Recipient{Kind: seal.ToSeat, ID: seat}, s.Encapsulation, nil}
	for _, id := range a.Compartments {
		if m.canWrap(by, id) {
			to.compartments = append(to.compartments, id)
		}
	}
	return m.write(by, []act{a}, []wrapFor{to}, at)
}

// WrapDue makes the record that gives keys to all who are entitled to them, the recovery kit included,
// and to whom nobody has given them yet, as far as this author holds them; due is false when there is
// none. Every laptop calls it after it has read the log, so that a clinician gets the clinical keys
// although the owner who hired her holds none.
func (m *Members) WrapDue(by Author, at time.Time) (r Record, due bool, err error) {
	var wraps []wrapFor
	for _, s := range m.Seats() {
		to := wrapFor{to: seal.Recipient{Kind: seal.ToSeat, ID: s.ID}, key: s.Encapsulation}
		for _, id := range m.Entitlements(s.ID) {
			if m.isDue(to.to, id) && m.canWrap(by, id) {
				to.compartments = append(to.compartments, id)
			}
		}
		wraps = append(wraps, to)
	}
	kit := wrapFor{to: seal.RecoveryRecipient(m.state.recovery), key: m.state.recovery}
	for _, c := range m.Compartments() {
		if m.isDue(kit.to, c.ID) && m.canWrap(by, c.ID) {
			kit.compartments = append(kit.compartments, c.ID)
		}
	}
	wraps = slices.DeleteFunc(append(wraps, kit), func(w wrapFor) bool { return len(w.compartments) == 0 })
	if len(wraps) == 0 {
		return Record{}, false, nil
	}
	r, err = m.write(by, nil, wraps, at)
	return r, err == nil, err
}

// Succeed makes the record by which a laptop takes a new id and key: it found on the remote what it
// does not remember writing, so it is a copy or was rolled back. pins say how far its old chains go,
// with what it pulled. Seats move to the new id.
func (m *Members) Succeed(old, successor DeviceKeys, pins []Pin, at time.Time) (Record, error) {
	pins = slices.Clone(pins)
	slices.SortFunc(pins, func(a, b Pin) int { return compareIDs(a.Compartment, b.Compartment) })
	a := succeed{Old: old.ID, New: successor.ID, Key: successor.Signing.Public(), Pins: pins}
	return m.write(asOld(old, successor.ID), []act{a}, nil, at)
}

// canWrap tells whether this author, with the keys held here, can wrap a compartment's.
func (m *Members) canWrap(by Author, compartment seal.ID) bool {
	if _, _, _, held := m.Current(compartment); !held {
		return false
	}
	return m.state.mayWrap(author{kind: by.signer.Kind, id: by.signer.ID}, compartment, past{all: true})
}

// isDue tells whether a recipient lacks a key of a compartment.
func (m *Members) isDue(to seal.Recipient, compartment seal.ID) bool {
	return slices.ContainsFunc(m.state.compartments[compartment].Epochs, func(e Epoch) bool {
		return !m.state.wrapped[wrapping{to, e.Key}]
	})
}

func refused(err error) error {
	return failure.Wrap(err, failure.Refused,
		"The practice's rules do not allow this change of its members. Nothing was changed.",
		"Only an administrator, or the recovery kit, may do it; if you are one, sync first.")
}
