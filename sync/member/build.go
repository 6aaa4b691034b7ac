package member

import (
	"fmt"
	"time"

	"farne/sync/seal"
)

// wrapFor is a wrap to be made: to whom, and of which compartments.
type wrapFor struct {
	to           seal.Recipient
	key          seal.EncapsulationKey
	compartments []seal.ID
}

// draft is a record before it is sealed.
type draft struct {
	header seal.Header
	acts   []act
	at     time.Time
}

// give adds a wrap and the act that announces it.
func (d *draft) give(to seal.Recipient, key seal.EncapsulationKey, grants []grant, covers []cover) error {
	if err := d.header.Wrap(to, key, marshal(grants)); err != nil {
		return err
	}
	d.acts = append(d.acts, wrap{To: to.Kind, ID: to.ID, Covers: covers})
	return nil
}

func (d draft) seal(by Author, key seal.Key) (Record, error) {
	name, object, err := seal.Seal(key, by.key, d.header, writeBody(d.at.UnixMilli(), d.acts))
	return Record{name, object}, err
}

// write makes a record and judges it as every other laptop will.
func (m *Members) write(by Author, acts []act, wraps []wrapFor, at time.Time) (Record, error) {
	r, err := m.compose(by, acts, wraps, at)
	if err != nil {
		return Record{}, err
	}
	if err := m.judge(r); err != nil {
		return Record{}, err
	}
	return r, nil
}

// compose seals a record on top of all that counts.
func (m *Members) compose(by Author, acts []act, wraps []wrapFor, at time.Time) (Record, error) {
	epoch, key, _, held := m.Current(m.state.practice)
	if !held {
		return Record{}, refused(fmt.Errorf("the keys of compartment %s are not held", PracticeCompartment))
	}
	d := draft{acts: acts, at: at, header: seal.Header{
		Practice: m.Practice(), Kind: seal.Member, Compartment: m.state.practice, Epoch: epoch.Number,
		Device: by.device, Sequence: m.highest + 1, Schema: Schema, Prev: m.Heads(), Signer: by.signer,
	}}
	for _, w := range wraps {
		grants, covers, err := m.grants(w.compartments)
		if err != nil {
			return Record{}, err
		}
		if len(covers) == 0 {
			continue
		}
		if err := d.give(w.to, w.key, grants, covers); err != nil {
			return Record{}, fmt.Errorf("member record: %w", err)
		}
	}
	r, err := d.seal(by, key)
	if err != nil {
		return Record{}, fmt.Errorf("member record: %w", err)
	}
	return r, nil
}

// judge refuses a record of one's own that would not count, or would be void or a fork, for the others.
func (m *Members) judge(r Record) error {
	l := m.log.clone()
	if _, err := l.Add(r.Name, r.Object); err != nil {
		return refused(err)
	}
	hash := seal.Sum(r.Object)
	e := evaluate(l, m.root, m.pool)
	for _, p := range e.problems {
		if p.Record == hash && p.Kind != Unsupported {
			return refused(fmt.Errorf("%s: %s", p.Kind, p.Detail))
		}
	}
	if _, counts := e.index[hash]; !counts {
		return refused(fmt.Errorf("it does not count"))
	}
	return nil
}
