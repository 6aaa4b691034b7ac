package record

import (
	"context"
	"errors"
	"os"
	"strings"

	"farne/app/access"
	"farne/app/home"
	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/factor"
	"farne/app/vault/password"
	"farne/sync/member"
	"farne/sync/seal"
	"farne/sync/state"
)

// Founding is what a new practice is made of.
type Founding struct {
	Entrance
	Practice string        // its name
	Owner    string        // who owns it and signs in here
	Roles    []access.Role // of the owner; none: owner and clinician
	Laptop   string        // what to call this laptop; empty: its host name
	// Keep is handed the recovery secret when all else is on the disk: the practice exists only after it
	// has returned nil, so there is never a practice without a kit.
	Keep func(kit Kit) error
	// KitLater also keeps the secret closed in the home, until ConfirmKit: a first run in the window may
	// be interrupted after the practice was made and before its kit was printed.
	KitLater bool
}

// Kit is what the recovery page is printed from.
type Kit struct {
	Practice string
	ID       seal.Practice
	Secret   seal.RecoverySecret
}

// Founded names what was made: ids of devices and practices in base32, of persons as UUIDs.
type Founded struct {
	Practice string `json:"practice"`
	Device   string `json:"device"`
	Person   string `json:"person"`
}

// Create makes a practice in an empty home and signs its owner in. Nothing of it stays when it fails.
func Create(ctx context.Context, f Founding) (*Practice, Founded, error) {
	if len(f.Roles) == 0 {
		f.Roles = []access.Role{access.Clinician, access.Owner}
	}
	if err := password.Check(f.Password, f.Owner, f.Practice); err != nil {
		return nil, Founded{}, err
	}
	h, err := createHome(f.Home)
	if err != nil {
		return nil, Founded{}, err
	}
	p, founded, err := found(ctx, h, f)
	if err != nil {
		return nil, Founded{}, errors.Join(err, h.Abandon())
	}
	return p, founded, nil
}

// createHome makes an empty home, or takes one whose making was cut off.
func createHome(dir string) (*home.Home, error) {
	return home.Create(dir, vaultFile, auditFile, deviceFile)
}

func found(ctx context.Context, h *home.Home, f Founding) (*Practice, Founded, error) {
	kit := Kit{Practice: f.Practice, Secret: seal.NewRecoverySecret()}
	root := kit.Secret.Root().Public()
	kit.ID = seal.PracticeOf(root)
	person := Person{ID: state.NewID(f.clock()()), Name: f.Owner, Roles: f.Roles}
	device := member.NewDevice()
	seat := member.NewSeat(device.ID, seal.ID(person.ID))
	record, err := member.NewPractice(kit.Secret, device, seat, roleNames(person.Roles), f.clock()())
	if err != nil {
		return nil, Founded{}, err
	}
	t := tenancy{
		entrance: f.Entrance, device: device, seat: seat, person: person, root: root, records: []member.Record{record},
		ready: func() error { return f.Keep(kit) },
	}
	p, err := t.moveIn(ctx, h, func(p *Practice) error {
		if err := p.introduce(ctx, f); err != nil || !f.KitLater {
			return err
		}
		return p.keepKit(ctx, kit)
	})
	if err != nil {
		return nil, Founded{}, err
	}
	return p, Founded{Practice: kit.ID.String(), Device: device.ID.String(), Person: person.ID.String()}, nil
}

func roleNames(roles []access.Role) []string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return names
}

// introduce writes the first rows: the practice's name, its owner and this laptop.
func (p *Practice) introduce(ctx context.Context, f Founding) error {
	what := flow{act: access.ActCreate, kind: access.KindPracticeSettings}
	return p.write(ctx, store.Practice, what, func(tx *store.Tx) error {
		if err := tx.Put("setting", settingPractice, map[string]any{"name": "practice", "value": f.Practice}, ""); err != nil {
			return err
		}
		roles := strings.Join(roleNames(p.person.Roles), " ")
		if err := tx.Put("person", p.person.ID, map[string]any{"name": p.person.Name, "roles": roles, "active": int64(1)}, ""); err != nil {
			return err
		}
		return tx.Put("laptop", state.ID(p.device.ID), map[string]any{"name": laptopName(f.Laptop)}, "")
	})
}

// laptopName is what people call this laptop: the given name, else the host's.
func laptopName(given string) string {
	if given != "" {
		return given
	}
	if host, err := os.Hostname(); err == nil && host != "" {
		return host
	}
	return "laptop"
}

// settingPractice is the row of the practice's name: one fixed id, so that two laptops mean one row.
var settingPractice = state.ID{0x66, 0x61, 0x72, 0x6e, 0x65, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}

func (p *Practice) practiceName(ctx context.Context) (string, error) {
	r, err := p.store.Get(ctx, store.Practice, "setting", settingPractice)
	if errors.Is(err, store.ErrNoRow) {
		return "", nil
	}
	return r.Text("value"), err
}

