package access

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"farne/app/store"
)

var errUndo = errors.New("undo")

// tamper does what an attacker does who holds the file's key, as SQL through the same encrypted
// connection, and gives what Verify finds; then it is undone.
func (d *desk) tamper(anchors []Head, attack func(tx *store.LocalTx) error) Report {
	d.t.Helper()
	var r Report
	err := d.local.Write(ctx, func(tx *store.LocalTx) (err error) {
		if err := disarm(tx); err != nil {
			return err
		}
		if err := attack(tx); err != nil {
			return err
		}
		if r, err = verify(tx, d.device.Public(), anchors); err != nil {
			return err
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		d.t.Fatal(err)
	}
	return r
}

// attack is tamper that stays.
func (d *desk) attack(statements string) {
	d.t.Helper()
	err := d.local.Write(ctx, func(tx *store.LocalTx) error { return errors.Join(disarm(tx), tx.Exec(statements)) })
	if err != nil {
		d.t.Fatal(err)
	}
}

func disarm(tx *store.LocalTx) error {
	return tx.Exec("DROP TRIGGER IF EXISTS entry_stays; DROP TRIGGER IF EXISTS entry_is_final")
}

// statement is an attack of one statement.
func statement(query string, args ...any) func(*store.LocalTx) error {
	return func(tx *store.LocalTx) error { return tx.Exec(query, args...) }
}

// day is a log with everything in it: failed sign-ins under a later signature, views, an act about no
// patient.
func day(t *testing.T) *desk {
	d := newDesk(t)
	d.add(d.failedSignIn())
	d.SetSigner(d.device)
	d.views(1, 3)
	d.add(NewEntry(d.now, d.who, ActBackup, KindSealedCopies))
	d.views(4, 5)
	d.expect(d.verify(d.head()))
	return d
}

func TestEveryChangedByteIsDetected(t *testing.T) {
	d := day(t)
	changes := 0
	for _, column := range []string{"id", "person", "patient", "entry", "hash"} {
		for n := uint64(1); n <= d.head().Sequence; n++ {
			for i := range d.column(column, n) {
				bit := 1 << (i % 8)
				r := d.tamper(nil, func(tx *store.LocalTx) error {
					b := d.column(column, n)
					b[i] ^= byte(bit)
					return tx.Exec("UPDATE entry SET "+column+" = ? WHERE seq = ?", b, int64(n))
				})
				if !names(r, n) {
					t.Errorf("%s of entry %d, byte %d: %+v", column, n, i, r.Problems)
				}
				changes++
			}
		}
	}
	if changes < 900 {
		t.Errorf("only %d bytes were changed", changes)
	}
}

// column reads a blob of an entry from the log as it is; nil for NULL.
func (d *desk) column(name string, n uint64) (b []byte) {
	d.t.Helper()
	err := d.local.Read(ctx, func(tx *store.LocalTx) error {
		return tx.QueryRow("SELECT "+name+" FROM entry WHERE seq = ?", int64(n)).Scan(&b)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return bytes.Clone(b)
}

// names tells whether a problem of the report names the entry.
func names(r Report, n uint64) bool {
	return slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.From <= n && n <= p.To })
}

func TestEveryChangedNumberIsDetected(t *testing.T) {
	d := day(t)
	last := d.head().Sequence
	for n := uint64(1); n <= last; n++ {
		for bit := range 64 {
			if r := d.tamper(nil, statement("UPDATE entry SET at = (at | ?2) - (at & ?2) WHERE seq = ?1", int64(n), int64(1)<<bit)); !slices.Contains(r.Problems, Problem{Altered, n, n}) {
				t.Errorf("time of entry %d, bit %d: %+v", n, bit, r.Problems)
			}
			if to := int64(n) ^ int64(1)<<bit; to < 1 || to > int64(last) {
				if r := d.tamper(nil, statement("UPDATE entry SET seq = ?2 WHERE seq = ?1", int64(n), to)); !names(r, n) {
					t.Errorf("sequence of entry %d, bit %d: %+v", n, bit, r.Problems)
				}
			}
		}
	}
	for bit := range 64 {
		if r := d.tamper(nil, statement("UPDATE head SET seq = (seq | ?1) - (seq & ?1)", int64(1)<<bit)); len(r.Problems) == 0 {
			t.Errorf("sequence of the head, bit %d", bit)
		}
	}
	for i := range 32 + len(Signature{}) {
		h := d.head()
		if i < 32 {
			h.Hash[i] ^= 1 << (i % 8)
		} else {
			h.Signature[i-32] ^= 1 << (i % 8)
		}
		r := d.tamper(nil, statement("UPDATE head SET hash = ?, signature = ?", h.Hash[:], h.Signature[:]))
		if !slices.Contains(r.Problems, Problem{Forged, last, last}) {
			t.Errorf("byte %d of the head: %+v", i, r.Problems)
		}
	}
}

func TestEveryColumnOfAnotherTypeIsDetected(t *testing.T) {
	d := day(t)
	for _, column := range []string{"id", "at", "person", "patient", "entry", "hash"} {
		for _, value := range []string{"NULL", "''", "x''", "0", "'text'", "CAST(" + column + " AS TEXT) || 'x'", "1.5"} {
			r := d.tamper(nil, statement("UPDATE entry SET "+column+" = "+value+" WHERE seq = 3"))
			if !names(r, 3) {
				t.Errorf("%s = %s: %+v", column, value, r.Problems)
			}
		}
	}
	for _, column := range []string{"seq", "hash", "signature"} {
		for _, value := range []string{"NULL", "''", "x''", "'text'", "-1"} {
			if r := d.tamper(nil, statement("UPDATE head SET "+column+" = "+value)); len(r.Problems) == 0 {
				t.Errorf("head: %s = %s", column, value)
			}
		}
	}
}

const (
	swap = `CREATE TABLE aside AS SELECT * FROM entry WHERE seq IN (3, 5);
		DELETE FROM entry WHERE seq IN (3, 5);
		INSERT INTO entry SELECT 8 - seq, id, at, person, patient, entry, hash FROM aside`
	renumber = "UPDATE entry SET seq = -seq WHERE seq > 3; UPDATE entry SET seq = -seq - 1 WHERE seq < 0"
)

func TestEveryMoveIsDetectedWhereItIs(t *testing.T) {
	d := day(t) // seven entries
	for _, c := range []struct {
		name   string
		attack string
		want   []Problem
	}{
		{"deleted", "DELETE FROM entry WHERE seq = 4", []Problem{{Missing, 4, 4}, {Edited, 5, 5}}},
		{"the first deleted", "DELETE FROM entry WHERE seq < 3", []Problem{{Missing, 1, 2}, {Edited, 3, 3}}},
		{"deleted and renumbered", "DELETE FROM entry WHERE seq = 3; " + renumber, []Problem{{Edited, 3, 6}, {Truncated, 7, 7}}},
		{"swapped", swap, []Problem{{Edited, 3, 6}}},
		{"cut off", "DELETE FROM entry WHERE seq > 4", []Problem{{Truncated, 5, 7}}},
		{"everything deleted", "DELETE FROM entry", []Problem{{Truncated, 1, 7}}},
		{"put before the first", "INSERT INTO entry SELECT 0, x'00', at, person, patient, entry, hash FROM entry WHERE seq = 3", []Problem{{Inserted, 0, 0}}},
		{"put far behind", "INSERT INTO entry SELECT 9, x'00', at, person, patient, entry, hash FROM entry WHERE seq = 3",
			[]Problem{{Missing, 8, 8}, {Edited, 9, 9}, {Altered, 9, 9}, {Unsigned, 9, 9}}},
		{"another's patient", "UPDATE entry SET patient = (SELECT patient FROM entry WHERE seq = 2) WHERE seq = 3", []Problem{{Altered, 3, 3}}},
		{"no head", "DELETE FROM head", []Problem{{Unsigned, 2, 7}}},
	} {
		r := d.tamper(nil, statement(c.attack))
		if !slices.Equal(r.Problems, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, r.Problems, c.want)
		}
	}
}

// A missing index entry would hide a view from a patient's page; SQLite's own check finds it.
func TestAnIndexThatHidesIsDetected(t *testing.T) {
	d := day(t)
	d.attack("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'IS NOT NULL', 'IS NULL') WHERE name = 'entry_patient'; PRAGMA writable_schema = OFF")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Verify(ctx, d.device.Public(), nil); err != nil || !slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Fault == Damaged }) {
		t.Errorf("report %+v, %v", r, err)
	}
}

func TestOurOwnMistakesAreStopped(t *testing.T) {
	d := day(t)
	for _, mistake := range []string{"DELETE FROM entry WHERE seq = 7", "UPDATE entry SET at = 0", "INSERT OR REPLACE INTO entry (seq) VALUES (7)"} {
		if err := d.local.Write(ctx, statement(mistake)); err == nil {
			t.Errorf("%s: done", mistake)
		}
	}
	d.expect(d.verify())
}
