package member

import (
	"bytes"
	"fmt"
	"slices"

	"farne/sync/seal"
)

// grant is what a wrap holds of one compartment: every epoch key that no later epoch carries, and the
// tree key.
type grant struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Name        string
	Tree        []byte
	Epochs      []epochKey
}

type epochKey struct {
	_      struct{} `cbor:",toarray"`
	Number uint32
	ID     seal.KeyID
	Key    []byte
}

// readGrants reads the plaintext of a wrap into the pool of keys. Whoever knows the recipient's public
// key may have written it, so only ids that are in a record that counts make a key of it one.
func readGrants(plaintext []byte, into map[seal.KeyID]seal.Key) error {
	var grants []grant
	if err := unmarshal(plaintext, &grants); err != nil {
		return fmt.Errorf("wrap: %w", err)
	}
	for _, g := range grants {
		raws := [][]byte{g.Tree}
		for _, e := range g.Epochs {
			raws = append(raws, e.Key)
		}
		for _, raw := range raws {
			key, err := seal.KeyFromBytes(raw)
			if err != nil {
				return fmt.Errorf("wrap: %w", err)
			}
			into[key.ID()] = key
		}
	}
	return nil
}

// grants gives the plaintext of a wrap of these compartments, and what the act says of it.
func (m *Members) grants(compartments []seal.ID) ([]grant, []cover, error) {
	var grants []grant
	var covers []cover
	for _, id := range sortedIDs(compartments) {
		c := m.state.compartments[id].Compartment
		g, covered := grant{Compartment: id, Name: c.Name, Tree: m.trees[id].Reveal()}, cover{Compartment: id}
		for _, e := range c.Epochs {
			key, held := m.keys[e.Key]
			if !held || g.Tree == nil {
				return nil, nil, fmt.Errorf("the keys of compartment %s are not held", id)
			}
			g.Epochs = append(g.Epochs, epochKey{Number: e.Number, ID: e.Key, Key: key.Reveal()})
			covered.Keys = append(covered.Keys, e.Key)
		}
		slices.SortFunc(covered.Keys, func(a, b seal.KeyID) int { return bytes.Compare(a[:], b[:]) })
		grants, covers = append(grants, g), append(covers, covered)
	}
	return grants, covers, nil
}
