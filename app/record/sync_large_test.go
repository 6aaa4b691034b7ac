package record

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// long is a text of about n bytes that hardly compresses.
func long(seed uint64, n int) string {
	random := rand.New(rand.NewPCG(seed, seed))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(words(random, 12))
		b.WriteByte('\n')
	}
	return b.String()
}

func (l *laptop) text(note state.ID) string {
	l.t.Helper()
	n, err := l.Note(context.Background(), note)
	if err != nil {
		l.t.Fatal(err)
	}
	return n.Text
}

// edit writes a draft over what this laptop shows.
func (l *laptop) edit(note, patient state.ID, text string) {
	l.t.Helper()
	d, err := l.OpenDraft(context.Background(), note)
	if err != nil {
		l.t.Fatal(err)
	}
	if _, _, err := l.SaveDraft(context.Background(), note, patient, "", text, d.Token); err != nil {
		l.t.Fatal(err)
	}
}

func TestLongTextsTravelInChunks(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Long")
	one, two, scan := long(1, 100_000), long(2, 150_000), []byte(long(7, state.ChunkSize+1000))
	short, kept, changed := a.note(p, "short"), a.note(p, two), a.note(p, one)
	document := state.ID{1, 2, 3}
	put := func(tx *store.Tx) error {
		return tx.Put("document_reference", document, map[string]any{"patient": p, "attachment": scan}, "")
	}
	if err := a.store.Compartment(store.Care).Write(context.Background(), state.ID{9}, put); err != nil {
		t.Fatal(err)
	}
	a.clean()
	if chunks := c.objects("a/"); len(chunks) != 4 {
		t.Fatalf("chunks: %v", chunks)
	}
	if size := len(c.read(a.last("care"))); size > 4096 {
		t.Errorf("the batch has %d bytes: the texts are still in it", size)
	}
	a.settle(b)
	a.agree(b)
	if b.text(kept) != two || b.text(changed) != one || b.text(short) != "short" {
		t.Error("a text came as another")
	}
	if r, err := b.store.Get(context.Background(), store.Care, "document_reference", document); err != nil || r.Text("attachment") != string(scan) {
		t.Errorf("the document did not come: %v", err)
	}
	found, err := b.store.FindNotes(context.Background(), strings.Fields(two)[0], 9)
	if err != nil || !slices.ContainsFunc(found, func(f store.FoundNote) bool { return f.ID == kept }) {
		t.Errorf("found %+v, %v", found, err)
	}

	// What nobody shows any more is forgotten here, and stays in the remote.
	b.edit(changed, p, one+"later")
	b.settle(a)
	a.agree(b)
	if a.text(changed) != one+"later" {
		t.Error("the later text did not come")
	}
	for _, l := range []*laptop{a, b} {
		if names, err := l.place("care").Replica.Chunks(context.Background()); err != nil || len(names) != 4 {
			t.Errorf("%s holds %v, %v", l.home, names, err)
		}
	}
	if chunks := c.objects("a/"); len(chunks) != 5 {
		t.Errorf("chunks: %v", chunks)
	}
	a.whole()
	b.whole()

	// Two texts that were written apart are both whole in the conflict.
	a.edit(changed, p, one+"of a")
	b.edit(changed, p, one+"of b")
	a.settle(b)
	a.agree(b)
	for _, l := range []*laptop{a, b} {
		versions, err := l.place("care").Replica.(replica).Versions(context.Background(), "note", changed, "text")
		if err != nil || len(versions) != 2 {
			t.Fatalf("versions: %d, %v", len(versions), err)
		}
		texts := []string{versions[0].Value.Text(), versions[1].Value.Text()}
		if slices.Sort(texts); texts[0] != one+"of a" || texts[1] != one+"of b" {
			t.Error("a version of the conflict is not whole")
		}
	}

	a.backup()
	lost, r := c.restore("third")
	if len(r.Alarms) != 0 || lost.text(kept) != two {
		t.Errorf("restored with %+v", r.Alarms)
	}
	lost.settle(a)
	lost.agree(a)
	lost.whole()
}

// A batch whose chunk is not there yet waits, and so does nothing else.
func TestABatchWaitsForItsChunks(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Waiting")
	a.settle(b)
	n := a.note(p, long(3, 100_000))
	a.clean()
	chunk := c.objects("a/")[0]
	object := c.read(chunk)
	c.remove(chunk)
	other := b.note(p, "of b")
	if r := b.sync(); len(r.Waiting) != 1 || r.Waiting[0].Object != chunk || r.Received.Batches != 0 {
		t.Errorf("%+v", r)
	}
	a.sync()
	if a.text(other) != "of b" {
		t.Error("what b wrote did not leave")
	}
	c.now = c.now.Add(11 * time.Minute)
	b.alarmed("missing", chunk)
	for name, wrong := range map[string][]byte{"damaged": append(slices.Clone(object[:len(object)-1]), object[len(object)-1]^1), "foreign": []byte("nothing of Farne")} {
		c.write(chunk, wrong)
		b.alarmed(name, chunk)
	}
	c.write(chunk, object)
	b.clean()
	if b.text(n) != long(3, 100_000) {
		t.Error("the text did not come")
	}
	a.settle(b)
	a.agree(b)
}

// What the remote lost or holds damaged is found, and the next backup heals it: the rows pin the bytes.
func TestChunksAreProvenAndHealed(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	p := a.patient("Healed")
	n := a.note(p, long(4, 100_000))
	a.clean()
	a.backup()
	chunk := c.objects("a/")[0]
	object := c.flip(chunk)
	if found := named(a.problems(true), chunk); found != "damaged" {
		t.Errorf("a flipped bit is %q", found)
	}
	a.backup()
	if string(c.read(chunk)) != string(object) {
		t.Error("a damaged chunk was not sent again")
	}
	a.whole()
	c.remove(chunk)
	if found := named(a.problems(false), chunk); found != "missing" {
		t.Errorf("a missing chunk is %q", found)
	}

	// A restore brings everything else, says what is missing, and refuses to write over it unseen.
	b, r := c.restore("second")
	if !r.RootMatches || len(r.Alarms) != 1 || r.Alarms[0].Name != "missing" || r.Alarms[0].Object != chunk {
		t.Errorf("%+v", r)
	}
	if _, _, err := b.SaveDraft(context.Background(), n, p, "", "unseen", ""); !failure.Is(err, failure.Refused) {
		t.Errorf("a text that is not here was overwritten: %v", err)
	}
	if b.text(n) != "" {
		t.Error("a text out of nothing")
	}
	a.agree(b)
	a.backup()
	b.Close()
	b = c.open("second")
	b.clean()
	if b.text(n) != long(4, 100_000) {
		t.Error("the text did not come at the next start")
	}
	a.settle(b)
	a.agree(b)
	b.whole()
}

// A push that breaks off anywhere leaves no batch before its chunks.
func TestChunksGoFirst(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.clean()
	p := a.patient("First")
	a.note(p, long(5, 100_000))
	f := a.faulty()
	for step, done := 1, false; !done; step++ {
		f.Fail(remote.OpPut, 1+step/2, nil)
		_, err := a.Sync(context.Background())
		done = err == nil
		stands := slices.Contains(c.objects(seal.BatchPrefix), a.last("care"))
		if chunks := c.objects(seal.ChunkPrefix); stands && len(chunks) == 0 {
			t.Fatalf("step %d: a batch stands without its chunk", step)
		}
		if step > 20 {
			t.Fatal(err)
		}
	}
	a.clean()
	a.whole()
	if got := len(c.objects(seal.ChunkPrefix)); got != 1 {
		t.Errorf("%d chunks", got)
	}
}
