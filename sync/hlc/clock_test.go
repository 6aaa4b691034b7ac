package hlc

import (
	"cmp"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

func compare[T cmp.Ordered](a, b T) int { return cmp.Compare(a, b) }

func device(n uint64) (d Device) {
	binary.BigEndian.PutUint64(d[:], n)
	return d
}

// seeded gives a random source whose seed is printed when the test fails; FARNE_SEED sets it.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if text, ok := os.LookupEnv("FARNE_SEED"); ok {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("FARNE_SEED: %v", err)
		}
		seed = n
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("repeat with FARNE_SEED=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// wall is a wall clock that a test sets.
type wall struct{ ms int64 }

func (w *wall) now() time.Time { return time.UnixMilli(w.ms) }

const noon = 1767960000000 // 2026-01-09T12:00:00Z

func TestNextFollowsTheWallClock(t *testing.T) {
	w := &wall{noon}
	c := NewClock(laptop, w.now, HLC{})
	if got, want := c.Next(), New(noon, 1, laptop); got != want {
		t.Errorf("first stamp %s, want %s", got, want)
	}
	if got, want := c.Next(), New(noon, 2, laptop); got != want {
		t.Errorf("second stamp of a millisecond %s, want %s", got, want)
	}
	w.ms += 5
	if got, want := c.Next(), New(noon+5, 1, laptop); got != want {
		t.Errorf("later stamp %s, want %s", got, want)
	}
	w.ms -= time.Hour.Milliseconds()
	if got, want := c.Next(), New(noon+5, 2, laptop); got != want {
		t.Errorf("stamp after the clock went back %s, want %s", got, want)
	}
}

func TestAbsurdWallClocksAreIgnored(t *testing.T) {
	for _, ms := range []int64{0, -1, earliest - 1, latest, MaxMillis, 1 << 47, math.MinInt64, math.MaxInt64} {
		c := NewClock(laptop, (&wall{ms}).now, New(noon, 7, laptop))
		if got, want := c.Next(), New(noon, 8, laptop); got != want {
			t.Errorf("wall clock %d: stamp %s, want %s", ms, got, want)
		}
	}
	for _, ms := range []int64{earliest, latest - 1} {
		c := NewClock(laptop, (&wall{ms}).now, HLC{})
		if got := c.Next().Millis(); got != ms {
			t.Errorf("wall clock %d: stamp at %d ms", ms, got)
		}
	}
}

func TestFullCounterMovesTheMilliseconds(t *testing.T) {
	c := NewClock(laptop, (&wall{noon}).now, New(noon, math.MaxUint16, laptop))
	if got, want := c.Next(), New(noon+1, 0, laptop); got != want {
		t.Errorf("stamp after a full counter %s, want %s", got, want)
	}
}

func TestObserveIgnoresTheMalformed(t *testing.T) {
	c := NewClock(laptop, (&wall{noon}).now, New(noon, 1, laptop))
	c.Observe(New(MaxMillis, 0, device(9)))
	c.Observe(HLC{})
	if got, want := c.Last(), New(noon, 1, laptop); got != want {
		t.Errorf("last after malformed stamps %s, want %s", got, want)
	}
}

func TestLastContinuesAfterARestart(t *testing.T) {
	w := &wall{noon}
	c := NewClock(laptop, w.now, HLC{})
	c.Observe(New(noon+99, 3, device(9)))
	given := c.Next()
	if given != c.Last() {
		t.Errorf("Last() = %s after %s", c.Last(), given)
	}
	w.ms = 0
	if next := NewClock(laptop, w.now, c.Last()).Next(); next.Compare(given) <= 0 {
		t.Errorf("a restarted clock gave %s after %s", next, given)
	}
}

// Whatever the wall clock does and whoever is observed, stamps rise and stay above what was observed.
func TestStampsRise(t *testing.T) {
	rnd := seeded(t)
	for range 200 {
		w := &wall{noon}
		c := NewClock(laptop, w.now, HLC{})
		var highest HLC
		for range 200 {
			w.ms = jump(rnd, w.ms)
			if rnd.IntN(3) == 0 {
				h := New(rnd.Int64N(2*latest), uint16(rnd.Uint32()), device(rnd.Uint64()))
				c.Observe(h)
				highest = larger(highest, h)
			}
			h := c.Next()
			if h.Compare(highest) <= 0 || h.Device() != laptop || h.Valid() != nil {
				t.Fatalf("stamp %s after %s, wall clock %d", h, highest, w.ms)
			}
			highest = h
		}
	}
}

func larger(a, b HLC) HLC {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

// jump moves a wall clock as real ones move: a little, back, by years, or to nonsense.
func jump(rnd *rand.Rand, ms int64) int64 {
	switch rnd.IntN(8) {
	case 0:
		return ms - rnd.Int64N(100_000)
	case 1:
		return noon + rnd.Int64N(1<<40) - 1<<39
	case 2:
		return rnd.Int64()
	case 3:
		return -rnd.Int64()
	default:
		return ms + rnd.Int64N(3)
	}
}

// FuzzNext: the same, for inputs that the fuzzer looks for.
func FuzzNext(f *testing.F) {
	f.Add(int64(noon), int64(noon), []byte{})
	f.Add(int64(latest-1), int64(-5), []byte{0, 0, 0x07, 0xff, 0, 0, 0xff, 0xff, 1, 1, 1, 1, 1, 1, 1, 1})
	f.Fuzz(func(t *testing.T, first, second int64, seen []byte) {
		w := &wall{first}
		c := NewClock(laptop, w.now, HLC{})
		highest := c.Next()
		if h, err := FromBytes(seen); err == nil {
			c.Observe(h)
			highest = larger(highest, h)
		}
		w.ms = second
		for range 3 {
			h := c.Next()
			if h.Compare(highest) <= 0 {
				t.Fatalf("stamp %s after %s", h, highest)
			}
			highest = h
		}
	})
}

// Stamps given to several goroutines at once are all different.
func TestConcurrentStampsDiffer(t *testing.T) {
	c := NewClock(laptop, (&wall{noon}).now, HLC{})
	const each = 500
	given := make([][]HLC, 4)
	var wg sync.WaitGroup
	for i := range given {
		wg.Go(func() {
			for n := range each {
				given[i] = append(given[i], c.Next())
				c.Observe(New(noon+int64(n), 0, device(9)))
			}
		})
	}
	wg.Wait()
	all := map[HLC]bool{}
	for _, stamps := range given {
		for _, h := range stamps {
			all[h] = true
		}
	}
	if len(all) != each*len(given) {
		t.Errorf("%d different stamps of %d", len(all), each*len(given))
	}
}

func BenchmarkNext(b *testing.B) {
	c := NewClock(laptop, (&wall{noon}).now, HLC{})
	for b.Loop() {
		c.Next()
	}
}
