package state

import (
	"bytes"
	"slices"
	"testing"

	"farne/sync/hlc"
)

func TestConflictAndItsDecision(t *testing.T) {
	r := rowOf(t, change(1, 1, set("b", "x")), change(2, 2, set("b", "y")), change(3, 3, set("b", "x")), change(4, 1, set("a", "x")))
	if got := r.Conflicts(); !slices.Equal(got, []string{"b"}) {
		t.Errorf("conflicts %v", got)
	}
	shown(t, r, "b", "x")
	shown(t, rowOf(t, change(2, 2, set("b", "newest")), change(1, 1, set("b", "older"))), "b", "newest")
	if got, want := r.LooksSame("b"), []hlc.HLC{stampOf(1, 1), stampOf(3, 3)}; !slices.Equal(got, want) {
		t.Errorf("LooksSame %v, want %v", got, want)
	}
	if got, want := r.LiveSet("b"), []hlc.HLC{stampOf(1, 1), stampOf(2, 2), stampOf(3, 3)}; !slices.Equal(got, want) {
		t.Errorf("LiveSet %v, want %v", got, want)
	}
	ordinary := r.Clone()
	apply(t, ordinary, change(9, 1, set("b", "z", r.LooksSame("b")...)))
	if got := ordinary.Conflicts(); !slices.Equal(got, []string{"b"}) {
		t.Error("an ordinary edit overwrote what it did not show")
	}
	apply(t, r, change(9, 1, set("b", "z", r.LiveSet("b")...)))
	if got := r.Conflicts(); got != nil {
		t.Errorf("conflicts after the decision: %v", got)
	}
}

func TestEarliest(t *testing.T) {
	r := rowOf(t, change(2, 2, set("a", "overwritten")), change(1, 1, set("a", "signed")))
	if v, ok := r.Earliest("a"); !ok || v.Value != Text("signed") {
		t.Errorf("earliest %q", v.Value.Text())
	}
	if _, ok := r.Earliest("unheard of"); ok {
		t.Error("a column that no change named has an earliest version")
	}
}

func TestIntegerAgainstRealIsAConflict(t *testing.T) {
	r := rowOf(t, change(1, 1, Edit{Column: "a", Value: Integer(1)}), change(2, 2, Edit{Column: "a", Value: Real(1)}),
		change(1, 1, Edit{Column: "b"}), change(2, 2, Edit{Column: "b", Value: Text("")}))
	if got := r.Conflicts(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("conflicts %v", got)
	}
}

func TestWithLaysUnsealedEditsOver(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x"), set("b", "x")))
	before := r.Marshal()
	view := r.With(change(3, 1, set("a", "z", stampOf(2, 1))), change(2, 1, set("a", "y", stampOf(1, 1)), set("c", "new")))
	shown(t, view, "a", "z")
	shown(t, view, "b", "x")
	shown(t, view, "c", "new")
	if got := view.LiveSet("a"); !slices.Equal(got, []hlc.HLC{stampOf(3, 1)}) || view.Columns["a"].Pending != nil {
		t.Errorf("live %v, pending %v", got, view.Columns["a"].Pending)
	}
	if !bytes.Equal(r.Marshal(), before) {
		t.Error("the row itself was changed")
	}
	if v, ok := NewRow(table, patientP).With(change(1, 1, set("a", "x"))).Shown("a"); !ok || v.Value != Text("x") {
		t.Error("a row that only has unsealed edits shows nothing")
	}
}

func remove(r *Row, n int64, device uint64) Change {
	return change(n, device, Edit{Deleted, r.DeletionValue(), r.LiveSet(Deleted)})
}

func TestDeletionAndUndeletion(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x"), set("b", "x")), change(2, 2, set("b", "y")))
	if r.IsDeleted() || r.AgainstDelete() != nil {
		t.Error("a row that nobody deleted is deleted")
	}
	apply(t, r, remove(r, 3, 1))
	if !r.IsDeleted() || r.AgainstDelete() != nil || r.Conflicts() != nil {
		t.Errorf("deleted %v, against %v, conflicts %v", r.IsDeleted(), r.AgainstDelete(), r.Conflicts())
	}
	shown(t, r, "a", "x")
	apply(t, r, change(4, 1, Edit{Deleted, Null(), r.LiveSet(Deleted)}))
	if r.IsDeleted() || !slices.Equal(r.Conflicts(), []string{"b"}) {
		t.Errorf("undeleted %v, conflicts %v", !r.IsDeleted(), r.Conflicts())
	}
}

func TestEditAgainstDelete(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x"), set("bb", "x")))
	gone := remove(r, 5, 1)
	apply(t, r, change(4, 2, set("a", "late", stampOf(1, 1)), set("c", "late")), gone)
	if r.IsDeleted() {
		t.Error("an edit that the deletion had not seen is hidden")
	}
	if got, want := r.AgainstDelete(), []Entry{{"a", stampOf(4, 2)}, {"c", stampOf(4, 2)}}; !slices.Equal(got, want) {
		t.Errorf("against %v, want %v", got, want)
	}
	apply(t, r, remove(r, 6, 2))
	if !r.IsDeleted() || len(r.LiveSet(Deleted)) != 1 {
		t.Error("deleting anew does not end it")
	}
}

func TestTwoDeletionsAgree(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x")))
	first := remove(r, 5, 1)
	apply(t, r, change(2, 2, set("b", "y")))
	second := remove(r, 4, 2)
	apply(t, r, first, second)
	if !r.IsDeleted() || r.Conflicts() != nil {
		t.Errorf("deleted %v, conflicts %v", r.IsDeleted(), r.Conflicts())
	}
}

func TestDeletionAgainstUndeletion(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x")))
	apply(t, r, remove(r, 2, 1))
	again, undo := remove(r, 9, 1), change(3, 2, Edit{Deleted, Null(), r.LiveSet(Deleted)})
	apply(t, r, again, undo)
	if r.IsDeleted() || !slices.Equal(r.Conflicts(), []string{Deleted}) {
		t.Errorf("deleted %v, conflicts %v", r.IsDeleted(), r.Conflicts())
	}
}

func TestJoinOfWhatOneSideDropped(t *testing.T) {
	r := rowOf(t, change(1, 1, set("a", "x")))
	if got := Join(r, nil, everything, everything); got != nil {
		t.Errorf("the other side saw and dropped it, but it is back: %+v", got)
	}
	for _, got := range []*Row{Join(r, nil, everything, nothing), Join(nil, r, nothing, everything)} {
		if got == nil || !bytes.Equal(got.Marshal(), r.Marshal()) {
			t.Errorf("the other side never saw it, but it is lost: %+v", got)
		}
	}
	if Join(nil, nil, nothing, nothing) != nil {
		t.Error("nothing joined with nothing is something")
	}
}

func TestJoinKeepsTwins(t *testing.T) {
	a, b := rowOf(t, change(1, 1, set("a", "x"))), rowOf(t, change(1, 1, set("a", "y")))
	ab, ba := Join(a, b, everything, everything), Join(b, a, everything, everything)
	if held(ab) != 1 || !bytes.Equal(ab.Marshal(), ba.Marshal()) {
		t.Errorf("%d twins, %x and %x", held(ab), ab.Marshal(), ba.Marshal())
	}
}

func TestJoinOfDifferentRowsPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("two rows were joined into one")
		}
	}()
	Join(NewRow(table, patientP), NewRow(table, patientQ), nothing, nothing)
}
