package store

import (
	"context"
	"testing"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/state"
	"farne/sync/tree"
)

// schemaOf is all that a file is made of but its rows.
func (l *laptop) schemaOf(compartment string) map[string]string {
	l.t.Helper()
	rows, err := l.Compartment(compartment).reader.Query("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master")
	if err != nil {
		l.t.Fatal(err)
	}
	defer rows.Close()
	parts := map[string]string{}
	for rows.Next() {
		var name, sql string
		if err := rows.Scan(&name, &sql); err != nil {
			l.t.Fatal(err)
		}
		parts[name] = sql
	}
	return parts
}

func all(rows []tree.Row) func(func(tree.Row, error) bool) {
	return func(yield func(tree.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// A file that was filled from a backup is one like any other: nothing that was put off is missing, and what
// is written in it later is captured, indexed and found.
func TestALoadedFileIsLikeAnyOther(t *testing.T) {
	ctx := context.Background()
	empty, l := newLaptop(t, 1), newLaptop(t, 2)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	o := l.options()
	o.Filling = true
	filling, err := Open(ctx, l.files, o)
	if err != nil {
		t.Fatal(err)
	}
	rows := sealedRowsOf(t, inventedRows(30, Care, Desk))
	parts := map[string][]tree.Row{}
	for _, r := range rows {
		for compartment := range schema {
			if _, ok := tableOf(compartment, r.Table); ok {
				parts[compartment] = append(parts[compartment], r)
			}
		}
	}
	head := chain.Head{Device: l.id, Sequence: 1, HLC: hlc.New(l.now.UnixMilli(), 0, hlc.DeviceOf(l.id))}
	for compartment, part := range parts {
		told := int64(0)
		if err := filling.Compartment(compartment).Load(ctx, all(part), chain.Frontier{head}, func(n int64) { told = n }); err != nil {
			t.Fatal(err)
		}
		if told != int64(len(part)) {
			t.Errorf("%s: %d of %d rows were told of", compartment, told, len(part))
		}
	}
	if err := filling.Settle(); err != nil {
		t.Fatal(err)
	}

	l.open()
	if len(l.Damaged()) > 0 {
		t.Fatal(l.Damaged())
	}
	for compartment := range parts {
		want, got := empty.schemaOf(compartment), l.schemaOf(compartment)
		for name, sql := range want {
			if got[name] != sql {
				t.Errorf("%s: %s is %q", compartment, name, got[name])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d parts, not %d", compartment, len(got), len(want))
		}
		if f := l.Compartment(compartment).Frontier(); len(f) != 1 || f[0] != head {
			t.Errorf("%s has the frontier %v", compartment, f)
		}
		if found, err := l.Compartment(compartment).Check(ctx, tree.NewSecret([32]byte{1})); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", compartment, found, err)
		}
	}
	if n := l.value("SELECT count(*) FROM care.signed_note"); n == int64(0) {
		t.Fatal("there are no notes")
	}
	if len(l.found("sleep")) == 0 {
		t.Error("no note is found by its words")
	}
	if _, err := l.Compartment(Care).writer.Exec("INSERT INTO signed_note_text (signed_note_text, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Error(err)
	}
	if n := l.value("SELECT count(*) FROM desk.farne_patient_words WHERE farne_patient_words MATCH 'sample'"); n != int64(30) {
		t.Errorf("%v patients are found by their names", n)
	}
	l.put("note", state.ID{7}, map[string]any{"patient": about, "text": "written afterwards"})
	if !l.found("afterwards")[state.ID{7}] {
		t.Error("a note of afterwards is not found")
	}
	l.seal(Care)
	if changes := l.chain[Care][0].changes; len(changes) != 1 || changes[0].Row != (state.ID{7}) {
		t.Errorf("captured were %+v", changes)
	}
}

// What comes damaged is refused, and the file has no frontier: it is not complete.
func TestALoadEndsAtTheFirstBadRow(t *testing.T) {
	rows := sealedRowsOf(t, inventedRows(100, Care))
	for what, spoil := range map[string]func(*tree.Row){
		"another's key": func(r *tree.Row) { r.ID[3] ^= 1 },
		"no row":        func(r *tree.Row) { r.Data = []byte{0xff} },
	} {
		l := newLaptop(t, 1)
		spoilt := append([]tree.Row{}, rows...)
		spoil(&spoilt[len(rows)/2])
		err := l.Compartment(Care).Load(context.Background(), all(spoilt), chain.Frontier{{Device: l.id, Sequence: 1}}, func(int64) {})
		if err == nil || failure.Is(err, failure.Full) {
			t.Errorf("%s: %v", what, err)
		}
		if f := l.Compartment(Care).Frontier(); len(f) != 0 {
			t.Errorf("%s: the frontier is %v", what, f)
		}
	}
}
