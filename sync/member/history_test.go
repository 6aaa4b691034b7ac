package member

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"testing"
	"testing/cryptotest"

	"farne/sync/seal"
)

// history plays a practice: administrators and clerks, each with an old or new view of the remote,
// enrol, entitle, wrap and succeed; some write what they may not, some records are altered.
type history struct {
	*clinic
	t       *testing.T
	laptops []*laptop
	forged  []Record
}

// pick is a number below n. It draws from crypto/rand, which play makes repeatable.
func pick(n int) int {
	var b [4]byte
	rand.Read(b[:])
	return int(binary.BigEndian.Uint32(b[:])) % n
}

func play(t *testing.T, seed uint64, steps int) *history {
	cryptotest.SetGlobalRandom(t, seed) // keys, ids and so hashes too: a seed gives one history
	c, owner := newClinic(t)
	h := &history{clinic: c, t: t, laptops: []*laptop{owner}}
	for range steps {
		h.step()
	}
	return h
}

func (h *history) step() {
	l := h.laptops[pick(len(h.laptops))]
	if pick(2) == 0 || l.log.Len() == 0 {
		for _, r := range h.remote {
			l.add(h.t, r)
		}
	}
	m, err := l.log.Open(h.root(), SeatHolder(l.seat.ID, l.seat.Decapsulation))
	if err != nil {
		return // enrolled in a record that is void or unseen
	}
	switch pick(6) {
	case 0, 1:
		h.enrol(l, m)
	case 2:
		seats, all := m.Seats(), m.Compartments()
		s, c := seats[pick(len(seats))], all[pick(len(all))]
		h.keep(m.Entitle(AsSeat(l.seat), s.ID, []seal.ID{c.ID}, noon))
	case 3:
		if r, due, err := m.WrapDue(AsSeat(l.seat), noon); due {
			h.keep(r, err)
		}
	case 4:
		successor := NewDevice()
		if r, err := m.Succeed(l.device, successor, nil, noon); err == nil {
			h.keep(r, nil)
			if pick(3) > 0 { // else a copy of the laptop goes on under the old id
				l.device, l.seat.Device = successor, successor.ID
			}
		}
	case 5:
		h.attack(l, m)
	}
}

func (h *history) enrol(l *laptop, m *Members) {
	n := h.newcomer()
	if pick(4) == 0 { // a twin
		copy(n.device.ID[:8], h.laptops[0].device.ID[:8])
		n.seat.Device = n.device.ID
	}
	who := Introduce(n.device, n.seat)
	who.Administrator = pick(2) == 0
	for _, c := range m.Compartments() {
		if pick(2) == 0 {
			who.Compartments = append(who.Compartments, c.ID)
		}
	}
	by := AsSeat(l.seat)
	if pick(5) == 0 {
		by = AsRoot(h.secret, l.seat.Device)
	}
	if r, err := m.Enrol(by, who, noon); err == nil {
		h.keep(r, nil)
		h.laptops = append(h.laptops, n)
	}
}

// attack writes without the author's own check, and alters what others wrote.
func (h *history) attack(l *laptop, m *Members) {
	who := Introduce(h.newcomer().device, h.newcomer().seat)
	acts := []act{enrol{
		Device: who.Device, DeviceKey: who.DeviceKey, Seat: who.Seat, SeatKey: who.SeatKey,
		Encapsulation: who.Encapsulation.Bytes(), Person: who.Person, Administrator: true,
	}}
	if r, err := m.compose(asOld(l.device, l.device.ID), acts, nil, noon); err == nil {
		h.keep(r, nil)
		h.forged = append(h.forged, r)
	}
	victim := h.remote[pick(len(h.remote))]
	altered := Record{victim.Name, bytes.Clone(victim.Object)}
	altered.Object[len(altered.Object)-1-pick(600)] ^= 1
	h.keep(altered, nil)
	h.forged = append(h.forged, altered)
}

func (h *history) keep(r Record, err error) {
	if err == nil {
		h.remote = append(h.remote, r)
	}
}

// Whatever the order in which records arrive, and repeated or not, everybody sees the same.
func TestAnyOrderGivesTheSameMembers(t *testing.T) {
	for seed := range uint64(12) {
		h := play(t, seed, 30)
		want := ""
		for round := range 5 {
			var l Log
			order := slices.Clone(h.remote)
			for i := range order {
				j := pick(i + 1)
				order[i], order[j] = order[j], order[i]
			}
			for _, r := range append(order, order[:len(order)/2]...) {
				if _, err := l.Add(r.Name, r.Object); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			m, err := l.Recover(h.secret)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if got := describe(m); round == 0 {
				want = got
			} else if got != want {
				t.Fatalf("seed %d: one order gives\n%s\nanother\n%s", seed, want, got)
			}
			h.checkForged(seed, m)
		}
		t.Logf("seed %d: %d records, %d laptops, %d forged", seed, len(h.remote), len(h.laptops), len(h.forged))
	}
}

// checkForged holds that nothing an attack wrote counts.
func (h *history) checkForged(seed uint64, m *Members) {
	h.t.Helper()
	for _, r := range h.forged {
		hash := seal.Sum(r.Object)
		if !slices.ContainsFunc(m.Problems(), func(p Problem) bool { return p.Record == hash && (p.Kind == Refused || p.Kind == Held) }) {
			h.t.Errorf("seed %d: a forged record counts", seed)
		}
		if slices.Contains(m.Heads(), hash) {
			h.t.Errorf("seed %d: a forged record is a head", seed)
		}
	}
}

// What has been read never contradicts what is read later: with more records, nobody who is enrolled
// disappears, save the later of two that collide.
func TestMoreRecordsTakeNothingAway(t *testing.T) {
	for seed := range uint64(6) {
		h := play(t, 100+seed, 25)
		var l Log
		known := map[seal.ID]bool{}
		for _, r := range h.remote {
			if _, err := l.Add(r.Name, r.Object); err != nil {
				t.Fatal(err)
			}
			m, err := l.Recover(h.secret)
			if err != nil {
				t.Fatal(err)
			}
			void := slices.ContainsFunc(m.Problems(), func(p Problem) bool { return p.Kind == Void })
			for id := range known {
				if _, still := m.Seat(id); !still && !void {
					t.Errorf("seed %d: seat %s is gone", 100+seed, id)
				}
			}
			for _, s := range m.Seats() {
				known[s.ID] = true
			}
		}
	}
}
