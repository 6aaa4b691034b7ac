package record

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/remote"
)

// SyncReport is what one round did.
type SyncReport struct {
	Sent      engine.Moved    `json:"sent"`
	Received  engine.Moved    `json:"received"`
	Conflicts int             `json:"conflicts"`
	Parked    int             `json:"parked"`
	Waiting   []engine.Wait   `json:"waiting"` // missing in the remote, not long enough to be an alarm
	Alarms    []engine.Alarm  `json:"alarms"`
	Requests  remote.Requests `json:"requests"`
	Seconds   float64         `json:"seconds"`
}

// Notes of the practice file that the status shows.
const (
	noteLastSync    = "last sync"    // RFC 3339
	noteLastBackup  = "last backup"  // RFC 3339
	noteRemoteSince = "remote since" // RFC 3339: when the place of the remote was set
	noteAlarms      = "alarms"       // JSON list, as the last round and verification left it
)

var sealedCopies = flow{act: access.ActSync, kind: access.KindSealedCopies}

// Sync exchanges once with the remote, both ways. Alarms are in the report, not an error; with an error
// the report tells what was done nevertheless.
func (p *Practice) Sync(ctx context.Context) (SyncReport, error) {
	start := p.now()
	e, err := p.engineFor(ctx, sealedCopies)
	if err != nil {
		return SyncReport{}, err
	}
	if err := p.nameLaptop(ctx); err != nil {
		return SyncReport{}, err
	}
	before := p.counter.Snapshot()
	round, roundErr := e.Round(ctx)
	r := SyncReport{
		Sent: round.Sent, Received: round.Received, Parked: round.Parked,
		Alarms: append([]engine.Alarm{}, round.Alarms...), Waiting: append([]engine.Wait{}, round.Waiting...),
		Requests: p.counter.Snapshot().Since(before).Requests,
	}
	conflicts, err := p.store.Conflicts(ctx)
	err = errors.Join(err, p.noteClockOffset(ctx))
	r.Conflicts = len(conflicts)
	r.Seconds = p.now().Sub(start).Seconds()
	if roundErr == nil && err == nil {
		return r, p.noteRound(ctx, noteLastSync, round.Alarms)
	}
	if len(round.Alarms) > 0 { // a round that broke off says nothing of those that it did not find
		err = errors.Join(err, p.noteAlarmsNow(ctx, round.Alarms))
	}
	return r, errors.Join(roundErr, err)
}

// noteRound remembers when a round or backup ended, and the alarms that stand.
func (p *Practice) noteRound(ctx context.Context, name string, alarms []engine.Alarm) error {
	local := p.store.Compartment(store.Practice)
	if err := local.Note(ctx, name, []byte(p.instant())); err != nil {
		return err
	}
	return p.noteAlarmsNow(ctx, alarms)
}

func (p *Practice) noteAlarmsNow(ctx context.Context, alarms []engine.Alarm) error {
	encoded, err := json.Marshal(alarms)
	if err != nil {
		return err
	}
	return p.store.Compartment(store.Practice).Note(ctx, noteAlarms, encoded)
}

// engineFor checks the flow and gives the engine; a failure where no remote is set.
func (p *Practice) engineFor(ctx context.Context, f flow) (*engine.Engine, error) {
	if _, err := p.allowed(ctx, f); err != nil {
		return nil, err
	}
	if p.engine == nil {
		return nil, failure.New(failure.Usage, "No place for sync and backup is set yet. Everything is saved on this laptop.",
			"Set one with farne remote set folder DIR, or farne remote set s3.")
	}
	return p.engine, nil
}

// CompartmentState is one compartment's root and how many rows each table has.
type CompartmentState struct {
	Root string           `json:"root"`
	Rows map[string]int64 `json:"rows"`
}

// State is the record as one can compare it: equal roots mean equal records.
type State struct {
	Compartments map[string]CompartmentState  `json:"compartments"`
	Frontier     map[string]map[string]uint64 `json:"frontier"`
}

