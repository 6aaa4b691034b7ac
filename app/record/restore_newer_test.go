package record

import (
	"context"
	"errors"
	"testing"

	"farne/sync/failure"
	"farne/sync/seal"
)

// ofTheFuture seals a backup of this laptop again with a schema that is not known yet.
func (l *laptop) ofTheFuture(name string) {
	l.t.Helper()
	h, err := seal.ParseHeader(name, l.c.read(name))
	if err != nil {
		l.t.Fatal(err)
	}
	h.Schema++
	_, newer, err := seal.Seal(l.place("practice").Key, l.device.Signing, h, []byte("who knows"))
	if err != nil {
		l.t.Fatal(err)
	}
	l.c.write(name, newer)
}

// The newest backup is a newer Farne's: nothing older is taken in its place, unless somebody chooses it.
func TestABackupOfANewerFormatIsRefused(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.patient("Known")
	older := a.backup()
	a.patient("Later")
	newer := a.backup()
	names := c.objects("b/")
	object := c.read(names[len(names)-1])
	a.ofTheFuture(names[len(names)-1])

	for _, chosen := range []string{"", newer.Backup} {
		if _, _, err := c.tryRestore("second", chosen); !failure.Is(err, failure.Refused) {
			t.Errorf("chosen %q: %v", chosen, err)
		}
		c.leftNothing("second")
	}
	rows, alarms, err := a.Backups(context.Background())
	if err != nil || len(alarms) != 0 || len(rows) != 2 || !rows[0].Newer || rows[0].ID != newer.Backup || rows[1].Newer {
		t.Errorf("the list %+v, alarms %+v, %v", rows, alarms, err)
	}
	a.whole() // it is no damage
	b, r, err := c.tryRestore("second", older.Backup)
	if err != nil || !r.RootMatches {
		t.Fatalf("an older one, chosen: %+v, %v", r, err)
	}
	a.settle(b)
	a.agree(b)

	// The same laptop has made a backup since that this Farne reads.
	if r := a.backup(); r.Backup == newer.Backup {
		t.Error("the next backup took its number")
	}
	if _, r, err := c.tryRestore("third", ""); err != nil || !r.RootMatches {
		t.Errorf("%+v, %v", r, err)
	}

	// A number that was altered without the laptop's key is damage, not a newer format.
	forged := append([]byte(nil), object...)
	forged[schemaAt]++
	c.write(names[len(names)-1], forged)
	if _, alarms, err := a.Backups(context.Background()); err != nil || len(alarms) != 1 || alarms[0].Name != "damaged" {
		t.Errorf("a forged number: %+v, %v", alarms, err)
	}
}

// schemaAt is the last byte of the schema in a backup's header: docs/format.md.
const schemaAt = 7 + 1 + 32 + 4 + 1 + 16 + 4 + 16 + 16 + 8 + 4 - 1

// What is read of a newer pack must not be called damage either.
func TestAPackOfANewerFormatIsRefused(t *testing.T) {
	t.Parallel()
	c, a := newClinic(t)
	a.patient("Packed")
	a.backup()
	for _, name := range c.objects("t/" + a.place("practice").ID.String()) {
		h, err := seal.ParseHeader(name, c.read(name))
		if err != nil {
			t.Fatal(err)
		}
		h.Schema++
		_, newer, err := seal.Seal(a.place("practice").Key, a.device.Signing, h, []byte("who knows"))
		if err != nil {
			t.Fatal(err)
		}
		c.write(name, newer)
	}
	_, _, err := c.tryRestore("second", "")
	if !failure.Is(err, failure.Refused) || !errors.Is(err, seal.Newer) {
		t.Errorf("%v", err)
	}
	c.leftNothing("second")
}
