package record

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"farne/app/vault/secret"
	"farne/sync/failure"
	"farne/sync/seal"
)

// TestUnlockKeepsWhatWasNotSent: with the password and the second factor lost, the kit opens the home,
// every edit is there, and the laptop syncs under its new seat.
func TestUnlockKeepsWhatWasNotSent(t *testing.T) {
	t.Parallel()
	c, a, b := pair(t)
	p := a.patient("Unlocked")
	a.settle(b)
	kept := a.note(p, "never sent")
	before, err := a.VerifyAudit(context.Background())
	if err != nil || before.Entries < 5 {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(c.dir + "/first.key"); err != nil {
		t.Fatal(err)
	}
	e := c.entrance("first")
	e.Password = secret.New([]byte("nine seals on the rocks"))
	if _, err := Unlock(context.Background(), e, seal.NewRecoverySecret()); !failure.Is(err, failure.WrongKey) {
		t.Errorf("another kit: %v", err)
	}
	if _, err := Unlock(context.Background(), e, c.kit.Secret); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	a = c.laptop("first", opened)
	if after, err := a.VerifyAudit(context.Background()); err != nil || after.Entries <= before.Entries || len(after.Problems) > 0 {
		t.Errorf("the audit log was %+v and is %+v, %v", before, after, err)
	}
	if aside, _ := filepath.Glob(c.dir + "/first/audit.db.*damaged*"); len(aside) > 0 {
		t.Errorf("set aside: %v", aside)
	}
	if n, err := a.Note(context.Background(), kept); err != nil || n.Text != "never sent" {
		t.Errorf("%+v, %v", n, err)
	}
	a.settle(b)
	a.agree(b)
	a.whole()
	b.whole()
	if _, err := b.Note(context.Background(), kept); err != nil {
		t.Error(err)
	}
}
