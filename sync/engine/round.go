package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"farne/sync/hlc"
	"farne/sync/seal"
)

// Moved counts what one direction of a round carried.
type Moved struct {
	Batches int   `json:"batches"`
	Changes int   `json:"changes"`
	Bytes   int64 `json:"bytes"` // of batches and hints as stored
}

// Wait is an object that should be in the remote and is not: on its way, perhaps. It becomes an alarm
// when it stays away.
type Wait struct {
	Object string    `json:"object"`
	Device string    `json:"device"`
	Since  time.Time `json:"since"`
}

// Report is what one round did.
type Report struct {
	Sent     Moved
	Received Moved
	Parked   int
	Waiting  []Wait
	Alarms   []Alarm
	Rows     bool // another laptop's changes were applied
}

func (r *Report) alarm(a Alarm) {
	if !slices.ContainsFunc(r.Alarms, func(b Alarm) bool { return b.key() == a.key() }) {
		r.Alarms = append(r.Alarms, a)
	}
}

func (r *Report) has(alarm string) bool {
	return slices.ContainsFunc(r.Alarms, func(a Alarm) bool { return a.Name == alarm })
}

// exchange is one round while it goes on.
type exchange struct {
	*Engine
	Report
	refreshed bool             // the membership log was listed in this round
	failures  int              // requests in a row that did not get through
	troubles  []error          // what did not get through, or could not be written here
	broken    map[seal.ID]bool // compartments that could not be brought up to date, by a fault of this laptop
	resay     map[seal.ID]bool // compartments whose own hint does not stand as it was said
}

// Round exchanges once both ways: seal, one LIST of hints, what they announce, then own batches and
// hints. A chain that cannot be read is named and stops none of the others, nor what is to be sent.
// The report is whole also where there is an error.
func (e *Engine) Round(ctx context.Context) (Report, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x := &exchange{Engine: e, broken: map[seal.ID]bool{}, resay: map[seal.ID]bool{}}
	err := x.run(ctx)
	return x.Report, errors.Join(append(x.troubles, err)...)
}

func (x *exchange) run(ctx context.Context) error {
	probe := !x.started
	if probe {
		if err := x.begin(ctx); err != nil {
			return err
		}
	}
	hints, err := x.hear(ctx)
	if err != nil {
		return err
	}
	if err := x.refreshFor(ctx, hints); err != nil {
		return err
	}
	for _, p := range x.Places() {
		if err := x.pull(ctx, p, hints, probe); err != nil {
			return err
		}
	}
	x.nameRecords()
	if err := x.nameTwins(ctx); err != nil {
		return err
	}
	if x.has("clone") {
		return nil
	}
	if probe {
		for _, p := range x.Places() {
			if err := x.fetchWanted(ctx, p); err != nil {
				return err
			}
		}
	}
	x.started = true
	for _, p := range x.Places() {
		if err := x.send(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// begin takes in the membership log and looks whether the remote knows later batches of this device's
// own: then this is a copy, and must not write another history under the same names.
func (x *exchange) begin(ctx context.Context) error {
	if err := x.refresh(ctx); err != nil {
		return err
	}
	for _, p := range x.Places() {
		if err := x.findClone(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// refresh takes in the membership log, once in a round.
func (x *exchange) refresh(ctx context.Context) error {
	if x.refreshed {
		return nil
	}
	x.refreshed = true
	_, err := x.Refresh(ctx)
	if ofObject(err) {
		x.alarm(alarmOf(seal.MemberPrefix, seal.ID{}, err))
		return nil
	}
	return err
}

// refreshFor takes in the membership log if a hint names a record that is not known.
func (x *exchange) refreshFor(ctx context.Context, hints []hint) error {
	for _, h := range hints {
		p, _ := x.place(h.compartment)
		for _, record := range h.Members {
			if x.Members.Has(record) {
				continue
			}
			if err := x.refresh(ctx); err != nil {
				return err
			}
			if err := x.expect(ctx, p, seal.MemberPrefix+record.String(), h.device, x.Members.Has(record)); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameTwins raises what copied laptops wrote twice, in every round until somebody has decided about it.
func (x *exchange) nameTwins(ctx context.Context) error {
	for _, p := range x.Places() {
		found, err := p.Replica.Twins(ctx)
		if err != nil {
			return fmt.Errorf("look for twins in %s: %w", p.Name, err)
		}
		for _, device := range x.Members.Devices() {
			if n := found[hlc.DeviceOf(device)]; n > 0 {
				x.alarm(twins(p.Name, device, n))
			}
		}
	}
	return nil
}

// nameRecords raises what is wrong in the membership log.
func (x *exchange) nameRecords() {
	for _, problem := range x.Members.Problems() {
		if problem.Alarm() {
			x.alarm(ofRecord(problem))
		}
	}
}
