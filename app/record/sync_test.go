package record

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"farne/sync/chain"
	"farne/sync/seal"
)

func TestTwoLaptopsEditBothWays(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	both := a.patient("Both")
	a.settle(b)
	pa, pb := a.patient("Anna"), b.patient("Bede")
	a.note(pa, "written on the first laptop")
	b.note(pb, "written on the second laptop")
	a.setCity(both, "Berwick")
	b.setCity(both, "Alnwick")
	a.clean()
	if r := b.clean(); r.Conflicts != 1 {
		t.Errorf("%d conflicts on the second laptop", r.Conflicts)
	}
	if r := a.clean(); r.Conflicts != 1 {
		t.Errorf("%d conflicts on the first laptop", r.Conflicts)
	}
	a.settle(b)
	a.agree(b)
	// Nothing new: one LIST, and nothing moves.
	if r := a.clean(); r.Requests.Get+r.Requests.Put > 0 || r.Requests.List != 1 || r.Sent.Bytes+r.Received.Bytes > 0 {
		t.Errorf("a round without news costs %+v", r)
	}
	a.whole()
	b.whole()
}

func TestBatchesNameOnlyNewHeads(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	p := a.patient("Named")
	a.settle(b)
	b.setCity(p, "one") // names a's head
	b.setCity(p, "two")
	b.clean()
	first := b.c.read(b.last("desk"))
	b.setCity(p, "three")
	b.clean()
	second := b.c.read(b.last("desk"))
	if len(second) > len(first) {
		t.Errorf("a batch that names nothing new has %d bytes, the one before %d", len(second), len(first))
	}
	told := readBatch(t, b, b.last("desk")).Seen
	if len(told) != 0 {
		t.Errorf("the second batch names %v", told)
	}
}

// TestBytesOfRounds measures what small edits cost on the line, both laptops and both directions.
func TestBytesOfRounds(t *testing.T) {
	t.Parallel()
	_, a, b := pair(t)
	p := a.patient("Measured")
	a.settle(b)
	random := rand.New(rand.NewPCG(1, 1))
	measure := func(rounds, edits int) (traffic int64) {
		before := a.counter.Snapshot()
		for range rounds {
			for i := range edits {
				if i%4 == 0 {
					a.setCity(p, words(random, 1))
				} else {
					a.note(p, words(random, 12))
				}
			}
			a.clean()
			b.clean()
		}
		used := a.counter.Snapshot().Since(before)
		return used.BytesIn + used.BytesOut
	}
	small := measure(100, 4)
	t.Logf("100 rounds of 4 edits: %d bytes", small)
	if small > 400_000 {
		t.Errorf("100 rounds of 4 edits cost %d bytes", small)
	}
	large := measure(1, 430)
	t.Logf("one round of 430 edits: %d bytes", large)
	if large > 120_000 {
		t.Errorf("one round of 430 edits costs %d bytes", large)
	}
	a.settle(b)
	a.agree(b)
}

// words are as compressible as a note is: short common words, and now and then a rare one.
func words(random *rand.Rand, n int) string {
	common := strings.Fields("the patient slept well and reports less pain since the last visit no fever appetite good mood low family supportive plan review in two weeks")
	var text []string
	for range n {
		text = append(text, common[random.IntN(len(common))])
		if random.IntN(3) == 0 {
			text = append(text, fmt.Sprintf("%x", random.Uint32()))
		}
	}
	return strings.Join(text, " ")
}

func readBatch(t *testing.T, from *laptop, name string) chain.Batch {
	t.Helper()
	object := from.c.read(name)
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		t.Fatal(err)
	}
	key, _ := from.members.Load().Key(h.Compartment, h.KeyID)
	device, _ := from.members.Load().Device(h.Device)
	previous := chain.Head{Device: h.Device, Sequence: h.Sequence - 1, Hash: h.Prev[0]}
	b, err := chain.Open(chain.Reader{Practice: h.Practice, Device: device, Key: key}, previous, name, object)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
