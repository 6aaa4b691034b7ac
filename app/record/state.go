package record

import (
	"context"

	"farne/app/access"
	"farne/sync/engine"
)

// CompartmentState is one compartment's root and how many rows each table has.
type CompartmentState struct {
	Root string           `json:"root"`
	Rows map[string]int64 `json:"rows"`
}

// State is the record as one can compare it: equal roots mean equal records.
type State struct {
	Compartments map[string]CompartmentState  `json:"compartments"`
	Frontier     map[string]map[string]uint64 `json:"frontier"`
}

// State seals what is unsealed and gives the roots.
func (p *Practice) State(ctx context.Context) (State, error) {
	if _, err := p.allowed(ctx, flow{act: access.ActVerify, kind: access.KindSealedCopies}); err != nil {
		return State{}, err
	}
	st := State{Compartments: map[string]CompartmentState{}, Frontier: map[string]map[string]uint64{}}
	for _, place := range p.places() {
		if _, err := engine.SealOutbox(ctx, p.writer(place), place.Replica); err != nil {
			return st, err
		}
		s, err := place.Replica.Snapshot(ctx, place.Secret())
		if err != nil {
			return st, err
		}
		rows, err := s.Counts()
		if err != nil {
			return st, err
		}
		heads := map[string]uint64{}
		for _, h := range s.Frontier() {
			heads[h.Device.String()] = h.Sequence
		}
		st.Compartments[place.Name] = CompartmentState{Root: s.Tree().Root().Name.String(), Rows: rows}
		st.Frontier[place.Name] = heads
		if err := s.Close(); err != nil {
			return st, err
		}
	}
	return st, nil
}
