package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"farne/app/home"
	"farne/app/store"
	"farne/app/vault/password"
	"farne/sync/clock"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/remote/connect"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// Lost is a practice as the recovery words and the remote show it, before anything is restored.
type Lost struct {
	Members *member.Members
	Backups []engine.Backup // those that verify, newest first
	Newer   []engine.Backup // those of a newer Farne, which this one cannot restore
	Alarms  []engine.Alarm  // those that do not verify

	secret  seal.RecoverySecret
	config  remote.Config
	remote  remote.Store
	counter *remote.Counter
	log     *member.Log
	records []member.Record
	now     func() time.Time
}

// FindLost opens a remote with the recovery secret alone: it verifies the membership log from the root
// key, which the words give, and lists the backups. The failures are WrongKey for words of another
// practice, Unreachable, Integrity, NotFound where the place holds no practice.
func FindLost(ctx context.Context, c remote.Config, secret seal.RecoverySecret, now func() time.Time) (*Lost, error) {
	if now == nil {
		now = clock.Now
	}
	l := &Lost{secret: secret, config: c, counter: &remote.Counter{}, log: &member.Log{}, now: now}
	var err error
	if l.remote, err = connect.Open(c, connect.Env{Now: now, IsEnvelope: seal.IsEnvelope, Counter: l.counter}); err != nil {
		return nil, err
	}
	names, err := remote.Names(ctx, l.remote, seal.MemberPrefix)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		object, err := l.remote.Get(ctx, name)
		if err != nil {
			return nil, err
		}
		if _, err := l.log.Add(name, object); err == nil { // a malformed one is named by verification
			l.records = append(l.records, member.Record{Name: name, Object: object})
		}
	}
	if l.Members, err = l.log.Recover(secret); err != nil {
		return nil, err
	}
	found, err := engine.FindBackups(ctx, l.remote, l.Members)
	l.Backups, l.Newer, l.Alarms = found.Whole, found.Newer, found.Alarms
	return l, err
}

// Restoring is what a restore needs from the person.
type Restoring struct {
	Entrance        // Person is the name of a person of the practice; Password the new one on this laptop
	Backup   string // an id; empty for the newest
	Laptop   string // what to call this laptop
	Progress func(rows, total, bytes, bytesTotal int64)
}

