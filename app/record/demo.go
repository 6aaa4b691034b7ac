package record

import (
	"context"
	"errors"

	"farne/app/access"
	"farne/app/interchange/synthetic"
	"farne/app/store"
	"farne/sync/engine"
	"farne/sync/state"
)

// Demo is what an invented practice is made of.
type Demo struct {
	Entrance
	Patients int
	Notes    int // 0: five a patient
	Seed     uint64
	Keep     func(Kit) error // as in Founding; nil: the kit is thrown away, as everything in it is invented
}

// DemoCounts is what was made.
type DemoCounts struct {
	Patients     int     `json:"patients"`
	Notes        int     `json:"notes"`
	Observations int     `json:"observations"`
	Appointments int     `json:"appointments"`
	Rows         int     `json:"rows"`
	Seconds      float64 `json:"seconds"`
}

// DemoOwner is who owns an invented practice, if nobody else is named.
const DemoOwner = "Dr A. Example"

// patientsAtOnce is how many patients one transaction of the demo takes.
const patientsAtOnce = 500

// CreateDemo fills an empty home with a plausible practice of invented patients.
func CreateDemo(ctx context.Context, d Demo, progress engine.Progress) (*Practice, DemoCounts, error) {
	start := d.clock()()
	if d.Notes == 0 {
		d.Notes = 5 * d.Patients
	}
	f := Founding{Entrance: d.Entrance, Practice: "Example Street Practice (demo)", Owner: d.Person, Keep: d.Keep}
	if f.Owner == "" {
		f.Owner = DemoOwner
	}
	if f.Keep == nil {
		f.Keep = func(Kit) error { return nil }
	}
	p, _, err := Create(ctx, f)
	if err != nil {
		return nil, DemoCounts{}, err
	}
	var counts DemoCounts
	source := synthetic.New(d.Seed, start, p.person.ID, d.Patients, d.Notes)
	for counts.Patients < d.Patients {
		var rows []synthetic.Row
		for range min(patientsAtOnce, d.Patients-counts.Patients) {
			rows = append(rows, source.Patient()...)
			counts.Patients++
		}
		if err := p.insertInvented(ctx, rows, &counts); err != nil {
			return nil, counts, errors.Join(err, p.Close())
		}
		progress(int64(counts.Patients), int64(d.Patients), 0)
	}
	counts.Seconds = p.now().Sub(start).Seconds()
	return p, counts, nil
}

func (p *Practice) insertInvented(ctx context.Context, rows []synthetic.Row, counts *DemoCounts) error {
	for _, compartment := range []string{store.Desk, store.Care} {
		err := p.write(ctx, compartment, flow{act: access.ActImport, kind: access.KindWholeRecord}, func(tx *store.Tx) error {
			for _, r := range rows {
				if r.Compartment != compartment {
					continue
				}
				if err := tx.Insert(r.Table, state.ID(r.ID), r.Values); err != nil {
					return err
				}
				counts.count(r.Table)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *DemoCounts) count(table string) {
	c.Rows++
	switch table {
	case "note", "signed_note":
		c.Notes++
	case "observation":
		c.Observations++
	case "appointment":
		c.Appointments++
	}
}
