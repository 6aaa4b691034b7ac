package state

import (
	"fmt"
	"slices"

	"farne/sync/hlc"
)

// Join merges two states of one row, each with the frontier of its side: a backup, another laptop's
// tree, a device that was away longer than the log is kept. A side that does not have the row gives
// nil. A version that only one side holds survives unless the other side's frontier covers it or its
// pending names it: there, somebody replaced it.
//
// The result is tidied with the united frontier and shares nothing that Apply writes. It is nil when
// nothing of the row is left, which happens only when a side dropped the row (an erasure). Twins
// tells whether the sides held different versions of one stamp.
//
// It panics when the two are not the same row.
func Join(mine, theirs *Row, mineSeen, theirsSeen Seen) *Row {
	if mine == nil && theirs == nil {
		return nil
	}
	if mine == nil {
		mine, theirs, mineSeen, theirsSeen = theirs, nil, theirsSeen, mineSeen
	}
	if theirs == nil {
		theirs = &Row{Table: mine.Table, ID: mine.ID}
	}
	if mine.Table != theirs.Table || mine.ID != theirs.ID {
		panic(fmt.Sprintf("state: join of %s %s with %s %s", mine.Table, mine.ID, theirs.Table, theirs.ID))
	}
	out := NewRow(mine.Table, mine.ID)
	out.Subjects = unite(mine.Subjects, theirs.Subjects, ID.Compare)
	for name, c := range mine.Columns {
		out.Columns[name] = joinColumns(c, theirs.Columns[name], mineSeen, theirsSeen)
	}
	for name, c := range theirs.Columns {
		if out.Columns[name] == nil {
			out.Columns[name] = joinColumns(nil, c, mineSeen, theirsSeen)
		}
	}
	out.Tidy(func(h hlc.HLC) bool { return mineSeen(h) || theirsSeen(h) })
	if len(out.Columns) == 0 {
		return nil
	}
	return out
}

func joinColumns(mine, theirs *Column, mineSeen, theirsSeen Seen) *Column {
	if mine == nil {
		mine = &Column{}
	}
	if theirs == nil {
		theirs = &Column{}
	}
	return &Column{
		Live:    unite(mine.surviving(theirs, theirsSeen), theirs.surviving(mine, mineSeen), compareVersions),
		Pending: unite(mine.Pending, theirs.Pending, hlc.HLC.Compare),
	}
}

// surviving gives the live versions that the other side still holds or never saw.
func (c *Column) surviving(other *Column, otherSeen Seen) []Version {
	return filter(c.Live, func(v Version) bool {
		return other.holds(v.HLC) || !otherSeen(v.HLC) && !slices.Contains(other.Pending, v.HLC)
	})
}

func (c *Column) holds(h hlc.HLC) bool {
	return slices.ContainsFunc(c.Live, func(v Version) bool { return v.HLC == h })
}