// State seals what is unsealed and gives the roots.
func (p *Practice) State(ctx context.Context) (State, error) {
	if _, err := p.allowed(ctx, flow{act: access.ActVerify, kind: access.KindSealedCopies}); err != nil {
		return State{}, err
	}
	st := State{Compartments: map[string]CompartmentState{}, Frontier: map[string]map[string]uint64{}}
	for _, place := range p.places() {
		if _, err := engine.SealOutbox(ctx, p.writer(place), place.Replica); err != nil {
			return st, err
		}
		s, err := place.Replica.Snapshot(ctx, place.Secret())
		if err != nil {
			return st, err
		}
		rows, err := s.Counts()
		if err != nil {
			return st, err
		}
		heads := map[string]uint64{}
		for _, h := range s.Frontier() {
			heads[h.Device.String()] = h.Sequence
		}
		st.Compartments[place.Name] = CompartmentState{Root: s.Tree().Root().Name.String(), Rows: rows}
		st.Frontier[place.Name] = heads
		if err := s.Close(); err != nil {
			return st, err
		}
	}
	return st, nil
}

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

// Status is how safe the record is now.
type Status struct {
	Practice   string         `json:"practice"`
	Laptop     string         `json:"laptop"`
	LastSync   string         `json:"last_sync"`
	LastBackup string         `json:"last_backup"`
	LastDrill  string         `json:"last_drill"` // empty: none was made
	Waiting    int            `json:"waiting"`    // changes that the remote does not have yet
	Conflicts  int            `json:"conflicts"`
	ClockMs    int64          `json:"clock_offset_ms"` // the provider's clock less this laptop's, as last seen
	Remote     string         `json:"remote"`
	Since      string         `json:"remote_since"` // when that place was set
	Alarms     []engine.Alarm `json:"alarms"`
}

// Status tells how safe the record is; it asks nothing of the remote.
func (p *Practice) Status(ctx context.Context) (Status, error) {
	local := p.store.Compartment(store.Practice)
	st := Status{Remote: p.remotePlace()}
	var err error
	if st.Practice, err = p.practiceName(ctx); err != nil {
		return st, err
	}
	if st.Laptop, err = p.laptop(ctx); err != nil {
		return st, err
	}
	for name, into := range map[string]*string{noteLastSync: &st.LastSync, noteLastBackup: &st.LastBackup, noteRemoteSince: &st.Since} {
		value, err := local.Noted(ctx, name)
		if err != nil {
			return st, err
		}
		*into = string(value)
	}
	for _, name := range p.store.Names() {
		n, err := p.store.Compartment(name).Waiting(ctx)
		if err != nil {
			return st, err
		}
		st.Waiting += n
	}
	conflicts, err := p.store.Conflicts(ctx)
	if err != nil {
		return st, err
	}
	st.Conflicts = len(conflicts)
	offset, err := p.clockOffset(ctx)
	if err != nil {
		return st, err
	}
	st.ClockMs = offset.Milliseconds()
	st.Alarms, err = p.Alarms(ctx)
	return st, err
}

// Alarms are those that the last round left standing, and damaged files.
func (p *Practice) Alarms(ctx context.Context) ([]engine.Alarm, error) {
	alarms := []engine.Alarm{}
	encoded, err := p.store.Compartment(store.Practice).Noted(ctx, noteAlarms)
	if err != nil {
		return alarms, err
	}
	if encoded != nil {
		if err := json.Unmarshal(encoded, &alarms); err != nil {
			return alarms, err
		}
	}
	for name, err := range p.store.Damaged() {
		f := failure.Of(err)
		alarms = append(alarms, engine.Alarm{Name: "damaged", Object: name + ".db", What: f.Message, Safe: "The other parts of the record are open.", Todo: f.Hint})
	}
	if p.auditDamaged {
		alarms = append(alarms, engine.Alarm{
			Name: "damaged", Object: auditFile, What: "The audit log of this laptop is damaged or was altered.",
			Safe: "The record itself is whole. What is written now waits in its files to be recorded.",
			Todo: "Keep this laptop as it is and tell the owner of the practice; farne audit verify says more.",
		})
	}
	slices.SortFunc(alarms, func(a, b engine.Alarm) int { return slices.Compare([]byte(a.Name+a.Object), []byte(b.Name+b.Object)) })
	return append([]engine.Alarm{}, alarms...), nil
}

// LimitBytes bounds what sync and backup send and receive, in bytes a second; 0 for no bound.
func (p *Practice) LimitBytes(perSecond int64) { p.limiter.SetRate(perSecond) }
