package state

import (
	"slices"

	"farne/sync/hlc"
)

// Deleted is the pseudo-column whose versions delete and undelete the row. A deletion's value is the
// list of the versions that were live then (DeletionValue), its bases are LiveSet(Deleted); NULL with
// the same bases undeletes. The other columns keep their versions.
const Deleted = "_deleted"

// Entry names one version of a row.
type Entry struct {
	Column string
	HLC    hlc.HLC
}

// DeletionValue is what a deletion of the row as it is now writes: the deterministic CBOR of the
// sorted list of [column, HLC] of every live version. Ask the row with its unsealed edits (With).
func (r *Row) DeletionValue() Value {
	var entries []Entry
	for name, c := range r.Columns {
		if name == Deleted {
			continue
		}
		for i := range c.Live {
			entries = append(entries, Entry{name, c.Live[i].HLC})
		}
	}
	return Value{kind: KindBlob, text: string(appendEntries(nil, sortedSet(entries, compareEntries)))}
}

// AgainstDelete are the live versions that a deletion of the row had not seen, in the order of the
// canonical form; none when no deletion is live. As long as there is one, the row is shown again and
// somebody has to decide: delete it anew, or undelete it.
func (r *Row) AgainstDelete() []Entry {
	covered, deleted := r.deletions()
	if !deleted {
		return nil
	}
	var unseen []Entry
	for name, c := range r.Columns {
		if name == Deleted {
			continue
		}
		for i := range c.Live {
			e := Entry{name, c.Live[i].HLC}
			if _, found := slices.BinarySearchFunc(covered, e, compareEntries); !found {
				unseen = append(unseen, e)
			}
		}
	}
	return sortedSet(unseen, compareEntries)
}

// IsDeleted tells whether the row is gone from the screens: somebody deleted it, nobody undeleted it
// meanwhile, and every live version was seen by whoever deleted. In doubt it is shown.
func (r *Row) IsDeleted() bool {
	undone := func(v Version) bool { return v.Value.IsNull() }
	live := r.live(Deleted)
	return len(live) > 0 && !slices.ContainsFunc(live, undone) && len(r.AgainstDelete()) == 0
}

// deletions gives the versions that live deletions list, and whether there is such a deletion.
func (r *Row) deletions() (covered []Entry, deleted bool) {
	live := r.live(Deleted)
	for i := range live {
		if live[i].Value.IsNull() {
			continue
		}
		// Only values that were checked become live, so this cannot fail; if it did, the list
		// would cover nothing and the row would be shown.
		entries, _ := parseEntries(live[i].Value.text)
		covered = unite(covered, entries, compareEntries)
		deleted = true
	}
	return covered, deleted
}

// checkDeletion refuses a value of the deletion column that is neither NULL nor a well-formed list of
// versions, none of them later than the deletion: else it could hide edits that nobody has made yet.
func checkDeletion(deletion hlc.HLC, v Value) error {
	if v.IsNull() {
		return nil
	}
	if v.kind != KindBlob {
		return malformed("deletion %s: neither NULL nor a blob", deletion)
	}
	entries, err := parseEntries(v.text)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Column == Deleted || e.HLC.Compare(deletion) > 0 {
			return malformed("deletion %s lists %s of column %q", deletion, e.HLC, e.Column)
		}
	}
	return nil
}

func compareEntries(a, b Entry) int {
	if order := compareNames(a.Column, b.Column); order != 0 {
		return order
	}
	return a.HLC.Compare(b.HLC)
}
