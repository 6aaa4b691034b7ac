package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
)

const localDDL = "CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT)"

func openLocal(t *testing.T, path string, key seal.Key) *Local {
	t.Helper()
	l, err := OpenLocal(context.Background(), path, key, localDDL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func (l *Local) insert(ctx context.Context, text string) error {
	return l.Write(ctx, func(tx *LocalTx) error { return tx.Exec("INSERT INTO line (text) VALUES (?)", text) })
}

func (l *Local) texts(t *testing.T) string {
	t.Helper()
	var found []string
	err := l.Read(context.Background(), func(tx *LocalTx) error {
		rows, err := tx.Query("SELECT text FROM line ORDER BY n")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			found = append(found, s)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, " ")
}

func TestLocalIsEncryptedPrivateAndKept(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "audit.db"), seal.NewKey()
	l := openLocal(t, path, key)
	if err := l.insert(context.Background(), "canary in the sun"); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(path + "*") // the write-ahead log too
	if err != nil || len(names) < 2 {
		t.Fatalf("files %v, %v", names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(b), plaintextMagic) || strings.Contains(string(b), "canary") {
			t.Errorf("%s holds plaintext", name)
		}
		if info, _ := os.Stat(name); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	if p := l.Proof(); p.Cipher != CipherName || p.File != path {
		t.Errorf("proof %+v", p)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	again := openLocal(t, path, key)
	if got := again.texts(t); got != "canary in the sun" {
		t.Errorf("found %q", got)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v after a copy was opened", info.Mode())
	}
}

func TestLocalRefusesAnotherKeyAndAFileInClear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.db")
	l := openLocal(t, path, seal.NewKey())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLocal(context.Background(), path, seal.NewKey(), localDDL); !failure.Is(err, failure.Integrity) {
		t.Errorf("another key: %v", err)
	}
	plain := filepath.Join(t.TempDir(), "plain.db")
	content := plaintextMagic + strings.Repeat("\x00", 4080)
	if err := os.WriteFile(plain, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLocal(context.Background(), plain, seal.NewKey(), localDDL); !failure.Is(err, failure.Integrity) {
		t.Errorf("a file in clear: %v", err)
	}
	if b, _ := os.ReadFile(plain); string(b) != content {
		t.Error("the file in clear was touched")
	}
}

// What SQLite does behind the author's back (rolling back a cancelled or failed transaction, after which
// the next statement would commit by itself) leaves nothing.
func TestLocalTransactionIsAllOrNothing(t *testing.T) {
	l := openLocal(t, filepath.Join(t.TempDir(), "audit.db"), seal.NewKey())
	broken := errors.New("broken")
	insert := "INSERT INTO line (text) VALUES ('x')"
	attempts := map[string]func(ctx context.Context, cancel func(), tx *LocalTx) error{
		"error": func(_ context.Context, _ func(), tx *LocalTx) error { return errors.Join(tx.Exec(insert), broken) },
		"cancelled": func(_ context.Context, cancel func(), tx *LocalTx) error {
			_ = tx.Exec(insert)
			cancel()
			_ = tx.Exec(insert)
			_ = tx.Exec(insert)
			return nil
		},
		"cancelled at the end": func(_ context.Context, cancel func(), tx *LocalTx) error {
			defer cancel()
			return tx.Exec(insert)
		},
		"ignored failure": func(_ context.Context, _ func(), tx *LocalTx) error {
			_ = tx.Exec(insert)
			_ = tx.Exec("INSERT INTO nothing VALUES (1)")
			_ = tx.Exec(insert)
			return nil
		},
		"rolled back by SQLite": func(_ context.Context, _ func(), tx *LocalTx) error {
			_ = tx.Exec("INSERT OR ROLLBACK INTO line (n, text) VALUES (1, 'x'), (1, 'y')")
			_ = tx.Exec(insert)
			return nil
		},
	}
	for name, attempt := range attempts {
		ctx, cancel := context.WithCancel(context.Background())
		if err := l.Write(ctx, func(tx *LocalTx) error { return attempt(ctx, cancel, tx) }); err == nil {
			t.Errorf("%s: no error", name)
		}
		cancel()
		if got := l.texts(t); got != "" {
			t.Fatalf("%s left %q", name, got)
		}
	}
	if err := l.insert(context.Background(), "after"); err != nil || l.texts(t) != "after" {
		t.Errorf("after all that: %v", err)
	}
}

func TestLocalReadSeesOneMomentAndWritesNothing(t *testing.T) {
	l := openLocal(t, filepath.Join(t.TempDir(), "audit.db"), seal.NewKey())
	ctx := context.Background()
	err := l.Read(ctx, func(tx *LocalTx) error {
		var before, after int
		if err := tx.QueryRow("SELECT count(*) FROM line").Scan(&before); err != nil {
			return err
		}
		if err := l.insert(ctx, "meanwhile"); err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT count(*) FROM line").Scan(&after); err != nil {
			return err
		}
		if before != after {
			t.Errorf("a reader saw %d lines, then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Read(ctx, func(tx *LocalTx) error { return tx.Exec("DELETE FROM line") }); err == nil {
		t.Error("a reader wrote")
	}
	if got := l.texts(t); got != "meanwhile" {
		t.Errorf("found %q", got)
	}
}

func TestLocalFullDiskIsNamed(t *testing.T) {
	l := openLocal(t, filepath.Join(t.TempDir(), "audit.db"), seal.NewKey())
	ctx := context.Background()
	if err := l.Write(ctx, func(tx *LocalTx) error { return tx.Exec("PRAGMA max_page_count = 1") }); err != nil {
		t.Fatal(err)
	}
	if err := l.insert(ctx, strings.Repeat("x", 100_000)); !failure.Is(err, failure.Full) {
		t.Errorf("full: %v", err)
	}
	if got := l.texts(t); got != "" {
		t.Errorf("%d bytes stayed", len(got))
	}
}

func TestAuditQueue(t *testing.T) {
	l := newLaptop(t, 1)
	ctx, care := context.Background(), l.Compartment(Care)
	first, second, unknown := state.ID{1}, state.ID{2}, state.ID{3}
	l.write(Care, func(tx *Tx) error { return errors.Join(tx.Audit(second, []byte("b")), tx.Audit(first, []byte("a"))) })
	pending, err := care.PendingAudit(ctx)
	if err != nil || len(pending) != 2 || pending[0].ID != first || string(pending[1].Bytes) != "b" {
		t.Fatalf("pending %v, %v", pending, err)
	}
	for range 2 { // what has gone may go again
		if err := care.AuditMoved(ctx, []state.ID{first, unknown}); err != nil {
			t.Fatal(err)
		}
	}
	if pending, err = care.PendingAudit(ctx); err != nil || len(pending) != 1 || pending[0].ID != second {
		t.Errorf("pending %v, %v", pending, err)
	}
	undone := errors.New("undone")
	_ = care.Write(ctx, l.seat, func(tx *Tx) error { return errors.Join(tx.Audit(first, []byte("c")), undone) })
	if pending, _ = care.PendingAudit(ctx); len(pending) != 1 {
		t.Errorf("an entry outlived its transaction: %v", pending)
	}
}

// The file opens with the new key alone, and holds what it held.
func TestRekey(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "o'ne.db")
	old, fresh := seal.NewKey(), seal.NewKey()
	const ddl = "CREATE TABLE IF NOT EXISTS kept (v TEXT)"
	l, err := OpenLocal(ctx, path, old, ddl)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Write(ctx, func(tx *LocalTx) error { return tx.Exec("INSERT INTO kept VALUES (?)", "still here") }); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Rekey(ctx, path, seal.NewKey(), fresh); !failure.Is(err, failure.Integrity) {
		t.Errorf("with another key: %v", err)
	}
	if err := Rekey(ctx, path, old, fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLocal(ctx, path, old, ddl); !failure.Is(err, failure.Integrity) {
		t.Errorf("the old key: %v", err)
	}
	if l, err = OpenLocal(ctx, path, fresh, ddl); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var kept string
	err = l.Read(ctx, func(tx *LocalTx) error { return tx.QueryRow("SELECT v FROM kept").Scan(&kept) })
	if err != nil || kept != "still here" {
		t.Errorf("%q, %v", kept, err)
	}
	if left, _ := filepath.Glob(path + ".rekeyed*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
