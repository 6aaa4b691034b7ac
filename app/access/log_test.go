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
