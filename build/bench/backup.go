package main

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"time"
)

func quiet(int64, int64, int64) {}

// measureBackup makes, in each turn, a full backup to an empty folder and then, after a day of edits,
// the next one to the same folder; and it reads all sealed rows once, as fast as SQL gives them. What
// had to be sealed and sent has been before each backup.
func measureBackup(ctx context.Context, b *bench) (err error) {
	h, err := newHand(ctx, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	t := backupTimes{bench: b, hand: h}
	for i := range b.pairs {
		if err := t.turn(ctx, i); err != nil {
			return err
		}
	}
	printRatio("full backup, against reading all rows once", 1.5, t.full, t.read)
	printRatio("the very first backup, which makes the tree too", 0, t.first, t.read)
	printRatio("backup after a day of 430 edits, against the full backup", 0.4, t.daily, t.full)
	printExact("full backup, bytes", float64(t.fullBytes)/1e6, "MB", 0)
	printExact("backup after a day of 430 edits, most bytes", float64(t.dailyBytes)/1e6, "MB", 1.5)
	return nil
}

type backupTimes struct {
	*bench
	hand                     *hand
	read, full, first, daily []time.Duration
	fullBytes, dailyBytes    int64
}

func (t *backupTimes) turn(ctx context.Context, i int) error {
	steps := []func(context.Context) error{t.readAll, t.fullBackup, t.firstBackup}
	for n := range steps { // which is first changes from turn to turn
		runtime.GC()
		if err := steps[(i+n)%len(steps)](ctx); err != nil {
			return err
		}
	}
	if err := t.hand.work(ctx, 0, 1); err != nil {
		return err
	}
	if _, err := t.p.Sync(ctx); err != nil {
		return err
	}
	runtime.GC()
	n, took, err := t.backup(ctx)
	t.daily, t.dailyBytes = append(t.daily, took), max(t.dailyBytes, n)
	return err
}

func (t *backupTimes) backup(ctx context.Context) (bytes int64, took time.Duration, err error) {
	took, err = timed(func() error {
		r, err := t.p.Backup(ctx, quiet)
		bytes = r.BytesNew
		return err
	})
	return bytes, took, err
}

func (t *backupTimes) fullBackup(ctx context.Context) error {
	n, took, err := t.afresh(ctx)
	t.full, t.fullBytes = append(t.full, took), n
	return err
}

// firstBackup is a full backup of files that have no tree yet.
func (t *backupTimes) firstBackup(ctx context.Context) error {
	for _, name := range measured {
		db, err := openRaw(t.file(name), t.keys[name])
		if err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, "DELETE FROM farne_meta WHERE name = 'tree_valid'")
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	_, took, err := t.afresh(ctx)
	t.first = append(t.first, took)
	return err
}

// afresh backs up to an empty folder.
func (t *backupTimes) afresh(ctx context.Context) (int64, time.Duration, error) {
	if err := t.moveRemote(ctx); err != nil {
		return 0, 0, err
	}
	if _, err := t.p.Sync(ctx); err != nil {
		return 0, 0, err
	}
	return t.backup(ctx)
}

// readAll reads the sealed rows of every file and does nothing with them.
func (t *backupTimes) readAll(ctx context.Context) error {
	took, err := timed(func() error {
		for _, name := range measured {
			if err := t.readRows(ctx, name); err != nil {
				return err
			}
		}
		return nil
	})
	t.read = append(t.read, took)
	return err
}

func (t *backupTimes) readRows(ctx context.Context, name string) error {
	db, err := openRaw(t.file(name), t.keys[name])
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.QueryContext(context.WithoutCancel(ctx), "SELECT tbl, id, state FROM farne_row")
	if err != nil {
		return err
	}
	defer rows.Close()
	var table, id, state sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&table, &id, &state); err != nil {
			return err
		}
	}
	return rows.Err()
}
