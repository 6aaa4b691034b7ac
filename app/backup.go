package app

import (
	"context"
	"fmt"

	"farne/app/record"
)

// Backup makes, lists and proves backups.
type Backup struct{ *shell }

// BackupRow is a backup in a list.
type BackupRow struct {
	ID            string `json:"id"`
	Device        string `json:"device"`
	ThisDevice    bool   `json:"thisDevice"`
	At            string `json:"at"`
	Shown         string `json:"shown"`
	Records       int64  `json:"records"`
	Size          int64  `json:"size"`
	Added         int64  `json:"added"`
	VerifiedShown string `json:"verifiedShown"`
}

// BackupResult is what one backup did.
type BackupResult struct {
	Backup  string  `json:"backup"`
	Shown   string  `json:"shown"`
	Records int64   `json:"records"`
	Added   int64   `json:"added"`
	Seconds float64 `json:"seconds"`
}

// VerifyResult is what verification read and found.
type VerifyResult struct {
	Objects  int             `json:"objects"`
	Bytes    int64           `json:"bytes"`
	Problems []VerifyProblem `json:"problems"`
	Seconds  float64         `json:"seconds"`
}

// VerifyProblem is one thing that verification found.
type VerifyProblem struct {
	Object string `json:"object"`
	Kind   string `json:"kind"`
	What   string `json:"what"`
}

// Laptop is one laptop of the practice.
type Laptop struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	ThisDevice bool     `json:"thisDevice"`
	Holds      []string `json:"holds"`
	State      string   `json:"state"`
	HeardShown string   `json:"heardShown"`
}

// List lists the backups in the remote, newest first.
func (s *Backup) List() ([]BackupRow, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]BackupRow, error) {
		found, _, err := p.Backups(ctx)
		if err != nil {
			return nil, err
		}
		laptops, err := p.Laptops(ctx)
		if err != nil {
			return nil, err
		}
		added, err := p.Added(ctx)
		t, rows := s.tongue(), []BackupRow{}
		for _, b := range found {
			if b.Newer { // nothing is known of it but that it is there
				continue
			}
			row := t.backupRow(b, laptops)
			row.Added = added[b.ID]
			rows = append(rows, row)
		}
		return rows, err
	})
}

func (t tongue) backupRow(b record.BackupRow, laptops []record.Laptop) BackupRow {
	row := BackupRow{ID: b.ID, Device: b.Device[:min(8, len(b.Device))], At: b.Time, Shown: t.instant(b.Time), Records: b.Rows, Size: b.Bytes, VerifiedShown: t.instant(b.Verified)}
	for _, l := range laptops {
		if l.ID == b.Device {
			row.Device, row.ThisDevice = l.Name, l.This
		}
	}
	return row
}

func verifiedWords(r VerifyResult) string {
	if len(r.Problems) == 0 {
		return fmt.Sprintf("Checked %d objects; all is well", r.Objects)
	}
	return fmt.Sprintf("Checked %d objects; %d problems were found", r.Objects, len(r.Problems))
}

// Now makes a backup.
func (s *Backup) Now() (BackupResult, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (BackupResult, error) {
		r, err := s.backup(ctx, p)
		return BackupResult{Backup: r.Backup, Shown: s.tongue().moment(s.now()), Records: r.Rows, Added: r.BytesNew, Seconds: r.Seconds}, err
	})
}

// Verify checks the remote and this laptop's files.
func (s *Backup) Verify(full bool) (VerifyResult, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (VerifyResult, error) {
		s.background.work.Lock()
		defer s.background.work.Unlock()
		start := s.now()
		found, err := p.Verify(ctx, full, s.reporter("backup:progress", "verify"))
		r := VerifyResult{Objects: found.Objects, Bytes: found.Bytes, Problems: []VerifyProblem{}, Seconds: s.now().Sub(start).Seconds()}
		for _, problem := range found.Problems {
			r.Problems = append(r.Problems, VerifyProblem(problem))
		}
		if err == nil {
			kind := "done"
			if len(r.Problems) > 0 {
				kind = "error"
			}
			s.log(ctx, p, record.Activity{Kind: kind, Bytes: r.Bytes, Text: verifiedWords(r)})
			s.emit("backup:changed", nil)
		}
		return r, err
	})
}

// Laptops lists the laptops of the practice.
func (s *Backup) Laptops() ([]Laptop, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]Laptop, error) {
		found, err := p.Laptops(ctx)
		t, laptops := s.tongue(), []Laptop{}
		for _, l := range found {
			state := "active"
			if l.Replaced {
				state = "revoked"
			}
			laptops = append(laptops, Laptop{ID: l.ID, Name: l.Name, ThisDevice: l.This, Holds: listed(l.Holds), State: state, HeardShown: t.instant(l.Heard)})
		}
		return laptops, err
	})
}
