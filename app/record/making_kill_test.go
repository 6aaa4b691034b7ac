package record

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"farne/app/vault"
	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
)

const (
	makeHome   = "FARNE_TEST_MAKE_HOME"
	makeSecret = "FARNE_TEST_MAKE_SECRET" // set for a restore
	makeFolder = "FARNE_TEST_MAKE_FOLDER"
)

// TestKillWhileAHomeIsMade kills a process that makes a practice, and one that restores one, at random
// moments. What is there afterwards is a whole practice, or nothing that is in the way of the next try.
func TestKillWhileAHomeIsMade(t *testing.T) {
	t.Parallel()
	if os.Getenv(makeHome) != "" {
		makeUntilKilled(t)
		return
	}
	c, a := newClinic(t)
	p := a.patient("Made")
	for range 20 {
		a.note(p, "something to restore")
	}
	a.clean()
	a.backup()
	seed := uint64(clock.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 2))
	whole, cut := 0, 0
	for kill := range 12 {
		restores := kill%2 == 0
		home := c.entrance("made").Home
		child := exec.Command(os.Args[0], "-test.run", "^TestKillWhileAHomeIsMade$", "-test.timeout", "60s")
		child.Env = append(os.Environ(), makeHome+"="+home, makeFolder+"="+c.folder)
		if restores {
			child.Env = append(child.Env, makeSecret+"="+hex.EncodeToString(c.kit.Secret.Reveal()))
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := clock.Now().Add(30 * time.Second); clock.Now().Before(deadline); time.Sleep(time.Millisecond) {
			if _, err := os.Stat(home); err == nil {
				break
			}
		}
		time.Sleep(time.Duration(random.IntN(900)) * time.Millisecond)
		_ = child.Process.Kill()
		_ = child.Wait()
		made, err := Open(context.Background(), c.entrance("made"))
		switch {
		case err == nil:
			whole++
		case failure.Is(err, failure.NotFound):
			cut++
			if made, err = c.makeAgain(restores); err != nil {
				t.Fatalf("seed %d, kill %d: the next try: %v", seed, kill, err)
			}
		default:
			t.Fatalf("seed %d, kill %d: %v", seed, kill, err)
		}
		if err := made.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(home); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d practices were whole, %d were begun anew", whole, cut)
	if cut == 0 {
		t.Error("no kill came in time")
	}
}

func (c *clinicUnderTest) makeAgain(restores bool) (*Practice, error) {
	if restores {
		l, _, err := c.tryRestore("made", "")
		if err != nil {
			return nil, err
		}
		return l.Practice, nil
	}
	p, _, err := Create(context.Background(), newPlace(c.entrance("made")))
	return p, err
}

func newPlace(e Entrance) Founding {
	return Founding{Entrance: e, Practice: "Cut Short", Owner: e.Person, Keep: func(Kit) error { return nil }}
}

// makeUntilKilled is the child.
func makeUntilKilled(t *testing.T) {
	ctx, home := context.Background(), os.Getenv(makeHome)
	e := Entrance{Home: home, KeyFile: home + ".key", Person: "Ada Example", Password: secret.New([]byte(testPassword)), password: vault.Floor}
	if os.Getenv(makeSecret) == "" {
		if _, _, err := Create(ctx, newPlace(e)); err != nil {
			t.Fatal(err)
		}
		return
	}
	raw, err := hex.DecodeString(os.Getenv(makeSecret))
	if err != nil {
		t.Fatal(err)
	}
	words, err := seal.RecoverySecretFromBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	lost, err := FindLost(ctx, remote.Config{Kind: remote.KindFolder, Folder: os.Getenv(makeFolder)}, words, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := lost.Restore(ctx, Restoring{Entrance: e}); err != nil {
		t.Fatal(err)
	}
}
