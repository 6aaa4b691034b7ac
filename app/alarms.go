package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"farne/app/record"
	"farne/sync/engine"
)

// Alarms are what the remote or another laptop did that must not be.
type Alarms struct{ *shell }

// Alarm is one of them.
type Alarm struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Severity     string `json:"severity"`
	Shown        string `json:"shown"`
	What         string `json:"what"`
	Safe         string `json:"safe"`
	Todo         string `json:"todo"`
	Acknowledged bool   `json:"acknowledged"`
}

// List lists the alarms that stand, those nobody has read first.
func (s *Alarms) List() ([]Alarm, error) { return in(s.shell, s.standing) }

// Acknowledge notes that somebody has read an alarm; it stays until what caused it is gone.
func (s *Alarms) Acknowledge(alarm string) ([]Alarm, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]Alarm, error) {
		if err := p.AcknowledgeAlarm(ctx, alarm); err != nil {
			return nil, err
		}
		s.emit("sync:changed", nil)
		return s.standing(ctx, p)
	})
}

func (s *shell) standing(ctx context.Context, p *record.Practice) ([]Alarm, error) {
	found, err := p.Alarms(ctx)
	if err != nil {
		return nil, err
	}
	read, err := p.AcknowledgedAlarms(ctx)
	if err != nil {
		return nil, err
	}
	last, err := p.LastSync(ctx)
	if err != nil {
		return nil, err
	}
	list := []Alarm{}
	for _, a := range found {
		id := alarmID(a)
		list = append(list, Alarm{ID: id, Name: a.Name, Severity: severityOf(a.Name), Shown: s.tongue().instant(cmp.Or(read[id], last)),
			What: a.What, Safe: a.Safe, Todo: inWindow.Replace(a.Todo), Acknowledged: read[id] != ""})
	}
	slices.SortStableFunc(list, func(a, b Alarm) int { return cmp.Compare(rankOfAlarm(a), rankOfAlarm(b)) })
	return list, nil
}

// alarmID is the same for the same alarm, whenever it is found.
func alarmID(a engine.Alarm) string {
	sum := sha256.Sum256([]byte(a.Name + "\x00" + a.Object + "\x00" + a.Device))
	return hex.EncodeToString(sum[:8])
}

// severityOf is risk where somebody may have written or taken away what others rely on: not where an
// object may still be on its way, nor where both values stand and are shown.
func severityOf(name string) string {
	if slices.Contains([]string{"missing", "twins"}, name) {
		return "watch"
	}
	return "risk"
}

func rankOfAlarm(a Alarm) int {
	rank := 0
	if a.Acknowledged {
		rank += 2
	}
	if a.Severity != "risk" {
		rank++
	}
	return rank
}

func unread(list []Alarm) (n int) {
	for _, a := range list {
		if !a.Acknowledged {
			n++
		}
	}
	return n
}
