package state

import (
	"slices"
	"unicode/utf8"

	"farne/sync/hlc"
)

// MaxName bounds the bytes of a table's or column's name.
const MaxName = 255

// maxItems bounds every list of the formats: far above honest use, low enough that a hostile member
// cannot make others allocate without end.
const maxItems = 1 << 16

// Edit is the new value of one column, and the versions that it replaces: those that its author was
// shown (LooksSame for an ordinary edit, LiveSet for a decision). The bases are a set.
type Edit struct {
	Column string
	Value  Value
	Bases  []hlc.HLC
}

// Change is one row's edit: what one person wrote at one moment, in one or more columns. The subjects
// are the patients that it is about, and are a set; so are the edits, one for a column.
type Change struct {
	Table      string
	Row        ID
	HLC        hlc.HLC
	Seat       ID
	RecordedAt int64 // the wall clock of the author's laptop, milliseconds since 1970; it may be wrong
	Subjects   []ID
	Edits      []Edit
}

// Check refuses what no honest device writes: a stamp that is not valid, a name that is empty, too
// long or not UTF-8, no edit or two of one column, a base that is not lower than the change's own
// stamp, a text that is not UTF-8, a value that is too long, a deletion that is no list. The error
// wraps ErrMalformed and names no value.
func (c Change) Check() error {
	if err := c.HLC.Valid(); err != nil {
		return malformed("change: %v", err)
	}
	if err := checkName(c.Table); err != nil {
		return err
	}
	if len(c.Edits) == 0 {
		return malformed("change %s without an edit", c.HLC)
	}
	if len(c.Edits) > maxItems || len(c.Subjects) > maxItems {
		return malformed("change %s with more than %d edits or subjects", c.HLC, maxItems)
	}
	for i := range c.Edits {
		if err := c.checkEdit(&c.Edits[i]); err != nil {
			return err
		}
	}
	return c.checkColumnsDiffer()
}

func (c Change) checkEdit(e *Edit) error {
	if err := checkName(e.Column); err != nil {
		return err
	}
	if err := e.Value.valid(); err != nil {
		return err
	}
	if len(e.Bases) > maxItems {
		return malformed("change %s: column %q with %d bases", c.HLC, e.Column, len(e.Bases))
	}
	for _, base := range e.Bases {
		if base.IsZero() || base.Compare(c.HLC) >= 0 {
			return malformed("change %s: column %q replaces %s, which is not lower", c.HLC, e.Column, base)
		}
	}
	if e.Column == Deleted {
		return checkDeletion(c.HLC, e.Value)
	}
	return nil
}

// checkColumnsDiffer expects the few columns of a form; it sorts only when there are many.
func (c Change) checkColumnsDiffer() error {
	var room [32]string
	names := room[:0]
	for i := range c.Edits {
		names = append(names, c.Edits[i].Column)
	}
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			return malformed("change %s: column %q twice", c.HLC, names[i])
		}
	}
	return nil
}

func checkName(name string) error {
	if name == "" || len(name) > MaxName || !utf8.ValidString(name) {
		return malformed("a name of %d bytes is empty, too long or not UTF-8", len(name))
	}
	return nil
}

// Coalesce lays an edit over an edit of the same column that is not sealed yet and was stamped
// written: the newer value over what both replace, less the stamp that vanishes. Autosave would
// otherwise flood the line. Beware: only of one row, one column and one author.
func Coalesce(older Edit, written hlc.HLC, newer Edit) Edit {
	bases := slices.Concat(older.Bases, newer.Bases)
	bases = slices.DeleteFunc(bases, func(h hlc.HLC) bool { return h == written })
	return Edit{Column: newer.Column, Value: newer.Value, Bases: sortedSet(bases, hlc.HLC.Compare)}
}
