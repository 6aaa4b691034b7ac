package record

import (
	"context"
	"time"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
)

// BackupReport is what one backup did.
type BackupReport struct {
	Backup     string            `json:"backup"`
	Roots      map[string]string `json:"roots"`
	NodesNew   int               `json:"nodes_new"`
	BytesNew   int64             `json:"bytes_new"`
	BytesTotal int64             `json:"bytes_total"`
	Rows       int64             `json:"rows"`
	Seconds    float64           `json:"seconds"`
}

// Backup makes a backup in the remote. The audit log's head stands in it.
func (p *Practice) Backup(ctx context.Context, progress engine.Progress) (BackupReport, error) {
	start := p.now()
	e, err := p.engineFor(ctx, flow{act: access.ActBackup, kind: access.KindSealedCopies})
	if err != nil {
		return BackupReport{}, err
	}
	head, err := p.auditHead(ctx)
	if err != nil {
		return BackupReport{}, err
	}
	b, err := e.Backup(ctx, p.newest, head, progress)
	if err != nil {
		return BackupReport{}, err
	}
	r := BackupReport{
		Backup: b.ID, Roots: b.Roots, NodesNew: b.NodesNew, BytesNew: b.BytesNew, BytesTotal: b.Bytes, Rows: b.Rows,
		Seconds: p.now().Sub(start).Seconds(),
	}
	return r, p.store.Compartment(store.Practice).Note(ctx, noteLastBackup, []byte(p.instant()))
}

// auditHead is where the log stands, for the backup to name. A damaged log must not stop backups: then
// they name none.
func (p *Practice) auditHead(ctx context.Context) ([]byte, error) {
	if _, err := p.moveAuditOrWait(ctx); err != nil {
		return nil, err
	}
	head, err := p.audit.Head(ctx)
	if failure.Is(err, failure.Integrity) || failure.Is(err, failure.Full) {
		return nil, nil
	}
	return head.Marshal(), err
}

// newest is when the newest sealed change was made, in milliseconds: the HLC's time, which no change
// of an honest clock passes.
func (p *Practice) newest(context.Context) (int64, error) {
	var newest int64
	for _, place := range p.places() {
		for _, h := range place.Replica.Frontier() {
			newest = max(newest, h.HLC.Millis())
		}
	}
	return newest, nil
}

// BackupRow is a backup as a list shows it.
type BackupRow struct {
	ID       string `json:"id"`
	Device   string `json:"device"`
	Time     string `json:"time"`
	Rows     int64  `json:"rows"`
	Bytes    int64  `json:"bytes"`    // content, before compression
	Verified string `json:"verified"` // when this laptop proved it last, or empty

	Newer bool `json:"newer,omitempty"` // made by a newer Farne: this one knows nothing else of it
}

// VerifiedWords tells people whether a backup was proven.
func (b BackupRow) VerifiedWords() string {
	if b.Verified == "" {
		return "not verified on this laptop"
	}
	return "verified " + b.Verified
}

// Backups lists the backups in the remote, newest first; before them those of a newer Farne.
func (p *Practice) Backups(ctx context.Context) ([]BackupRow, []engine.Alarm, error) {
	e, err := p.engineFor(ctx, flow{act: access.ActBackup, kind: access.KindSealedCopies})
	if err != nil {
		return nil, nil, err
	}
	found, err := e.Backups(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows := []BackupRow{}
	for _, b := range found.Newer {
		rows = append(rows, BackupRow{ID: b.ID, Device: b.Device.String(), Newer: true})
	}
	for _, b := range found.Whole {
		row := backupRow(b)
		verified, err := p.store.Compartment(store.Practice).Noted(ctx, noteVerified+b.ID)
		if err != nil {
			return nil, nil, err
		}
		row.Verified = string(verified)
		rows = append(rows, row)
	}
	return rows, found.Alarms, nil
}

const noteVerified = "verified " // before a backup's id: when it was proven, RFC 3339

func backupRow(b engine.Backup) BackupRow {
	return BackupRow{
		ID: b.ID, Device: b.Device.String(), Time: time.UnixMilli(b.At).UTC().Format(time.RFC3339), Rows: b.Rows(), Bytes: b.Content(),
	}
}
