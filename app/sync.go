package app

import (
	"cmp"
	"context"
	"time"

	"farne/app/record"
	"farne/sync/failure"
)

// Sync tells how safe the record is, and exchanges with the remote.
type Sync struct{ *shell }

// SyncStatus is what the chip in the bar shows.
type SyncStatus struct {
	Phase       string `json:"phase"`
	Waiting     int    `json:"waiting"`
	Left        int    `json:"left"`
	Conflicts   int    `json:"conflicts"`
	Alarms      int    `json:"alarms"`
	SavedShown  string `json:"savedShown"`
	SyncedShown string `json:"syncedShown"`
	BackupShown string `json:"backupShown"`
	Age         string `json:"age"`
	ClockBehind int    `json:"clockBehind"`
	Place       string `json:"place"`
	Code        string `json:"code"`
	Message     string `json:"message"`
	Hint        string `json:"hint"`
}

// LogQuery asks for one page of the log.
type LogQuery struct {
	After string `json:"after"`
	Limit int    `json:"limit"`
	Kind  string `json:"kind"`
}

// LogPage is one page of the log, newest first.
type LogPage struct {
	Rows []LogRow `json:"rows"`
	Next string   `json:"next"`
}

// LogRow is one line of the log.
type LogRow struct {
	ID     string `json:"id"`
	Shown  string `json:"shown"`
	Kind   string `json:"kind"`
	Text   string `json:"text"`
	Device string `json:"device"`
	Bytes  int64  `json:"bytes"`
}

// Status tells how safe the record is; it asks nothing of the remote.
func (s *Sync) Status() (SyncStatus, error) { return in(s.shell, s.status) }

// How old the last backup may be before the chip warns, where the practice says nothing else.
const (
	lateAfter    = 24 * time.Hour
	overdueAfter = 72 * time.Hour
)

func (s *shell) status(ctx context.Context, p *record.Practice) (SyncStatus, error) {
	known, err := p.Status(ctx)
	if err != nil {
		return SyncStatus{}, err
	}
	if known.Conflicts, err = p.CountConflicts(ctx); err != nil {
		return SyncStatus{}, err
	}
	alarms, err := s.standing(ctx, p)
	if err != nil {
		return SyncStatus{}, err
	}
	t, b := s.tongue(), s.background.look()
	st := SyncStatus{
		Waiting: known.Waiting, Left: known.Waiting, Conflicts: known.Conflicts, Alarms: unread(alarms), SavedShown: t.second(b.savedAt),
		SyncedShown: t.recent(known.LastSync), BackupShown: t.recent(known.LastBackup),
		ClockBehind: minutesBehind(known.ClockMs),
		Place:       known.Remote, Age: t.ageOfBackup(known),
	}
	st.Phase = phaseOfSync(st, b, s.place.recall().Paused)
	if f := b.failed; f != nil && st.Phase != "current" {
		st.Code, st.Message, st.Hint = string(f.Code), f.Message, f.Hint
	}
	return st, nil
}

// phaseOfSync is what the chip says, the thing that most needs a person first.
func phaseOfSync(st SyncStatus, b activity, paused bool) string {
	switch {
	case st.Place == "":
		return attentionOr(st, "local")
	case b.running:
		return "syncing"
	case paused:
		return "paused"
	case b.failed != nil:
		return phaseOfFailure(b.failed)
	case st.ClockBehind != 0:
		return attentionOr(st, "clock") // everything goes out, and yet every time that this laptop writes is wrong
	case st.Waiting > 0 || st.SyncedShown == "":
		return attentionOr(st, "syncing") // the next round comes within seconds; until then the storage lacks something
	}
	return attentionOr(st, "current")
}

// clockTolerance is how far a clock may be off before people are told.
const clockTolerance = 5 * time.Minute

// minutesBehind is how far this laptop's clock is behind the storage's, in minutes; 0 where it is near
// enough, below 0 where it is ahead.
func minutesBehind(offsetMs int64) int {
	offset := time.Duration(offsetMs) * time.Millisecond
	if offset.Abs() <= clockTolerance {
		return 0
	}
	return int(offset / time.Minute)
}

func attentionOr(st SyncStatus, phase string) string {
	if st.Conflicts+st.Alarms > 0 {
		return "attention"
	}
	return phase
}

func phaseOfFailure(f *failure.Error) string {
	switch f.Code {
	case failure.Unreachable:
		return "offline"
	case failure.WrongKey, failure.Refused:
		return "key"
	case failure.Full:
		return "full"
	case failure.Clock:
		return "clock"
	case failure.Integrity:
		return "attention"
	}
	return "error"
}

// ageOfBackup says how late a backup is. Before the first one the time counts from when its place was set:
// a new practice has the same day of grace.
func (t tongue) ageOfBackup(known record.Status) string {
	at, err := time.Parse(time.RFC3339, cmp.Or(known.LastBackup, known.Since))
	switch {
	case known.Remote == "":
		return "fresh" // nothing is expected of a laptop that keeps its record alone
	case err != nil || t.now.Sub(at) > overdueAfter:
		return "overdue"
	case t.now.Sub(at) > lateAfter:
		return "late"
	}
	return "fresh"
}

// Now makes one round, both ways.
func (s *Sync) Now() (SyncStatus, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (SyncStatus, error) {
		if err := s.round(ctx, p); err != nil {
			return SyncStatus{}, err
		}
		return s.status(ctx, p)
	})
}

// Pause stops the rounds that come by themselves, or lets them go on.
func (s *Sync) Pause(paused bool) (SyncStatus, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (SyncStatus, error) {
		if err := s.change(func(k *kept) { k.Paused = paused }); err != nil {
			return SyncStatus{}, err
		}
		if !paused {
			s.background.nudge()
		}
		s.emit("sync:changed", nil)
		return s.status(ctx, p)
	})
}

// Log lists what sync and backup have done on this laptop.
func (s *Sync) Log(query LogQuery) (LogPage, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (LogPage, error) {
		lines, next, err := p.ActivityPage(ctx, query.Kind, query.After, pageLimit(query.Limit))
		page := LogPage{Rows: []LogRow{}, Next: next}
		t := s.tongue()
		for _, l := range lines {
			page.Rows = append(page.Rows, LogRow{ID: l.ID, Shown: t.instant(l.At), Kind: l.Kind, Text: l.Text, Device: l.Device, Bytes: l.Bytes})
		}
		return page, err
	})
}
