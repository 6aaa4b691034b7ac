package record

import (
	"context"
	"errors"
	"strings"
	"time"

	"farne/app/access"
	"farne/app/home"
	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/factor"
	"farne/app/vault/filekey"
	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// Entrance is what somebody brings to a home: who they are, their password, and where the second
// factor stands.
type Entrance struct {
	Home     string
	KeyFile  string // empty: the keychain
	Person   string // a name; may be empty with one person in the home
	Password vault.Secret
	Warn     func(message string)
	Now      func() time.Time // the wall clock; nil for the machine's

	password vault.Params // what a new password's key costs; zero: calibrated on this laptop
}

func (e *Entrance) clock() func() time.Time {
	if e.Now == nil {
		return clock.Now
	}
	return e.Now
}

const (
	vaultFile = "vault.json"
	auditFile = "audit.db"
)

// Open signs in to a home. The failures are NotFound, Busy, WrongKey, Integrity.
func Open(ctx context.Context, e Entrance) (*Practice, error) {
	h, err := home.Open(e.Home)
	if err != nil {
		return nil, err
	}
	p, err := open(ctx, h, e)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return p, nil
}

func open(ctx context.Context, h *home.Home, e Entrance) (*Practice, error) {
	if _, err := h.Current(); err != nil { // before its first Switch a home's other files may be incomplete
		return nil, err
	}
	v, err := openVault(ctx, h, e)
	if err != nil {
		return nil, err
	}
	who, err := v.Find(e.Person)
	if err != nil {
		return nil, err
	}
	p := newPractice(h, v, e.clock())
	closed, err := v.SignIn(who.ID, e.Password)
	if err != nil {
		return nil, errors.Join(err, p.signInFailed(ctx, who, err), p.audit.Close())
	}
	if p.seat, err = openBundle(closed); err == nil {
		err = p.enter(ctx, withSeat(p.seat))
	}
	if err != nil {
		return nil, errors.Join(err, p.audit.Close())
	}
	_, _ = h.Sweep(p.now()) // what cannot be deleted now is tried at the next start
	return p, nil
}

func newPractice(h *home.Home, v *vault.Vault, now func() time.Time) *Practice {
	p := &Practice{
		home: h, vault: v, norms: access.DefaultNorms(), now: now, wholeAtOnce: wholeAtOnce, counter: &remote.Counter{}, limiter: remote.NewLimiter(0, now),
		audit: access.NewLog(access.Options{Path: h.Path(auditFile), Key: auditKey(v), Device: readDevice(h), Now: now}),
	}
	p.open, p.stop = context.WithCancel(context.Background())
	return p
}

// auditKey is the key of audit.db. The vault gives 32 bytes, always.
func auditKey(v *vault.Vault) seal.Key {
	key, err := seal.KeyFromBytes(v.AuditKey().Bytes())
	if err != nil {
		panic(err)
	}
	return key
}

// signInFailed records that somebody tried.
func (p *Practice) signInFailed(ctx context.Context, who vault.Person, why error) error {
	code := access.WrongPassword
	if delay := new(*vault.Delay); errors.As(why, delay) {
		code = access.TooManyAttempts
	}
	e := access.NewEntry(p.now(), access.Who{Person: state.ID(who.ID), Device: readDevice(p.home)}, access.ActSignIn, access.KindOwnAccount)
	_, err := p.audit.AppendView(ctx, e.Ended(access.Failed, access.Detail{Code: code}))
	return err
}

func openVault(ctx context.Context, h *home.Home, e Entrance) (*vault.Vault, error) {
	facts, err := vault.Inspect(h.Path(vaultFile))
	if err != nil {
		return nil, err
	}
	f, err := secondFactor(facts.Home, facts.Kind, e)
	if err != nil {
		return nil, err
	}
	second, err := f.Read(ctx)
	if err != nil {
		return nil, err
	}
	return vault.Open(h.Path(vaultFile), second, e.clock())
}

// secondFactor is where a home's second factor stands, given what its vault says of it.
func secondFactor(id vault.ID, kind factor.Kind, e Entrance) (factor.Factor, error) {
	if kind == factor.KindKeyFile {
		if e.KeyFile == "" {
			return nil, failure.New(failure.Usage, "The second factor of this home is a key file. Nothing was opened.", "Give it with --key-file FILE.")
		}
		return factor.KeyFile{Path: e.KeyFile, Warn: e.Warn}, nil
	}
	return factor.NewKeychain(id.String(), 0), nil
}

// enter opens the files with the keys at hand, and reads what they say of this laptop, the members and
// the person.
func (p *Practice) enter(ctx context.Context, with ...filekey.Unwrapper) error {
	data, err := p.home.Current()
	if err != nil {
		return err
	}
	files, err := openFiles(data.Path, with...)
	if err != nil {
		return err
	}
	if p.store, err = store.Open(ctx, files, store.Options{Device: p.seat.Device, Now: p.now}); err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return errors.Join(err, p.store.Close())
	}
	return nil
}

func (p *Practice) settle(ctx context.Context) error {
	if p.local() == nil {
		return p.store.Damaged()[store.Practice]
	}
	var root seal.PublicKey
	var err error
	if p.device, root, err = loadDevice(ctx, p.local()); err != nil {
		return err
	}
	if p.log, err = loadLog(ctx, p.local()); err != nil {
		return err
	}
	members, err := p.log.Open(root, member.SeatHolder(p.seat.ID, p.seat.Decapsulation))
	if err != nil {
		return err
	}
	p.members.Store(members)
	p.audit.SetSigner(p.device.Signing)
	if p.person, err = p.personByID(ctx, state.ID(p.seat.Person)); err != nil {
		return err
	}
	if p.auditDamaged, err = p.moveAuditOrWait(ctx); err != nil {
		return err
	}
	if err := p.view(ctx, flow{act: access.ActSignIn, kind: access.KindOwnAccount}); err != nil {
		return err
	}
	if err := p.finishBrokenOff(ctx); err != nil {
		return err
	}
	return p.connect(ctx)
}

// personByID reads a person of the practice.
func (p *Practice) personByID(ctx context.Context, id state.ID) (Person, error) {
	r, err := p.store.Get(ctx, store.Practice, "person", id)
	if err != nil {
		return Person{}, err
	}
	return personOf(r), nil
}

func personOf(r store.Record) Person {
	p := Person{ID: r.ID, Name: r.Text("name")}
	for _, role := range strings.Fields(r.Text("roles")) {
		p.Roles = append(p.Roles, access.Role(role))
	}
	return p
}
