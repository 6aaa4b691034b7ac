package state

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"farne/sync/hlc"
)

// noon is 2026-01-09T12:00:00Z in milliseconds.
const noon = 1767960000000

// number reads a number for a test from the environment.
func number(t testing.TB, name string, otherwise uint64) uint64 {
	t.Helper()
	text, ok := os.LookupEnv(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// eachSeed runs a property for several seeds and prints the first that fails. FARNE_HISTORIES sets
// how many, FARNE_SEED the first.
func eachSeed(t *testing.T, runs uint64, property func(t *testing.T, rnd *rand.Rand)) {
	t.Helper()
	first := number(t, "FARNE_SEED", rand.Uint64N(1<<40))
	for seed := range number(t, "FARNE_HISTORIES", runs) {
		property(t, seeded(first+seed))
		if t.Failed() {
			t.Fatalf("repeat with FARNE_HISTORIES=1 FARNE_SEED=%d", first+seed)
		}
	}
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func pick[T any](rnd *rand.Rand, from []T) T { return from[rnd.IntN(len(from))] }

func id(n uint64) (id ID) {
	binary.BigEndian.PutUint64(id[8:], n)
	return id
}

// stampOf makes a stamp of a small number, for tests that set the stage by hand.
func stampOf(n int64, device uint64) hlc.HLC {
	return hlc.New(noon+n, 0, hlc.DeviceOf(deviceID(device)))
}

func deviceID(n uint64) (id [16]byte) {
	binary.BigEndian.PutUint64(id[:8], n)
	return id
}

// storedValue is any value that a row holds: large ones too.
func storedValue(rnd *rand.Rand) Value {
	if rnd.IntN(12) == 0 {
		return randomLarge(rnd)
	}
	return randomValue(rnd)
}

func randomValue(rnd *rand.Rand) Value {
	switch rnd.IntN(12) {
	case 0:
		return Null()
	case 1:
		return Integer(rnd.Int64N(2000) - 1000)
	case 2:
		return Integer(int64(rnd.Uint64()) >> rnd.IntN(64))
	case 3:
		return Integer(pick(rnd, []int64{0, -1, 23, 24, -24, -25, 255, 256, 65535, 65536, 1 << 32, math.MinInt64, math.MaxInt64}))
	case 4:
		return Real(float64(rnd.IntN(1000)) / 8)
	case 5:
		return Real(math.Float64frombits(rnd.Uint64()))
	case 6:
		return Real(float64(math.Float32frombits(rnd.Uint32())))
	case 7:
		return Real(pick(rnd, []float64{0, 1, math.Inf(1), math.Inf(-1), 65504, 65505, 1e300, math.SmallestNonzeroFloat64, 5.960464477539063e-08}))
	case 8:
		b := make([]byte, rnd.IntN(40))
		for i := range b {
			b[i] = byte(rnd.Uint32())
		}
		return Blob(b)
	case 9:
		return Text(string(make([]byte, rnd.IntN(300))))
	default:
		return Text(pick(rnd, []string{"", "a", "b", "Ærø", "血圧", "\x00", "amoxicillin 500 mg"}))
	}
}
