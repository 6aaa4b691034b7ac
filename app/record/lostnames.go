package record

import (
	"context"
	"errors"
	"fmt"

	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/member"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// PracticeName is what a lost practice calls itself in a backup; empty where it says nothing.
func (l *Lost) PracticeName(ctx context.Context, b engine.Backup) (string, error) {
	rows, err := l.table(ctx, b, "setting")
	for _, r := range rows {
		if r.ID == settingPractice {
			return r.Text("value"), err
		}
	}
	return "", err
}

// LaptopNames are the laptops of a lost practice, as a backup has them.
func (l *Lost) LaptopNames(ctx context.Context, b engine.Backup) ([]Laptop, error) {
	rows, err := l.table(ctx, b, "laptop")
	var laptops []Laptop
	for _, r := range rows {
		laptops = append(laptops, Laptop{ID: seal.ID(r.ID).String(), Name: r.Text("name")})
	}
	return laptops, err
}

// List is the backups that verify as a list shows them, newest first.
func (l *Lost) List() []BackupRow {
	rows := []BackupRow{}
	for _, b := range l.Backups {
		rows = append(rows, backupRow(b))
	}
	return rows
}

// RowsOf counts the rows of each compartment of a backup, by the compartment's name.
func (l *Lost) RowsOf(backup string) map[string]int64 {
	counts := map[string]int64{}
	for _, b := range l.Backups {
		if b.ID != backup {
			continue
		}
		for _, c := range l.Members.Compartments() {
			for _, part := range b.Parts {
				if part.Compartment == c.ID {
					counts[c.Name] = part.Rows
				}
			}
		}
	}
	return counts
}

// table reads one small table of the practice compartment out of a backup.
func (l *Lost) table(ctx context.Context, b engine.Backup, name string) ([]store.Record, error) {
	practice, ok := l.Members.Compartment(member.PracticeCompartment)
	if !ok {
		return nil, errors.New("the practice compartment is not in the log")
	}
	_, _, treeKey, held := l.Members.Current(practice.ID)
	if !held {
		return nil, errors.New("the practice compartment's keys are not held")
	}
	var found []store.Record
	for _, part := range b.Parts {
		if part.Compartment != practice.ID {
			continue
		}
		source := l.source(part, treeKey)
		rows, err := source.Table(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			r, err := state.Unmarshal(row.Data)
			if err != nil {
				return nil, engine.Damaged(fmt.Errorf("%w: %w", tree.ErrDamaged, err))
			}
			if !r.IsDeleted() {
				found = append(found, store.Shown(r))
			}
		}
	}
	return found, nil
}
