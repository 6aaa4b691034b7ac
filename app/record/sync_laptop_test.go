package record

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"farne/app/clinic"
	"farne/app/vault"
	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/engine"
	"farne/sync/remote"
	"farne/sync/remote/fault"
	"farne/sync/seal"
	"farne/sync/state"
)

// clinicUnderTest is a practice with its kit and its folder remote; laptops are real homes.
type clinicUnderTest struct {
	t        *testing.T
	dir      string
	folder   string
	person   string
	password string
	kit      Kit
	now      time.Time
}

// laptop is an open home.
type laptop struct {
	*Practice
	t     *testing.T
	c     *clinicUnderTest
	home  string
	fault *fault.Store
}

const testPassword = "seven geese over farne"

func (c *clinicUnderTest) entrance(name string) Entrance {
	return Entrance{
		Home: filepath.Join(c.dir, name), KeyFile: filepath.Join(c.dir, name+".key"), Person: c.person,
		Password: secret.New([]byte(c.password)), Now: func() time.Time { return c.now }, password: vault.Floor,
	}
}

// newClinic makes a practice on a first laptop, with a folder as its remote.
func newClinic(t *testing.T) (*clinicUnderTest, *laptop) {
	t.Helper()
	c := &clinicUnderTest{t: t, dir: t.TempDir(), person: "Ada Example", password: testPassword, now: clock.Now().Truncate(time.Second)}
	c.folder = filepath.Join(c.dir, "remote")
	p, _, err := Create(context.Background(), Founding{
		Entrance: c.entrance("first"), Practice: "Lindisfarne", Owner: c.person, Laptop: "first",
		Keep: func(kit Kit) error { c.kit = kit; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	l := c.laptop("first", p)
	if _, _, err := p.SetRemote(context.Background(), remote.Config{Kind: remote.KindFolder, Folder: c.folder}); err != nil {
		t.Fatal(err)
	}
	return c, l
}

func (c *clinicUnderTest) laptop(name string, p *Practice) *laptop {
	l := &laptop{Practice: p, t: c.t, c: c, home: filepath.Join(c.dir, name)}
	c.t.Cleanup(func() { _ = l.Close() })
	return l
}

// restore brings the practice to another laptop, from the newest backup.
func (c *clinicUnderTest) restore(name string) (*laptop, RestoreReport) {
	c.t.Helper()
	l, r, err := c.tryRestore(name, "")
	if err != nil {
		c.t.Fatal(err)
	}
	return l, r
}

func (c *clinicUnderTest) tryRestore(name, backup string) (*laptop, RestoreReport, error) {
	ctx := context.Background()
	lost, err := FindLost(ctx, remote.Config{Kind: remote.KindFolder, Folder: c.folder}, c.kit.Secret, func() time.Time { return c.now })
	if err != nil {
		return nil, RestoreReport{}, err
	}
	p, r, err := lost.Restore(ctx, Restoring{Entrance: c.entrance(name), Backup: backup, Laptop: name})
	if err != nil {
		return nil, r, errors.Join(err, lost.Close())
	}
	return c.laptop(name, p), r, nil
}

// open signs in to a home again.
func (c *clinicUnderTest) open(name string) *laptop {
	c.t.Helper()
	p, err := Open(context.Background(), c.entrance(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return c.laptop(name, p)
}

// pair is two laptops of one practice, in agreement.
func pair(t *testing.T) (c *clinicUnderTest, a, b *laptop) {
	t.Helper()
	c, a = newClinic(t)
	a.patient("First")
	a.backup()
	b, _ = c.restore("second")
	a.settle(b)
	return c, a, b
}

// settle exchanges until the laptops have nothing more to tell each other.
func (l *laptop) settle(others ...*laptop) {
	l.t.Helper()
	all := append([]*laptop{l}, others...)
	for range 3 {
		for _, x := range all {
			x.clean()
		}
	}
}

func (l *laptop) patient(family string) state.ID {
	l.t.Helper()
	id, err := l.AddPatient(context.Background(), clinic.PatientEntry{Family: family, Given: "Aidan", Born: "1979-05-01"})
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

func (l *laptop) note(patient state.ID, text string) state.ID {
	l.t.Helper()
	id, _, err := l.SaveDraft(context.Background(), state.ID{}, patient, "", text, "")
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

func (l *laptop) setCity(id state.ID, city string) {
	l.t.Helper()
	if err := l.SetPatient(context.Background(), id, func(e *clinic.PatientEntry) { e.City = city }, ""); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) backup() BackupReport {
	l.t.Helper()
	r, err := l.Backup(context.Background(), func(int64, int64, int64) {})
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// sync is one round; alarms are the caller's to judge.
func (l *laptop) sync() SyncReport {
	l.t.Helper()
	r, err := l.Sync(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// clean is a round without alarms.
func (l *laptop) clean() SyncReport {
	l.t.Helper()
	r := l.sync()
	if len(r.Alarms) > 0 || len(r.Waiting) > 0 {
		l.t.Fatalf("alarms %+v, waiting %+v", r.Alarms, r.Waiting)
	}
	return r
}

// alarmed is a round with exactly this alarm.
func (l *laptop) alarmed(name, object string) SyncReport {
	l.t.Helper()
	r := l.sync()
	if len(r.Alarms) != 1 || r.Alarms[0].Name != name || r.Alarms[0].Object != object {
		l.t.Fatalf("alarms %+v, not %s of %s", r.Alarms, name, object)
	}
	return r
}

func (l *laptop) roots() map[string]CompartmentState {
	l.t.Helper()
	st, err := l.State(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	return st.Compartments
}

// agree compares the laptops' roots.
func (l *laptop) agree(others ...*laptop) {
	l.t.Helper()
	mine := l.roots()
	for _, o := range others {
		theirs := o.roots()
		for name, s := range mine {
			if theirs[name].Root != s.Root {
				l.t.Errorf("%s: roots %s and %s, rows %v and %v", name, s.Root, theirs[name].Root, s.Rows, theirs[name].Rows)
			}
		}
	}
}

func (l *laptop) problems(full bool) []engine.Problem {
	l.t.Helper()
	r, err := l.Verify(context.Background(), full, func(int64, int64, int64) {})
	if err != nil {
		l.t.Fatal(err)
	}
	return r.Problems
}

func (l *laptop) whole() {
	l.t.Helper()
	if found := l.problems(true); len(found) > 0 {
		l.t.Errorf("verification found %+v", found)
	}
}

// faulty puts a store with faults, and without waiting for retries, in place of the remote.
func (l *laptop) faulty() *fault.Store {
	l.fault = fault.New(l.remote)
	l.over(l.fault)
	return l.fault
}

// place is a compartment of this laptop, with the keys that seal for it.
func (l *laptop) place(compartment string) engine.Place {
	l.t.Helper()
	for _, p := range l.places() {
		if p.Name == compartment {
			return p
		}
	}
	l.t.Fatalf("no compartment %s", compartment)
	return engine.Place{}
}

func (l *laptop) batchName(compartment string, sequence uint64) string {
	return seal.Name{Kind: seal.Batch, Compartment: l.place(compartment).ID, Device: l.device.ID, Number: sequence}.String()
}

func (l *laptop) hintName(compartment string) string {
	return seal.Name{Kind: seal.Hint, Compartment: l.place(compartment).ID, Device: l.device.ID}.String()
}

func (l *laptop) head(compartment string) uint64 {
	return l.place(compartment).Replica.Frontier().Of(l.device.ID).Sequence
}

// last is the name of this laptop's newest batch in a compartment.
func (l *laptop) last(compartment string) string {
	return l.batchName(compartment, l.head(compartment))
}

func (c *clinicUnderTest) path(object string) string {
	return filepath.Join(c.folder, filepath.FromSlash(object))
}

func (c *clinicUnderTest) read(object string) []byte {
	c.t.Helper()
	b, err := os.ReadFile(c.path(object))
	if err != nil {
		c.t.Fatal(err)
	}
	return b
}

func (c *clinicUnderTest) write(object string, b []byte) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Dir(c.path(object)), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(c.path(object), b, 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c *clinicUnderTest) remove(object string) {
	c.t.Helper()
	if err := os.Remove(c.path(object)); err != nil {
		c.t.Fatal(err)
	}
}

// flip changes one bit in the middle of an object and gives back what stood there.
func (c *clinicUnderTest) flip(object string) []byte {
	c.t.Helper()
	b := c.read(object)
	bad := slices.Clone(b)
	bad[len(bad)/2] ^= 1
	c.write(object, bad)
	return b
}

// objects are the names in the remote below a prefix.
func (c *clinicUnderTest) objects(prefix string) []string {
	c.t.Helper()
	var names []string
	err := filepath.WalkDir(filepath.Join(c.folder, filepath.FromSlash(prefix)), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(c.folder, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return names
}
