package member

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"farne/sync/seal"
)

var (
	compartmentName = regexp.MustCompile(`^[a-z0-9-]{1,32}(/[a-z0-9-]{1,64})?$`)
	roleName        = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)
	errMalformed    = errors.New("malformed")
)

func (a enrol) check() error {
	if a.Device.IsZero() || a.Seat.IsZero() || a.Person.IsZero() || a.DeviceKey.IsZero() || a.SeatKey.IsZero() {
		return fmt.Errorf("%w: an enrolment without an id or key", errMalformed)
	}
	if _, err := seal.EncapsulationKeyFromBytes(a.Encapsulation); err != nil {
		return fmt.Errorf("%w: %w", errMalformed, err)
	}
	if !rising(a.Roles, strings.Compare) {
		return fmt.Errorf("%w: roles do not ascend", errMalformed)
	}
	for _, role := range a.Roles {
		if !roleName.MatchString(role) {
			return fmt.Errorf("%w: role", errMalformed)
		}
	}
	return nil
}

func (a entitle) check() error {
	if len(a.Compartments) == 0 || !rising(a.Compartments, compareIDs) {
		return fmt.Errorf("%w: compartments do not ascend", errMalformed)
	}
	return nil
}

func (a wrap) check() error {
	if a.To != seal.ToSeat && a.To != seal.ToRecovery {
		return fmt.Errorf("%w: a wrap for an unknown kind of recipient", errMalformed)
	}
	if len(a.Covers) == 0 || !rising(a.Covers, func(a, b cover) int { return compareIDs(a.Compartment, b.Compartment) }) {
		return fmt.Errorf("%w: covers do not ascend", errMalformed)
	}
	for _, c := range a.Covers {
		if len(c.Keys) == 0 || !rising(c.Keys, func(a, b seal.KeyID) int { return bytes.Compare(a[:], b[:]) }) {
			return fmt.Errorf("%w: keys do not ascend", errMalformed)
		}
	}
	return nil
}

func (a succeed) check() error {
	if a.New.IsZero() || a.Key.IsZero() || a.New == a.Old {
		return fmt.Errorf("%w: a succession without a new id or key", errMalformed)
	}
	return checkPins(a.Pins)
}

func (a found) check() error {
	if _, err := seal.EncapsulationKeyFromBytes(a.Recovery); err != nil || a.Root.IsZero() {
		return fmt.Errorf("%w: a founding without keys", errMalformed)
	}
	return nil
}

func (a create) check() error {
	none := seal.KeyID{}
	if a.Compartment.IsZero() || !compartmentName.MatchString(a.Name) || a.Epoch != 1 || a.Key == none || a.Tree == none {
		return fmt.Errorf("%w: compartment", errMalformed)
	}
	return nil
}

func (unsupported) check() error { return nil }

func checkPins(pins []Pin) error {
	if !rising(pins, func(a, b Pin) int { return compareIDs(a.Compartment, b.Compartment) }) {
		return fmt.Errorf("%w: pins do not ascend", errMalformed)
	}
	for _, p := range pins {
		if (p.Sequence == 0) != p.Hash.IsZero() || p.Sequence > seal.MaxNumber {
			return fmt.Errorf("%w: pin", errMalformed)
		}
	}
	return nil
}

func compareIDs(a, b seal.ID) int { return bytes.Compare(a[:], b[:]) }

// rising tells whether a list ascends strictly.
func rising[T any](list []T, compare func(a, b T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}

// sortedIDs is a copy in ascending order, each once.
func sortedIDs(ids []seal.ID) []seal.ID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, compareIDs)
	return slices.Compact(ids)
}
