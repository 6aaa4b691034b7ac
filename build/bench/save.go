package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"farne/app/store"
	"farne/sync/state"
)

// saved is how many notes one measurement saves, each in a transaction of its own.
const saved = 10

// measureSave writes new notes, and then goes on with drafts as the autosave does. The plain side is the
// same row in a copy of the very file, under the same cipher, without any trigger.
func measureSave(ctx context.Context, b *bench) (err error) {
	bare, err := b.bareCare(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.Close()) }()
	patients, err := b.somePatients(ctx, b.pairs*saved)
	if err != nil {
		return err
	}
	texts, err := query(ctx, b.plain, "SELECT text FROM care.signed_note ORDER BY random() LIMIT ?", b.pairs*saved)
	if err != nil {
		return err
	}
	w := &writer{bench: b, bare: bare, patients: patients, texts: texts}
	if err := b.compare("save a note: durable, captured, audited", 2, w.each(ctx, w.insert), w.each(ctx, w.plainInsert)); err != nil {
		return err
	}
	return b.compare("autosave of a draft", 0, w.each(ctx, w.update), w.each(ctx, w.plainUpdate))
}

func (b *bench) bareCare(ctx context.Context) (*sql.DB, error) {
	path := filepath.Join(b.dir, "bare-care.db")
	if err := copyWithKey(ctx, b.file("care"), b.keys["care"], path); err != nil {
		return nil, err
	}
	db, err := openRaw(path, b.keys["care"])
	if err != nil {
		return nil, err
	}
	return db, dropTriggers(ctx, db)
}

type writer struct {
	*bench
	bare     *sql.DB
	patients []state.ID
	texts    [][]any
	drafts   []state.ID
	tokens   []store.Token
	rows     []state.ID // of the plain side
}

func (w *writer) each(ctx context.Context, save func(context.Context, int) error) side {
	return func(i int) (time.Duration, error) {
		took, err := timed(func() error {
			for n := range saved {
				if err := save(ctx, i*saved+n); err != nil {
					return err
				}
			}
			return nil
		})
		return took / saved, err
	}
}

func (w *writer) patient(n int) state.ID { return w.patients[n%len(w.patients)] }
func (w *writer) text(n int) string      { return fmt.Sprint(w.texts[n%len(w.texts)][0]) }

func (w *writer) insert(ctx context.Context, n int) error {
	id, token, err := w.p.SaveDraft(ctx, state.ID{}, w.patient(n), "Session", w.text(n), "")
	w.drafts, w.tokens = append(w.drafts, id), append(w.tokens, token)
	return err
}

func (w *writer) plainInsert(ctx context.Context, n int) error {
	id, patient, author := state.NewID(w.clock.now()), w.patient(n), w.p.Person().ID
	w.rows = append(w.rows, id)
	return w.plainWrite(ctx, "INSERT INTO note (id, patient, title, text, author, started) VALUES (?, ?, ?, ?, ?, ?)",
		id[:], patient[:], "Session", w.text(n), author[:], w.clock.now().UTC().Format(time.RFC3339))
}

// update goes on with one draft for a while, as somebody who types does.
func (w *writer) update(ctx context.Context, n int) (err error) {
	draft := n / saved * saved
	w.tokens[draft], _, err = w.p.KeepDraft(ctx, w.drafts[draft], "Session", w.typed(n), w.tokens[draft])
	return err
}

func (w *writer) plainUpdate(ctx context.Context, n int) error {
	return w.plainWrite(ctx, "UPDATE note SET title = ?, text = ? WHERE id = ?", "Session", w.typed(n), w.rows[n/saved*saved][:])
}

// typed is a text that has become longer since the last save.
func (w *writer) typed(n int) string {
	return w.text(n/saved*saved) + strings.Repeat(" Went on well.", 1+n%saved)
}

func (w *writer) plainWrite(ctx context.Context, text string, args ...any) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := w.bare.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, text, args...); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
