package access

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"farne/app/store"
	"farne/sync/seal"
)

// rehash makes the chain whole again after an attack, as anybody can who holds the file's key.
func rehash(tx *store.LocalTx) error {
	rows, err := tx.Query("SELECT seq, entry FROM entry ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	var tip Head
	var fixes []func() error
	for rows.Next() {
		var form []byte
		if err := rows.Scan(&tip.Sequence, &form); err != nil {
			return err
		}
		tip.Hash = link(tip.Hash, tip.Sequence, form)
		fixed := tip
		fixes = append(fixes, func() error {
			return tx.Exec("UPDATE entry SET hash = ? WHERE seq = ?", fixed.Hash[:], int64(fixed.Sequence))
		})
	}
	for _, fix := range fixes {
		if err := fix(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// An attacker without the device's key who makes the chain whole again meets the signature, and one who
// takes the signature away as well meets the anchors.
func TestARehashedChainMeetsSignatureAndAnchors(t *testing.T) {
	d := newDesk(t)
	d.SetSigner(d.device)
	d.views(1, 3)
	backup := d.head()
	d.views(4, 6)
	for name, attack := range map[string]string{
		"edited":  "UPDATE entry SET entry = (SELECT entry FROM entry WHERE seq = 1), id = NULL WHERE seq = 2",
		"deleted": "DELETE FROM entry WHERE seq = 2; UPDATE entry SET seq = -seq WHERE seq > 2; UPDATE entry SET seq = -seq - 1 WHERE seq < 0",
	} {
		r := d.tamper([]Head{backup}, func(tx *store.LocalTx) error { return errors.Join(tx.Exec(attack), rehash(tx)) })
		if !slices.Contains(r.Problems, Problem{Rewritten, 3, 3}) || !names(r, 6) {
			t.Errorf("%s: %+v", name, r.Problems)
		}
		r = d.tamper([]Head{backup}, func(tx *store.LocalTx) error {
			return errors.Join(tx.Exec(attack), rehash(tx), tx.Exec("DELETE FROM head"))
		})
		if !slices.Contains(r.Problems, Problem{Rewritten, 3, 3}) || !slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Fault == Unsigned }) {
			t.Errorf("%s, unsigned: %+v", name, r.Problems)
		}
	}
}

// An older copy of the whole file, with its own good signature, is only seen by what a backup knows.
func TestAnOlderCopyIsSeenByAnchors(t *testing.T) {
	d := signedIn(t)
	d.views(1, 3)
	older := d.head()
	d.views(4, 6)
	anchor := d.head()
	d.attack(fmt.Sprintf("DELETE FROM entry WHERE seq > 3; UPDATE head SET seq = 3, hash = x'%x', signature = x'%x'", older.Hash[:], older.Signature[:]))
	d.expect(d.verify())
	d.expect(d.verify(older, anchor), Problem{Truncated, 4, 6})
	d.views(7, 9) // written on, it has six entries again
	d.expect(d.verify(older, anchor), Problem{Rewritten, 6, 6})
	d.expect(d.verify(older))
}

// What was done to the log while it was locked does not disappear under the next signature.
func TestTheNextSignatureHidesNothing(t *testing.T) {
	t.Run("cut off", func(t *testing.T) {
		d := signedIn(t)
		d.views(1, 5)
		d.attack("DELETE FROM entry WHERE seq > 2")
		d.views(6, 9)
		if alarm := d.list(Filter{Before: 4, Limit: 1})[0]; alarm.Act != ActAlarm || alarm.Detail != (Detail{LogHeadBroken, 5}) {
			t.Errorf("alarm %+v", alarm)
		}
		d.expect(d.verify(), Problem{Rewritten, 5, 5})
		d.views(10, 12)
		d.expect(d.verify(), Problem{Rewritten, 5, 5})
		if alarms := slices.DeleteFunc(d.list(Filter{}), func(r Record) bool { return r.Act != ActAlarm }); len(alarms) != 1 {
			t.Errorf("%d alarms of one fault", len(alarms))
		}
	})
	t.Run("head forged", func(t *testing.T) {
		d := signedIn(t)
		d.views(1, 2)
		stranger := d.head().sign(seal.NewSigningKey())
		d.attack(fmt.Sprintf("UPDATE head SET signature = x'%x'", stranger.Signature[:]))
		d.views(3, 4)
		d.expect(d.verify(), Problem{Forged, 2, 2})
	})
	t.Run("entries forged", func(t *testing.T) {
		d := signedIn(t)
		d.views(1, 2)
		thief := NewLog(d.o) // holds the second factor, and no device key
		if err := thief.Append(ctx, d.failedSignIn(), d.view(9), d.failedSignIn()); err != nil {
			t.Fatal(err)
		}
		if err := thief.Close(); err != nil {
			t.Fatal(err)
		}
		d.expect(d.verify(), Problem{Unsigned, 4, 4})
		d.views(3, 4)
		if alarm := d.list(Filter{Before: 7, Limit: 1})[0]; alarm.Detail != (Detail{LogUnsigned, 4}) {
			t.Errorf("alarm %+v", alarm)
		}
		d.expect(d.verify(), Problem{Unsigned, 4, 5})
	})
}

func TestASuccessorsKeyIsGood(t *testing.T) {
	d := signedIn(t)
	d.views(1, 2)
	old := d.device
	d.device = seal.NewSigningKey()
	d.SetSigner(d.device, old.Public())
	d.views(3, 4)
	d.expect(d.verify())
	if got := len(d.list(Filter{})); got != 4 {
		t.Errorf("%d entries: a succession is no alarm", got)
	}
	d.device = seal.NewSigningKey()
	r := d.verify()
	d.expect(r, Problem{Forged, 4, 4}, Problem{Unsigned, 1, 4})
	if r.Signed != 0 {
		t.Errorf("signed %d", r.Signed)
	}
}
