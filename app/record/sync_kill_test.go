package record

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"farne/app/vault"
	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/state"
)

// FARNE_KILLS is how often the child is killed; the default suits every change, a long run proves more.
const (
	killsVariable = "FARNE_KILLS"
	killHome      = "FARNE_TEST_KILL_HOME"
	killKey       = "FARNE_TEST_KILL_KEY"
	killPatient   = "FARNE_TEST_KILL_PATIENT"
	defaultKills  = 30
)

// TestKill kills a process that writes, syncs and backs up, at random moments. After each: the home
// opens, its files are whole, every acknowledged note is there, and a round and verification are clean.
func TestKill(t *testing.T) {
	t.Parallel()
	if home := os.Getenv(killHome); home != "" {
		writeUntilKilled(t, home)
		return
	}
	kills := defaultKills
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		kills = n
	}
	seed := uint64(clock.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	c, a := newClinic(t)
	patient := a.patient("Killed")
	a.clean()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[state.ID]string{}
	for kill := range kills {
		wait := time.Duration(random.IntN(400)) * time.Millisecond
		for id, text := range runAndKill(t, c, patient, wait) {
			acknowledged[id] = text
		}
		c.now = clock.Now()
		l := c.open("first")
		for id, text := range acknowledged {
			r, err := l.store.Get(context.Background(), "care", "note", id)
			if err != nil || r.Text("text") != text {
				t.Fatalf("seed %d, kill %d: note %s reads %q, %v", seed, kill, id, r.Text("text"), err)
			}
		}
		l.clean()
		if found := l.problems(false); len(found) > 0 {
			t.Fatalf("seed %d, kill %d: %+v", seed, kill, found)
		}
		if kill == kills-1 {
			l.backup()
			l.whole()
			other, _ := c.restore("other")
			l.clean()
			l.agree(other)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d notes acknowledged, none lost", kills, len(acknowledged))
	if len(acknowledged) == 0 {
		t.Error("nothing was written")
	}
}

// runAndKill runs the child until a moment after it has begun, and gives what it acknowledged.
func runAndKill(t *testing.T, c *clinicUnderTest, patient state.ID, wait time.Duration) map[state.ID]string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run", "^TestKill$", "-test.timeout", "60s")
	child.Env = append(os.Environ(), killHome+"="+c.dir+"/first", killKey+"="+c.dir+"/first.key", killPatient+"="+hex.EncodeToString(patient[:]))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[state.ID]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "open":
			go func() {
				time.Sleep(wait)
				_ = child.Process.Kill()
			}()
		case "saved":
			id, text, _ := strings.Cut(rest, " ")
			raw, err := hex.DecodeString(id)
			if err != nil || len(raw) != 16 {
				t.Fatalf("the child said %q", lines.Text())
			}
			acknowledged[state.ID(raw)] = text
		case "failed":
			t.Errorf("the child failed: %s", rest)
			_ = child.Process.Kill()
		}
	}
	_ = child.Wait() // it was killed
	return acknowledged
}

// writeUntilKilled is the child.
func writeUntilKilled(t *testing.T, home string) {
	ctx := context.Background()
	p, err := Open(ctx, Entrance{Home: home, KeyFile: os.Getenv(killKey), Password: secret.New([]byte(testPassword)), password: vault.Floor})
	raw, _ := hex.DecodeString(os.Getenv(killPatient))
	if err != nil || len(raw) != 16 {
		fmt.Println("failed", err)
		return
	}
	fmt.Println("open")
	for i := 0; ; i++ {
		text := fmt.Sprintf("note %d of process %d", i, os.Getpid())
		id, _, err := p.SaveDraft(ctx, state.ID{}, state.ID(raw), "", text, "")
		if err == nil {
			fmt.Printf("saved %x %s\n", id[:], text)
		}
		if err == nil && i%5 == 4 {
			_, err = p.Sync(ctx)
		}
		if err == nil && i%12 == 11 {
			_, err = p.Backup(ctx, func(int64, int64, int64) {})
		}
		if err != nil {
			fmt.Println("failed", err)
			return
		}
	}
}
