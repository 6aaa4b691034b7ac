package access

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// allow sets how many pages the file may have: SQLite answers "disk full" beyond that. Fewer than there
// are means that it may not grow.
func (d *desk) allow(pages string) {
	d.t.Helper()
	if err := d.local.Write(ctx, func(tx *store.LocalTx) error { return tx.Exec("PRAGMA max_page_count = " + pages) }); err != nil {
		d.t.Fatal(err)
	}
}

func TestCareGoesOnWithAFullDisk(t *testing.T) {
	d := signedIn(t)
	d.add(d.view(1))
	d.allow("1")
	var shown, recorded uint64
	var firstMissed Entry
	for range 300 { // until the pages at hand are used up, and beyond
		e := d.view(2)
		ok, err := d.AppendView(ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		shown++
		if ok {
			recorded++
		} else if firstMissed == (Entry{}) {
			firstMissed = e
		}
	}
	if d.Gap() == 0 || shown-recorded != d.Gap() {
		t.Fatalf("%d shown, %d recorded, gap %d", shown, recorded, d.Gap())
	}
	if err := d.Append(ctx, d.view(3)); !failure.Is(err, failure.Full) {
		t.Errorf("a write that must be on record: %v", err)
	}
	missed := d.Gap()
	d.allow("1000000")
	d.add(d.view(4))
	records := d.list(Filter{Limit: 2})
	g := records[1]
	if g.Act != ActAlarm || g.Detail != (Detail{LogGap, missed}) || g.At != firstMissed.At || g.Person != d.who.Person || g.Device != d.who.Device {
		t.Errorf("gap %+v, want %d views since %v", g, missed, firstMissed.Time())
	}
	if d.Gap() != 0 || len(d.list(Filter{})) != int(recorded)+3 {
		t.Errorf("gap %d, %d entries", d.Gap(), len(d.list(Filter{})))
	}
	d.expect(d.verify())
}

func TestCareGoesOnWithoutAFile(t *testing.T) {
	d := signedIn(t)
	path := d.o.Path
	d.o.Path = filepath.Join(filepath.Dir(path), "unplugged", "audit.db")
	for i := range 2 {
		d.who.Person[0] = byte(i)
		if recorded, err := d.AppendView(ctx, d.view(1)); err != nil || recorded {
			t.Fatalf("%v %v", recorded, err)
		}
	}
	if err := d.Open(ctx); err == nil {
		t.Error("a log was opened where there is no folder")
	}
	d.o.Path = path
	if recorded, err := d.AppendView(ctx, d.view(1)); err != nil || !recorded {
		t.Fatalf("%v %v", recorded, err)
	}
	if g := d.list(Filter{})[1]; g.Detail != (Detail{LogGap, 2}) || g.Person != (state.ID{}) {
		t.Errorf("two persons' gap: %+v", g)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if recorded, err := d.AppendView(gone, d.view(1)); !failure.Is(err, failure.Cancelled) || recorded || d.Gap() != 0 {
		t.Errorf("a caller who has gone: %v %v", recorded, err)
	}
}

// damage spoils the pages of the closed file.
func (d *desk) damage(from int64) {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatal(err)
	}
	b, err := os.ReadFile(d.o.Path)
	if err != nil {
		d.t.Fatal(err)
	}
	for i := from; i < int64(len(b)); i += 64 {
		b[i] ^= 1
	}
	if err := os.WriteFile(d.o.Path, b, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func TestADamagedFileIsReplacedAndToldOf(t *testing.T) {
	d := signedIn(t)
	d.views(1, 3)
	anchor := d.head()
	d.damage(0)
	if err := d.Append(ctx, d.view(4)); !failure.Is(err, failure.Integrity) {
		t.Fatalf("damaged: %v", err)
	}
	if recorded, err := d.AppendView(ctx, d.view(4)); err != nil || recorded {
		t.Fatalf("care stopped: %v %v", recorded, err)
	}
	if err := d.Replace(ctx); err != nil {
		t.Fatal(err)
	}
	records := d.list(Filter{})
	if len(records) != 2 || records[0].Detail.Code != LogReplaced || records[1].Detail.Code != LogGap {
		t.Errorf("records %+v", records)
	}
	if aside, _ := filepath.Glob(d.o.Path + ".damaged-*"); len(aside) == 0 {
		t.Error("the damaged file is gone")
	}
	d.expect(d.verify(anchor), Problem{Truncated, 3, 3})
	if err := d.Replace(ctx); err != nil || len(d.list(Filter{})) != 2 {
		t.Errorf("a good log was replaced: %v", err)
	}
}

func TestDamageWithinTheFileIsReported(t *testing.T) {
	d := signedIn(t)
	d.views(1, 200)
	d.damage(8 * 4096) // the first pages hold the schema
	r, err := d.Verify(ctx, d.device.Public(), nil)
	if err != nil || !slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Fault == Damaged }) {
		t.Errorf("report %+v, %v", r.Problems, err)
	}
}

func TestAViewOfSeveralKindsIsRecordedWholeOrMissedWhole(t *testing.T) {
	d := signedIn(t)
	identity := NewEntry(d.now, d.who, ActView, KindIdentity).About(state.ID{1}).Under(DefaultNorms()[0])
	if recorded, err := d.AppendView(ctx, identity, d.view(1)); err != nil || !recorded {
		t.Fatal(recorded, err)
	}
	if r := d.list(Filter{Patient: state.ID{1}}); len(r) != 2 || r[0].Kind != KindClinicalRecord || r[1].Kind != KindIdentity {
		t.Errorf("records %+v", r)
	}
	if head := d.head(); head.Sequence != 2 || !head.Signed(d.device.Public()) {
		t.Errorf("head %+v", head)
	}
	bad := d.view(2)
	bad.Act = 0
	if _, err := d.AppendView(ctx, d.view(2), bad); err == nil || len(d.list(Filter{})) != 2 || d.Gap() != 0 {
		t.Errorf("half a view: %v, %d entries", err, len(d.list(Filter{})))
	}
	path := d.o.Path
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.o.Path = filepath.Join(filepath.Dir(path), "unplugged", "audit.db")
	if recorded, err := d.AppendView(ctx, d.view(3), d.view(3)); err != nil || recorded || d.Gap() != 2 {
		t.Errorf("%v %v, gap %d", recorded, err, d.Gap())
	}
	d.o.Path = path
	d.expect(d.verify())
}
