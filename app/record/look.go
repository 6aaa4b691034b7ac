package record

import (
	"context"

	"farne/app/home"
	"farne/app/vault"
	"farne/app/vault/factor"
	"farne/sync/state"
)

// Sight is what a home holds before anybody has signed in. Names of people need the second factor.
type Sight struct {
	Factor factor.Kind
	People []Person // without roles; empty where the second factor cannot be read
	// Unread is why People is empty: the keychain is locked, the key file is not there. Signing in
	// fails for the same reason, and nothing is lost.
	Unread error
}

// Look tells what a home holds; nothing is opened or locked. The failures are NotFound where there is no
// practice, or one whose making was cut off before it was complete, and Integrity.
func Look(ctx context.Context, e Entrance) (Sight, error) {
	h, err := home.Look(e.Home)
	if err != nil {
		return Sight{}, err
	}
	if _, err := h.Current(); err != nil {
		return Sight{}, err
	}
	facts, err := vault.Inspect(h.Path(vaultFile))
	if err != nil {
		return Sight{}, err
	}
	seen := Sight{Factor: facts.Kind}
	v, err := openVault(ctx, h, e)
	if err != nil {
		seen.Unread = err
		return seen, nil
	}
	defer v.Close()
	people, err := v.People()
	for _, p := range people {
		seen.People = append(seen.People, Person{ID: state.ID(p.ID), Name: p.Name})
	}
	return seen, err
}

// SecondFactor is where the second factor of this home stands.
func (p *Practice) SecondFactor() factor.Kind { return p.vault.Kind() }
