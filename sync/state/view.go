package state

import (
	"slices"

	"farne/sync/hlc"
)

// Shown is the version that a screen displays: the one with the highest HLC. It is false for a column
// that no change has named. For what is insert only, ask Earliest.
func (r *Row) Shown(column string) (Version, bool) {
	live := r.live(column)
	if len(live) == 0 {
		return Version{}, false
	}
	return live[len(live)-1], true
}

// Earliest is the version that a screen displays where nothing may be overwritten (a signed note, a
// payment): the one with the lowest HLC, of twins the one with the lowest hash.
func (r *Row) Earliest(column string) (Version, bool) {
	live := r.live(column)
	if len(live) == 0 {
		return Version{}, false
	}
	return live[0], true
}

// LooksSame is what an ordinary edit replaces: the stamps of the displayed version and of those with
// an equal value, ascending. A screen keeps them from when it was opened, so that a version that
// arrives while somebody types is not overwritten unseen.
func (r *Row) LooksSame(column string) []hlc.HLC {
	shown, _ := r.Shown(column)
	return stamps(r.live(column), func(v Version) bool { return v.Value.Same(shown.Value) })
}

// LiveSet is what a decision replaces: the stamps of all live versions, ascending.
func (r *Row) LiveSet(column string) []hlc.HLC {
	return stamps(r.live(column), func(Version) bool { return true })
}

// Conflicts are the columns whose live versions differ in value, sorted. Of the deletion column it
// means that one person deleted and another undeleted; two deletions agree. A deleted row has none:
// whoever deleted it had seen them all, and they return if it is undeleted. What a deletion had not
// seen is in AgainstDelete instead.
func (r *Row) Conflicts() []string {
	var columns []string
	for name, c := range r.Columns {
		if c.disagrees(name == Deleted) {
			columns = append(columns, name)
		}
	}
	if len(columns) == 0 || r.IsDeleted() {
		return nil
	}
	slices.Sort(columns)
	return columns
}

func (c *Column) disagrees(deletion bool) bool {
	for i := 1; i < len(c.Live); i++ {
		a, b := c.Live[i-1].Value, c.Live[i].Value
		if !a.Same(b) && (!deletion || a.IsNull() != b.IsNull()) {
			return true
		}
	}
	return false
}

// With is the row as its author sees it: a copy with changes laid over it that are not sealed yet,
// each replacing its bases. r may be a NewRow. Beware: it is for display, tokens and DeletionValue;
// nothing unsealed may enter a canonical form.
func (r *Row) With(unsealed ...Change) *Row {
	out := r.Clone()
	for i := range unsealed {
		c := &unsealed[i]
		out.Subjects = unite(out.Subjects, c.Subjects, ID.Compare)
		for j := range c.Edits {
			out.column(c.Edits[j].Column).add(c.version(&c.Edits[j]))
		}
	}
	for i := range unsealed {
		for j := range unsealed[i].Edits {
			e := &unsealed[i].Edits[j]
			out.Columns[e.Column].remove(e.Bases)
		}
	}
	return out
}

func (r *Row) live(column string) []Version {
	c := r.Columns[column]
	if c == nil {
		return nil
	}
	return c.Live
}

// stamps gives the stamps of the versions that are kept; twins have one.
func stamps(live []Version, keep func(Version) bool) []hlc.HLC {
	var out []hlc.HLC
	for i := range live {
		if keep(live[i]) {
			out = append(out, live[i].HLC)
		}
	}
	return slices.Compact(out)
}
