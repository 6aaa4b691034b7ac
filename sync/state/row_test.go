package state

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"farne/sync/hlc"
)

func nothing(hlc.HLC) bool    { return false }
func everything(hlc.HLC) bool { return true }

// apply merges changes into a row whose frontier covers nothing.
func apply(t testing.TB, r *Row, changes ...Change) (twins int) {
	t.Helper()
	for _, c := range changes {
		n, err := r.Apply(c, nothing)
		if err != nil {
			t.Fatal(err)
		}
		twins += n
	}
	return twins
}

func rowOf(t testing.TB, changes ...Change) *Row {
	t.Helper()
	r := NewRow(table, patientP)
	apply(t, r, changes...)
	return r
}

func set(column, text string, bases ...hlc.HLC) Edit { return Edit{column, Text(text), bases} }

func shown(t *testing.T, r *Row, column, want string) {
	t.Helper()
	if v, ok := r.Shown(column); !ok || v.Value != Text(want) {
		t.Errorf("%s shows %q (%v), want %q", column, v.Value.Text(), ok, want)
	}
}

func TestApplyReplacesItsBases(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x"), set("b", "y")), change(2, 2, set("a", "z", stampOf(1, 1))))
	r.Tidy(everything)
	shown(t, r, "a", "z")
	shown(t, r, "b", "y")
	if len(r.Columns["a"].Live) != 1 || r.Conflicts() != nil {
		t.Errorf("conflicts %v in %+v", r.Conflicts(), r.Columns["a"])
	}
	if v, _ := r.Shown("a"); v.Seat != id(2) || v.RecordedAt != noon+2 || v.HLC != stampOf(2, 2) {
		t.Errorf("the version does not say who and when: %+v", v)
	}
	if _, ok := r.Shown("unheard of"); ok || r.LooksSame("unheard of") != nil {
		t.Error("a column that no change named is shown")
	}
}

func TestSupersededBeforeItArrives(t *testing.T) {
	late := change(1, 1, set("a", "old"))
	r := rowOf(t, change(2, 2, set("a", "new", stampOf(1, 1))))
	if !slices.Equal(r.Columns["a"].Pending, []hlc.HLC{stampOf(1, 1)}) {
		t.Fatalf("pending %v", r.Columns["a"].Pending)
	}
	apply(t, r, late)
	shown(t, r, "a", "new")
	if c := r.Columns["a"]; len(c.Live) != 1 || c.Pending != nil {
		t.Errorf("after the late change: %+v", c)
	}
}

func TestTidyForgetsWhatWillNotArrive(t *testing.T) {
	r := rowOf(t, change(9, 2, set("a", "new", stampOf(1, 1), stampOf(2, 3))))
	r.Tidy(func(h hlc.HLC) bool { return h == stampOf(1, 1) })
	if got := r.Columns["a"].Pending; !slices.Equal(got, []hlc.HLC{stampOf(2, 3)}) {
		t.Errorf("pending %v", got)
	}
	r.Columns["never"] = &Column{}
	r.Tidy(everything)
	if len(r.Columns) != 1 || r.Columns["a"].Pending != nil {
		t.Errorf("columns %+v", r.Columns)
	}
}

func TestABaseThatTheFrontierCoversIsNotPending(t *testing.T) {
	r := NewRow(table, patientP)
	if _, err := r.Apply(change(2, 2, set("a", "new", stampOf(1, 1))), everything); err != nil {
		t.Fatal(err)
	}
	if got := r.Columns["a"].Pending; got != nil {
		t.Errorf("pending %v", got)
	}
}

func TestRefusedChangeLeavesTheRow(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x")))
	before := r.Marshal()
	bad := change(2, 1, set("a", "y", stampOf(1, 1)), set("b", "y", stampOf(2, 1)))
	bad.Subjects = []ID{patientQ}
	other, elsewhere := change(2, 1, set("a", "y")), change(2, 1, set("a", "y"))
	other.Row, elsewhere.Table = patientQ, "note"
	for _, c := range []Change{bad, other, elsewhere} {
		if _, err := r.Apply(c, nothing); !errors.Is(err, ErrMalformed) {
			t.Errorf("Apply: %v", err)
		}
		if !bytes.Equal(r.Marshal(), before) {
			t.Error("a refused change changed the row")
		}
	}
}

