package record

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"farne/app/access"
	"farne/app/home"
	"farne/app/store"
	"farne/app/vault"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/state"
)

// Person is somebody of the practice. Their id is the same in the vault and in practice.person.
type Person struct {
	ID    state.ID
	Name  string
	Roles []access.Role
}

// Practice is an open home with a person signed in.
type Practice struct {
	home    *home.Home
	vault   *vault.Vault
	store   *store.Store
	audit   *access.Log
	norms   access.Norms
	person  Person
	seat    member.SeatKeys
	device  member.DeviceKeys
	members atomic.Pointer[member.Members] // replaced when the log has grown, while others read it
	log     *member.Log
	now     func() time.Time

	auditDamaged bool // as the log was found at the start
	sittings     sittings

	importing   sync.Mutex     // held for the import of one file
	wholeAtOnce int64          // wholeAtOnce, but in tests
	placing     sync.WaitGroup // of what an import has left
	open        context.Context
	stop        context.CancelFunc

	engine       *engine.Engine // nil until a remote is set
	remote       remote.Store
	remoteConfig remote.Config
	counter      *remote.Counter
	limiter      *remote.Limiter
}

// Person is who signed in.
func (p *Practice) Person() Person { return p.person }

// Proofs tell how each open file was seen to be encrypted.
func (p *Practice) Proofs() []store.Proof { return p.store.Proofs() }

// Close brings the last audit entries into the log and gives the home back.
func (p *Practice) Close() error {
	p.endPlacing()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err := p.moveAuditOrWait(ctx)
	err = errors.Join(err, p.audit.Close(), p.store.Close(), p.home.Close())
	p.vault.Close()
	return err
}

// flow is one actual movement of information, to be held against the norms.
type flow struct {
	act     access.Act
	kind    access.Kind
	patient state.ID
}

// allowed answers the norm that lets this person do it. A refusal is audited.
func (p *Practice) allowed(ctx context.Context, f flow) (access.Norm, error) {
	norm, err := p.norms.Decide(p.person.Roles, f.act, f.kind, p.conditions(f)...)
	if err != nil {
		_, logErr := p.audit.AppendView(ctx, p.entry(f).Ended(access.Refused, access.Detail{}))
		return norm, errors.Join(err, logErr)
	}
	return norm, nil
}

// conditions are those of a flow that hold. Everybody who treats patients in a practice of one team
// stands in a care relationship with all of them; narrower rules come with teams.
func (p *Practice) conditions(flow) []access.Condition {
	return []access.Condition{access.CareRelationship, access.Authorship}
}

func (p *Practice) entry(f flow) access.Entry {
	who := access.Who{Person: p.person.ID, Seat: state.ID(p.seat.ID), Device: p.device.ID}
	e := access.NewEntry(p.now(), who, f.act, f.kind)
	if f.patient != (state.ID{}) {
		e = e.About(f.patient)
	}
	return e
}

// write checks the flow, and runs fn and the audit entry in one transaction of one compartment.
func (p *Practice) write(ctx context.Context, compartment string, f flow, fn func(*store.Tx) error) error {
	return p.writeRecorded(ctx, compartment, f, true, fn)
}

// writeRecorded is write; without an entry where one on record covers this change too.
func (p *Practice) writeRecorded(ctx context.Context, compartment string, f flow, recorded bool, fn func(*store.Tx) error) error {
	known := func(*store.Tx) (flow, error) { return f, nil }
	return p.writeFound(ctx, compartment, known, func(tx *store.Tx) (bool, error) { return recorded, fn(tx) })
}

// writeFound is write where only the transaction can tell what the flow is: find reads, and fn writes once
// the flow that find told of is allowed. fn tells whether that needs an entry of its own.
func (p *Practice) writeFound(ctx context.Context, compartment string, find func(*store.Tx) (flow, error), fn func(*store.Tx) (recorded bool, err error)) error {
	c, err := p.compartment(compartment)
	if err != nil {
		return err
	}
	return c.Write(ctx, state.ID(p.seat.ID), func(tx *store.Tx) error {
		f, err := find(tx)
		if err != nil {
			return err
		}
		norm, err := p.allowed(ctx, f)
		if err != nil {
			return err
		}
		recorded, err := fn(tx)
		if err != nil || !recorded {
			return err
		}
		e := p.entry(f).Under(norm)
		line, err := e.Marshal()
		if err != nil {
			return err
		}
		return tx.Audit(e.ID, line)
	})
}

// view checks the flows of one screen, one for each kind of information on it, and commits their audit
// entries together before anything is shown; where one is refused, nothing is. On a full disk the log
// keeps a gap and the view is shown: care goes on.
func (p *Practice) view(ctx context.Context, flows ...flow) error {
	var entries []access.Entry
	for _, f := range flows {
		norm, err := p.allowed(ctx, f)
		if err != nil {
			return err
		}
		if place := f.kind.Compartment(); place != "" {
			if _, err := p.compartment(place); err != nil { // nothing can be shown, so nothing was
				return err
			}
		}
		entries = append(entries, p.entry(f).Under(norm))
	}
	if len(entries) == 0 {
		return nil
	}
	_, err := p.audit.AppendView(ctx, entries...)
	return err
}

// did records an act that is no view and no write of a row, such as a sync or an export.
func (p *Practice) did(ctx context.Context, f flow, norm access.Norm, detail access.Detail) error {
	return p.audit.Append(ctx, p.entry(f).Under(norm).Ended(access.Done, detail))
}

// moveAudit brings the entries of writes from their files into the audit log.
func (p *Practice) moveAudit(ctx context.Context) error {
	for _, name := range p.store.Names() {
		if _, err := access.Move(ctx, p.audit, p.store.Compartment(name)); err != nil {
			return err
		}
	}
	return nil
}

// moveAuditOrWait is for those who must go on: where the log has no room or is damaged, the entries wait
// in the files of their writes.
func (p *Practice) moveAuditOrWait(ctx context.Context) (damaged bool, err error) {
	err = errors.Join(p.audit.Open(ctx), p.moveAudit(ctx))
	if damaged = failure.Is(err, failure.Integrity); damaged || failure.Is(err, failure.Full) {
		return damaged, nil
	}
	return false, err
}

func (p *Practice) compartment(name string) (*store.Compartment, error) {
	if c := p.store.Compartment(name); c != nil {
		return c, nil
	}
	if err, damaged := p.store.Damaged()[name]; damaged {
		return nil, err
	}
	return nil, failure.New(failure.Refused, "Your role does not open this part of the record. Nothing was changed.",
		"Ask the owner of the practice if you need it.")
}
