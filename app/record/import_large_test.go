package record

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/state"
)

// manyResources writes an NDJSON file of patients, each with four observations.
func manyResources(t testing.TB, path string, patients int) {
	t.Helper()
	var b strings.Builder
	for n := range patients {
		fmt.Fprintf(&b, `{"resourceType":"Patient","id":"p%d","name":[{"family":"Sample-Large%d","given":["Lot"]}],"birthDate":"1970-01-02"}`+"\n", n, n)
		for o := range 4 {
			fmt.Fprintf(&b, `{"resourceType":"Observation","id":"o%d-%d","status":"final","code":{"text":"Weight"},"subject":{"reference":"Patient/p%d"},`+
				`"effectiveDateTime":"2026-01-0%d","valueQuantity":{"value":70.%d,"unit":"kg"}}`+"\n", n, o, n, o+1, o)
		}
	}
	writeFile(t, path, b.String())
}

// In many transactions a file becomes what it becomes in one, and importing it again changes nothing.
func TestALargeFileGoesInAsASmallOneDoes(t *testing.T) {
	t.Parallel()
	_, whole := newClinic(t)
	_, parts := newClinic(t)
	whole.wholeAtOnce, parts.wholeAtOnce = 1<<40, 0
	var last int64
	for n, file := range samples(t) {
		one := whole.imports(file)
		many, err := parts.ImportFHIR(context.Background(), []string{file}, func(done, total, _ int64) {
			if done < last || done > total {
				t.Errorf("progress of %d after %d, of %d", done, last, total)
			}
			last = done
		})
		if err != nil {
			t.Fatal(err)
		}
		last = 0
		one.Seconds, many.Seconds = 0, 0
		if !reflect.DeepEqual(one, many) {
			t.Errorf("file %d: %+v in one transaction, %+v in many", n, one, many)
		}
	}
	if a, b := whole.exported(state.ID{}, "all.ndjson"), parts.exported(state.ID{}, "all.ndjson"); !reflect.DeepEqual(a, b) || len(a) == 0 {
		t.Errorf("%d resources and %d are not the same", len(a), len(b))
	}
	before := parts.roots()
	if r := parts.imports(samples(t)...); r.Unchanged != r.Read || r.Read == 0 {
		t.Errorf("again: %+v", r.ImportCount)
	}
	if after := parts.roots(); !reflect.DeepEqual(after, before) {
		t.Errorf("importing again changed %v to %v", before, after)
	}
}

