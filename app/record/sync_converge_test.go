package record

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"farne/app/store"
	"farne/sync/chain"
	"farne/sync/clock"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// replicaUnderTest is a real encrypted file with a chain, whose clock is wrong by up to ten years.
type replicaUnderTest struct {
	*store.Store
	t       *testing.T
	file    store.File
	device  seal.ID
	seat    state.ID
	now     time.Time
	sent    []chainLink
	applied map[int]int // of each other replica's chain
	screens map[state.ID]store.Token
}

type chainLink struct {
	head    chain.Head
	changes []state.Change
}

func (r *replicaUnderTest) open() {
	r.t.Helper()
	s, err := store.Open(context.Background(), []store.File{r.file}, store.Options{Device: r.device, Now: func() time.Time { return r.now }})
	if err != nil {
		r.t.Fatal(err)
	}
	r.Store = s
}

func (r *replicaUnderTest) care() *store.Compartment { return r.Compartment(store.Care) }

// edit is one thing that a person does: on a screen that may be old, or a deletion.
func (r *replicaUnderTest) edit(random *rand.Rand, rows []state.ID) error {
	id := rows[random.IntN(len(rows))]
	column := []string{"text", "title", "author"}[random.IntN(3)]
	return r.care().Write(context.Background(), r.seat, func(tx *store.Tx) error {
		if random.IntN(12) == 0 {
			if there, err := tx.Exists("note", id); err != nil || !there {
				return err
			}
			return tx.Delete("note", id)
		}
		shown := store.Token("")
		if random.IntN(2) == 0 {
			shown = r.screens[id]
		}
		if err := tx.Put("note", id, map[string]any{column: fmt.Sprint(random.IntN(6))}, shown); err != nil {
			return err
		}
		token, err := tx.Token("note", id)
		if random.IntN(3) == 0 {
			r.screens[id] = token
		}
		return err
	})
}

func (r *replicaUnderTest) seal() error {
	_, _, err := r.care().Seal(context.Background(), r.device, chain.Sealer{Batch: func(previous chain.Head, _ chain.Frontier, changes []state.Change) (string, []byte, chain.Head, error) {
		head := chain.Head{Device: r.device, Sequence: previous.Sequence + 1, HLC: changes[len(changes)-1].HLC}
		head.Hash = seal.Sum(fmt.Appendf(nil, "%v %d", r.device, head.Sequence))
		r.sent = append(r.sent, chainLink{head, changes})
		return head.Hash.String(), []byte("sealed"), head, nil
	}})
	return err
}

// take applies the next batch of another's chain, or its last one once more.
func (r *replicaUnderTest) take(i int, from *replicaUnderTest, again bool) error {
	n := r.applied[i]
	if again && n > 0 {
		n--
	} else if n == len(from.sent) {
		return nil
	} else {
		r.applied[i] = n + 1
	}
	err := r.care().Accept(context.Background(), from.sent[n].head, from.sent[n].changes)
	return err
}

func (r *replicaUnderTest) states() map[string][]byte {
	r.t.Helper()
	rows, err := r.Query(context.Background(), "SELECT tbl, hex(id), state FROM care.farne_row")
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	found := map[string][]byte{}
	for rows.Next() {
		var table, id string
		var b []byte
		if err := rows.Scan(&table, &id, &b); err != nil {
			r.t.Fatal(err)
		}
		found[table+id] = b
	}
	return found
}

