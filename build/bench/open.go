package main

import (
	"context"
	"fmt"
	"time"

	"farne/sync/state"
)

// A measurement opens some patients one after the other; the page shows so many events at first.
const (
	opened       = 10
	pageOfEvents = 50
)

// measureOpen opens patients as their page does: identity, allergies, problems, medication,
// measurements, draft, and the first page of the timeline.
func measureOpen(ctx context.Context, b *bench) error {
	patients, err := b.somePatients(ctx, b.pairs*opened)
	if err != nil {
		return err
	}
	shown := map[state.ID]int{}
	each := func(i int, open func(state.ID) (int, error)) (time.Duration, error) {
		took, err := timed(func() error {
			for n := range opened {
				id := patients[(i*opened+n)%len(patients)]
				rows, err := open(id)
				if err != nil {
					return err
				}
				if before, known := shown[id]; known && before != rows {
					return fmt.Errorf("%d rows shown, and %d on the other side", rows, before)
				}
				shown[id] = rows
			}
			return nil
		})
		return took / opened, err
	}
	return b.compare("open a patient with all that the page shows", 3,
		func(i int) (time.Duration, error) {
			return each(i, func(id state.ID) (int, error) { return b.openPatient(ctx, id) })
		},
		func(i int) (time.Duration, error) {
			return each(i, func(id state.ID) (int, error) { return b.plainOpen(ctx, id) })
		})
}

// somePatients draws patients at random.
func (b *bench) somePatients(ctx context.Context, n int) ([]state.ID, error) {
	rows, err := query(ctx, b.plain, "SELECT id FROM patient ORDER BY random() LIMIT ?", n)
	if err != nil {
		return nil, err
	}
	var ids []state.ID
	for _, row := range rows {
		ids = append(ids, state.ID(row[0].([]byte)))
	}
	return ids, nil
}

func (b *bench) openPatient(ctx context.Context, id state.ID) (rows int, err error) {
	c, err := b.p.Chart(ctx, id, pageOfEvents)
	return len(c.Allergies.Entries) + len(c.Problems) + len(c.Medications) + len(c.Measurements) + len(c.Timeline), err
}

const plainEvents = `
	SELECT 'signed_note' AS tbl, id, coalesce(signed, '') AS at FROM care.signed_note WHERE patient = ?1 AND parent IS NULL
	UNION ALL SELECT 'note', n.id, coalesce(n.started, '') FROM care.note AS n WHERE n.patient = ?1 AND ` + plainUnsigned + `
	UNION ALL SELECT 'encounter', id, coalesce(start, '') FROM care.encounter WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'procedure', id, coalesce(start, '') FROM care.procedure WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'immunization', id, coalesce(occurred, '') FROM care.immunization WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'diagnostic_report', id, coalesce(effective, '') FROM care.diagnostic_report WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	UNION ALL SELECT 'document_reference', id, coalesce(date, '') FROM care.document_reference WHERE patient = ?1 AND status IS NOT 'entered-in-error'
	ORDER BY at DESC, id DESC LIMIT ?2`

func (b *bench) plainOpen(ctx context.Context, id state.ID) (rows int, err error) {
	author := b.p.Person().ID
	if _, err := query(ctx, b.plain, "SELECT * FROM patient WHERE id = ?", id[:]); err != nil {
		return 0, err
	}
	for _, table := range []string{"allergy_intolerance", "condition", "medication_request", "medication_statement", "observation"} {
		found, err := query(ctx, b.plain, "SELECT * FROM care."+table+" WHERE patient = ?", id[:])
		if err != nil {
			return 0, err
		}
		rows += len(found)
	}
	if _, err := query(ctx, b.plain, "SELECT n.* FROM care.note AS n WHERE n.patient = ? AND n.author = ? AND "+plainUnsigned+" ORDER BY n.started DESC", id[:], author[:]); err != nil {
		return 0, err
	}
	events, err := query(ctx, b.plain, plainEvents, id[:], pageOfEvents+1)
	if err != nil {
		return 0, err
	}
	if _, err := query(ctx, b.plain, "SELECT parent, count(*) FROM care.signed_note WHERE patient = ? AND parent IS NOT NULL GROUP BY parent", id[:]); err != nil {
		return 0, err
	}
	for _, e := range events[:min(len(events), pageOfEvents)] {
		if _, err := query(ctx, b.plain, fmt.Sprintf("SELECT * FROM care.%s WHERE id = ?", e[0]), e[1]); err != nil {
			return 0, err
		}
		rows++
	}
	return rows, nil
}
