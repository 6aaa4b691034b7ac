package record

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// A provider that hides the end of a chain, hint and all, is noticed by what others have seen of it.
func TestWhatOthersHaveSeenIsMissed(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	a.backup()
	third, _ := c.restore("third")
	p := a.patient("Seen")
	a.settle(b, third)
	old := c.read(a.hintName("care"))
	a.note(p, "hidden from the third")
	a.clean()
	b.clean()
	name := a.last("care")
	object, hint := c.read(name), c.read(a.hintName("care"))
	b.note(p, "written after it was seen")
	b.clean()
	c.remove(name)
	c.write(a.hintName("care"), old)
	r := third.sync()
	if len(r.Alarms) > 0 || len(r.Waiting) != 1 || r.Waiting[0].Object != name {
		t.Errorf("alarms %+v, waiting %+v", r.Alarms, r.Waiting)
	}
	c.now = c.now.Add(11 * time.Minute)
	third.alarmed("missing", name)
	c.write(name, object)
	third.clean() // pulled without a hint
	c.write(a.hintName("care"), hint)
	a.settle(b, third)
	a.agree(b, third)
}

func TestACopiedHomeSendsNothing(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Cloned")
	a.settle(b)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(c.dir+"/copy", os.DirFS(a.home)); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(c.dir + "/first.key")
	if err != nil || os.WriteFile(c.dir+"/copy.key", key, 0o600) != nil {
		t.Fatal(err)
	}
	a, twin := c.open("first"), c.open("copy")
	a.note(p, "by the laptop")
	kept := twin.note(p, "by its copy")
	a.clean()
	before := c.objects("")
	for range 2 {
		r := twin.sync()
		if len(r.Alarms) == 0 || r.Alarms[0].Name != "clone" || r.Sent.Batches+int(r.Sent.Bytes) != 0 {
			t.Fatalf("the copy's round: %+v", r)
		}
	}
	if _, err := twin.Backup(context.Background(), func(int64, int64, int64) {}); err == nil {
		t.Error("a copy made a backup")
	}
	if after := c.objects(""); strings.Join(after, " ") != strings.Join(before, " ") {
		t.Error("the copy wrote to the remote")
	}
	if _, err := twin.Note(context.Background(), kept); err != nil {
		t.Error("what was written on the copy is gone:", err)
	}
	a.settle(b)
}

// Where the copy has only heard, and said so, there is no batch to find it by: its hint tells.
func TestACopyThatOnlySpoke(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Heard")
	a.settle(b)
	said, err := a.place("desk").Replica.Noted(context.Background(), "said last")
	if err != nil {
		t.Fatal(err)
	}
	b.setCity(p, "elsewhere")
	b.clean()
	c.now = c.now.Add(11 * time.Minute) // so long it keeps to itself what it has only heard
	a.clean()
	if err := a.place("desk").Replica.Note(context.Background(), "said last", said); err != nil { // set back
		t.Fatal(err)
	}
	a.alarmed("clone", a.hintName("desk"))
}
