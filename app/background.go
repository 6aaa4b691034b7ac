package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"farne/app/record"
	"farne/sync/failure"
)

// When rounds come by themselves: a pause after a change, and a while after the last one. A daily backup
// comes before lateAfter, so that a laptop in use never warns of what it is about to do.
const (
	roundAfterChange = 5 * time.Second
	roundEvery       = 60 * time.Second
	backupEvery      = 20 * time.Hour
)

// background is the work that goes on behind the screens of one session.
type background struct {
	mu     sync.Mutex
	now    activity
	change chan struct{}
	work   sync.Mutex // rounds, backups and tests of the remote take turns
	ended  sync.WaitGroup
	asleep bool // no rounds by themselves: tests
}

// activity is what the chip needs to know of the background.
type activity struct {
	running bool
	savedAt time.Time
	failed  *failure.Error // why the last round did not end; nil where it did
}

func (b *background) init() { b.change = make(chan struct{}, 1) }

func (b *background) look() activity {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *background) set(fn func(*activity)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fn(&b.now)
}

func (b *background) saved(at time.Time) {
	b.set(func(a *activity) { a.savedAt = at })
	b.nudge()
}

func (b *background) nudge() {
	select {
	case b.change <- struct{}{}:
	default:
	}
}

// begin starts the work of a session; it ends with the context.
func (b *background) begin(ctx context.Context, s *shell) {
	b.set(func(a *activity) { *a = activity{} })
	if b.asleep {
		return
	}
	b.ended.Add(1)
	go func() {
		defer b.ended.Done()
		b.run(ctx, s)
	}()
}

func (b *background) wait() { b.ended.Wait() }

func (b *background) run(ctx context.Context, s *shell) {
	next := time.NewTimer(roundAfterChange)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.change:
			next.Reset(roundAfterChange)
			s.emit("sync:changed", nil)
			continue
		case <-next.C:
		}
		s.byItself()
		next.Reset(roundEvery)
	}
}

// byItself makes a round, and a backup where one is due. What goes wrong stands in the status and the
// log; a person learns of it there.
func (s *shell) byItself() {
	_ = s.with(func(ctx context.Context, p *record.Practice) error {
		st, err := p.Status(ctx)
		if err != nil || st.Remote == "" || s.place.recall().Paused {
			return err
		}
		if err := s.round(ctx, p); err != nil {
			return err
		}
		if at, err := time.Parse(time.RFC3339, st.LastBackup); err == nil && s.now().Sub(at) < backupEvery {
			return nil
		}
		_, err = s.backup(ctx, p)
		return err
	})
}

// round exchanges once with the remote, and tells the window and the log what came of it.
func (s *shell) round(ctx context.Context, p *record.Practice) error {
	s.background.work.Lock()
	defer s.background.work.Unlock()
	s.background.set(func(a *activity) { a.running = true })
	s.emit("sync:changed", nil)
	report, err := p.Sync(ctx)
	s.background.set(func(a *activity) { a.running, a.failed = false, failed(err) })
	if ctx.Err() == nil {
		s.tellRound(ctx, p, report, err)
	}
	return err
}

func failed(err error) *failure.Error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return told(err)
}

func (s *shell) tellRound(ctx context.Context, p *record.Practice, r record.SyncReport, err error) {
	s.emit("sync:changed", nil)
	if err != nil {
		s.log(ctx, p, record.Activity{Kind: "error", Text: told(err).Message})
		return
	}
	if r.Sent.Changes+r.Received.Changes > 0 {
		s.log(ctx, p, record.Activity{Kind: "done", Bytes: r.Sent.Bytes + r.Received.Bytes,
			Text: fmt.Sprintf("Changes: %d sent, %d received", r.Sent.Changes, r.Received.Changes)})
	}
	if r.Parked > 0 {
		s.log(ctx, p, record.Activity{Kind: "skipped", Text: fmt.Sprintf("%d batches of a newer Farne wait for an update of this one", r.Parked)})
	}
	for _, a := range r.Alarms {
		s.log(ctx, p, record.Activity{Kind: "error", Text: a.What})
	}
	if len(r.Alarms) > 0 {
		s.emit("alarms:changed", nil)
	}
	if r.Received.Changes == 0 {
		return
	}
	if r.Conflicts > 0 {
		s.log(ctx, p, record.Activity{Kind: "conflict", Text: fmt.Sprintf("%d conflicts wait for a decision", r.Conflicts)})
	}
	anything := map[string][]string{"ids": {}}
	s.emit("patients:changed", anything)
	s.emit("notes:changed", anything)
	s.emit("conflicts:changed", nil)
}

// log adds a line to the activity log. It is no record of care: where it cannot be written, work goes on.
func (s *shell) log(ctx context.Context, p *record.Practice, a record.Activity) {
	_ = p.LogActivity(ctx, a)
}

// backup makes a backup, with progress.
func (s *shell) backup(ctx context.Context, p *record.Practice) (record.BackupReport, error) {
	s.background.work.Lock()
	defer s.background.work.Unlock()
	report, err := p.Backup(ctx, s.reporter("backup:progress", "backup"))
	if ctx.Err() != nil {
		return report, err
	}
	if err != nil {
		s.log(ctx, p, record.Activity{Kind: "error", Text: told(err).Message})
	} else {
		s.log(ctx, p, record.Activity{Kind: "done", Bytes: report.BytesNew, Text: fmt.Sprintf("Backed up %d records", report.Rows)})
		err = p.NoteAdded(ctx, report.Backup, report.BytesNew)
	}
	s.emit("backup:changed", nil)
	s.emit("sync:changed", nil)
	return report, err
}
