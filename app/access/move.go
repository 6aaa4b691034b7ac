package access

import (
	"context"
	"errors"
	"fmt"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Queue holds the entries of writes, each put there by the write's own transaction, until they stand
// in the log. A store.Compartment is one.
type Queue interface {
	// PendingAudit lists what waits, oldest first.
	PendingAudit(ctx context.Context) ([]store.AuditEntry, error)
	// AuditMoved drops what has been moved; an id that is not there is no error.
	AuditMoved(ctx context.Context, ids []state.ID) error
}

// moveAtOnce is how many entries one transaction of the log takes, after an import for instance.
const moveAtOnce = 1000

// Move brings the waiting entries of the queues into the log and tells how many. An entry leaves its
// queue only after it is durable in the log, where a second arrival changes nothing: so a crash at any
// moment costs no entry and doubles none. What is no entry stays where it is, and comes back as an
// Integrity failure when everything else has been moved.
func Move(ctx context.Context, l *Log, queues ...Queue) (moved int, err error) {
	for _, q := range queues {
		n, e := l.drain(ctx, q)
		moved, err = moved+n, errors.Join(err, e)
	}
	return moved, err
}

func (l *Log) drain(ctx context.Context, q Queue) (moved int, err error) {
	pending, err := q.PendingAudit(ctx)
	if err != nil {
		return 0, err
	}
	lines, ids, bad := read(pending)
	for step := moveAtOnce; len(lines) > 0; {
		n := min(len(lines), step)
		err := l.take(ctx, lines[:n])
		switch {
		case errors.Is(err, errTwoEntries) && n > 1: // one of them: go on one by one, to find it
			step = 1
			continue
		case errors.Is(err, errTwoEntries):
			bad = err
		case err != nil:
			return moved, err
		default:
			if err := q.AuditMoved(ctx, ids[:n]); err != nil {
				return moved, err
			}
			moved += n
		}
		lines, ids = lines[n:], ids[n:]
	}
	return moved, bad
}

func (l *Log) take(ctx context.Context, lines []line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.append(ctx, lines)
}

// read parts what waits into lines for the log and what is none.
func read(pending []store.AuditEntry) (lines []line, ids []state.ID, bad error) {
	for _, p := range pending {
		e, err := Unmarshal(p.Bytes)
		if err == nil && e.ID != p.ID {
			err = malformed("id")
		}
		if err != nil {
			bad = failure.Wrap(fmt.Errorf("waiting entry: %w", err), failure.Integrity,
				"An entry for the audit log is damaged. The record is safe, and the entry was left where it is.",
				"Run farne verify, and show the answer to the owner of the practice.")
			continue
		}
		lines, ids = append(lines, line{e, p.Bytes}), append(ids, p.ID)
	}
	return lines, ids, bad
}