func TestSubjectsAreUnited(t *testing.T) {
	a, b := change(1, 1, set("a", "x")), change(2, 1, set("a", "y", stampOf(1, 1)))
	a.Subjects, b.Subjects = []ID{patientQ, patientQ}, []ID{patientP}
	r := rowOf(t, a, b)
	if !slices.Equal(r.Subjects, []ID{patientP, patientQ}) {
		t.Errorf("subjects %v", r.Subjects)
	}
}

func held(r *Row) (n int) {
	for _, twins := range r.Twins() {
		n += twins
	}
	return n
}

// Twins are kept, counted, ordered by the hash of their value whatever the order of arrival, and
// replaced together.
func TestTwins(t *testing.T) {
	twin := func(text string) Change { return change(1, 1, set("a", text)) }
	orders := [][]Change{{twin("x"), twin("y"), twin("z")}, {twin("z"), twin("y"), twin("x")}, {twin("y"), twin("x"), twin("z")}}
	var forms [][]byte
	for _, order := range orders {
		r := NewRow(table, patientP)
		if n := apply(t, r, order...); n != 2 || held(r) != 2 {
			t.Errorf("%d twins counted, %d held, want 2", n, held(r))
		}
		if n := apply(t, r, twin("x")); n != 1 || held(r) != 2 {
			t.Errorf("a repeated twin: %d counted, %d held", n, held(r))
		}
		live := r.Columns["a"].Live
		if !slices.IsSortedFunc(live, func(a, b Version) int { return compareValues(a.Value, b.Value) }) {
			t.Errorf("order of twins: %+v", live)
		}
		forms = append(forms, r.Marshal())
		apply(t, r, change(2, 2, set("a", "w", r.LiveSet("a")...)))
		if len(r.LiveSet("a")) != 1 || held(r) != 0 {
			t.Errorf("twins outlive their decision: %+v", r.Columns["a"])
		}
	}
	if !bytes.Equal(forms[0], forms[1]) || !bytes.Equal(forms[0], forms[2]) {
		t.Error("the order of arrival shows in the form")
	}
}

func TestTwinsOfOneValueByTwoSeats(t *testing.T) {
	a, b := change(1, 1, set("a", "x")), change(1, 1, set("a", "x"))
	b.Seat = id(77)
	c := b
	c.RecordedAt = -1
	r, s := rowOf(t, a, b, c), rowOf(t, c, b, a)
	if held(r) != 2 || !bytes.Equal(r.Marshal(), s.Marshal()) {
		t.Errorf("%d twins, forms %x and %x", held(r), r.Marshal(), s.Marshal())
	}
	checkForm(t, r)
	if r.Conflicts() != nil {
		t.Error("equal values are a conflict")
	}
}

func TestSameChangeTwiceIsNoTwin(t *testing.T) {
	c := change(1, 1, set("a", "x"))
	r := NewRow(table, patientP)
	if n := apply(t, r, c, c); n != 0 || len(r.Columns["a"].Live) != 1 {
		t.Errorf("%d twins, %+v", n, r.Columns["a"])
	}
}

// A copy and its origin do not see each other's changes.
func TestCloneIsSeparate(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x")), change(2, 2, set("b", "y", stampOf(1, 3))))
	before := r.Marshal()
	twin := r.Clone()
	if !bytes.Equal(twin.Marshal(), before) {
		t.Fatal("the copy differs")
	}
	next := change(3, 1, set("a", "z", stampOf(1, 1)), set("b", "z"), set("c", "z"))
	next.Subjects = []ID{patientQ}
	apply(t, twin, next)
	twin.Tidy(everything)
	if !bytes.Equal(r.Marshal(), before) {
		t.Error("a change of the copy changed its origin")
	}
	copied := twin.Marshal()
	apply(t, r, change(4, 4, set("a", "other"), set("d", "other")))
	if !bytes.Equal(twin.Marshal(), copied) {
		t.Error("a change of the origin changed its copy")
	}
}

func TestApplyToTheZeroRow(t *testing.T) {
	r := &Row{Table: table, ID: patientP}
	apply(t, r, change(1, 1, set("a", "x")))
	shown(t, r, "a", "x")
}
