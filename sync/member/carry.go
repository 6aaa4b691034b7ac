package member

import (
	"fmt"
	"slices"

	"farne/sync/seal"
)

// carryOut does all acts of a record, in their order, and checks what concerns the record as a whole.
// On an error the state is spoiled: use a clone.
func (s *state) carryOut(acts []act, h seal.Header, by author, p past) error {
	if p.self == 0 {
		first, is := acts[0].(found)
		if !is || by.kind != seal.ByRoot || first.Root != by.key {
			return notAllowed("the first record is no founding by the root key")
		}
		recovery, err := seal.EncapsulationKeyFromBytes(first.Recovery)
		if err != nil {
			return err
		}
		s.recovery, acts = recovery, acts[1:]
	}
	for _, a := range acts {
		if err := s.apply(a, by, p); err != nil {
			return fmt.Errorf("%s: %w", a.kind(), err)
		}
	}
	if p.self == 0 {
		s.practice = s.named(PracticeCompartment).ID
	}
	return s.checkFrame(h, p)
}

// checkFrame holds the header against what the record itself and those before it say.
func (s *state) checkFrame(h seal.Header, p past) error {
	c, known := s.compartments[h.Compartment]
	if !known || h.Compartment != s.practice {
		return notAllowed("it is not sealed under compartment %s", PracticeCompartment)
	}
	if !slices.Contains(c.Epochs, Epoch{h.Epoch, h.KeyID}) {
		return notAllowed("it is sealed with a key that is no epoch's")
	}
	if d, known := s.devices[h.Device]; !known || !p.has(d.since) {
		return notAllowed("it was written by a device that it does not know")
	}
	return nil
}

func (s *state) named(name string) Compartment {
	for _, c := range s.compartments {
		if c.Name == name {
			return c.Compartment
		}
	}
	return Compartment{}
}

// checkWraps holds the wraps of a header against the wrap acts of its body: what is announced is there,
// and nothing else.
func checkWraps(h seal.Header, acts []act) error {
	covers := coversOf(acts)
	for _, w := range h.Wraps {
		if _, announced := covers[w.To]; !announced {
			return fmt.Errorf("%w: a wrap that no act announces", errMalformed)
		}
		delete(covers, w.To)
	}
	if len(covers) > 0 {
		return fmt.Errorf("%w: an announced wrap is not there", errMalformed)
	}
	return nil
}

// coversOf tells which keys a record gives to whom.
func coversOf(acts []act) map[seal.Recipient][]seal.KeyID {
	covers := map[seal.Recipient][]seal.KeyID{}
	for _, a := range acts {
		if w, is := a.(wrap); is {
			for _, c := range w.Covers {
				covers[w.recipient()] = append(covers[w.recipient()], c.Keys...)
			}
		}
	}
	return covers
}