// A person goes on writing while a large file goes in: nobody's note waits for the whole of it.
func TestNotesAreSavedWhileALargeFileGoesIn(t *testing.T) {
	t.Parallel()
	c, l := newClinic(t)
	patient := l.patient("Present")
	file := filepath.Join(c.dir, "large.ndjson")
	manyResources(t, file, 1000)
	ended := make(chan error)
	go func() {
		_, err := l.ImportFHIR(context.Background(), []string{file}, quietly)
		ended <- err
	}()
	saved, longest := 0, time.Duration(0)
	for going := true; going; {
		begun := clock.Now()
		if _, _, err := l.SaveDraft(context.Background(), state.ID{}, patient, "Session", "while it goes in", ""); err != nil {
			t.Fatal(err)
		}
		saved, longest = saved+1, max(longest, clock.Now().Sub(begun))
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			going = false
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Logf("%d notes were saved meanwhile, the slowest in %v", saved, longest)
	if saved < 10 { // one for each transaction, were they to wait for every one
		t.Errorf("only %d notes were saved while 5000 resources went in", saved)
	}
}

// An import that ends before it was decided leaves nothing; one that ends after it is finished by the next
// starts, the first part of it before the record opens.
func TestALargeImportThatIsBrokenOff(t *testing.T) {
	t.Parallel()
	c, l := newClinic(t)
	ctx := context.Background()
	l.wholeAtOnce = 0
	before := l.roots()
	file := filepath.Join(c.dir, "large.ndjson")
	manyResources(t, file, 600)
	gone, cancel := context.WithCancel(ctx)
	_, err := l.ImportFHIR(gone, []string{file}, func(int64, int64, int64) { cancel() })
	if err == nil {
		t.Fatal("it was not broken off")
	}
	if after := l.roots(); !reflect.DeepEqual(after, before) {
		t.Errorf("what was broken off changed %v to %v", before, after)
	}

	care := l.store.Compartment(store.Care)
	stage := func(first, items int) {
		t.Helper()
		err := care.Write(ctx, state.ID(l.seat.ID), func(tx *store.Tx) error {
			for n := range items {
				id := state.ID{7, byte((first + n) >> 8), byte(first + n)}
				item := importItem{
					Table: "patient", ID: id, Values: map[string]any{"family": fmt.Sprintf("Sample-Staged%d", first+n), "active": int64(1)},
					Copy: []byte(`{"resourceType":"Patient"}`), Source: "fhir", Type: "Patient", ForeignID: fmt.Sprint(first + n), Patient: id, Counts: true,
				}
				if err := tx.Stage(store.Desk, item.marshal()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const decided = placedAtStart + 3*placedItems
	stage(0, decided)
	if err := care.OpenStage(ctx); err != nil {
		t.Fatal(err)
	}
	stage(decided, 50)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = c.open("first")
	if page, err := l.FindPatients(ctx, "staged", "", decided); err != nil || len(page.Rows) < placedAtStart {
		t.Errorf("at once after the start %d of %d are there, %v", len(page.Rows), decided, err)
	}
	l.exported(state.ID{}, "all.ndjson") // waits for the rest
	if page, err := l.FindPatients(ctx, "staged", "", decided+50); err != nil || len(page.Rows) != decided {
		t.Errorf("%d of %d were placed, %v", len(page.Rows), decided, err)
	}
	if left, err := l.store.Compartment(store.Care).Staged(ctx, 1<<20, 10); err != nil || len(left) != 0 {
		t.Errorf("%d staged items are left, %v", len(left), err)
	}
}

// What an import could not undo, because the disk was full, is never taken for a part of the next one, and
// takes nothing of that with it.
func TestWhatCouldNotBeUndoneStaysUndecided(t *testing.T) {
	t.Parallel()
	for name, wholeAtOnce := range map[string]int64{"small": wholeAtOnce, "large": 0} {
		c, l := newClinic(t)
		ctx := context.Background()
		l.wholeAtOnce = wholeAtOnce
		care := l.store.Compartment(store.Care)
		if err := care.OpenStage(ctx); err != nil {
			t.Fatal(err)
		}
		left := importItem{
			Table: "patient", ID: state.ID{9}, Values: map[string]any{"family": "Sample-Undone", "active": int64(1)},
			Copy: []byte(`{"resourceType":"Patient"}`), Source: "fhir", Type: "Patient", ForeignID: "undone", Patient: state.ID{9}, Counts: true,
		}
		if err := care.Write(ctx, state.ID(l.seat.ID), func(tx *store.Tx) error { return tx.Stage(store.Desk, left.marshal()) }); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(c.dir, "next.ndjson")
		manyResources(t, file, 5)
		if r := l.imports(file); r.Created != 25 {
			t.Errorf("%s: the next import: %+v", name, r)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = c.open("first")
		if page, err := l.FindPatients(ctx, "", "", 100); err != nil || len(page.Rows) != 5 {
			t.Errorf("%s: %d patients after the next start, %v", name, len(page.Rows), err)
		}
	}
}

const (
	largeHome = "FARNE_TEST_LARGE_HOME"
	largeFile = "FARNE_TEST_LARGE_FILE"
)

// TestKillWhileALargeFileGoesIn kills the process that imports, at random moments: afterwards all of the file
// is there, or nothing.
func TestKillWhileALargeFileGoesIn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	if home := os.Getenv(largeHome); home != "" {
		e := Entrance{Home: home, KeyFile: home + ".key", Password: secret.New([]byte(testPassword)), password: vault.Floor}
		p, err := Open(ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		p.wholeAtOnce = 0
		_, err = p.ImportFHIR(ctx, []string{os.Getenv(largeFile)}, quietly)
		t.Log(err)
		return
	}
	c, l := newClinic(t)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(c.dir, "large.ndjson")
	const patients = 500
	manyResources(t, file, patients)
	fresh := filepath.Join(c.dir, "fresh")
	copied(t, l.home, fresh)
	seed := uint64(clock.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 3))
	all, none := 0, 0
	for kill := range 10 {
		child := exec.Command(os.Args[0], "-test.run", "^TestKillWhileALargeFileGoesIn$", "-test.timeout", "60s")
		child.Env = append(os.Environ(), largeHome+"="+l.home, largeFile+"="+file)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(400+200*kill)) * time.Millisecond) // deciding comes early, placing takes long
		_ = child.Process.Kill()
		_ = child.Wait()
		l = c.open("first")
		if err := l.finishPlacing(ctx); err != nil {
			t.Fatalf("seed %d, kill %d: %v", seed, kill, err)
		}
		counts, err := l.State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		found, seen := counts.Compartments["desk"].Rows["patient"], counts.Compartments["care"].Rows["observation"]
		switch {
		case found == 0 && seen == 0:
			none++
		case found == patients && seen == 4*patients:
			all++
		default:
			t.Errorf("seed %d, kill %d: %d patients, %d observations", seed, kill, found, seen)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(l.home); err != nil {
			t.Fatal(err)
		}
		copied(t, fresh, l.home)
	}
	t.Logf("all of the file was there %d times, nothing %d times", all, none)
	if none == 0 || all == 0 {
		t.Logf("seed %d: the kills came all before or all after the decision", seed)
	}
}

// copied copies a home with its modes.
func copied(t *testing.T, from, to string) {
	t.Helper()
	if said, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%s, %v", said, err)
	}
}