func (p *Practice) laptop(ctx context.Context) (string, error) {
	r, err := p.store.Get(ctx, store.Practice, "laptop", state.ID(p.device.ID))
	if errors.Is(err, store.ErrNoRow) { // restored, and not synced yet
		wanted, err := p.local().Noted(ctx, noteLaptop)
		return string(wanted), err
	}
	return r.Text("name"), err
}

// nameLaptop writes the row of a restored laptop's name, with its first sync: a restore itself writes no
// row, so that its roots can be compared with those of the laptops it came from.
func (p *Practice) nameLaptop(ctx context.Context) error {
	wanted, err := p.local().Noted(ctx, noteLaptop)
	if err != nil || wanted == nil {
		return err
	}
	err = p.local().Write(ctx, state.ID(p.seat.ID), func(tx *store.Tx) error {
		return tx.Put("laptop", state.ID(p.device.ID), map[string]any{"name": string(wanted)}, "")
	})
	if err != nil {
		return err
	}
	return p.local().Note(ctx, noteLaptop, nil)
}

// tenancy is a person and a laptop that are about to live in a home: a new practice's, or a restored
// one's.
type tenancy struct {
	entrance Entrance
	device   member.DeviceKeys
	seat     member.SeatKeys
	person   Person
	root     seal.PublicKey
	records  []member.Record
	ready    func() error // may be nil; called before the files become the practice, which its error prevents
}

// moveIn makes the vault and the files of a home, lets fill do its part, and only then makes the data
// directory the current one.
func (t tenancy) moveIn(ctx context.Context, h *home.Home, fill func(*Practice) error) (*Practice, error) {
	v, err := t.makeVault(ctx, h)
	if err != nil {
		return nil, err
	}
	data, err := h.NewData()
	if err != nil {
		return nil, err
	}
	if err := writeDevice(h, t.device.ID); err != nil {
		return nil, err
	}
	p := newPractice(h, v, t.entrance.clock())
	p.seat, p.device, p.person, p.log = t.seat, t.device, t.person, &member.Log{}
	for _, r := range t.records {
		if _, err := p.log.Add(r.Name, r.Object); err != nil {
			return nil, err
		}
	}
	members, err := p.log.Open(t.root, member.SeatHolder(t.seat.ID, t.seat.Decapsulation))
	if err != nil {
		return nil, err
	}
	p.members.Store(members)
	if err := wrapAuditKey(h, v, members.Recovery()); err != nil {
		return nil, err
	}
	files, err := createFiles(data.Path, p.members.Load(), t.seat)
	if err != nil {
		return nil, err
	}
	if err = t.openFiles(ctx, p, files, true); err != nil {
		return nil, errors.Join(err, p.closeFiles())
	}
	p.audit.SetSigner(t.device.Signing)
	err = errors.Join(keepDevice(ctx, p.local(), t.device, t.root), keepRecords(ctx, p.local(), t.records...))
	if err == nil {
		err = fill(p)
	}
	if err == nil {
		err = p.store.Settle()
	}
	if err == nil {
		err = t.openFiles(ctx, p, files, false)
	}
	if err == nil && t.ready != nil {
		err = t.ready()
	}
	if err == nil {
		err = h.Switch(data, p.now())
	}
	if err != nil {
		return nil, errors.Join(err, p.closeFiles())
	}
	return p, nil
}

func (p *Practice) closeFiles() error {
	p.endPlacing()
	err := p.audit.Close()
	if p.store != nil {
		err = errors.Join(err, p.store.Close())
	}
	return err
}

// openFiles opens all files of a new home; one that could not be made (a full disk) is an error.
func (t tenancy) openFiles(ctx context.Context, p *Practice, files []store.File, filling bool) error {
	opened, err := store.Open(ctx, files, store.Options{Device: t.device.ID, Now: p.now, Filling: filling})
	if err != nil {
		return err
	}
	p.store = opened
	for _, err := range opened.Damaged() {
		return err
	}
	return nil
}

func (t tenancy) makeVault(ctx context.Context, h *home.Home) (*vault.Vault, error) {
	c := vault.Config{Home: vault.NewID(), Kind: factor.KindKeychain, Now: t.entrance.clock(), Params: t.entrance.password}
	if t.entrance.KeyFile != "" {
		c.Kind = factor.KindKeyFile
	}
	f, err := secondFactor(c.Home, c.Kind, t.entrance)
	if err != nil {
		return nil, err
	}
	if c.Factor, _, err = f.Ensure(ctx); err != nil {
		return nil, err
	}
	v, err := vault.Create(h.Path(vaultFile), c)
	if err != nil {
		return nil, err
	}
	return v, v.Add(vault.Person{ID: vault.ID(t.person.ID), Name: t.person.Name}, t.entrance.Password, bundle(t.seat))
}

// equalName compares names of people as one types them.
func equalName(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
