package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"farne/app/home"
	"farne/app/vault/factor"
	"farne/app/vault/password"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// Restoring is what a restore needs from the person.
type Restoring struct {
	Entrance        // Person is the name of a person of the practice; Password the new one on this laptop
	Backup   string // an id; empty for the newest
	Laptop   string // what to call this laptop
	Progress func(RestoreProgress)
}

// RestoreProgress is how far a check or a restore has come.
type RestoreProgress struct {
	Rows, RowsTotal   int64
	Bytes, BytesTotal int64 // sealed, of the packs
	Kept              int64 // of Bytes, what an earlier attempt had read
}

// RestoreReport is what came back.
type RestoreReport struct {
	Rows         int64             `json:"rows"`
	Bytes        int64             `json:"bytes"` // sealed, that were read for it, also by attempts that were cut off
	Seconds      float64           `json:"seconds"`
	RootMatches  bool              `json:"root_matches"`
	Roots        map[string]string `json:"roots"` // by compartment, of the backup; proven equal to the restored rows'
	NewestChange string            `json:"newest_change"`
	Backup       string            `json:"backup"`
	Later        int               `json:"later"` // changes of after the backup, from the batches
	Alarms       []engine.Alarm    `json:"alarms"`
}

// Restore brings the practice back into a new home: it writes the rows of a backup, recomputes every
// root from them and compares, and only then makes the home usable, enrols this laptop as a new device
// by the root key, and pulls what came after the backup. Of one that fails before, nothing stays but the
// sealed packs, and they only where the line or the person broke it off: the next one goes on with them.
func (l *Lost) Restore(ctx context.Context, r Restoring) (*Practice, RestoreReport, error) {
	start := l.now()
	if err := password.Check(r.Password, r.Person); err != nil {
		return nil, RestoreReport{}, err
	}
	backup, err := l.choose(r.Backup)
	if err != nil {
		return nil, RestoreReport{}, err
	}
	if err := l.Settle(r.Home); err != nil {
		return nil, RestoreReport{}, err
	}
	report := RestoreReport{Backup: backup.ID, Roots: map[string]string{}, Alarms: append([]engine.Alarm{}, l.Alarms...)}
	before := l.counter.Snapshot().BytesIn
	p, err := l.rebuild(ctx, l.home, backup, r, &report)
	if err != nil {
		return nil, report, errors.Join(remote.ToReader(err), l.unmake(err))
	}
	report.Bytes += l.counter.Snapshot().BytesIn - before
	l.home, l.kept = nil, nil // the home is the practice's now
	if err := p.catchUp(ctx, backup, &report); err != nil {
		return nil, report, errors.Join(behind(err), p.Close())
	}
	report.Bytes += p.counter.Snapshot().BytesIn
	report.Seconds = l.now().Sub(start).Seconds()
	return p, report, nil
}

// unmake undoes a restore that failed. What was read is kept where the next attempt can be right: the line
// is there again, or another second factor was chosen.
func (l *Lost) unmake(why error) error {
	if brokenOff(why) || errors.Is(why, factor.ErrUnavailable) {
		return l.home.Again()
	}
	return l.Leave()
}

func brokenOff(why error) bool {
	return failure.Is(why, failure.Unreachable) || errors.Is(why, context.Canceled)
}

// GiveUp ends the work after a failure: as Close where the line or the person broke it off, else as Leave.
func (l *Lost) GiveUp(why error) error {
	if brokenOff(why) {
		return l.Close()
	}
	return l.Leave()
}

// behind says that the practice is back, and what it still lacks.
func behind(err error) error {
	f := failure.Of(err)
	return failure.Wrap(err, f.Code, "The practice is restored on this laptop and can be opened, but what came after the backup could not be exchanged yet. "+f.Message,
		f.Hint+" Then sign in and sync; the restore need not be repeated.")
}

