package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"farne/sync/chain"
	"farne/sync/seal"
)

// of makes a backup of one compartment that has applied a and b batches of two laptops.
func of(name string, at int64, a, b uint64) Backup {
	frontier := chain.Frontier{{Device: seal.ID{1}, Sequence: a}, {Device: seal.ID{2}, Sequence: b}}
	return Backup{Name: name, Manifest: Manifest{At: at, Parts: []Part{{Compartment: seal.ID{9}, Frontier: frontier}}}}
}

// A dominates C though C's clock is ahead; B is comparable with neither. Every pair alone sorts, the three
// together run in a circle.
func TestTheDominatingBackupComesFirstWhateverTheClocksSay(t *testing.T) {
	a, b, c := of("a", 1, 2, 2), of("b", 2, 0, 9), of("c", 3, 1, 2)
	for _, all := range [][]Backup{{a, b, c}, {c, b, a}, {b, a, c}, {c, a, b}} {
		var got string
		for _, found := range newestFirst(all) {
			got += found.Name
		}
		if got != "bac" {
			t.Errorf("newest first: %s", got)
		}
	}
}

func TestNewestFirstKeepsEveryDominance(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 7))
		var all []Backup
		for i := range 1 + random.IntN(20) {
			all = append(all, of(fmt.Sprint(i), random.Int64N(6), random.Uint64N(5), random.Uint64N(5)))
		}
		sorted := newestFirst(all)
		for i, b := range sorted {
			if slices.ContainsFunc(sorted[i+1:], func(later Backup) bool { return beats(later, b) }) {
				t.Fatalf("seed %d: a backup stands before one that dominates it", seed)
			}
		}
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i, b := range newestFirst(all) {
			if b.Name != sorted[i].Name {
				t.Fatalf("seed %d: the order hangs on that of the listing", seed)
			}
		}
	}
}
