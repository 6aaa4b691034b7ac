package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"farne/sync/failure"
)

// migration brings a compartment's file from one version to the next. Migrations only add.
type migration func(ctx context.Context, tx *sql.Tx, compartment string) error

// migrations[i] leads from version i to i+1. A new file gets today's tables in the first step and passes
// through the others, which find nothing to add.
var migrations = []migration{createSchema, addMissingColumns}

// createSchema makes the tables as they are declared today.
func createSchema(ctx context.Context, tx *sql.Tx, compartment string) error {
	ddl := internalTables
	for _, t := range schema[compartment] {
		ddl += t.ddl()
	}
	if compartment == Desk {
		ddl += patientIndex
	}
	_, err := tx.ExecContext(ctx, ddl)
	return err
}

// migrate runs what is missing, each step in a transaction of its own, after keeping an encrypted copy
// of a file that already holds rows. A failed step leaves the file as it was.
func migrate(ctx context.Context, db *sql.DB, path, compartment string, steps []migration) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return openFailure(path, err)
	}
	if version > len(steps) {
		return failure.New(failure.Refused, "This record was written by a newer Farne, so this one will not change it. Nothing was changed.",
			"Install the newer version on this laptop.")
	}
	if version > 0 && version < len(steps) {
		if err := keepCopy(ctx, db, path, version); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
	}
	for ; version < len(steps); version++ {
		if err := step(ctx, db, compartment, version, steps[version]); err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", compartment, version+1, classify(err))
		}
	}
	return nil
}

func step(ctx context.Context, db *sql.DB, compartment string, version int, m migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = m(ctx, tx, compartment)
	if err == nil {
		_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1))
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// keepCopy folds the log into the file and copies it as it stands: pages stay encrypted.
func keepCopy(ctx context.Context, db *sql.DB, path string, version int) (err error) {
	if _, err := db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(fmt.Sprintf("%s.v%d", path, version), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Sync()
}
