package record

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"farne/app/access"
)

// Activity is a line of this laptop's own log of sync and backup: never a patient's data.
type Activity struct {
	ID     string `json:"-"`    // sorts as the lines came
	At     string `json:"at"`   // an instant
	Kind   string `json:"kind"` // done, error, skipped, conflict
	Text   string `json:"text"`
	Device string `json:"device,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"`
}

const (
	noteActivity = "activity " // before a number of twelve digits
	// activityKept bounds the log: a month of ordinary days.
	activityKept = 2000
)

// LogActivity adds a line to the log, which outlives the program, and drops what is too old.
func (p *Practice) LogActivity(ctx context.Context, a Activity) error {
	lines, err := p.local().NotedUnder(ctx, noteActivity)
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(lines))
	var next uint64 = 1
	if len(ids) > 0 {
		if _, err := fmt.Sscanf(ids[len(ids)-1], "%d", &next); err != nil {
			return fmt.Errorf("activity log: %w", err)
		}
		next++
	}
	a.At = p.instant()
	line, err := json.Marshal(a)
	if err != nil {
		return err
	}
	for len(ids) >= activityKept {
		if err := p.local().Note(ctx, noteActivity+ids[0], nil); err != nil {
			return err
		}
		ids = ids[1:]
	}
	return p.local().Note(ctx, noteActivity+fmt.Sprintf("%012d", next), line)
}

// ActivityPage lists lines, newest first, before the line that ended the page before; of one kind, or
// of all for none.
func (p *Practice) ActivityPage(ctx context.Context, kind, after string, limit int) (page []Activity, next string, err error) {
	lines, err := p.local().NotedUnder(ctx, noteActivity)
	if err != nil {
		return nil, "", err
	}
	ids := slices.Sorted(maps.Keys(lines))
	slices.Reverse(ids)
	for _, id := range ids {
		a := Activity{ID: id}
		if err := json.Unmarshal(lines[id], &a); err != nil {
			return nil, "", fmt.Errorf("activity log: %w", err)
		}
		if after != "" && id >= after || kind != "" && a.Kind != kind {
			continue
		}
		if len(page) == limit {
			return page, page[limit-1].ID, nil
		}
		page = append(page, a)
	}
	return page, "", nil
}

const noteAdded = "added " // before a backup's id: bytes that it added to the remote, in digits

// NoteAdded remembers what a backup of this laptop added to the remote: the remote does not tell later.
func (p *Practice) NoteAdded(ctx context.Context, backup string, bytes int64) error {
	return p.local().Note(ctx, noteAdded+backup, []byte(strconv.FormatInt(bytes, 10)))
}

// Added tells, by backup id, what this laptop's backups added to the remote.
func (p *Practice) Added(ctx context.Context) (map[string]int64, error) {
	noted, err := p.local().NotedUnder(ctx, noteAdded)
	added := map[string]int64{}
	for id, digits := range noted {
		added[id], _ = strconv.ParseInt(string(digits), 10, 64) // written above; what is damaged counts as unknown
	}
	return added, err
}

const noteRead = "alarm read " // before an alarm's id: when somebody on this laptop read it

// AcknowledgeAlarm notes that somebody has read an alarm. It stands until its cause is gone.
func (p *Practice) AcknowledgeAlarm(ctx context.Context, alarm string) error {
	what := flow{act: access.ActVerify, kind: access.KindSealedCopies}
	norm, err := p.allowed(ctx, what)
	if err != nil {
		return err
	}
	if err := p.local().Note(ctx, noteRead+alarm, []byte(p.instant())); err != nil {
		return err
	}
	return p.did(ctx, what, norm, access.Detail{})
}

// AcknowledgedAlarms tells which alarms were read on this laptop, and when.
func (p *Practice) AcknowledgedAlarms(ctx context.Context) (map[string]string, error) {
	noted, err := p.local().NotedUnder(ctx, noteRead)
	read := map[string]string{}
	for id, at := range noted {
		read[id] = string(at)
	}
	return read, err
}
