package record

import (
	"context"
	"strings"

	"farne/app/access"
	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/password"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// The recovery secret lives on paper only, with one exception: between the making of a practice in the
// window and the moment when three of its words were typed back, Farne may be closed or killed, and the
// secret would be lost for good. Until then it stands as a local note (never synced, in the encrypted
// practice file), closed with HPKE to the owner's seat, which the owner's password and the second factor
// open. ConfirmKit removes it, and with SQLite's secure_delete its page is overwritten.
const (
	noteKit = "unconfirmed recovery kit"
	kitInfo = "farne/v1/unconfirmed-kit" // HPKE info
)

func (p *Practice) keepKit(ctx context.Context, kit Kit) error {
	wrapped, err := seal.Wrap(p.seat.Decapsulation.Public(), kitInfo, p.seat.ID[:], kit.Secret.Reveal())
	if err != nil {
		return err
	}
	return p.local().Note(ctx, noteKit, wrapped)
}

// PendingKit gives the kit of a practice whose set-up has not ended; NotFound once it has been confirmed,
// and for everybody but the owner who made it.
func (p *Practice) PendingKit(ctx context.Context) (Kit, error) {
	wrapped, err := p.local().Noted(ctx, noteKit)
	if err != nil {
		return Kit{}, err
	}
	if wrapped == nil {
		return Kit{}, failure.New(failure.NotFound, "The recovery kit was printed and confirmed; Farne keeps no copy of it.", "Look for the printed page.")
	}
	raw, err := seal.Unwrap(p.seat.Decapsulation, kitInfo, p.seat.ID[:], wrapped)
	if err != nil {
		return Kit{}, failure.Wrap(err, failure.NotFound, "The recovery kit waits for the person who made the practice.", "Let them sign in and finish the set-up.")
	}
	k := Kit{ID: p.members.Load().Practice()}
	if k.Secret, err = seal.RecoverySecretFromBytes(raw); err != nil {
		return Kit{}, err
	}
	k.Practice, err = p.practiceName(ctx)
	return k, err
}

// ConfirmKit ends the set-up: the words were typed back, so the kit is on paper.
func (p *Practice) ConfirmKit(ctx context.Context) error {
	what := flow{act: access.ActAdminister, kind: access.KindKeysAndStorage}
	norm, err := p.allowed(ctx, what)
	if err != nil {
		return err
	}
	if err := p.putSetting(ctx, settingKit, "recovery kit confirmed", p.instant()); err != nil {
		return err
	}
	if err := p.local().Note(ctx, noteKit, nil); err != nil {
		return err
	}
	return p.did(ctx, what, norm, access.Detail{Code: access.KitChecked})
}

// Storage is where the kit says that the backups are; the zero Config before a place is set.
func (p *Practice) Storage() remote.Config { return p.remoteConfig }

// SetFirstPassword replaces the password while the set-up has not ended: whoever can do so has just given
// the first one, and holds the recovery kit.
func (p *Practice) SetFirstPassword(ctx context.Context, typed vault.Secret) error {
	if _, err := p.PendingKit(ctx); err != nil {
		return err
	}
	practice, err := p.practiceName(ctx)
	if err != nil {
		return err
	}
	if err := password.Check(typed, p.person.Name, practice); err != nil {
		return err
	}
	return p.vault.Set(vault.Person{ID: vault.ID(p.person.ID), Name: p.person.Name}, typed, bundle(p.seat))
}

// Particulars are what a practice says of itself and of the person who signed in.
type Particulars struct {
	Practice      string
	Country       string // ISO 3166-1 alpha-2
	Laptop        string
	Given, Family string // of the person
	Registration  string // with the professional body; empty for none
}

// SetParticulars writes what the set-up asked for. The person's name in the vault follows.
func (p *Practice) SetParticulars(ctx context.Context, s Particulars) error {
	name := strings.TrimSpace(s.Given + " " + s.Family)
	err := p.write(ctx, store.Practice, flow{act: access.ActChange, kind: access.KindPracticeSettings}, func(tx *store.Tx) error {
		for _, row := range []struct {
			table  string
			id     state.ID
			values map[string]any
		}{
			{"setting", settingPractice, map[string]any{"name": "practice", "value": s.Practice}},
			{"setting", settingCountry, map[string]any{"name": "country", "value": s.Country}},
			{"laptop", state.ID(p.device.ID), map[string]any{"name": laptopName(s.Laptop)}},
			{"person", p.person.ID, map[string]any{"name": name}},
			{"practitioner", p.person.ID, map[string]any{"given": s.Given, "family": s.Family, "registration": s.Registration, "active": int64(1)}},
		} {
			if err := tx.Put(row.table, row.id, row.values, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || name == p.person.Name {
		return err
	}
	if err := p.vault.Rename(vault.Person{ID: vault.ID(p.person.ID), Name: name}); err != nil {
		return err
	}
	p.person.Name = name
	return nil
}

// Rows of settings have fixed ids, so that two laptops mean one row.
var (
	settingCountry = fixedSetting(2)
	settingKit     = fixedSetting(3)
)

func fixedSetting(n byte) state.ID {
	id := settingPractice
	id[len(id)-1] = n
	return id
}

func (p *Practice) putSetting(ctx context.Context, id state.ID, name, value string) error {
	return p.write(ctx, store.Practice, flow{act: access.ActChange, kind: access.KindPracticeSettings}, func(tx *store.Tx) error {
		return tx.Put("setting", id, map[string]any{"name": name, "value": value}, "")
	})
}
