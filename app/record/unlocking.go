package record

import (
	"context"
	"errors"

	"farne/app/access"
	"farne/app/home"
	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/factor"
	"farne/app/vault/password"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/seal"
	"farne/sync/state"
)

// Unlock sets a new password for a person of this home with the recovery kit: the password is forgotten,
// or the keychain is lost. The files stay as they are, with every edit that was not sent; the person
// gets a new seat on this laptop, enrolled by the root key, because the old one's keys are closed for
// ever.
func Unlock(ctx context.Context, e Entrance, kit seal.RecoverySecret) (Person, error) {
	if err := password.Check(e.Password, e.Person); err != nil {
		return Person{}, err
	}
	h, err := home.Open(e.Home)
	if err != nil {
		return Person{}, err
	}
	person, err := unlock(ctx, h, e, kit)
	return person, errors.Join(err, h.Close())
}

func unlock(ctx context.Context, h *home.Home, e Entrance, kit seal.RecoverySecret) (Person, error) {
	data, err := h.Current()
	if err != nil {
		return Person{}, err
	}
	files, err := openFiles(data.Path, withRecovery(kit))
	if err != nil {
		return Person{}, err
	}
	if len(files) == 0 {
		return Person{}, otherKit()
	}
	// Nothing is written through this clock before the device is known: its stamps would be malformed.
	s, err := store.Open(ctx, files, store.Options{Now: e.clock()})
	if err != nil {
		return Person{}, err
	}
	p := &Practice{home: h, store: s, now: e.clock(), norms: access.DefaultNorms()}
	if p.local() == nil { // a damaged file: who the people are stands in it
		return Person{}, errors.Join(s.Damaged()[store.Practice], s.Close())
	}
	person, err := p.reseat(ctx, data.Path, e, kit)
	return person, errors.Join(err, s.Close())
}

func otherKit() error {
	return failure.New(failure.WrongKey, "This recovery kit is not the one of the practice on this laptop. Nothing was changed.",
		"Take the kit of this practice; if it was renewed, the newest one.")
}

// reseat mints a seat for the person, enrols it and closes it with the new password.
func (p *Practice) reseat(ctx context.Context, dir string, e Entrance, kit seal.RecoverySecret) (Person, error) {
	device, root, err := loadDevice(ctx, p.local())
	if err != nil {
		return Person{}, err
	}
	log, err := loadLog(ctx, p.local())
	if err != nil {
		return Person{}, err
	}
	members, err := log.Recover(kit)
	if err != nil {
		return Person{}, err
	}
	if members.Root() != root {
		return Person{}, otherKit()
	}
	person, err := p.personNamed(ctx, e.Person)
	if err != nil {
		return Person{}, err
	}
	seat := member.NewSeat(device.ID, seal.ID(person.ID))
	newcomer := member.Introduce(device, seat)
	newcomer.Roles, newcomer.Administrator, newcomer.Compartments = (&Lost{Members: members}).rightsOf(seal.ID(person.ID))
	enrolment, err := members.Enrol(member.AsRoot(kit, device.ID), newcomer, p.now())
	if err != nil {
		return Person{}, err
	}
	if err := giveFiles(dir, seat, withRecovery(kit)); err != nil {
		return Person{}, err
	}
	if err := keepRecords(ctx, p.local(), enrolment); err != nil {
		return Person{}, err
	}
	return person, p.newPassword(ctx, e, person, seat, device, kit)
}

// newPassword closes the seat in the vault; where the second factor is lost, in a new vault.
func (p *Practice) newPassword(ctx context.Context, e Entrance, person Person, seat member.SeatKeys, device member.DeviceKeys, kit seal.RecoverySecret) error {
	who := vault.Person{ID: vault.ID(person.ID), Name: person.Name}
	v, err := openVault(ctx, p.home, e)
	if err != nil {
		if v, err = p.newVault(ctx, e); err != nil {
			return err
		}
	}
	defer v.Close()
	if err := reclaimAudit(ctx, p.home, v, kit); err != nil {
		return err
	}
	if err := v.Set(who, e.Password, bundle(seat)); err != nil {
		return err
	}
	audit := access.NewLog(access.Options{Path: p.home.Path(auditFile), Key: auditKey(v), Device: seat.Device, Now: p.now})
	audit.SetSigner(device.Signing)
	if err := audit.Replace(ctx); err != nil { // a log that is damaged
		return errors.Join(err, audit.Close())
	}
	entry := access.NewEntry(p.now(), access.Who{Person: person.ID, Seat: state.ID(seat.ID), Device: seat.Device}, access.ActSignIn, access.KindOwnAccount)
	return errors.Join(audit.Append(ctx, entry.Ended(access.Done, access.Detail{Code: access.RecoveryKitUsed})), audit.Close())
}

// newVault takes the place of one whose second factor is lost. It has a new id, for the keychain may
// still hold another secret under the old one.
func (p *Practice) newVault(ctx context.Context, e Entrance) (*vault.Vault, error) {
	c := vault.Config{Home: vault.NewID(), Kind: factor.KindKeychain, Now: e.clock(), Params: e.password}
	if e.KeyFile != "" {
		c.Kind = factor.KindKeyFile
	}
	f, err := secondFactor(c.Home, c.Kind, e)
	if err != nil {
		return nil, err
	}
	if c.Factor, _, err = f.Ensure(ctx); err != nil {
		return nil, err
	}
	return vault.Recreate(p.home.Path(vaultFile), c)
}

// personNamed finds a person of the practice by name; the only one for no name.
func (p *Practice) personNamed(ctx context.Context, name string) (Person, error) {
	rows, err := p.store.All(ctx, store.Practice, "person")
	if err != nil {
		return Person{}, err
	}
	for _, r := range rows {
		if person := personOf(r); equalName(person.Name, name) || (name == "" && len(rows) == 1) {
			return person, nil
		}
	}
	return Person{}, failure.New(failure.Usage, "Nobody of this name is in the practice. Nothing was changed.", "Give --user with the name as it was entered.")
}

// CheckRecovery tells whether a recovery kit opens the practice of a home, and gives the practice's id.
// It needs no password and changes nothing.
func CheckRecovery(_ context.Context, dir string, kit seal.RecoverySecret) (string, error) {
	h, err := home.Look(dir)
	if err != nil {
		return "", err
	}
	data, err := h.Current()
	if err != nil {
		return "", err
	}
	files, err := openFiles(data.Path, withRecovery(kit))
	if err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", otherKit()
	}
	return seal.PracticeOf(kit.Root().Public()).String(), nil
}
