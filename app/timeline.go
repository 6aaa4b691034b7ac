package app

import (
	"cmp"
	"context"
	"strings"

	"farne/app/clinic"
	"farne/app/record"
)

// TimelineQuery asks for one page of a patient's timeline.
type TimelineQuery struct {
	Patient string `json:"patient"`
	After   string `json:"after"`
	Limit   int    `json:"limit"`
	Kind    string `json:"kind"`
}

// TimelinePage is one page of it, newest first.
type TimelinePage struct {
	Rows []TimelineRow `json:"rows"`
	Next string        `json:"next"`
}

// TimelineRow is one thing that happened.
type TimelineRow struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	At      string `json:"at"`
	Shown   string `json:"shown"`
	Title   string `json:"title"`
	Detail  string `json:"detail"`
	Status  string `json:"status"`
	Addenda int    `json:"addenda"`
	Note    string `json:"note"`
}

// timelineKinds are the window's kinds and the tables behind them.
var timelineKinds = map[string][]string{
	"note": {"note", "signed_note"}, "encounter": {"encounter"}, "procedure": {"procedure"}, "immunization": {"immunization"},
	"report": {"diagnostic_report"}, "document": {"document_reference"},
}

// Timeline lists what has happened to a patient.
func (s *Patients) Timeline(query TimelineQuery) (TimelinePage, error) {
	patient, err := parseID(query.Patient)
	if err != nil {
		return TimelinePage{}, err
	}
	tables, known := timelineKinds[query.Kind]
	if query.Kind != "" && !known {
		return TimelinePage{}, fieldError("kind", "unknown", "Choose a kind from the list")
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (TimelinePage, error) {
		found, next, err := p.Timeline(ctx, patient, tables, query.After, pageLimit(query.Limit))
		if err != nil {
			return TimelinePage{}, err
		}
		return s.tongue().timeline(found, next), nil
	})
}

func (t tongue) timeline(found []record.TimelineEvent, next string) TimelinePage {
	page := TimelinePage{Rows: []TimelineRow{}, Next: next}
	for _, e := range found {
		page.Rows = append(page.Rows, t.event(e))
	}
	return page
}

func (t tongue) event(e record.TimelineEvent) TimelineRow {
	r := e.Record
	row := TimelineRow{ID: e.ID.String(), At: instantOf(e.At), Shown: t.instant(e.At), Addenda: e.Addenda, Title: cmp.Or(r.Text("display"), r.Text("code"))}
	for kind, tables := range timelineKinds {
		for _, table := range tables {
			if table == e.Table {
				row.Kind = kind
			}
		}
	}
	switch e.Table {
	case "note", "signed_note":
		row.Status = map[string]string{"note": "draft", "signed_note": "signed"}[e.Table]
		row.Title, row.Detail, row.Note = r.Text("title"), beginning(r.Text("text")), row.ID
	case "encounter":
		row.Title = cmp.Or(row.Title, clinic.Words(clinic.EncounterClasses, r.Text("class")))
		row.Detail = r.Text("reason")
	case "diagnostic_report":
		row.Detail = r.Text("conclusion")
	case "document_reference":
		row.Detail = r.Text("description")
	default:
		row.Detail = record.Words(e.Table, "status", r.Text("status"))
	}
	return row
}

// beginning is the first line of a note that is no heading (SUBJECTIVE, Plan:), as far as a list has room;
// the note itself is one click away. The window does the same for a draft that it has just saved.
func beginning(text string) string {
	first := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if first == "" {
			first = line
		}
		if line != "" && !heading(line) {
			first = line
			break
		}
	}
	if runes := []rune(first); len(runes) > 160 {
		return string(runes[:159]) + "…"
	}
	return first
}

func heading(line string) bool {
	return strings.HasSuffix(line, ":") || line == strings.ToUpper(line) && line != strings.ToLower(line)
}