// RestoreReport is what came back.
type RestoreReport struct {
	Rows         int64             `json:"rows"`
	Bytes        int64             `json:"bytes"` // read from the remote
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
// by the root key, and pulls what came after the backup.
func (l *Lost) Restore(ctx context.Context, r Restoring) (*Practice, RestoreReport, error) {
	start := l.now()
	if err := password.Check(r.Password, r.Person); err != nil {
		return nil, RestoreReport{}, err
	}
	backup, err := l.choose(r.Backup)
	if err != nil {
		return nil, RestoreReport{}, err
	}
	h, err := home.Create(r.Home)
	if err != nil {
		return nil, RestoreReport{}, err
	}
	report := RestoreReport{Backup: backup.ID, Roots: map[string]string{}, Alarms: append([]engine.Alarm{}, l.Alarms...)}
	p, err := l.rebuild(ctx, h, backup, r, &report)
	if err != nil {
		return nil, report, errors.Join(err, undo(h))
	}
	if err := p.catchUp(ctx, backup, &report); err != nil {
		return nil, report, errors.Join(behind(err), p.Close())
	}
	report.Bytes = l.counter.Snapshot().BytesIn + p.counter.Snapshot().BytesIn
	report.Seconds = l.now().Sub(start).Seconds()
	return p, report, nil
}

// behind says that the practice is back, and what it still lacks.
func behind(err error) error {
	f := failure.Of(err)
	return failure.Wrap(err, f.Code, "The practice is restored on this laptop and can be opened, but what came after the backup could not be exchanged yet. "+f.Message,
		f.Hint+" Then sign in and sync; the restore need not be repeated.")
}

// Readable says, as a failure, why there is nothing that should be restored unasked: every backup is
// damaged, or one of a newer Farne may be the newest, and to restore another one instead would be to lose
// what that one holds.
func (l *Lost) Readable() error {
	if len(l.Backups) == 0 && len(l.Alarms) > 0 {
		return failure.New(failure.Integrity, "No backup in the remote is whole. Nothing on this laptop was changed.", "Look for a second place where the practice keeps its backups.")
	}
	for _, n := range l.Newer {
		later := func(b engine.Backup) bool { return b.Device == n.Device && b.Number > n.Number }
		if !slices.ContainsFunc(l.Backups, later) {
			return engine.OfNewer(nil)
		}
	}
	return nil
}

// choose finds the backup that is meant. The newest is the one that dominates; the list has it first.
func (l *Lost) choose(id string) (engine.Backup, error) {
	if err := l.Readable(); id == "" && err != nil {
		return engine.Backup{}, err
	}
	for _, b := range l.Newer {
		if b.ID == id {
			return engine.Backup{}, engine.OfNewer(nil)
		}
	}
	for _, b := range l.Backups {
		if id == "" || b.ID == id {
			return b, nil
		}
	}
	if id != "" {
		return engine.Backup{}, failure.New(failure.NotFound, "There is no whole backup of this id in the remote. Nothing was changed.", "List them without --backup, or leave it out for the newest.")
	}
	return engine.Backup{}, failure.New(failure.NotFound, "There is no backup in the remote yet. Nothing was changed.", "Make one on a laptop of the practice with farne backup.")
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
	for _, part := range b.Parts {
		place, open := p.placeOf(part.Compartment)
		if !open {
			continue // another role's: a restore takes what this person is entitled to
		}
		source := engine.Source{Remote: l.remote, Part: part, Tree: place.Tree, Keys: engine.Keys(l.Members)}
		file := p.store.Compartment(place.Name)
		before := report.Rows
		told := func(rows int64) {
			if r.Progress != nil {
				r.Progress(before+rows, b.Rows(), l.counter.Snapshot().BytesIn, 0)
			}
		}
		if err := file.Load(ctx, source.Rows(ctx, func(int64) {}), part.Frontier, told); err != nil {
			return engine.Damaged(err)
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

// person finds who restores in the backup's own list of people.
func (l *Lost) person(ctx context.Context, b engine.Backup, name string) (Person, error) {
	people, err := l.People(ctx, b)
	if err != nil {
		return Person{}, err
	}
	var names []string
	for _, p := range people {
		if equalName(p.Name, name) || (name == "" && len(people) == 1) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Person{}, failure.New(failure.Usage, "Nobody of this name is in the practice. Nothing was changed.",
		"Give --user with one of: "+strings.Join(names, ", ")+".")
}

// People are the people of the practice, as a backup has them.
func (l *Lost) People(ctx context.Context, b engine.Backup) ([]Person, error) {
	practice, ok := l.Members.Compartment(member.PracticeCompartment)
	if !ok {
		return nil, errors.New("the practice compartment is not in the log")
	}
	_, _, treeKey, held := l.Members.Current(practice.ID)
	if !held {
		return nil, errors.New("the practice compartment's keys are not held")
	}
	var people []Person
	for _, part := range b.Parts {
		if part.Compartment != practice.ID {
			continue
		}
		source := engine.Source{Remote: l.remote, Part: part, Tree: treeKey, Keys: engine.Keys(l.Members)}
		rows, err := source.Table(ctx, "person")
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			r, err := state.Unmarshal(row.Data)
			if err != nil {
				return nil, engine.Damaged(fmt.Errorf("%w: %w", tree.ErrDamaged, err))
			}
			if p := personOf(store.Shown(r)); p.Name != "" && !r.IsDeleted() {
				people = append(people, p)
			}
		}
	}
	return people, nil
}

// rightsOf are what a person's seats were given before: a lost laptop changes nobody's role.
func (l *Lost) rightsOf(person seal.ID) (roles []string, administrator bool, compartments []seal.ID) {
	for _, s := range l.Members.Seats() {
		if s.Person != person {
			continue
		}
		roles, administrator = s.Roles, administrator || s.Administrator
		compartments = append(compartments, l.Members.Entitlements(s.ID)...)
	}
	return roles, administrator, compartments
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
