package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"farne/app/record"
	"farne/sync/remote"
	"farne/sync/seal"
)

// measureRestore brings the practice back with the kit alone: packs read, opened and proven, rows
// written with their indexes and search, roots recomputed, this laptop enrolled. The plain side has all
// rows in memory and inserts them into new files under the same cipher, table by table, with the same indexes,
// lets SQLite build the same search indexes from them, and does nothing else.
func measureRestore(ctx context.Context, b *bench) error {
	if err := b.moveRemote(ctx); err != nil {
		return err
	}
	if _, err := b.p.Backup(ctx, quiet); err != nil {
		return err
	}
	return b.compare("restore, against bulk insert of all rows", 2,
		func(i int) (time.Duration, error) { return b.restore(ctx, fmt.Sprintf("restored-%d", i)) },
		func(int) (time.Duration, error) { return b.bulkInsert(ctx) })
}

func (b *bench) restore(ctx context.Context, name string) (time.Duration, error) {
	entrance := b.entrance(name)
	entrance.Person = b.p.Person().Name
	var p *record.Practice
	took, err := timed(func() error {
		lost, err := record.FindLost(ctx, remote.Config{Kind: remote.KindFolder, Folder: b.where}, b.kit.Secret, b.clock.now)
		if err != nil {
			return err
		}
		b.clock.runs.Store(true)
		var report record.RestoreReport
		p, report, err = lost.Restore(ctx, record.Restoring{Entrance: entrance, Progress: func(record.RestoreProgress) { b.clock.runs.Store(false) }})
		if err == nil && !report.RootMatches {
			err = errors.New("another root")
		}
		return err
	})
	if err != nil {
		return took, err
	}
	return took, errors.Join(p.Close(), os.RemoveAll(entrance.Home))
}

func (b *bench) bulkInsert(ctx context.Context) (sum time.Duration, err error) {
	for _, name := range measured {
		took, err := b.bulkInsertFile(ctx, name)
		if err != nil {
			return 0, fmt.Errorf("bulk insert of %s: %w", name, err)
		}
		sum += took
	}
	return sum, nil
}

func (b *bench) bulkInsertFile(ctx context.Context, name string) (sum time.Duration, err error) {
	from, err := openRaw(b.clear(name), seal.Key{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	path := filepath.Join(b.dir, "bulk-"+name+".db")
	to, err := openRaw(path, seal.NewKey())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, to.Close(), os.Remove(path)) }()
	tables, search, err := b.makeTables(ctx, name, to)
	if err != nil {
		return 0, err
	}
	for _, table := range tables {
		rows, err := query(ctx, from, "SELECT * FROM "+table)
		if err != nil {
			return 0, err
		}
		if len(rows) == 0 {
			continue
		}
		took, err := timed(func() error { return insertAll(ctx, to, table, rows) })
		if err != nil {
			return 0, err
		}
		sum += took
	}
	for _, index := range search {
		took, err := timed(func() error {
			_, err := to.ExecContext(ctx, "INSERT INTO "+index+" ("+index+") VALUES ('rebuild')")
			return err
		})
		if err != nil {
			return 0, err
		}
		sum += took
	}
	return sum, nil
}

// makeTables makes the tables that people see, with their indexes, and the patients' search words, which are
// data here. It names the tables, and those of them that are search indexes.
func (b *bench) makeTables(ctx context.Context, name string, to *sql.DB) (tables, search []string, err error) {
	from, err := openRaw(b.file(name), b.keys[name])
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	parts, err := query(ctx, from, `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')
		AND (tbl_name NOT LIKE 'farne_%' OR tbl_name LIKE 'farne_patient_%') ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL%'`)
	if err != nil {
		return nil, nil, err
	}
	for _, part := range parts {
		kind, own, text := fmt.Sprint(part[0]), fmt.Sprint(part[1]), fmt.Sprint(part[2])
		if shadow(own) {
			continue
		}
		if _, err := to.ExecContext(ctx, text); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", own, err)
		}
		if strings.HasPrefix(text, "CREATE VIRTUAL") {
			search = append(search, `"`+own+`"`)
		} else if kind == "table" {
			tables = append(tables, `"`+own+`"`)
		}
	}
	return tables, search, nil
}

// shadow tells the tables that SQLite's search indexes keep for themselves.
func shadow(table string) bool {
	for _, index := range []string{"note_text_", "signed_note_text_", "farne_patient_words_"} {
		if strings.HasPrefix(table, index) {
			return true
		}
	}
	return false
}

func insertAll(ctx context.Context, db *sql.DB, table string, rows [][]any) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+table+" VALUES (?"+strings.Repeat(", ?", len(rows[0])-1)+")")
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