// TestStoresConverge lets four stores edit, part, meet, hear things twice and in any order across chains,
// stop and start. In the end all hold what sync/state makes of the changes, and no edit is lost: each
// stands as a version, or somebody who saw it replaced it.
func TestStoresConverge(t *testing.T) {
	t.Parallel()
	const laptops, steps = 4, 700
	seed := uint64(clock.Now().UnixNano())
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	random := rand.New(rand.NewPCG(seed, 2))
	rows := make([]state.ID, 6)
	for i := range rows {
		rows[i] = state.ID{byte(i + 1)}
	}
	var all []*replicaUnderTest
	for i := range laptops {
		wrong := time.Duration(random.Int64N(int64(20*365*24*time.Hour))) - 10*365*24*time.Hour
		r := &replicaUnderTest{
			t: t, device: seal.NewID(), seat: state.ID{byte(i + 1)}, now: clock.Now().Add(wrong), applied: map[int]int{},
			screens: map[state.ID]store.Token{}, file: store.File{Compartment: store.Care, Path: filepath.Join(t.TempDir(), "care.db"), Key: seal.NewKey()},
		}
		r.open()
		t.Cleanup(func() { _ = r.Close() })
		all = append(all, r)
	}
	var parted [laptops][laptops]bool
	for range steps {
		i, j := random.IntN(laptops), random.IntN(laptops)
		r := all[i]
		r.now = r.now.Add(time.Duration(random.IntN(7)-2) * time.Second)
		var err error
		switch what := random.IntN(100); {
		case what < 45:
			err = r.edit(random, rows)
		case what < 60:
			err = r.seal()
		case what < 94 && i != j && !parted[i][j]:
			err = r.take(j, all[j], random.IntN(5) == 0)
		case what < 97:
			parted[i][j] = !parted[i][j]
		case what == 99:
			if err = r.Close(); err == nil {
				r.open()
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	meet(t, all)
	want := oracle(t, all, random)
	for i, r := range all {
		got := r.states()
		if len(got) != len(want) {
			t.Errorf("laptop %d has %d rows, not %d", i, len(got), len(want))
		}
		for key, b := range want {
			if !bytes.Equal(got[key], b) {
				t.Errorf("laptop %d holds another state of %s", i, key)
			}
		}
	}
	lostNothing(t, all, want)
}

func meet(t *testing.T, all []*replicaUnderTest) {
	t.Helper()
	for _, r := range all {
		if err := r.seal(); err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range all {
		for j, from := range all {
			for i != j && r.applied[j] < len(from.sent) {
				if err := r.take(j, from, false); err != nil {
					t.Fatal(err)
				}
			}
		}
		s, err := r.care().Snapshot(context.Background(), tree.NewSecret([32]byte{1})) // tidies what waited
		if err != nil || s.Close() != nil {
			t.Fatal(err)
		}
	}
}

// oracle applies all chains with sync/state alone, in a random order of the laptops.
func oracle(t *testing.T, all []*replicaUnderTest, random *rand.Rand) map[string][]byte {
	t.Helper()
	heads := map[hlc.Device]hlc.HLC{}
	seen := func(h hlc.HLC) bool { return h.Compare(heads[h.Device()]) <= 0 }
	rows := map[string]*state.Row{}
	for _, i := range random.Perm(len(all)) {
		for _, link := range all[i].sent {
			for _, c := range link.changes {
				key := fmt.Sprintf("%s%X", c.Table, c.Row[:])
				if rows[key] == nil {
					rows[key] = state.NewRow(c.Table, c.Row)
				}
				if _, err := rows[key].Apply(c, seen); err != nil {
					t.Fatal(err)
				}
				heads[c.HLC.Device()] = c.HLC
			}
		}
	}
	want := map[string][]byte{}
	for key, row := range rows {
		row.Tidy(seen)
		want[key] = row.Marshal()
	}
	return want
}

// lostNothing: a version that is not live was named as a base by a change of the same column.
func lostNothing(t *testing.T, all []*replicaUnderTest, want map[string][]byte) {
	t.Helper()
	type version struct {
		row, column string
		at          hlc.HLC
	}
	replaced := map[version]bool{}
	var written []version
	for _, r := range all {
		for _, link := range r.sent {
			for _, c := range link.changes {
				row := fmt.Sprintf("%s%X", c.Table, c.Row[:])
				for _, e := range c.Edits {
					written = append(written, version{row, e.Column, c.HLC})
					for _, base := range e.Bases {
						replaced[version{row, e.Column, base}] = true
					}
				}
			}
		}
	}
	for _, v := range written {
		row, err := state.Unmarshal(want[v.row])
		if err != nil {
			t.Fatal(err)
		}
		live := slices.ContainsFunc(row.Columns[v.column].Live, func(l state.Version) bool { return l.HLC == v.at })
		if live == replaced[v] {
			t.Errorf("%s.%s of %s: live %v, replaced %v", v.row, v.column, v.at, live, replaced[v])
		}
	}
	t.Logf("%d versions written, %d rows", len(written), len(want))
}
