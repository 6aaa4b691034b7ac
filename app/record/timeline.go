package record

import (
	"context"
	"slices"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/state"
)

// timelineTables hold what a timeline shows.
var timelineTables = []string{"encounter", "procedure", "immunization", "diagnostic_report", "note", "signed_note", "document_reference"}

// TimelineEvent is a row of the timeline.
type TimelineEvent struct {
	store.Event
	Addenda int // of a signed note
}

// Timeline lists what has happened, newest first; of the named tables, or of all for none. Tables of a
// kind of information that this person may not see are left out.
func (p *Practice) Timeline(ctx context.Context, patient state.ID, tables []string, after string, limit int) (found []TimelineEvent, next string, err error) {
	if len(tables) == 0 {
		tables = timelineTables
	}
	visible, seen := p.views(patient, tables)
	if len(visible) == 0 {
		seen = []flow{{act: access.ActView, kind: kindOf(tables[0]), patient: patient}} // to be refused
	}
	if err := p.view(ctx, seen...); err != nil {
		return nil, "", err
	}
	return p.timeline(ctx, patient, visible, after, limit)
}

// views are the flows of showing rows of these tables about a patient, one for each kind of information,
// and those of the tables that this person may see.
func (p *Practice) views(patient state.ID, tables []string) (visible []string, flows []flow) {
	for _, table := range tables {
		f := flow{act: access.ActView, kind: kindOf(table), patient: patient}
		if !p.may(f) {
			continue
		}
		visible = append(visible, table)
		if !slices.Contains(flows, f) {
			flows = append(flows, f)
		}
	}
	return visible, flows
}

// timeline reads it, once the view is on record.
func (p *Practice) timeline(ctx context.Context, patient state.ID, tables []string, after string, limit int) (found []TimelineEvent, next string, err error) {
	events, next, err := p.store.Timeline(ctx, patient, tables, after, limit)
	if err != nil {
		return nil, "", err
	}
	addenda, err := p.store.AddendaOf(ctx, patient)
	for _, e := range events {
		found = append(found, TimelineEvent{Event: e, Addenda: addenda[e.ID]})
	}
	return found, next, err
}
