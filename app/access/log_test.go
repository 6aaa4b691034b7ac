package access

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
)

// desk is a laptop's log with a clock that the test moves.
type desk struct {
	*Log
	t      *testing.T
	now    time.Time
	device seal.SigningKey
	who    Who
}

var ctx = context.Background()

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: noon, device: seal.NewSigningKey(), who: Who{state.ID{1}, state.ID{2}, seal.ID{3}}}
	d.Log = NewLog(Options{Path: filepath.Join(t.TempDir(), "audit.db"), Key: seal.NewKey(), Device: d.who.Device, Now: func() time.Time { return d.now }})
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// signedIn is a desk whose log can be signed.
func signedIn(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.SetSigner(d.device)
	return d
}

func (d *desk) view(patient byte) Entry {
	d.now = d.now.Add(time.Minute)
	return NewEntry(d.now, d.who, ActView, KindClinicalRecord).About(state.ID{patient}).Under(DefaultNorms()[2])
}

func (d *desk) failedSignIn() Entry {
	d.now = d.now.Add(time.Minute)
	return NewEntry(d.now, Who{Device: d.who.Device}, ActSignIn, KindOwnAccount).Ended(Refused, Detail{Code: WrongPassword})
}

func (d *desk) add(entries ...Entry) {
	d.t.Helper()
	if err := d.Append(ctx, entries...); err != nil {
		d.t.Fatal(err)
	}
}

// views appends one view each of patients first to last.
func (d *desk) views(first, last byte) {
	d.t.Helper()
	for p := first; p <= last; p++ {
		d.add(d.view(p))
	}
}

func (d *desk) list(f Filter) []Record {
	d.t.Helper()
	records, err := d.List(ctx, f)
	if err != nil {
		d.t.Fatal(err)
	}
	return records
}

