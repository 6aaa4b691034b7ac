package record

import (
	"context"
	"encoding/json"
	"slices"

	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/failure"
)

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

// LastSync is when the last round ended, RFC 3339; empty for never.
func (p *Practice) LastSync(ctx context.Context) (string, error) {
	noted, err := p.local().Noted(ctx, noteLastSync)
	return string(noted), err
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
