package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"farne/app/home"
	"farne/app/record"
	"farne/app/vault/secret"
	"farne/sync/clock"
	"farne/sync/remote"
	"farne/sync/seal"
)

// bench is the practice that is measured, with what the plain sides read.
type bench struct {
	options
	p     *record.Practice
	kit   record.Kit
	clock *runner
	rnd   *rand.Rand
	data  string // the folder of the practice's files
	keys  map[string]seal.Key
	plain *sql.DB // desk and care in clear, as the practice was made
	where string  // the folder that is the remote now
}

// measured are the files that hold rows, in the order in which a practice keeps them.
var measured = []string{"care", "desk", "practice"}

const password = "seven geese over farne"

// runner is the wall clock, except while it runs: then each look at it is most of a second later than
// the one before. The choice of the password's cost, which is to take that long, then keeps to the least
// and does not count among what is measured.
type runner struct {
	runs  atomic.Bool
	ahead atomic.Int64
}

func (r *runner) now() time.Time {
	if r.runs.Load() {
		r.ahead.Add(int64(600 * time.Millisecond))
	}
	return clock.Now().Add(time.Duration(r.ahead.Load()))
}

func (b *bench) entrance(name string) record.Entrance {
	return record.Entrance{
		Home: filepath.Join(b.dir, name), KeyFile: filepath.Join(b.dir, name+".key"), Password: secret.New([]byte(password)), Now: b.clock.now,
	}
}

func newBench(ctx context.Context, o options) (*bench, error) {
	b := &bench{options: o, clock: &runner{}, rnd: rand.New(rand.NewPCG(1, 2)), keys: map[string]seal.Key{}}
	b.clock.runs.Store(true)
	demo := record.Demo{Entrance: b.entrance("home"), Patients: o.patients, Seed: 1, Keep: func(k record.Kit) error { b.kit = k; return nil }}
	p, counts, err := record.CreateDemo(ctx, demo, func(int64, int64, int64) { b.clock.runs.Store(false) })
	if err != nil {
		return nil, err
	}
	b.p = p
	fmt.Printf("%d notes, %d observations, %d appointments; %d rows\n", counts.Notes, counts.Observations, counts.Appointments, counts.Rows)
	if err := b.openKeys(ctx); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// openKeys finds the files' keys with the recovery kit and makes the copy in clear.
func (b *bench) openKeys(ctx context.Context) error {
	h, err := home.Look(filepath.Join(b.dir, "home"))
	if err != nil {
		return err
	}
	data, err := h.Current()
	if err != nil {
		return err
	}
	b.data = data.Path
	for _, name := range measured {
		if b.keys[name], err = fileKey(b.data, name, b.kit.Secret); err != nil {
			return err
		}
		if err := copyInClear(ctx, b.file(name), b.keys[name], b.clear(name)); err != nil {
			return fmt.Errorf("copy %s in clear: %w", name, err)
		}
	}
	b.plain, err = openPlain(ctx, b.clear("desk"), b.clear("care"))
	return err
}

func (b *bench) file(name string) string  { return filepath.Join(b.data, name+".db") }
func (b *bench) clear(name string) string { return filepath.Join(b.dir, "plain-"+name+".db") }

func (b *bench) close() error {
	var err error
	if b.plain != nil {
		err = b.plain.Close()
	}
	if b.p != nil {
		err = errors.Join(err, b.p.Close())
		b.p = nil
	}
	return err
}

// moveRemote makes an empty folder the place for sync and backup, and drops the one before.
func (b *bench) moveRemote(ctx context.Context) error {
	old := b.where
	var err error
	if b.where, err = os.MkdirTemp(b.dir, "remote-"); err != nil {
		return err
	}
	if _, _, err := b.p.SetRemote(ctx, remote.Config{Kind: remote.KindFolder, Folder: b.where}); err != nil {
		return err
	}
	if old == "" {
		return nil
	}
	return os.RemoveAll(old)
}
