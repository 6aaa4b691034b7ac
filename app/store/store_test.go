package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// laptop is a store over real encrypted files, with a clock that the test moves.
type laptop struct {
	*Store
	t     testing.TB
	dir   string
	files []File
	id    seal.ID
	seat  state.ID
	now   time.Time
	chain map[string][]sealedBatch
}

type sealedBatch struct {
	head    chain.Head
	changes []state.Change
}

func newLaptop(t testing.TB, name byte) *laptop {
	l := &laptop{t: t, dir: t.TempDir(), id: seal.ID{name, 1}, seat: state.ID{name, 2}, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), chain: map[string][]sealedBatch{}}
	for _, c := range Compartments() {
		l.files = append(l.files, File{Compartment: c, Path: filepath.Join(l.dir, c+".db"), Key: seal.NewKey()})
	}
	l.open()
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func (l *laptop) options() Options {
	return Options{Device: l.id, Now: func() time.Time { return l.now }}
}

func (l *laptop) open() {
	l.t.Helper()
	s, err := Open(context.Background(), l.files, l.options())
	if err != nil {
		l.t.Fatal(err)
	}
	l.Store = s
}

func (l *laptop) write(compartment string, fn func(*Tx) error) {
	l.t.Helper()
	l.now = l.now.Add(time.Second)
	if err := l.Compartment(compartment).Write(context.Background(), l.seat, fn); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) put(table string, id state.ID, values map[string]any) {
	l.t.Helper()
	l.write(Care, func(tx *Tx) error { return tx.Put(table, id, values, "") })
}

func (l *laptop) seal(compartment string) {
	l.t.Helper()
	_, _, err := l.Compartment(compartment).Seal(context.Background(), l.id, chain.Sealer{Batch: func(previous chain.Head, _ chain.Frontier, changes []state.Change) (string, []byte, chain.Head, error) {
		head := chain.Head{Device: l.id, Sequence: previous.Sequence + 1, HLC: changes[len(changes)-1].HLC, Hash: seal.Hash{byte(previous.Sequence + 1)}}
		l.chain[compartment] = append(l.chain[compartment], sealedBatch{head, changes})
		return "batch", []byte("sealed"), head, nil
	}})
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) pull(from *laptop, compartment string) {
	l.t.Helper()
	for _, b := range from.chain[compartment] {
		if err := l.Compartment(compartment).Accept(context.Background(), b.head, b.changes); err != nil {
			l.t.Fatal(err)
		}
	}
}

func (l *laptop) value(query string, args ...any) any {
	l.t.Helper()
	var v any
	if err := l.QueryRow(context.Background(), query, args...).Scan(&v); err != nil {
		l.t.Fatalf("%s: %v", query, err)
	}
	return v
}

// states reads every sealed row's canonical form, in order.
func (l *laptop) states(compartment string) string {
	l.t.Helper()
	rows, err := l.Query(context.Background(), "SELECT state FROM "+compartment+".farne_row ORDER BY tbl, id")
	if err != nil {
		l.t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var s []byte
		if err := rows.Scan(&s); err != nil {
			l.t.Fatal(err)
		}
		b.Write(s)
	}
	return b.String()
}

func TestFilesAreEncrypted(t *testing.T) {
	l := newLaptop(t, 1)
	l.put("note", state.ID{7}, map[string]any{"patient": state.ID{9}, "text": "canary in the sun"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, f := range l.files {
		b, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(b), plaintextMagic) || strings.Contains(string(b), "canary") {
			t.Errorf("%s holds plaintext", f.Compartment)
		}
		if info, _ := os.Stat(f.Path); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Compartment, info.Mode())
		}
	}
	l.open()
}

