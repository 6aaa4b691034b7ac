package store

import (
	"context"
	"fmt"
	"iter"

	"farne/sync/state"
)

// Exported is a row with the verbatim copy it came with, or either alone.
type Exported struct {
	Record
	Copied Record // of the table verbatim; no Values if there is none
}

// Export gives all rows of a table with their copies, in the order of their ids; of one patient, if
// patient is not zero. The table verbatim itself gives the copies whose type is not among rowTypes:
// those of resources that have no table.
func (s *Store) Export(ctx context.Context, compartment, table string, patient state.ID, rowTypes []string) iter.Seq2[Exported, error] {
	return func(yield func(Exported, error) bool) {
		declared, ok := tableOf(compartment, table)
		if !ok {
			yield(Exported{}, fmt.Errorf("store: no table %q in %s", table, compartment))
			return
		}
		rows, err := s.exportRows(ctx, compartment, declared, patient, rowTypes)
		if err != nil {
			yield(Exported{}, err)
			return
		}
		defer rows.Close()
		copies, _ := tableOf(compartment, "verbatim")
		for rows.Next() {
			e, err := scanExported(rows, declared, copies)
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Exported{}, err)
		}
	}
}

func (s *Store) exportRows(ctx context.Context, compartment string, t Table, patient state.ID, rowTypes []string) (*Rows, error) {
	where, args := "true", []any{}
	if patient != (state.ID{}) && t.Subject != "" {
		where, args = "t."+quote(t.Subject)+" = ?", append(args, patient[:])
	}
	if t.Name == "verbatim" {
		where += " AND t.type NOT IN (" + typeList(len(rowTypes)) + ")"
		for _, typ := range rowTypes {
			args = append(args, typ)
		}
		return s.Query(ctx, "SELECT t.id, "+list("t.", t.Columns)+", NULL"+nulls(t)+" FROM "+compartment+".verbatim AS t WHERE "+where+" ORDER BY t.type, t.id", args...)
	}
	copies, _ := tableOf(compartment, "verbatim")
	return s.Query(ctx, "SELECT t.id, "+list("t.", t.Columns)+", v.id, "+list("v.", copies.Columns)+" FROM "+compartment+"."+quote(t.Name)+
		" AS t LEFT JOIN "+compartment+".verbatim AS v ON v.id = t.id WHERE "+where+" ORDER BY t.id", args...)
}

func nulls(t Table) string {
	s := ""
	for range t.Columns {
		s += ", NULL"
	}
	return s
}

func typeList(n int) string {
	s := "''"
	for range n {
		s += ", ?"
	}
	return s
}

func scanExported(row scanner, t, copies Table) (Exported, error) {
	cells := make([]any, 2+len(t.Columns)+len(copies.Columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := row.Scan(into...); err != nil {
		return Exported{}, err
	}
	var e Exported
	var err error
	if e.Record, err = recordOf(cells[:1+len(t.Columns)], t); err != nil {
		return e, err
	}
	if cells[1+len(t.Columns)] != nil {
		e.Copied, err = recordOf(cells[1+len(t.Columns):], copies)
	}
	return e, err
}
