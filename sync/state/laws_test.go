package state

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"
)

// some plays part of a history without its end: devices in reachable states, all edits sealed.
func some(t *testing.T, rnd *rand.Rand, steps int) *history {
	h := &history{t: t, rnd: rnd}
	for range laptops {
		h.enrol(nil)
	}
	for range steps {
		h.wall += time.Duration(rnd.IntN(3)) * time.Hour
		h.step()
	}
	for _, d := range h.devices {
		h.seal(d)
	}
	return h
}

// reader is a new device that has written nothing.
func (h *history) reader() *device { return newDevice(h.t, 999, 0, &h.wall) }

// deliver gives a device all chains, each in its own order, woven together at random, now and then
// repeating what it has already.
func (h *history) deliver(d *device) {
	done := make([]int, len(h.chains))
	var open []int
	for n, chain := range h.chains {
		if len(chain) > 0 {
			open = append(open, n)
		}
	}
	for len(open) > 0 {
		i := h.rnd.IntN(len(open))
		n := open[i]
		d.receive(h.chains[n][done[n]])
		if done[n]++; done[n] == len(h.chains[n]) {
			open[i] = open[len(open)-1]
			open = open[:len(open)-1]
		}
		if h.rnd.IntN(4) == 0 {
			h.pull(d, n, h.rnd.IntN(done[n]+1))
		}
	}
}

func anyOrder(t *testing.T, rnd *rand.Rand) {
	h := some(t, rnd, steps)
	first, second := h.reader(), h.reader()
	h.deliver(first)
	h.deliver(second)
	if !bytes.Equal(first.canonical(), second.canonical()) {
		t.Error("two orders of the same changes give different states")
	}
}

// Whatever the order in which chains arrive, the canonical bytes are the same.
func TestAnyOrder(t *testing.T) { eachSeed(t, 100, anyOrder) }

// FuzzAnyOrder: the same, for seeds that the fuzzer looks for.
func FuzzAnyOrder(f *testing.F) {
	f.Add(uint64(0))
	f.Fuzz(func(t *testing.T, seed uint64) { anyOrder(t, seeded(seed)) })
}

func joinLaws(t *testing.T, rnd *rand.Rand) {
	h := some(t, rnd, steps)
	a, b, c := pick(rnd, h.devices), pick(rnd, h.devices), pick(rnd, append(h.backups, h.devices...))
	joined := func(devices ...*device) *device {
		out := devices[0].copy()
		for _, d := range devices[1:] {
			out.join(d)
		}
		return out
	}
	same := func(law string, x, y *device) {
		if !bytes.Equal(x.canonical(), y.canonical()) {
			t.Errorf("join is not %s", law)
		}
	}
	same("commutative", joined(a, b), joined(b, a))
	same("idempotent", joined(a, a), a)
	same("idempotent after a join", joined(a, b, b, a), joined(a, b))
	same("associative", joined(joined(a, b), c), joined(a, joined(b, c)))
	all := joined(a, b, c)
	same("what receiving the same changes gives", all, h.upTo(all))
}

// upTo is a device that received exactly what the other's frontier covers.
func (h *history) upTo(d *device) *device {
	out := h.reader()
	for _, n := range h.rnd.Perm(len(h.chains)) {
		for _, c := range h.chains[n] {
			if d.seen(c.HLC) {
				out.receive(c)
			}
		}
	}
	return out
}

// Joining states is commutative, associative and idempotent, and gives what receiving the changes of
// both sides gives.
func TestJoinLaws(t *testing.T) { eachSeed(t, 100, joinLaws) }

// FuzzJoinLaws: the same, for seeds that the fuzzer looks for.
func FuzzJoinLaws(f *testing.F) {
	f.Add(uint64(0))
	f.Fuzz(func(t *testing.T, seed uint64) { joinLaws(t, seeded(seed)) })
}

// Whatever happened, a row comes back from its canonical form, which is the library's too.
func TestReachableRowsHaveForms(t *testing.T) {
	eachSeed(t, 50, func(t *testing.T, rnd *rand.Rand) {
		for _, d := range some(t, rnd, steps).devices {
			for _, row := range d.rows {
				checkForm(t, row)
				row.Tidy(d.seen)
				checkForm(t, row)
			}
		}
	})
}