// rebuild loads and proves every compartment of the backup, then moves the person in.
func (l *Lost) rebuild(ctx context.Context, h *home.Home, b engine.Backup, r Restoring, report *RestoreReport) (*Practice, error) {
	device := member.NewDevice()
	person, err := l.person(ctx, b, r.Person)
	if err != nil {
		return nil, err
	}
	seat := member.NewSeat(device.ID, seal.ID(person.ID))
	newcomer := member.Introduce(device, seat)
	newcomer.Roles, newcomer.Administrator, newcomer.Compartments = l.rightsOf(seal.ID(person.ID))
	enrolment, err := l.Members.Enrol(member.AsRoot(l.secret, device.ID), newcomer, l.now())
	if err != nil {
		return nil, err
	}
	t := tenancy{
		entrance: r.Entrance, device: device, seat: seat, person: person, root: l.Members.Root(),
		records: append(append([]member.Record{}, l.records...), enrolment),
	}
	return t.moveIn(ctx, h, func(p *Practice) error {
		if err := l.load(ctx, p, b, r, report); err != nil {
			return err
		}
		if err := p.local().Note(ctx, noteLaptop, []byte(laptopName(r.Laptop))); err != nil {
			return err
		}
		encoded, err := remote.EncodeConfig(l.config)
		if err != nil {
			return err
		}
		return errors.Join(p.local().Note(ctx, noteRemote, encoded), p.noteNewPlace(ctx))
	})
}

// load fills the files and compares the roots.
func (l *Lost) load(ctx context.Context, p *Practice, b engine.Backup, r Restoring, report *RestoreReport) error {
	reading, err := l.reading(ctx, b, r.Progress)
	if err != nil {
		return err
	}
	for _, part := range b.Parts {
		place, open := p.placeOf(part.Compartment)
		if !open {
			continue // another role's: a restore takes what this person is entitled to
		}
		source := l.source(part, place.Tree)
		file := p.store.Compartment(place.Name)
		if err := file.Load(ctx, source.Rows(ctx, reading.pack), part.Frontier, reading.rows(report.Rows)); err != nil {
			return reading.cutOff(engine.Damaged(err))
		}
		s, err := file.Snapshot(ctx, place.Secret()) // recomputed from what stands in the file
		if err != nil {
			return err
		}
		root := s.Tree.Root()
		if err := s.Close(); err != nil {
			return err
		}
		if root.Name != part.Root {
			return engine.Damaged(fmt.Errorf("%w: the restored rows have another root", tree.ErrDamaged))
		}
		report.Rows += root.Rows
		report.Roots[place.Name] = root.Name.String()
		if err := file.AdoptNodes(ctx, source.Nodes()); err != nil {
			return err
		}
	}
	report.RootMatches = len(report.Roots) > 0
	report.Bytes = reading.Kept // the others were counted as they came
	return nil
}

func (p *Practice) placeOf(id seal.ID) (engine.Place, bool) {
	for _, place := range p.places() {
		if place.ID == id {
			return place, true
		}
	}
	return engine.Place{}, false
}

// catchUp enrols this laptop in the remote and pulls what came after the backup.
func (p *Practice) catchUp(ctx context.Context, backup engine.Backup, report *RestoreReport) error {
	if err := p.connect(ctx); err != nil {
		return err
	}
	round, err := p.engine.Round(ctx)
	if err != nil {
		return err
	}
	if err := p.engine.Restored(ctx, backup.Parts); err != nil {
		return err
	}
	report.Later = round.Received.Changes
	report.Alarms = append(report.Alarms, round.Alarms...)
	for _, place := range p.places() {
		away, err := engine.Away(ctx, place)
		if err != nil {
			return err
		}
		report.Alarms = append(report.Alarms, away...)
	}
	newest, err := p.newest(ctx)
	if err != nil {
		return err
	}
	if newest > 0 {
		report.NewestChange = time.UnixMilli(newest).UTC().Format(time.RFC3339)
	}
	return p.noteRound(ctx, noteLastSync, round.Alarms)
}
