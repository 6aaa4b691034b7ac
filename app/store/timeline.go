package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"farne/sync/state"
)

// Event is a row of the timeline: where it stands, and when it was.
type Event struct {
	Record
	Table string // note, signed_note, encounter, procedure, immunization, diagnostic_report, document_reference
	At    string // an instant or a date; empty where nobody said
}

// events is everything of one patient that has a place in time, without what was entered in error.
// Addenda stand with their note.
const events = `
	SELECT 'signed_note' AS tbl, id, coalesce(signed, '') AS at FROM care.signed_note WHERE patient = ?1 AND parent IS NULL
	UNION ALL SELECT 'note', n.id, coalesce(n.started, '') FROM care.note AS n WHERE n.patient = ?1 AND n.parent IS NULL AND ` + unsigned + `
	UNION ALL SELECT 'encounter', id, coalesce(start, '') FROM care.encounter WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'procedure', id, coalesce(start, '') FROM care.procedure WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'immunization', id, coalesce(occurred, '') FROM care.immunization WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'diagnostic_report', id, coalesce(effective, '') FROM care.diagnostic_report WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'document_reference', id, coalesce(date, '') FROM care.document_reference WHERE patient = ?1 AND status IS NOT 'entered-in-error'`

// Timeline lists a patient's events, newest first, from the place where the page before ended; of the
// named tables only, or of all for none. It needs the care file open.
func (s *Store) Timeline(ctx context.Context, patient state.ID, tables []string, after string, limit int) (found []Event, next string, err error) {
	at, id, err := parseMoment(after)
	if err != nil {
		return nil, "", err
	}
	wanted := ""
	if len(tables) > 0 {
		wanted = " " + strings.Join(tables, " ") + " "
	}
	rows, err := s.Query(ctx, `SELECT tbl, id, at FROM (`+events+`)
		WHERE (?2 = '' OR instr(?2, ' ' || tbl || ' ') > 0) AND (?3 = 0 OR (at, id) < (?4, ?5)) ORDER BY at DESC, id DESC LIMIT 0+?6`,
		patient[:], wanted, len(after), at, id, limit+1)
	if err != nil {
		return nil, "", err
	}
	if found, err = scanEvents(rows); err != nil {
		return nil, "", err
	}
	if len(found) > limit {
		found = found[:limit]
		last := found[limit-1]
		next = hex.EncodeToString(last.ID[:]) + " " + last.At
	}
	found, err = s.withRecords(ctx, found)
	return found, next, err
}

func scanEvents(rows *Rows) ([]Event, error) {
	defer rows.Close()
	var found []Event
	for rows.Next() {
		var e Event
		var id []byte
		if err := rows.Scan(&e.Table, &id, &e.At); err != nil {
			return nil, err
		}
		var err error
		if e.ID, err = toID(id); err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

// withRecords reads the events' rows, a table at a time. An event whose row has gone since is left out.
func (s *Store) withRecords(ctx context.Context, events []Event) ([]Event, error) {
	ids := map[string][]state.ID{}
	for _, e := range events {
		ids[e.Table] = append(ids[e.Table], e.ID)
	}
	records := map[rowKey]Record{}
	for table, among := range ids {
		found, err := s.Among(ctx, Care, table, among)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			records[rowKey{table, r.ID}] = r
		}
	}
	var there []Event
	for _, e := range events {
		if r, ok := records[rowKey{e.Table, e.ID}]; ok {
			e.Record = r
			there = append(there, e)
		}
	}
	return there, nil
}

func parseMoment(place string) (at string, id []byte, err error) {
	if place == "" {
		return "", []byte{}, nil
	}
	text, at, _ := strings.Cut(place, " ")
	if id, err = hex.DecodeString(text); err != nil || len(id) != len(state.ID{}) {
		return "", nil, fmt.Errorf("store: malformed place in a timeline")
	}
	return at, id, nil
}

// AddendaOf counts the addenda of each of a patient's signed notes.
func (s *Store) AddendaOf(ctx context.Context, patient state.ID) (map[state.ID]int, error) {
	rows, err := s.Query(ctx, `SELECT parent, count(*) FROM care.signed_note WHERE patient = ? AND parent IS NOT NULL GROUP BY parent`, patient[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[state.ID]int{}
	for rows.Next() {
		var parent []byte
		var n int
		if err := rows.Scan(&parent, &n); err != nil {
			return nil, err
		}
		id, err := toID(parent)
		if err != nil {
			return nil, err
		}
		counts[id] = n
	}
	return counts, rows.Err()
}
