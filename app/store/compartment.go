package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// Compartment is one open file and its one writer.
type Compartment struct {
	name    string
	path    string
	key     seal.Key
	writer  *sql.DB
	reader  *sql.DB // snapshots of this file alone
	proof   Proof
	tables  map[string]Table
	showing map[string]showing // by table
	now     func() time.Time
	clock   *hlc.Clock

	marked   atomic.Bool  // texts may wait to be entered for search
	unsealed atomic.Int64 // rows with unsealed changes, or uncounted

	mu       turn // held for a write transaction
	capture  *capture
	frontier frontier
}

func openCompartment(ctx context.Context, f File, o Options, clock *hlc.Clock) (*Compartment, error) {
	if err := createPrivate(f.Path); err != nil {
		return nil, err
	}
	c := &Compartment{
		name: f.Compartment, path: f.Path, key: f.Key, now: o.Now, clock: clock,
		tables: map[string]Table{}, showing: map[string]showing{}, frontier: frontier{},
	}
	c.unsealed.Store(uncounted)
	for _, t := range schema[f.Compartment] {
		c.tables[t.Name], c.showing[t.Name] = t, t.showing()
		c.marked.Store(c.marked.Load() || t.FullText != "")
	}
	c.capture = &capture{clock: clock, now: o.Now, tables: c.tables, seen: func(h hlc.HLC) bool { return c.frontier.seen(h) }}
	c.writer = openPool(&connector{path: f.Path, key: f.Key, filling: o.Filling, hook: func(conn *sqlite3.SQLiteConn) error {
		return errors.Join(tuneWriter(conn), c.capture.register(conn), registerFolding(conn))
	}}, 1)
	c.reader = openPool(&connector{path: f.Path, key: f.Key, readOnly: true, hook: tuneReader}, 2)
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.reader.Close(), c.writer.Close())
	}
	return c, nil
}

func (c *Compartment) start(ctx context.Context) error {
	if err := migrate(ctx, c.writer, c.path, c.name, migrations); err != nil {
		return err
	}
	var err error
	if c.proof, err = prove(c.path); err != nil {
		return err
	}
	if c.frontier, err = loadFrontier(ctx, c.writer); err != nil {
		return err
	}
	for _, head := range c.frontier {
		c.clock.Observe(head.HLC)
	}
	last, err := lastHLC(ctx, c.writer)
	if err == nil && !last.IsZero() {
		c.clock.Observe(last)
	}
	return err
}

// Name is the compartment's name, such as "care".
func (c *Compartment) Name() string { return c.name }

// Tables lists the tables that this version knows.
func (c *Compartment) Tables() []Table { return schema[c.name] }

// tuneWriter and tuneReader set how much memory a connection may use for pages, in KiB as SQLite's
// negative numbers; temporary tables never leave memory (compiled in, TEMP_STORE=3).
func tuneWriter(conn *sqlite3.SQLiteConn) error {
	_, err := conn.Exec(fmt.Sprintf("PRAGMA cache_size=-24000; PRAGMA journal_size_limit=%d;", logKept), nil)
	return errors.Join(err, conn.SetFileControlInt("main", persistWAL, 1))
}

// logKept is how long the write-ahead log stays when it is used anew, in bytes: a little more than the 1000
// pages after which SQLite folds it into the file, for a log that is cut must grow again, and a disk flushes a
// growing file at twice the cost. roomWorth is what is worth giving back when the disk is full.
const (
	logKept   = 5 << 20
	roomWorth = 1 << 20
)

// persistWAL is SQLITE_FCNTL_PERSIST_WAL: the log and its index stay when the file is closed, so that a
// record opens, to be read at least, on a disk that has become full meanwhile.
const persistWAL = 10

func tuneReader(conn *sqlite3.SQLiteConn) error {
	_, err := conn.Exec("PRAGMA "+readerCache, nil)
	return err
}

const readerCache = "cache_size=-12000"

// Write runs one transaction of a person: everything it changes is captured under their seat, and is
// durable when Write returns nil. The error of fn undoes all of it.
func (c *Compartment) Write(ctx context.Context, seat state.ID, fn func(*Tx) error) error {
	return c.transact(ctx, captureOn, seat, fn)
}

// noSeat is who the engine writes as: nobody.
var noSeat state.ID

func (c *Compartment) transact(ctx context.Context, mode captureMode, seat state.ID, fn func(*Tx) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.transactLocked(ctx, mode, seat, fn)
}

func (c *Compartment) transactLocked(ctx context.Context, mode captureMode, seat state.ID, fn func(*Tx) error) (err error) {
	sqlTx, err := begin(ctx, c.writer)
	if err != nil {
		return err
	}
	tx := &Tx{ctx: ctx, tx: sqlTx, c: c, frontier: c.frontier.clone()}
	c.capture.mode, c.capture.seat, c.capture.seen = mode, seat, tx.frontier.seen
	c.capture.changes, c.capture.rewritten, c.capture.added, c.capture.last = 0, false, 0, nil
	defer func() {
		c.capture.mode, c.capture.shown, c.capture.about, c.capture.last = captureClosed, nil, nil, nil
		if err != nil {
			err = errors.Join(classify(err), ignoreDone(sqlTx.Rollback()))
			c.giveRoomBack(ctx, err)
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if c.capture.changes > 0 {
		c.marked.Store(true)
	}
	if c.capture.changes > longTransaction {
		if err := tx.enterMarked(); err != nil {
			return err
		}
	}
	if last := c.clock.Last(); (mode != captureOn || c.capture.rewritten) && !last.IsZero() {
		if err := tx.setMeta(metaHLC, last[:]); err != nil {
			return err
		}
	}
	if err := commit(ctx, sqlTx); err != nil {
		c.unsealed.Store(uncounted)
		return err
	}
	if n := c.unsealed.Load(); n != uncounted {
		c.unsealed.Store(n + int64(c.capture.added-tx.taken))
	}
	c.frontier = tx.frontier
	if tx.entered {
		c.capture.marks = marks{known: true}
		c.marked.Store(false)
	}
	return nil
}

// longTransaction is how many changes make a transaction one that a search should not have to finish.
const longTransaction = 500

// giveRoomBack cuts what a transaction left in the log that found no room: until the log is used anew, which
// may be long, the other files would have none either. Where it cannot be done now, nothing is worse than
// before.
func (c *Compartment) giveRoomBack(ctx context.Context, failed error) {
	if info, err := os.Stat(c.path + "-wal"); err == nil && info.Size() > roomWorth && failure.Is(failed, failure.Full) {
		_, _ = c.writer.ExecContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)")
	}
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
