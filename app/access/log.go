package access

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
)

// schema is the log's file. Patient, person and time stand beside the entry to be searched; Verify
// holds them against it. The triggers guard against mistakes of ours: an attacker with the key can drop
// them, and the chain guards against that. Of heads the last is in force; one before it was found to
// contradict the chain, and is kept as evidence.
const schema = `
CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, id BLOB UNIQUE, at INTEGER, person BLOB, patient BLOB, entry BLOB, hash BLOB);
CREATE INDEX IF NOT EXISTS entry_person ON entry (person, seq) WHERE person IS NOT NULL;
CREATE INDEX IF NOT EXISTS entry_patient ON entry (patient, seq) WHERE patient IS NOT NULL;
CREATE TABLE IF NOT EXISTS head (n INTEGER PRIMARY KEY, seq INTEGER, hash BLOB, signature BLOB);
CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entry_is_final BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`

// Options are what a Log takes from outside.
type Options struct {
	Path   string   // of audit.db
	Key    seal.Key // from the second factor alone
	Device seal.ID
	Now    func() time.Time // in the zone of the laptop
}

// Log is the audit log of one laptop. It opens its file when it is first used, and again after that has
// failed, so that a disk that is full now and not later costs as little as it can. It is safe for
// concurrent use.
type Log struct {
	o Options

	mu     sync.Mutex // held while a transaction writes
	local  *store.Local
	signer seal.SigningKey
	keys   []seal.PublicKey // whose signatures are good
	gap    gap
}

// NewLog does nothing to the disk yet.
func NewLog(o Options) *Log { return &Log{o: o} }

// SetSigner gives the log the device's key, once somebody has signed in: from then on every append signs
// the head, which covers what was recorded while locked. formerly are public keys that this laptop has
// had before: a head that one of them signed is good as well.
func (l *Log) SetSigner(key seal.SigningKey, formerly ...seal.PublicKey) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.signer, l.keys = key, append([]seal.PublicKey{key.Public()}, formerly...)
}

// Open opens the file if it is not open. Callers need it only to learn early of a log that cannot be
// written; a failure of Integrity means a damaged file, or another second factor than the log's.
func (l *Log) Open(ctx context.Context) error {
	_, err := l.opened(ctx)
	return err
}

func (l *Log) opened(ctx context.Context) (*store.Local, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.openedLocked(ctx)
}

func (l *Log) openedLocked(ctx context.Context) (*store.Local, error) {
	if l.local != nil {
		return l.local, nil
	}
	local, err := store.OpenLocal(ctx, l.o.Path, l.o.Key, schema)
	if err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	l.local = local
	return local, nil
}

// Proof tells how the log's file was seen to be encrypted.
func (l *Log) Proof(ctx context.Context) (store.Proof, error) {
	local, err := l.opened(ctx)
	if err != nil {
		return store.Proof{}, err
	}
	return local.Proof(), nil
}

// Replace sets a log's file aside that cannot be opened, under a name with the time, and begins a new
// one that says so. Call it only when the second factor has been proven right, by a seat that opened
// with it: a wrong one looks like damage. Anchors from backups show what the new log lacks.
func (l *Log) Replace(ctx context.Context) error {
	l.mu.Lock()
	if local, err := l.openedLocked(ctx); local != nil || !failure.Is(err, failure.Integrity) {
		l.mu.Unlock()
		return err
	}
	aside := l.o.Path + ".damaged-" + l.o.Now().UTC().Format("20060102T150405Z")
	var err error
	for _, suffix := range []string{"-wal", "-shm", ""} { // the database last: until then it is still there to be tried
		if e := os.Rename(l.o.Path+suffix, aside+suffix); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	l.mu.Unlock()
	if err != nil {
		return fmt.Errorf("set the audit log aside: %w", err)
	}
	return l.Append(ctx, l.alarm(LogReplaced, 0))
}

// alarm is an entry of the log about itself.
func (l *Log) alarm(code Code, number uint64) Entry {
	return NewEntry(l.o.Now(), Who{Device: l.o.Device}, ActAlarm, KindAuditLog).Ended(Failed, Detail{code, number})
}

// Close closes the file. A later use opens it again.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.local == nil {
		return nil
	}
	err := l.local.Close()
	l.local = nil
	return err
}
