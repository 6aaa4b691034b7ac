package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/hlc"
	"farne/sync/state"
)

// Author tells who made a version of something, where, and when by that laptop's clock.
type Author struct {
	Person string // a name; empty where the seat is not known here
	Laptop string
	This   bool // this laptop
	At     time.Time
	// Drift is how far that laptop's clock was ahead of what it had seen, where the stamp tells; zero
	// for a clock that was plausible.
	Drift time.Duration
}

// authorOf reads a version's author out of the membership log.
func (p *Practice) authorOf(ctx context.Context, v state.Version) (Author, error) {
	a := Author{At: time.UnixMilli(v.RecordedAt)}
	if ahead := time.Duration(v.HLC.Millis()-v.RecordedAt) * time.Millisecond; ahead.Abs() > 2*time.Minute {
		a.Drift = -ahead // its wall clock stood behind the stamps it had seen
	}
	seat, ok := p.members.Load().Seat([16]byte(v.Seat))
	if !ok {
		return a, nil
	}
	names, err := p.laptopNames(ctx)
	if err != nil {
		return a, err
	}
	a.Laptop, a.This = names[seat.Device], seat.Device == p.device.ID
	a.Person, err = p.nameOf(ctx, state.ID(seat.Person))
	return a, err
}

// ConflictVersion is the row as one author left it.
type ConflictVersion struct {
	Version hlc.HLC
	Author  Author
	Deleted bool // this author removed the row
	record  store.Record
}

// Text is a column as this version has it.
func (v ConflictVersion) Text(column string) string { return v.record.Text(column) }

// versionsOf gives the row as each author of a live version that differs left it, newest first.
func (p *Practice) versionsOf(ctx context.Context, compartment, table string, row state.ID) ([]ConflictVersion, error) {
	st, err := p.store.Compartment(compartment).Row(ctx, table, row)
	if err != nil {
		return nil, err
	}
	columns := st.Conflicts()
	if len(st.AgainstDelete()) > 0 {
		columns = append(columns, state.Deleted)
	}
	authors := map[hlc.HLC]state.Version{}
	for _, column := range columns {
		for _, v := range st.Columns[column].Live {
			authors[v.HLC] = v
		}
	}
	for _, entry := range st.AgainstDelete() {
		for _, v := range st.Columns[entry.Column].Live {
			if v.HLC == entry.HLC {
				authors[v.HLC] = v
			}
		}
	}
	versions := make([]ConflictVersion, 0, len(authors))
	for stamp, v := range authors {
		one := ConflictVersion{Version: stamp, record: asLeftBy(st, columns, v)}
		if deleted := st.Columns[state.Deleted]; deleted != nil {
			one.Deleted = slices.ContainsFunc(deleted.Live, func(d state.Version) bool { return d.HLC == stamp && !d.Value.IsNull() })
		}
		if one.Author, err = p.authorOf(ctx, v); err != nil {
			return nil, err
		}
		versions = append(versions, one)
	}
	slices.SortFunc(versions, func(a, b ConflictVersion) int { return b.Version.Compare(a.Version) })
	return sameAuthors(versions, columns), nil
}

// asLeftBy lays an author's versions over what the row shows.
func asLeftBy(st *state.Row, columns []string, author state.Version) store.Record {
	r := store.Shown(st)
	for _, column := range columns {
		for _, v := range st.Columns[column].Live {
			if v.HLC != author.HLC && v.Seat != author.Seat {
				continue
			}
			delete(r.Values, column)
			if !v.Value.IsNull() {
				r.Values[column] = v.Value.Any()
			}
			if v.HLC == author.HLC {
				break
			}
		}
	}
	return r
}

// sameAuthors drops versions that say the same as a newer one in every column that differs: one person's
// edit of two columns has two stamps.
func sameAuthors(versions []ConflictVersion, columns []string) []ConflictVersion {
	var kept []ConflictVersion
	for _, v := range versions {
		same := slices.ContainsFunc(kept, func(k ConflictVersion) bool {
			return k.Deleted == v.Deleted && !slices.ContainsFunc(columns, func(c string) bool { return k.Text(c) != v.Text(c) })
		})
		if !same {
			kept = append(kept, v)
		}
	}
	return kept
}

// words are the versions as a list shows them in a line each.
func (c Conflict) words() []string {
	var words []string
	for _, v := range c.Versions {
		var parts []string
		for _, column := range c.Columns {
			if column != state.Deleted {
				parts = append(parts, cmp.Or(Words(c.Table, column, v.Text(column)), clinic.NotKnown))
			}
		}
		if v.Deleted {
			parts = []string{"removed"}
		}
		words = append(words, fmt.Sprintf("%s (%s)", strings.Join(parts, ", "), cmp.Or(v.Author.Person, v.Author.Laptop, "somebody")))
	}
	return words
}

// Words are the words for what a column holds: a code's, or the text itself.
func Words(table, column, value string) string {
	if set := clinic.ValueSetOf(table, column); set != nil {
		return cmp.Or(clinic.Words(set, value), value)
	}
	return value
}