func TestWrongKeyAndPlainFileAreRefused(t *testing.T) {
	l := newLaptop(t, 1)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	wrong := File{Compartment: Care, Path: filepath.Join(l.dir, "care.db"), Key: seal.NewKey()}
	if _, err := Open(context.Background(), []File{wrong}, l.options()); !failure.Is(err, failure.Integrity) {
		t.Errorf("wrong key: %v", err)
	}
	plain := filepath.Join(l.dir, "plain.db")
	if err := os.WriteFile(plain, []byte(plaintextMagic+strings.Repeat("\x00", 4080)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), []File{{Compartment: Care, Path: plain, Key: seal.NewKey()}}, l.options()); !failure.Is(err, failure.Integrity) {
		t.Errorf("plain file: %v", err)
	}
}

func TestADamagedFileIsLeftOutAndNamed(t *testing.T) {
	l := newLaptop(t, 1)
	l.put("note", state.ID{7}, map[string]any{"text": "x"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(l.dir, "care.db")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[100] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	l.open()
	if err := l.Damaged()[Care]; !failure.Is(err, failure.Integrity) {
		t.Errorf("damaged care: %v", err)
	}
	if l.Compartment(Desk) == nil || l.Compartment(Care) != nil {
		t.Errorf("open compartments: %v", l.Names())
	}
}

func TestAutosaveIsOneVersion(t *testing.T) {
	l := newLaptop(t, 1)
	id := state.ID{7}
	for _, text := range []string{"F", "Fe", "Feels better"} {
		l.put("note", id, map[string]any{"text": text})
	}
	l.seal(Care)
	batches := l.chain[Care]
	if len(batches) != 1 || len(batches[0].changes) != 1 || batches[0].changes[0].Edits[0].Value != state.Text("Feels better") {
		t.Errorf("sealed %+v", batches)
	}
	l.put("note", id, map[string]any{"text": "Feels well"})
	l.seal(Care)
	if got := l.value("SELECT count(*) FROM care.farne_conflict"); got != int64(0) {
		t.Errorf("one person on one laptop met %v conflicts", got)
	}
}

func TestAStaleScreenMakesAConflictAndLosesNothing(t *testing.T) {
	a, b := newLaptop(t, 1), newLaptop(t, 2)
	id := state.ID{7}
	a.put("allergy_intolerance", id, map[string]any{"display": "penicillin"})
	a.seal(Care)
	b.pull(a, Care)

	var screen Token
	b.write(Care, func(tx *Tx) (err error) { screen, err = tx.Token("allergy_intolerance", id); return err })
	a.put("allergy_intolerance", id, map[string]any{"display": "amoxicillin"})
	a.seal(Care)
	b.pull(a, Care)
	b.write(Care, func(tx *Tx) error {
		return tx.Put("allergy_intolerance", id, map[string]any{"display": "penicillin V"}, screen)
	})
	b.seal(Care)
	a.pull(b, Care)

	for _, l := range []*laptop{a, b} {
		if got := l.value("SELECT count(*) FROM care.farne_conflict WHERE col = 'display'"); got != int64(1) {
			t.Errorf("laptop %d shows %v conflicts", l.id[0], got)
		}
		if got := l.value("SELECT display FROM care.allergy_intolerance"); got != "penicillin V" {
			t.Errorf("laptop %d shows %v", l.id[0], got)
		}
	}
	if a.states(Care) != b.states(Care) {
		t.Error("the laptops hold different states")
	}
}

func TestInsertOrIgnoreIsCaptured(t *testing.T) {
	l := newLaptop(t, 1)
	id := state.ID{7}
	l.put("note", id, map[string]any{"text": "first", "title": "t"})
	l.write(Care, func(tx *Tx) error {
		return tx.Exec(`INSERT INTO note (id, text) VALUES (?, 'second') ON CONFLICT (id) DO UPDATE SET text = excluded.text`, id[:])
	})
	l.write(Care, func(tx *Tx) error { return tx.Exec(`UPDATE OR IGNORE note SET text = 'third' WHERE id = ?`, id[:]) })
	l.seal(Care)
	row, err := state.Unmarshal([]byte(l.states(Care)))
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := row.Shown("text"); v.Value != state.Text("third") {
		t.Errorf("captured %v", v.Value)
	}
}

func TestDeleteAndUndelete(t *testing.T) {
	a, b := newLaptop(t, 1), newLaptop(t, 2)
	id := state.ID{7}
	a.put("condition", id, map[string]any{"display": "insomnia", "patient": state.ID{9}})
	a.seal(Care)
	b.pull(a, Care)
	a.write(Care, func(tx *Tx) error { return tx.Delete("condition", id) })
	a.seal(Care)
	b.put("condition", id, map[string]any{"clinical_status": "active"}) // had not seen the deletion
	b.seal(Care)
	b.pull(a, Care)
	a.pull(b, Care)
	for _, l := range []*laptop{a, b} {
		if got := l.value("SELECT display || clinical_status FROM care.condition"); got != "insomniaactive" {
			t.Errorf("laptop %d shows %v", l.id[0], got)
		}
		if got := l.value("SELECT group_concat(col) FROM care.farne_conflict"); got != state.Deleted {
			t.Errorf("laptop %d lists the conflicts %v", l.id[0], got)
		}
	}
	if a.states(Care) != b.states(Care) {
		t.Error("the laptops hold different states")
	}
}

func TestWriteOutsideATransactionFails(t *testing.T) {
	l := newLaptop(t, 1)
	_, err := l.Compartment(Care).writer.Exec("INSERT INTO note (id, text) VALUES (x'00', 'x')")
	if err == nil || !strings.Contains(err.Error(), errCaptureClosed.Error()) {
		t.Errorf("uncaptured write: %v", err)
	}
}

func TestFailedTransactionLeavesNothing(t *testing.T) {
	l := newLaptop(t, 1)
	broken := errors.New("broken")
	err := l.Compartment(Care).Write(context.Background(), l.seat, func(tx *Tx) error {
		if err := tx.Put("note", state.ID{7}, map[string]any{"text": "x"}, ""); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if got := l.value("SELECT (SELECT count(*) FROM care.note) + (SELECT count(*) FROM care.farne_outbox)"); got != int64(0) {
		t.Errorf("%v rows stayed", got)
	}
}

func TestAFileWithoutAChangeOpensAgain(t *testing.T) {
	l := newLaptop(t, 1)
	if err := l.Compartment(Billing).Note(context.Background(), "x", []byte("y")); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l.open()
	if len(l.Damaged()) > 0 {
		t.Error(l.Damaged())
	}
}

func TestCheckIsNotDeceivedByWhatItReadBefore(t *testing.T) {
	l := newLaptop(t, 1)
	secret := tree.NewSecret([32]byte{1})
	for i := range 40 { // enough for the search index to merge its segments
		l.put("note", state.ID{byte(i)}, map[string]any{"text": fmt.Sprintf("note %d", i)})
		l.seal(Care)
		found, err := l.Compartment(Care).Check(context.Background(), secret)
		if err != nil || len(found) > 0 {
			t.Fatalf("after %d notes: %v %v", i+1, found, err)
		}
	}
}

// A row is about every patient whom its writer names, besides the one whom it shows; and only those.
func TestAbout(t *testing.T) {
	l := newLaptop(t, 1)
	first, second, third := state.ID{1}, state.ID{2}, state.ID{3}
	l.write(Care, func(tx *Tx) error {
		tx.About(first, second)
		if err := tx.Put("procedure", state.ID{7}, map[string]any{"patient": first, "display": "family session"}, ""); err != nil {
			return err
		}
		tx.About()
		return tx.Put("procedure", state.ID{8}, map[string]any{"patient": third, "display": "alone"}, "")
	})
	l.seal(Care)
	for id, want := range map[state.ID][]state.ID{{7}: {first, second}, {8}: {third}} {
		row, err := l.Compartment(Care).Row(context.Background(), "procedure", id)
		if err != nil || !slices.Equal(row.Subjects, want) {
			t.Errorf("%v is about %v, %v", id, row.Subjects, err)
		}
	}
}
