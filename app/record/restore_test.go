package record

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
)

func TestRestorePullsWhatCameAfterTheBackup(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	p := a.patient("Restored")
	a.note(p, "before the backup")
	a.clean()
	a.backup()
	kept := a.note(p, "after the backup")
	a.clean()
	// No hint announces anything: the chains are probed.
	for _, name := range c.objects("h/") {
		c.remove(name)
	}
	b, r := c.restore("second")
	if !r.RootMatches || r.Later != 1 || len(r.Alarms) != 0 {
		t.Errorf("the report %+v", r)
	}
	if n, err := b.Note(context.Background(), kept); err != nil || n.Text != "after the backup" {
		t.Errorf("%+v, %v", n, err)
	}
	a.settle(b)
	a.agree(b)
	if r := b.backup(); r.NodesNew > 20 {
		t.Errorf("a restored laptop uploads %d nodes again", r.NodesNew)
	}
	b.whole()
}

func TestRestoreWithOtherWords(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.patient("Locked")
	a.backup()
	own := c.kit.Secret
	c.kit.Secret = seal.NewRecoverySecret()
	_, _, err := c.tryRestore("second", "")
	if !failure.Is(err, failure.WrongKey) {
		t.Errorf("words of no practice: %v", err)
	}
	other, stranger := newClinic(t)
	stranger.backup()
	c.kit.Secret = other.kit.Secret
	if _, _, err = c.tryRestore("second", ""); !failure.Is(err, failure.WrongKey) {
		t.Errorf("words of another practice: %v", err)
	}
	c.leftNothing("second")
	c.kit.Secret = own
	c.folder = t.TempDir()
	if err := os.CopyFS(c.folder, os.DirFS(other.folder)); err != nil {
		t.Fatal(err)
	}
	if _, _, err = c.tryRestore("second", ""); !failure.Is(err, failure.WrongKey) {
		t.Errorf("another practice's bucket: %v", err)
	}
}

func (c *clinicUnderTest) leftNothing(name string) {
	c.t.Helper()
	if _, err := os.Stat(c.dir + "/" + name); !errors.Is(err, fs.ErrNotExist) {
		c.t.Errorf("something was left in %s: %v", name, err)
	}
}

func TestRestoreFromADamagedRemote(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	p := a.patient("Damaged")
	a.clean()
	first := a.backup()
	a.note(p, "in the second backup")
	a.clean()
	second := a.backup()
	manifests := c.objects("b/")
	newest := manifests[len(manifests)-1]

	// A damaged manifest is passed over and named; what came after the older backup stands in the batches.
	good := c.flip(newest)
	b, r := c.restore("passed-over")
	if r.Backup != first.Backup || len(r.Alarms) != 1 || r.Alarms[0].Name != "damaged" || r.Alarms[0].Object != newest {
		t.Errorf("restored from %s with %+v", r.Backup, r.Alarms)
	}
	a.clean()
	a.agree(b)
	c.write(newest, good)

	// A damaged or missing pack of the newest one fails, leaves nothing, and another can be chosen.
	for _, pack := range packsOnlyIn(t, c, a, second.Backup, first.Backup) {
		object := c.flip(pack)
		if _, _, err := c.tryRestore("damaged", second.Backup); !failure.Is(err, failure.Integrity) {
			t.Errorf("a damaged pack: %v", err)
		}
		c.leftNothing("damaged")
		c.remove(pack)
		if _, _, err := c.tryRestore("missing", second.Backup); !failure.Is(err, failure.Integrity) {
			t.Errorf("a missing pack: %v", err)
		}
		c.leftNothing("missing")
		if found := named(a.problems(false), pack); found != "missing" {
			t.Errorf("verification says of the missing pack %q", found)
		}
		older, r, err := c.tryRestore("older"+pack[len(pack)-4:], first.Backup)
		if err != nil || r.Backup != first.Backup {
			t.Fatalf("the older backup: %v", err)
		}
		a.clean()
		a.agree(older)
		c.write(pack, object)
	}
	if _, _, err := c.tryRestore("none", "nosuch-1"); !failure.Is(err, failure.NotFound) {
		t.Errorf("a backup that is not there: %v", err)
	}
	c.leftNothing("none")
}

// packsOnlyIn are the packs that the first backup needs and the second does not.
func packsOnlyIn(t *testing.T, c *clinicUnderTest, l *laptop, backup, not string) []string {
	t.Helper()
	found, err := l.engine.Backups(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	of := func(id string) map[string]bool {
		names := map[string]bool{}
		for _, b := range found.Whole {
			for _, part := range b.Parts {
				for _, pack := range part.Packs {
					if b.ID == id {
						names[seal.Name{Kind: seal.Pack, Compartment: part.Compartment, Object: pack}.String()] = true
					}
				}
			}
		}
		return names
	}
	var only []string
	other := of(not)
	for name := range of(backup) {
		if !other[name] {
			only = append(only, name)
		}
	}
	if len(only) == 0 {
		t.Fatal("the backups have the same packs")
	}
	return only
}

// A pack of another key, or of another compartment, is no pack of the backup.
func TestRestoreFromSwappedPacks(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.note(a.patient("Swapped"), "text")
	a.clean()
	a.backup()
	packs := c.objects("t/")
	object := c.read(packs[0])
	c.write(packs[0], c.read(packs[1]))
	if _, _, err := c.tryRestore("second", ""); !failure.Is(err, failure.Integrity) {
		t.Errorf("swapped packs: %v", err)
	}
	c.leftNothing("second")
	h, err := seal.ParseHeader(packs[0], object)
	if err != nil {
		t.Fatal(err)
	}
	if _, object, err = seal.Seal(seal.NewKey(), a.device.Signing, h, []byte("x")); err != nil {
		t.Fatal(err)
	}
	c.write(packs[0], object)
	if _, _, err := c.tryRestore("second", ""); !failure.Is(err, failure.Integrity) {
		t.Errorf("a pack of another key: %v", err)
	}
	if found := named(a.problems(true), packs[0]); found != "unreadable" {
		t.Errorf("verification says %q", found)
	}
}

// TestRestoreFetchesEachPackOnce: also where the nodes lie in more packs than are held open.
func TestRestoreFetchesEachPackOnce(t *testing.T) {
	t.Parallel()
	c, a := inManyPacks(t)
	lost, line := c.lostWithFaults()
	packs := packsOf(lost.Backups[0])
	if packs < 12 {
		t.Fatalf("%d packs are too few for this test", packs)
	}
	restored, r, err := lost.Restore(c.ctx(), Restoring{Entrance: c.entrance("second"), Laptop: "second"})
	if err != nil {
		t.Fatal(err)
	}
	if gets := line.Calls(remote.OpGet); gets != packs {
		t.Errorf("%d packs were fetched with %d requests", packs, gets)
	}
	t.Logf("%d packs, %d bytes read, %d rows", packs, r.Bytes, r.Rows)
	a.clean()
	a.agree(c.laptop("second", restored))
}
