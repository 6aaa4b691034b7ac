package record

import (
	"context"
	"encoding/json"
	"errors"

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

// LimitBytes bounds what sync and backup send and receive, in bytes a second; 0 for no bound.
func (p *Practice) LimitBytes(perSecond int64) { p.limiter.SetRate(perSecond) }
