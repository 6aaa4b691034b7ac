package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime"

	"farne/sync/seal"
)

// Local is an encrypted database of this laptop alone: no capture, no state, never synced. The audit
// log is one. It has the compartments' format, proof of encryption and durability: what a Write wrote
// has been flushed to the disk when it returns nil. It is safe for concurrent use.
type Local struct {
	path   string
	writer *sql.DB // one connection, whose transactions follow one another
	reader *sql.DB
	proof  Proof
}

// localReaders is how many readers may work beside the writer: a screen and a long verification.
const localReaders = 2

// OpenLocal opens the database at path with its key, making it where there is none, runs the
// statements of ddl, which must change nothing the second time (CREATE … IF NOT EXISTS), and proves
// that the file is encrypted. Failures: Integrity for damage, a wrong key or a file in clear; Full; Busy.
func OpenLocal(ctx context.Context, path string, key seal.Key, ddl string) (*Local, error) {
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	if err := tighten(path); err != nil {
		return nil, err
	}
	if _, err := prove(path); err != nil { // before SQLite touches it: a file in clear stays as it is
		return nil, err
	}
	l := &Local{
		path:   path,
		writer: openPool(&connector{path: path, key: key, hook: tuneReader}, 1),
		reader: openPool(&connector{path: path, key: key, readOnly: true, hook: tuneReader}, localReaders),
	}
	err := l.Write(ctx, func(tx *LocalTx) error { return tx.Exec(ddl) })
	if err == nil {
		l.proof, err = prove(path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", baseName(path), err), l.Close())
	}
	return l, nil
}

// tighten takes everybody else's rights from a file that was made elsewhere, or copied.
func tighten(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 == 0 || runtime.GOOS == "windows" {
		return err
	}
	return os.Chmod(path, 0o600)
}

// Proof tells how the file was seen to be encrypted.
func (l *Local) Proof() Proof { return l.proof }

// Close closes the database. Transactions must have ended.
func (l *Local) Close() error { return errors.Join(l.reader.Close(), l.writer.Close()) }

// Write runs one transaction. It is durable when Write returns nil; the error of fn undoes all of it.
func (l *Local) Write(ctx context.Context, fn func(*LocalTx) error) error {
	return l.transact(ctx, l.writer, fn)
}

// Read runs a transaction that writes nothing and sees one moment of the database, whatever is written
// meanwhile.
func (l *Local) Read(ctx context.Context, fn func(*LocalTx) error) error {
	return l.transact(ctx, l.reader, fn)
}

func (l *Local) transact(ctx context.Context, pool *sql.DB, fn func(*LocalTx) error) error {
	sqlTx, err := begin(ctx, pool)
	if err != nil {
		return err
	}
	tx := &LocalTx{ctx: ctx, tx: sqlTx}
	err = fn(tx)
	if err == nil {
		err = tx.failed
	}
	if err == nil {
		err = commit(ctx, sqlTx)
	}
	if err != nil {
		_ = sqlTx.Rollback() // after a full disk SQLite has rolled back already, and says so
	}
	return classify(err)
}

// LocalTx is a transaction of a Local. As with Tx, its context is looked at before every statement and
// before the commit. Where SQLite fails (a full disk) it may end the transaction by itself, and the
// next statement would be a transaction of its own: so after a failed Exec every other Exec fails, and
// nothing is committed.
type LocalTx struct {
	ctx    context.Context
	tx     *sql.Tx
	failed error
}

// Exec runs one statement, or several if it has no arguments.
func (t *LocalTx) Exec(query string, args ...any) error {
	if t.failed == nil {
		_, t.failed = t.tx.ExecContext(steady(t.ctx), query, args...)
	}
	return t.failed
}

// Query reads within the transaction; the caller closes the rows before its next statement.
func (t *LocalTx) Query(query string, args ...any) (*Rows, error) {
	return queryRows(t.ctx, t.tx, query, args...)
}

// QueryRow reads one row within the transaction; its Scan gives sql.ErrNoRows where there is none.
func (t *LocalTx) QueryRow(query string, args ...any) *sql.Row {
	return queryRow(t.ctx, t.tx, query, args...)
}
