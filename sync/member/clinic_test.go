package member

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/sync/seal"
)

var noon = time.UnixMilli(1_772_366_400_000)

// clinic is a practice under test: its kit, and the remote as a list of all records.
type clinic struct {
	secret seal.RecoverySecret
	remote []Record
}

// laptop is one seat on one device, with what it has read.
type laptop struct {
	clinic *clinic
	device DeviceKeys
	seat   SeatKeys
	log    Log
}

func newClinic(t testing.TB) (*clinic, *laptop) {
	t.Helper()
	c := &clinic{secret: seal.NewRecoverySecret()}
	owner := c.newcomer()
	r, err := NewPractice(c.secret, owner.device, owner.seat, []string{"owner"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	c.remote = append(c.remote, r)
	return c, owner
}

// newcomer is a laptop that nobody has enrolled yet.
func (c *clinic) newcomer() *laptop {
	d := NewDevice()
	return &laptop{clinic: c, device: d, seat: NewSeat(d.ID, seal.NewID())}
}

func (c *clinic) root() seal.PublicKey { return c.secret.Root().Public() }

// pull reads all of the remote.
func (l *laptop) pull(t testing.TB) *Members {
	t.Helper()
	for _, r := range l.clinic.remote {
		l.add(t, r)
	}
	return l.open(t)
}

func (l *laptop) add(t testing.TB, r Record) {
	t.Helper()
	if _, err := l.log.Add(r.Name, r.Object); err != nil {
		t.Fatal(err)
	}
}

func (l *laptop) open(t testing.TB) *Members {
	t.Helper()
	m, err := l.log.Open(l.clinic.root(), SeatHolder(l.seat.ID, l.seat.Decapsulation))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// push puts a record into the remote.
func (c *clinic) push(t testing.TB) func(Record, error) Record {
	return func(r Record, err error) Record {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		c.remote = append(c.remote, r)
		return r
	}
}

// hire enrols a new laptop, by an administrator's.
func (l *laptop) hire(t testing.TB, administrator bool, compartments ...string) *laptop {
	t.Helper()
	m, n := l.pull(t), l.clinic.newcomer()
	who := Introduce(n.device, n.seat)
	who.Administrator, who.Compartments = administrator, ids(t, m, compartments...)
	l.clinic.push(t)(m.Enrol(AsSeat(l.seat), who, noon))
	return n
}

func ids(t testing.TB, m *Members, names ...string) (all []seal.ID) {
	t.Helper()
	for _, name := range names {
		c, known := m.Compartment(name)
		if !known {
			t.Fatalf("no compartment %s", name)
		}
		all = append(all, c.ID)
	}
	return all
}

// holds are the names of the compartments whose current keys somebody has.
func holds(m *Members) (names []string) {
	for _, c := range m.Compartments() {
		if _, _, _, held := m.Current(c.ID); held {
			names = append(names, c.Name)
		}
	}
	return names
}

// describe is everything that members say, for comparison; keys by their ids.
func describe(m *Members) string {
	var b strings.Builder
	fmt.Fprintf(&b, "heads %v\nproblems %v\nrecovery %v\n", m.Heads(), m.Problems(), m.Recovery())
	for _, c := range m.Compartments() {
		fmt.Fprintf(&b, "compartment %v\n", c)
	}
	for _, d := range m.Devices() {
		fmt.Fprintf(&b, "device %v\n", d)
	}
	for _, s := range m.Seats() {
		fmt.Fprintf(&b, "seat %v entitled %v", s, m.Entitlements(s.ID))
		for _, c := range m.Compartments() {
			fmt.Fprintf(&b, " %s due %v", c.Name, m.isDue(seal.Recipient{Kind: seal.ToSeat, ID: s.ID}, c.ID))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "holds %v\n", holds(m))
	return b.String()
}

// only checks that members have problems of these kinds and no others.
func only(t *testing.T, m *Members, want ...ProblemKind) {
	t.Helper()
	var got []ProblemKind
	for _, p := range m.Problems() {
		got = append(got, p.Kind)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the problems are %v, not %v: %+v", got, want, m.Problems())
	}
}

func isError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("the error is %v, not %v", err, want)
	}
}
