package record

import (
	"context"
	"maps"
	"slices"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// KeepBoth decides a conflict by letting both versions stand as entries of their own.
const KeepBoth = "both"

// Decide ends a disagreement with one version, named by its stamp, or with KeepBoth. The result replaces
// every version that is known here; one that arrives later is a disagreement again.
func (p *Practice) Decide(ctx context.Context, conflict, keep string) (Undo, error) {
	c, err := p.conflictNow(ctx, conflict)
	if err != nil {
		return Undo{}, err
	}
	if c.Table == "signed_note" {
		return Undo{}, failure.New(failure.Refused, "Signed notes do not change: both stand. Nothing was changed.", "Write an addendum that says which one counts.")
	}
	compartment, _, _, err := parseConflict(conflict)
	if err != nil {
		return Undo{}, err
	}
	chosen, other := c.Versions[0], ConflictVersion{}
	if keep == KeepBoth {
		if !c.Both {
			return Undo{}, failure.New(failure.Refused, "These two cannot both stand. Nothing was changed.", "Choose one of them.")
		}
		other = c.Versions[1]
	} else {
		i := slices.IndexFunc(c.Versions, func(v ConflictVersion) bool { return v.Version.String() == keep })
		if i < 0 {
			return Undo{}, noConflict()
		}
		chosen = c.Versions[i]
	}
	u := Undo{compartment: compartment, table: c.Table, row: c.Row, patient: c.Patient, kind: kindOf(c.Table), before: map[string]any{}}
	what := flow{act: access.ActChange, kind: u.kind, patient: c.Patient}
	err = p.write(ctx, compartment, what, func(tx *store.Tx) error {
		if err := settle(tx, c, chosen, &u); err != nil || keep != KeepBoth {
			return err
		}
		return tx.Put(c.Table, p.newID(), maps.Clone(other.record.Values), "")
	})
	return u, err
}

// settle writes the chosen version in place of all.
func settle(tx *store.Tx, c Conflict, chosen ConflictVersion, u *Undo) error {
	if chosen.Deleted {
		u.before = maps.Clone(c.Record.Values)
		return tx.Delete(c.Table, c.Row)
	}
	if slices.Contains(c.Columns, state.Deleted) {
		// A row that somebody removed and somebody else edited comes back by being removed with all that is
		// known and written anew: only an insertion undeletes.
		if err := tx.Delete(c.Table, c.Row); err != nil {
			return err
		}
		u.created = true
		return tx.Put(c.Table, c.Row, maps.Clone(chosen.record.Values), "")
	}
	values := map[string]any{}
	for _, column := range c.Columns {
		values[column], u.before[column] = chosen.record.Values[column], c.Record.Values[column]
	}
	if err := tx.Decide(c.Table, c.Row, values); err != nil {
		return err
	}
	token, err := tx.Token(c.Table, c.Row)
	u.after = token
	return err
}

// kindOf is the kind of information that a table holds.
func kindOf(table string) access.Kind {
	switch table {
	case "patient", "related_person":
		return access.KindIdentity
	case "appointment":
		return access.KindAppointments
	case "note", "signed_note":
		return access.KindSessionNote
	case "document_reference":
		return access.KindDocuments
	case "practitioner", "organization", "setting", "laptop":
		return access.KindPracticeSettings
	case "person":
		return access.KindPeople
	}
	return access.KindClinicalRecord
}
