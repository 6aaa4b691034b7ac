package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"strings"

	"farne/app/durable"
	"farne/sync/seal"
)

// Rekey puts a closed database under another key. The whole file is written anew beside the old one and
// takes its place in one step, so that at every instant one of the two keys opens it. The failure is
// Integrity where the old key does not open it.
func Rekey(ctx context.Context, path string, from, to seal.Key) (err error) {
	fresh := path + ".rekeyed"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(fresh)
		}
	}()
	if err := withFile(ctx, path, from, "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM INTO '"+strings.ReplaceAll(fresh, "'", "''")+"'"); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o600); err != nil {
		return err
	}
	// The cipher can change only where no write-ahead log holds pages under the old key.
	if err := withFile(ctx, fresh, from, "PRAGMA journal_mode=DELETE", `PRAGMA rekey = "x'`+hex.EncodeToString(to.Reveal())+`'"`); err != nil {
		return err
	}
	if _, err := prove(fresh); err != nil {
		return err
	}
	if err := withFile(ctx, fresh, to, "SELECT count(*) FROM sqlite_master"); err != nil {
		return err
	}
	for _, suffix := range []string{"-wal", "-shm"} { // empty since the checkpoint; those of the new key begin anew
		for _, of := range []string{path, fresh} {
			if err := os.Remove(of + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return durable.Rename(fresh, path)
}

// withFile runs statements on a file by a connection of their own.
func withFile(ctx context.Context, path string, key seal.Key, statements ...string) error {
	db := openPool(&connector{path: path, key: key}, 1)
	err := func(db *sql.DB) error {
		for _, s := range statements {
			if _, err := db.ExecContext(ctx, s); err != nil {
				return classify(err)
			}
		}
		return nil
	}(db)
	return errors.Join(err, db.Close())
}
