package tree

import (
	"bytes"
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strconv"
	"testing"
)

var testSecret = NewSecret([32]byte{1, 2, 3})

// seeded gives a generator and prints its seed if the test fails; FARNE_SEED repeats a run.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	var raw [8]byte
	if _, err := crand.Read(raw[:]); err != nil {
		t.Fatal(err)
	}
	seed := binary.BigEndian.Uint64(raw[:])
	if given, err := strconv.ParseUint(os.Getenv("FARNE_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("FARNE_SEED=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 1))
}

// rowSet is a state of rows, as a database would hold it.
type rowSet map[Key][]byte

func (s rowSet) sorted() []Row {
	rows := make([]Row, 0, len(s))
	for k, v := range s {
		rows = append(rows, Row{k, v})
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.Key.Compare(b.Key) })
	return rows
}

func (s rowSet) source() Source { return listed(s.sorted()) }

// listed reads rows from a list in order. It overwrites the data of the row before, as a database does.
func listed(rows []Row) Source {
	var scratch []byte
	return func(after Key) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			from := sort.Search(len(rows), func(i int) bool { return rows[i].Key.Compare(after) > 0 })
			for _, r := range rows[from:] {
				clear(scratch)
				scratch = append(scratch[:0], r.Data...)
				if !yield(Row{r.Key, scratch}, nil) {
					return
				}
			}
		}
	}
}

// shelf keeps nodes by name, as packs would.
type shelf map[Name][]byte

func (s shelf) put(n Node) error {
	s[n.Name] = bytes.Clone(n.Content)
	return nil
}

func (s shelf) get(name Name) ([]byte, error) {
	content, ok := s[name]
	if !ok {
		return nil, fmt.Errorf("no node %v", name)
	}
	return content, nil
}

func (s shelf) has(name Name) bool { return s[name] != nil }

func (s shelf) names() []Name {
	return slices.SortedFunc(maps.Keys(s), func(a, b Name) int { return bytes.Compare(a[:], b[:]) })
}

// built builds a tree whose nodes are on a shelf.
func built(t testing.TB, src Source) (*Tree, shelf) {
	t.Helper()
	nodes := shelf{}
	tree, err := Build(testSecret, src, nodes.put)
	if err != nil {
		t.Fatal(err)
	}
	return tree, nodes
}

func randomID(r *rand.Rand) (id [16]byte) {
	binary.BigEndian.PutUint64(id[:8], r.Uint64())
	binary.BigEndian.PutUint64(id[8:], r.Uint64())
	return id
}

// tables have names that are prefixes of each other and bytes above 0x7f.
var tables = []string{"a", "aa", "ab", "a\x00", "b", "z", "z\xff", "\xff"}

func randomRow(r *rand.Rand) Row {
	data := make([]byte, r.IntN(80))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return Row{Key{tables[r.IntN(len(tables))], randomID(r)}, data}
}

func randomRows(r *rand.Rand, n int) rowSet {
	s := rowSet{}
	for range n {
		row := randomRow(r)
		s[row.Key] = row.Data
	}
	return s
}

// ranked finds an id whose rank is at least low and at most high.
func ranked(r *rand.Rand, h *hasher, table string, low, high int) Key {
	for {
		k := Key{table, randomID(r)}
		if rank := h.rank(k); rank >= low && rank <= high {
			return k
		}
	}
}
