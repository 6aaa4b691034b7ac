package record

import (
	"context"
	"errors"
	"os"
	"strings"

	"farne/app/home"
	"farne/app/vault"
	"farne/app/vault/factor"
	"farne/sync/failure"
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
// practice, or one whose making was cut off before it was complete (see Clear), and Integrity.
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

// Clear removes what a creation or a restore left that was cut off before its data became the current
// ones: nothing in such a home was ever acknowledged as saved. A home that has, or had, current data is
// left alone, and so is a folder that is no home.
func Clear(dir string) error {
	h, err := home.Open(dir)
	if failure.Is(err, failure.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, current := h.Current()
	old, oldErr := h.Old()
	if !failure.Is(current, failure.NotFound) || len(old) > 0 || oldErr != nil || !onlyOurs(h.Dir()) {
		return errors.Join(oldErr, h.Close())
	}
	return errors.Join(h.Close(), os.RemoveAll(h.Dir()))
}

// onlyOurs tells whether a folder holds nothing but what a home is made of.
func onlyOurs(dir string) bool {
	entries, err := os.ReadDir(dir)
	ours := err == nil && len(entries) > 1 // more than the lock, which opening has made
	for _, e := range entries {
		name := e.Name()
		known := name == "lock" || name == deviceFile || strings.HasPrefix(name, vaultFile) || strings.HasPrefix(name, auditFile) || e.IsDir() && strings.HasPrefix(name, "data-")
		ours = ours && known
	}
	return ours
}

// SecondFactor is where the second factor of this home stands.
func (p *Practice) SecondFactor() factor.Kind { return p.vault.Kind() }
