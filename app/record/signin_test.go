package record

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"farne/app/access"
	"farne/app/home"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

func TestAFailedSignInIsRecorded(t *testing.T) {
	c, l := newClinic(t)
	ctx := context.Background()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	wrong := c.entrance("first")
	wrong.Password = secret.New([]byte("six geese over farne"))
	if _, err := Open(ctx, wrong); !failure.Is(err, failure.WrongKey) {
		t.Fatalf("wrong password: %v", err)
	}
	l = c.open("first")
	records, err := l.audit.List(ctx, access.Filter{Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, r := range records {
		if r.Entry.Act == access.ActSignIn && r.Entry.Outcome == access.Failed && r.Entry.Detail.Code == access.WrongPassword {
			failed++
		}
	}
	if failed != 1 {
		t.Errorf("%d failed sign-ins are in the log", failed)
	}
	if r, err := l.VerifyAudit(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("the log: %+v, %v", r, err)
	}
}

func TestARestoredLaptopGetsItsNameWithItsFirstSync(t *testing.T) {
	c, a := newClinic(t)
	a.backup()
	b, _ := c.restore("second")
	ctx := context.Background()
	if _, err := b.Sync(ctx); err != nil {
		t.Fatal(err)
	}
	if name, err := b.laptop(ctx); err != nil || name != "second" {
		t.Errorf("the restored laptop is called %q, %v", name, err)
	}
}

// Databases that others have replaced are kept for 30 days, and go with the first sign-in after that.
func TestReplacedDatabasesAreKeptForThirtyDays(t *testing.T) {
	t.Parallel()
	c, l := newClinic(t)
	p := l.patient("Moved")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := home.Open(l.home)
	if err != nil {
		t.Fatal(err)
	}
	old, err := h.Current()
	if err != nil {
		t.Fatal(err)
	}
	replacing, err := h.NewData()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(replacing.Path, os.DirFS(old.Path)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(h.Switch(replacing, c.now), h.Close()); err != nil {
		t.Fatal(err)
	}
	for _, after := range []struct {
		days int
		kept bool
	}{{29, true}, {2, false}} {
		c.now = c.now.Add(time.Duration(after.days) * 24 * time.Hour)
		l = c.open("first")
		if _, err := l.Patient(context.Background(), p); err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(old.Path); (err == nil) != after.kept {
			t.Errorf("after %d days more: %v", after.days, err)
		}
	}
}
