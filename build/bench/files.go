package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"

	_ "github.com/mattn/go-sqlite3" // the driver that the store uses, for the plain sides

	"farne/app/vault/filekey"
	"farne/app/vault/secret"
	"farne/sync/seal"
)

// withKit opens a file's key with the recovery kit, as an owner can with her own program.
type withKit struct{ key seal.DecapsulationKey }

func (w withKit) Recipient() filekey.Recipient {
	return filekey.Recipient{Kind: filekey.Recovery, ID: w.key.Public().ID().String()}
}

func (w withKit) Unwrap(wrapped, context []byte) (secret.Secret, error) {
	key, err := seal.Unwrap(w.key, "farne/v1/file-key", context, wrapped)
	return secret.New(key), err
}

func fileKey(dir, name string, kit seal.RecoverySecret) (seal.Key, error) {
	raw, err := filekey.In(dir).Open(name+".db", withKit{kit.Decapsulation()})
	if err != nil {
		return seal.Key{}, err
	}
	return seal.KeyFromBytes(raw.Bytes())
}

// openRaw opens a file with nothing of the store around it; in clear for the zero key. One connection,
// as durable and with as many pages in memory as the store's writer has.
func openRaw(path string, key seal.Key) (*sql.DB, error) {
	query := url.Values{"_busy_timeout": {"5000"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_cache_size": {"-24000"}, "_txlock": {"immediate"}}
	uri := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
	if !key.IsZero() {
		uri += "&cipher=sqlcipher&legacy=4&key=x%27" + hex.EncodeToString(key.Reveal()) + "%27"
	}
	db, err := sql.Open("sqlite3", uri)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// copyWithKey makes a compact copy under the same key.
func copyWithKey(ctx context.Context, from string, key seal.Key, to string) error {
	db, err := openRaw(from, key)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", to)
	return errors.Join(err, db.Close())
}

// copyInClear makes an unencrypted copy without the triggers, which call functions of the store.
func copyInClear(ctx context.Context, from string, key seal.Key, to string) error {
	if err := copyWithKey(ctx, from, key, to); err != nil {
		return err
	}
	db, err := openRaw(to, key)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode=DELETE; PRAGMA rekey=''") // SQLite3 Multiple Ciphers: no cipher from here on
	if err == nil {
		err = dropTriggers(ctx, db)
	}
	return errors.Join(err, db.Close())
}

func dropTriggers(ctx context.Context, db *sql.DB) error {
	found, err := query(ctx, db, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		return err
	}
	for _, row := range found {
		if _, err := db.ExecContext(ctx, fmt.Sprintf(`DROP TRIGGER "%s"`, row[0])); err != nil {
			return err
		}
	}
	return nil
}

// openPlain opens the copies in clear as one database; care's tables are under their compartment's name.
func openPlain(ctx context.Context, desk, care string) (*sql.DB, error) {
	db, err := openRaw(desk, seal.Key{})
	if err != nil {
		return nil, err
	}
	_, err = db.ExecContext(ctx, "ATTACH ? AS care", care)
	return db, err
}

// query reads all rows of a plain query, every column scanned. As every plain side, it runs under a
// context that nobody can cancel: for others the driver starts a goroutine for every row.
func query(ctx context.Context, db *sql.DB, text string, args ...any) ([][]any, error) {
	rows, err := db.QueryContext(context.WithoutCancel(ctx), text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var found [][]any
	for rows.Next() {
		cells := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		found = append(found, cells)
	}
	return found, rows.Err()
}
