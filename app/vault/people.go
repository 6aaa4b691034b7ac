package vault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"farne/app/vault/password"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

// longestName is the limit of a display name, in bytes.
const longestName = 400

// People lists who can sign in here, by name.
func (v *Vault) People() ([]Person, error) {
	d, err := v.read()
	if err != nil {
		return nil, err
	}
	people := make([]Person, 0, len(d.People))
	for _, e := range d.People {
		name, err := v.nameOf(d, &e)
		if err != nil {
			return nil, err
		}
		people = append(people, Person{ID: e.ID, Name: name})
	}
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), slices.Compare(a.ID[:], b.ID[:]))
	})
	return people, nil
}

// Find looks somebody up by name, whatever its case; an empty name finds the only person there is.
// Failures: Usage where the name is needed, NotFound.
func (v *Vault) Find(name string) (Person, error) {
	people, err := v.People()
	if err != nil {
		return Person{}, err
	}
	if trimName(name) == "" && len(people) == 1 {
		return people[0], nil
	}
	if trimName(name) == "" && len(people) > 1 {
		return Person{}, failure.New(failure.Usage, "Several people use this laptop.", "Say who is asking: --user NAME.")
	}
	for _, p := range people {
		if sameName(p.Name, name) {
			return p, nil
		}
	}
	return Person{}, failure.New(failure.NotFound, "Nobody of this name can sign in on this laptop.", "Check --user.")
}

// Add closes a new person's secret with their password. A person or a name that is there already is
// refused, and so is a password against the rules; about is as in password.Check.
func (v *Vault) Add(p Person, typed, bundle Secret, about ...string) error {
	return v.put(p, typed, bundle, about, false)
}

// Set is Add for somebody who may be there already: it replaces their secret, password, name and
// count of tries. Only a proof by the recovery kit, or an enrolment anew, may lead here.
func (v *Vault) Set(p Person, typed, bundle Secret, about ...string) error {
	return v.put(p, typed, bundle, about, true)
}

func (v *Vault) put(p Person, typed, bundle Secret, about []string, replace bool) error {
	p.Name = trimName(p.Name)
	if p.Name == "" || len(p.Name) > longestName {
		return failure.New(failure.BadInput, "A person needs a name of at most 400 characters.", "Give another name.")
	}
	if err := password.Check(typed, append(about, p.Name)...); err != nil {
		return err
	}
	return v.change(func(d *document) error {
		if err := v.free(d, p, replace); err != nil {
			return err
		}
		e := entry{ID: p.ID, Name: v.sealName(d, p)}
		if err := v.closeSecret(d, &e, typed, bundle); err != nil {
			return err
		}
		d.remove(p.ID)
		d.People = append(d.People, e)
		v.late.forget(p.ID)
		return nil
	})
}

// free refuses a name that another person bears, and a person who is there unless they are replaced.
func (v *Vault) free(d *document, p Person, replace bool) error {
	for _, e := range d.People {
		name, err := v.nameOf(d, &e)
		switch {
		case err != nil:
			return err
		case e.ID == p.ID && !replace:
			return failure.New(failure.Refused, "This person can sign in on this laptop already.", "Sign in instead.")
		case e.ID != p.ID && sameName(name, p.Name):
			return failure.New(failure.Refused, "Somebody of this name uses this laptop already.", "Add something to the name that tells the two apart.")
		}
	}
	return nil
}

// Rename changes the name that the sign-in screen shows.
func (v *Vault) Rename(p Person) error {
	p.Name = trimName(p.Name)
	if p.Name == "" || len(p.Name) > longestName {
		return failure.New(failure.BadInput, "A person needs a name of at most 400 characters.", "Give another name.")
	}
	return v.change(func(d *document) error {
		e := d.find(p.ID)
		if e == nil {
			return absent()
		}
		if err := v.free(d, p, true); err != nil {
			return err
		}
		e.Name = v.sealName(d, p)
		return nil
	})
}

// Remove takes somebody off this laptop: their secret here is gone. No error when they were not there.
func (v *Vault) Remove(id ID) error {
	return v.change(func(d *document) error {
		d.remove(id)
		return nil
	})
}

func (d *document) remove(id ID) {
	d.People = slices.DeleteFunc(d.People, func(e entry) bool { return e.ID == id })
}

func (v *Vault) sealName(d *document, p Person) []byte {
	return seal(v.keys.names, []byte(p.Name), bind("name", d.Home[:], p.ID[:]))
}

func (v *Vault) nameOf(d *document, e *entry) (string, error) {
	name, err := open(v.keys.names, e.Name, bind("name", d.Home[:], e.ID[:]))
	if err != nil {
		return "", failure.Wrap(fmt.Errorf("a name: %w", err), failure.Integrity, "A name in the vault file is damaged. The records themselves were not touched.",
			"Open them with the recovery kit: farne unlock --recovery-file FILE.")
	}
	return string(name.Bytes()), nil
}

// closeSecret seals a bundle under a fresh salt.
func (v *Vault) closeSecret(d *document, e *entry, typed, bundle Secret) error {
	normal, err := password.Normalise(typed)
	if err != nil {
		return err
	}
	defer normal.Wipe()
	e.Params, e.Salt, e.tries = d.Params, secret.Random(saltSize).Bytes(), tries{}
	key := personKey(normal, v.keys.factor, e.Salt, e.Params)
	defer key.Wipe()
	e.Secret = seal(key, bundle.Bytes(), d.aad(e))
	return nil
}

func absent() error {
	return failure.New(failure.NotFound, "This person cannot sign in on this laptop.", "Choose somebody else, or add them.")
}

// trimName makes one form of a name: NFC, single spaces, none around it.
func trimName(name string) string { return strings.Join(strings.Fields(norm.NFC.String(name)), " ") }
