package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/state"
)

// Conflict is one row that laptops disagree about, with its versions.
type Conflict struct {
	ID       string // names compartment, table and row; the same on every laptop
	Table    string
	Row      state.ID
	Patient  state.ID // zero where it is about no patient
	Columns  []string // those that differ
	Risk     bool     // somebody may be harmed by the wrong version
	Since    time.Time
	Versions []ConflictVersion // newest first
	Both     bool              // whether both can stand, as two entries
	Record   store.Record      // as it is shown now
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

func conflictName(compartment, table string, row state.ID) string {
	return compartment + "." + table + "." + row.String()
}

func parseConflict(name string) (compartment, table string, row state.ID, err error) {
	parts := strings.Split(name, ".")
	if len(parts) == 3 {
		row, err = state.ParseID(parts[2])
	}
	if len(parts) != 3 || err != nil {
		return "", "", row, noConflict()
	}
	return parts[0], parts[1], row, nil
}

func noConflict() error {
	return failure.New(failure.NotFound, "There is nothing to decide here any more. Nothing was changed.", "Somebody may have decided it already.")
}

// disputes are the columns that await a person now. The store's list is brought up to date when a change
// is sealed or arrives; what was decided since is looked up in the rows themselves.
func (p *Practice) disputes(ctx context.Context) ([]store.Conflict, error) {
	found, err := p.store.Conflicts(ctx)
	if err != nil {
		return nil, err
	}
	var open []store.Conflict
	for _, c := range found {
		row, err := p.store.Compartment(c.Compartment).Row(ctx, c.Table, c.Row)
		if err != nil {
			return nil, err
		}
		if slices.Contains(row.Conflicts(), c.Column) || c.Column == state.Deleted && len(row.AgainstDelete()) > 0 {
			open = append(open, c)
		}
	}
	return open, nil
}

// disputedRows names the rows that await a person.
func (p *Practice) disputedRows(ctx context.Context) (map[string]bool, error) {
	found, err := p.disputes(ctx)
	names := map[string]bool{}
	for _, c := range found {
		names[conflictName(c.Compartment, c.Table, c.Row)] = true
	}
	return names, err
}

// CountConflicts is how many rows await a person.
func (p *Practice) CountConflicts(ctx context.Context) (int, error) {
	names, err := p.disputedRows(ctx)
	return len(names), err
}

// Conflicts lists what laptops disagree about: clinical risk first, then the oldest.
func (p *Practice) Conflicts(ctx context.Context) ([]Conflict, error) {
	names, err := p.disputedRows(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindIdentity}); err != nil {
		return nil, err
	}
	list := []Conflict{}
	for name := range names {
		c, err := p.conflict(ctx, name)
		if failure.Is(err, failure.NotFound) {
			continue // decided meanwhile
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

func (c Conflict) rank() int {
	if c.Risk {
		return 1
	}
	return 0
}

func (p *Practice) conflictsOf(ctx context.Context, patient state.ID) (n int, err error) {
	names, err := p.disputedRows(ctx)
	for name := range names {
		compartment, table, row, err := parseConflict(name)
		if err != nil {
			return n, err
		}
		if of, err := p.patientOf(ctx, compartment, table, row); err == nil && of == patient {
			n++
		}
	}
	return n, err
}

func (p *Practice) patientOf(ctx context.Context, compartment, table string, row state.ID) (state.ID, error) {
	if table == "patient" {
		return row, nil
	}
	r, err := p.store.Get(ctx, compartment, table, row)
	patient, _ := r.Ref("patient")
	return patient, err
}

// Conflict shows one disagreement.
func (p *Practice) Conflict(ctx context.Context, name string) (Conflict, error) {
	c, err := p.conflict(ctx, name)
	if err != nil {
		return c, err
	}
	return c, p.view(ctx, flow{act: access.ActView, kind: kindOf(c.Table), patient: c.Patient})
}

func (p *Practice) conflict(ctx context.Context, name string) (Conflict, error) {
	compartment, table, row, err := parseConflict(name)
	if err != nil {
		return Conflict{}, err
	}
	if _, err := p.compartment(compartment); err != nil {
		return Conflict{}, err
	}
	c := Conflict{ID: name, Table: table, Row: row, Both: canStandTwice[table]}
	if c.Record, err = p.store.Get(ctx, compartment, table, row); err != nil && !errors.Is(err, store.ErrNoRow) {
		return c, err
	}
	if c.Patient, err = p.patientOf(ctx, compartment, table, row); err != nil && !errors.Is(err, store.ErrNoRow) {
		return c, err
	}
	all, err := p.disputes(ctx)
	if err != nil {
		return c, err
	}
	for _, one := range all {
		if conflictName(one.Compartment, one.Table, one.Row) == name {
			c.Columns = append(c.Columns, one.Column)
			c.Risk = c.Risk || one.Column == state.Deleted || clinic.KindOf(table, one.Column) == clinic.ClinicalRisk
		}
	}
	if len(c.Columns) == 0 {
		return c, noConflict()
	}
	if c.Versions, err = p.versionsOf(ctx, compartment, table, row); err != nil {
		return c, err
	}
	if len(c.Versions) == 0 { // decided in a change that is not sealed yet
		return c, noConflict()
	}
	c.Since = c.Versions[0].Author.At
	c.Both = c.Both && len(c.Versions) == 2 && !slices.Contains(c.Columns, state.Deleted)
	return c, nil
}

// canStandTwice are the tables whose rows are elements of a set: two entries harm nobody.
var canStandTwice = map[string]bool{"allergy_intolerance": true, "condition": true, "medication_request": true, "medication_statement": true}

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

func (p *Practice) versionWords(ctx context.Context, compartment, table string, row state.ID) ([]string, error) {
	c, err := p.conflict(ctx, conflictName(compartment, table, row))
	if err != nil {
		return nil, err
	}
	var words []string
	for _, v := range c.Versions {
		var parts []string
		for _, column := range c.Columns {
			if column != state.Deleted {
				parts = append(parts, cmp.Or(Words(table, column, v.Text(column)), clinic.NotKnown))
			}
		}
		if v.Deleted {
			parts = []string{"removed"}
		}
		words = append(words, fmt.Sprintf("%s (%s)", strings.Join(parts, ", "), cmp.Or(v.Author.Person, v.Author.Laptop, "somebody")))
	}
	return words, nil
}

// Words are the words for what a column holds: a code's, or the text itself.
func Words(table, column, value string) string {
	if set := clinic.ValueSetOf(table, column); set != nil {
		return cmp.Or(clinic.Words(set, value), value)
	}
	return value
}
