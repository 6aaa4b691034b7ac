package vault

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/failure"
)

// delayed tells how long a try has to wait, or fails the test if it does not have to.
func delayed(t *testing.T, err error) time.Duration {
	t.Helper()
	var d *Delay
	if !failure.Is(err, failure.WrongKey) || !errors.As(err, &d) {
		t.Fatalf("no delay but %v", err)
	}
	return d.Wait
}

func (s *scene) wrong(t *testing.T, times int) {
	t.Helper()
	for range times {
		if _, err := s.SignIn(s.ann.ID, pw("not the password")); !errors.Is(err, errWrongPassword) {
			t.Fatalf("a wrong password: %v", err)
		}
	}
}

func TestDelayGrowsSurvivesARestartAndEnds(t *testing.T) {
	s := setUpOnce(t)
	s.wrong(t, freeTries)
	for _, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		s.restart(t)
		_, err := s.SignIn(s.ann.ID, pw(annsPassword))
		if got := delayed(t, err); got != want {
			t.Fatalf("waits %v, not %v", got, want)
		}
		if wait, err := s.Wait(s.ann.ID); err != nil || wait != want {
			t.Fatalf("Wait says %v, %v", wait, err)
		}
		s.clock.pass(want - time.Millisecond)
		if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); delayed(t, err) != time.Millisecond {
			t.Fatal("the delay does not run down")
		}
		s.clock.pass(time.Millisecond)
		s.wrong(t, 1)
	}
	if _, err := s.SignIn(s.bob.ID, pw(bobsPassword)); err != nil {
		t.Fatalf("somebody else waits too: %v", err)
	}
	s.clock.pass(time.Hour)
	if got, err := s.SignIn(s.ann.ID, pw(annsPassword)); err != nil || !got.Equal(s.annsKeys) {
		t.Fatalf("after the delay: %v", err)
	}
	if wait, err := s.Wait(s.ann.ID); err != nil || wait != 0 {
		t.Fatalf("the right password has not cleared the count: %v, %v", wait, err)
	}
	s.wrong(t, 2)
}

func TestDelayHasALimitAndSurvivesAnyClock(t *testing.T) {
	for n := range 2000 {
		if d := (tries{Wrong: n}).delay(); d < 0 || d > longest || n < freeTries && d != 0 || n > 20 && d != longest {
			t.Fatalf("after %d: %v", n, d)
		}
	}
	s := setUpOnce(t)
	s.rewrite(t, func(d *document) { d.People[0].tries = tries{Wrong: 50, Last: s.clock.now().UnixMilli()} })
	s.clock.at = s.clock.at.AddDate(-10, 0, 0)
	if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); delayed(t, err) != longest {
		t.Fatal("a clock that was put back")
	}
	s.clock.pass(longest)
	if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); err != nil {
		t.Fatalf("a clock that was put back locks out: %v", err)
	}
	for _, at := range []time.Time{time.Unix(0, 0), time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC), {}} {
		s.clock.at = at
		s.wrong(t, 1)
		if _, err := s.SignIn(s.ann.ID, pw(annsPassword)); err != nil {
			t.Fatalf("at %v: %v", at, err)
		}
	}
}

// tryVariable makes the test binary another process that tries a wrong password for ever: it holds
// the vault's path, the second factor in hex and a person's id.
const tryVariable = "FARNE_TRY_PASSWORD"

func TestMain(m *testing.M) {
	if order := strings.Fields(os.Getenv(tryVariable)); len(order) == 3 {
		second, _ := hex.DecodeString(order[1])
		id, _ := ParseID(order[2])
		v, err := Open(order[0], secret.New(second), func() time.Time { return time.Unix(0, 0) })
		for err == nil {
			if _, err := v.SignIn(id, pw("not the password")); err != nil {
				os.Stdout.WriteString("answered\n")
			}
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// Killing the program while a password is being looked at does not save the try: by then it is on
// the disk.
func TestAKilledTryIsCounted(t *testing.T) {
	s := setUpOnce(t)
	var answers bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %x %s", tryVariable, s.path, s.second.Bytes(), s.ann.ID))
	cmd.Stdout = &answers
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	counted := 0
	for until := clock.Now().Add(30 * time.Second); counted == 0; {
		if clock.Now().After(until) {
			t.Fatal("the other process never tried")
		}
		d, err := load(s.path)
		if err != nil {
			t.Fatal(err)
		}
		counted = d.find(s.ann.ID).Wrong
	}
	cmd.Process.Kill()
	cmd.Wait()
	if answers.Len() != 0 {
		t.Fatalf("it had an answer before the count was seen: %s", answers.String())
	}
	s.restart(t)
	s.wrong(t, freeTries-counted)
	_, err := s.SignIn(s.ann.ID, pw(annsPassword))
	delayed(t, err)
}

// Many tries at once, each through a Vault of its own as another process would have, are counted one
// by one.
func TestParallelTriesAreCounted(t *testing.T) {
	s := setUpOnce(t)
	var group sync.WaitGroup
	var lock sync.Mutex
	looked := 0
	for range 12 {
		group.Go(func() {
			v, err := Open(s.path, s.second, s.clock.now)
			if err != nil {
				t.Error(err)
				return
			}
			_, err = v.SignIn(s.ann.ID, pw("not the password"))
			var early *Delay
			lock.Lock()
			defer lock.Unlock()
			if !errors.As(err, &early) {
				looked++
			}
		})
	}
	group.Wait()
	if looked != freeTries {
		t.Fatalf("%d tries were looked at", looked)
	}
}
