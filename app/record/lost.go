package record

import (
	"context"
	"slices"
	"strings"
	"time"

	"farne/app/home"
	"farne/sync/clock"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/remote/connect"
	"farne/sync/seal"
)

// Lost is a practice as the recovery words and the remote show it, before anything is restored. Close it.
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
	home    *home.Home    // into which it is being restored; nil before Settle
	kept    engine.Keeper // of its sealed packs
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
	if err := l.look(ctx); err != nil {
		return nil, remote.ToReader(err)
	}
	return l, nil
}

// look reads the membership log and what backups there are.
func (l *Lost) look(ctx context.Context) error {
	names, err := remote.Names(ctx, l.remote, seal.MemberPrefix)
	if err != nil {
		return err
	}
	for _, name := range names {
		object, err := l.remote.Get(ctx, name)
		if err != nil {
			return err
		}
		if _, err := l.log.Add(name, object); err == nil { // a malformed one is named by verification
			l.records = append(l.records, member.Record{Name: name, Object: object})
		}
	}
	if l.Members, err = l.log.Recover(l.secret); err != nil {
		return err
	}
	found, err := engine.FindBackups(ctx, l.remote, l.Members)
	l.Backups, l.Newer, l.Alarms = found.Whole, found.Newer, found.Alarms
	return err
}

// Settle takes the home into which the practice is to be restored. What Check and Restore read from then on
// is kept there, so that neither reads again what the other has read, nor what an attempt has read that was
// cut off. Failures: Refused where the folder is not empty, Busy.
func (l *Lost) Settle(dir string) error {
	if l.home != nil {
		return nil
	}
	h, err := createHome(dir)
	if err != nil {
		return err
	}
	l.home, l.kept = h, &fetched{dir: h.Fetched()}
	return nil
}

// Close ends the work and leaves what was read for the next attempt.
func (l *Lost) Close() error { return l.leave((*home.Home).Close) }

// Leave ends the work and removes all that it has put on this laptop.
func (l *Lost) Leave() error { return l.leave((*home.Home).Abandon) }

func (l *Lost) leave(how func(*home.Home) error) error {
	h := l.home
	if h == nil {
		return nil
	}
	l.home, l.kept = nil, nil
	return how(h)
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
	rows, err := l.table(ctx, b, "person")
	if err != nil {
		return nil, err
	}
	var people []Person
	for _, r := range rows {
		if p := personOf(r); p.Name != "" {
			people = append(people, p)
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
