package record

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
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

// dispute is what awaits a person in one row.
type dispute struct {
	columns  []string
	subjects []state.ID
}

// disputes are the rows that await a person, by their names, as far as this person may see them.
func (p *Practice) disputes(ctx context.Context) (map[string]dispute, error) {
	found, err := p.store.Conflicts(ctx)
	rows := map[string]dispute{}
	for _, c := range found {
		if !p.May(access.ActView, kindOf(c.Table)) {
			continue
		}
		name := conflictName(c.Compartment, c.Table, c.Row)
		rows[name] = dispute{append(rows[name].columns, c.Column), c.Subjects}
	}
	return rows, err
}

// CountConflicts is how many rows await a person. It is a number about nobody, and not audited.
func (p *Practice) CountConflicts(ctx context.Context) (int, error) {
	rows, err := p.disputes(ctx)
	return len(rows), err
}

// Conflicts lists what laptops disagree about: clinical risk first, then the oldest. It shows the values,
// so it is a view of each kind of information of each patient in it.
func (p *Practice) Conflicts(ctx context.Context) ([]Conflict, error) {
	rows, err := p.disputes(ctx)
	if err != nil {
		return nil, err
	}
	list, seen := []Conflict{}, []flow{}
	for name, d := range rows {
		c, err := p.conflict(ctx, name, d)
		if failure.Is(err, failure.NotFound) {
			continue // decided meanwhile
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
		if !slices.Contains(seen, c.flow()) {
			seen = append(seen, c.flow())
		}
	}
	if err := p.view(ctx, seen...); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// flow is that of showing it.
func (c Conflict) flow() flow {
	return flow{act: access.ActView, kind: kindOf(c.Table), patient: c.Patient}
}

func (c Conflict) rank() int {
	if c.Risk {
		return 1
	}
	return 0
}

// Conflict shows one disagreement.
func (p *Practice) Conflict(ctx context.Context, name string) (Conflict, error) {
	c, err := p.conflictNow(ctx, name)
	if err != nil {
		return c, err
	}
	return c, p.view(ctx, c.flow())
}

func (p *Practice) conflictNow(ctx context.Context, name string) (Conflict, error) {
	rows, err := p.disputes(ctx)
	if err != nil {
		return Conflict{}, err
	}
	return p.conflict(ctx, name, rows[name])
}

func (p *Practice) conflict(ctx context.Context, name string, d dispute) (Conflict, error) {
	compartment, table, row, err := parseConflict(name)
	if err != nil {
		return Conflict{}, err
	}
	if _, err := p.compartment(compartment); err != nil {
		return Conflict{}, err
	}
	c := Conflict{ID: name, Table: table, Row: row, Columns: d.columns, Both: canStandTwice[table]}
	if len(c.Columns) == 0 {
		return c, noConflict()
	}
	for _, column := range c.Columns {
		c.Risk = c.Risk || column == state.Deleted || clinic.KindOf(table, column) == clinic.ClinicalRisk
	}
	if c.Record, err = p.store.Get(ctx, compartment, table, row); err != nil && !errors.Is(err, store.ErrNoRow) {
		return c, err
	}
	c.Patient, _ = c.Record.Ref("patient")
	if table == "patient" {
		c.Patient = row
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