func (d *desk) head() Head {
	d.t.Helper()
	h, err := d.Head(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	return h
}

func (d *desk) verify(anchors ...Head) Report {
	d.t.Helper()
	r, err := d.Verify(ctx, d.device.Public(), anchors)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) expect(r Report, problems ...Problem) {
	d.t.Helper()
	if !slices.Equal(r.Problems, problems) {
		d.t.Errorf("problems %+v, want %+v", r.Problems, problems)
	}
}

func TestAppendIsDurableAndIdempotent(t *testing.T) {
	d := signedIn(t)
	first, second := d.view(1), d.view(2)
	d.add(first)
	d.add(first, second, second)
	d.add()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.add(second)
	records := d.list(Filter{})
	if len(records) != 2 || records[0].Entry != second || records[0].Sequence != 2 || records[1].Entry != first || records[1].Sequence != 1 {
		t.Errorf("records %+v", records)
	}
	other := second
	other.Patient = state.ID{9}
	if err := d.Append(ctx, d.view(3), other); !failure.Is(err, failure.Integrity) {
		t.Errorf("another entry under the same id: %v", err)
	}
	if h := d.head(); h.Sequence != 2 || !h.Signed(d.device.Public()) {
		t.Errorf("head %+v", h)
	}
	d.expect(d.verify(d.head()))
}

func TestAppendRefusesWhatIsNoEntry(t *testing.T) {
	d := signedIn(t)
	bad := d.view(1)
	bad.Act = 0
	if err := d.Append(ctx, d.view(2), bad); err == nil {
		t.Error("taken")
	}
	if recorded, err := d.AppendView(ctx, bad); err == nil || recorded || d.Gap() != 0 {
		t.Errorf("view: %v %v", recorded, err)
	}
	if got := d.list(Filter{}); len(got) != 0 {
		t.Errorf("%d entries stayed", len(got))
	}
}

func TestFailedSignInIsRecordedBeforeAnythingIsOpen(t *testing.T) {
	d := newDesk(t)
	d.add(d.failedSignIn(), d.failedSignIn())
	if h := d.head(); h.Sequence != 2 || h.Signature != (Signature{}) {
		t.Errorf("head while locked: %+v", h)
	}
	d.expect(d.verify()) // nothing is wrong with entries that only wait for a signature
	d.SetSigner(d.device)
	d.add(NewEntry(d.now, d.who, ActSignIn, KindOwnAccount))
	if h := d.head(); h.Sequence != 3 || !h.Signed(d.device.Public()) {
		t.Errorf("head after sign-in: %+v", h)
	}
	r := d.verify()
	d.expect(r)
	if r.Entries != 3 || r.Signed != 3 || r.Head != d.head() {
		t.Errorf("report %+v", r)
	}
}

func TestList(t *testing.T) {
	d := signedIn(t)
	d.views(1, 5)
	d.add(d.failedSignIn())
	d.who.Person = state.ID{7}
	d.views(1, 3)
	sequences := func(f Filter) (found []uint64) {
		for _, r := range d.list(f) {
			found = append(found, r.Sequence)
		}
		return found
	}
	since := d.list(Filter{})[2].Time()
	for _, c := range []struct {
		f    Filter
		want []uint64
	}{
		{Filter{}, []uint64{9, 8, 7, 6, 5, 4, 3, 2, 1}}, {Filter{Limit: 2}, []uint64{9, 8}}, {Filter{Limit: 2, Before: 8}, []uint64{7, 6}},
		{Filter{Patient: state.ID{2}}, []uint64{8, 2}}, {Filter{Person: state.ID{7}}, []uint64{9, 8, 7}},
		{Filter{Patient: state.ID{2}, Person: state.ID{1}}, []uint64{2}}, {Filter{Since: since}, []uint64{9, 8, 7}},
		{Filter{Since: since, Patient: state.ID{3}}, []uint64{9}}, {Filter{Patient: state.ID{99}}, nil},
	} {
		if got := sequences(c.f); !slices.Equal(got, c.want) {
			t.Errorf("%+v lists %v, want %v", c.f, got, c.want)
		}
	}
	if empty := d.list(Filter{Patient: state.ID{99}}); empty == nil {
		t.Error("an empty list is nil, which JSON shows as null")
	}
}

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

// A day's log, decrypted, holds numbers and blobs; no column ever holds a text.
func TestNoTextInTheLog(t *testing.T) {
	d := signedIn(t)
	r := seeded(t)
	for range 200 {
		d.add(randomEntry(r))
	}
	err := d.local.Read(ctx, func(tx *store.LocalTx) error {
		for _, column := range []string{"seq", "id", "at", "person", "patient", "entry", "hash"} {
			var texts int
			if err := tx.QueryRow("SELECT count(*) FROM entry WHERE typeof(" + column + ") = 'text'").Scan(&texts); err != nil {
				return err
			}
			if texts > 0 {
				t.Errorf("%s holds text", column)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFileIsEncrypted(t *testing.T) {
	d := signedIn(t)
	e := d.view(1)
	e.Patient = state.ID([]byte("canary-in-an-id."))
	d.add(e)
	proof, err := d.Proof(ctx)
	if err != nil || proof.Cipher != store.CipherName {
		t.Errorf("proof %+v, %v", proof, err)
	}
	names, _ := filepath.Glob(d.o.Path + "*")
	for _, name := range names {
		if b, err := os.ReadFile(name); err != nil || strings.Contains(string(b), "canary") {
			t.Errorf("%s holds plaintext (%v)", name, err)
		}
	}
}

func TestHeadForm(t *testing.T) {
	d := signedIn(t)
	d.views(1, 2)
	h := d.head()
	back, err := UnmarshalHead(h.Marshal())
	if err != nil || !reflect.DeepEqual(back, h) || !back.Signed(d.device.Public()) {
		t.Errorf("head %+v: %v", back, err)
	}
	if back.Signed(seal.NewSigningKey().Public()) || back.Signed(seal.PublicKey{}) {
		t.Error("anybody's signature is good")
	}
	if _, err := UnmarshalHead(append(h.Marshal(), 0)); err == nil {
		t.Error("bytes after a head are taken")
	}
	if _, err := UnmarshalHead(nil); err == nil {
		t.Error("nothing is a head")
	}
}
