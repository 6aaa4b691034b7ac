package member

import (
	"fmt"
	"slices"
	"time"

	"farne/sync/seal"
)

// firstCompartments are those that every practice has from its first day; practice must be the first.
var firstCompartments = []string{PracticeCompartment, "desk", "care", "billing"}

// NewPractice makes the first record of a practice, signed by the root key of a new recovery kit. It
// stands alone: it creates the compartments practice, desk, care and billing with fresh keys, enrols the
// first device and its owner's seat as an administrator who is entitled to all of them, and wraps their
// keys to that seat and to the recovery kit. Add it to an empty Log and Open that as the seat.
func NewPractice(secret seal.RecoverySecret, d DeviceKeys, s SeatKeys, roles []string, at time.Time) (Record, error) {
	by, recovery := AsRoot(secret, d.ID), secret.Decapsulation().Public()
	grants, acts := newCompartments()
	practice := acts[0].(create)
	key, err := seal.KeyFromBytes(grants[0].Epochs[0].Key)
	if err != nil {
		return Record{}, err
	}
	all, covers := allOf(grants)
	roles = slices.Clone(roles)
	slices.Sort(roles)
	record := draft{at: at, header: seal.Header{
		Practice: seal.PracticeOf(by.key.Public()), Kind: seal.Member, Compartment: practice.Compartment, Epoch: practice.Epoch,
		Device: d.ID, Sequence: 1, Schema: Schema, Signer: by.signer,
	}}
	record.acts = append([]act{found{Root: by.key.Public(), Recovery: recovery.Bytes()}}, acts...)
	record.acts = append(record.acts, enrol{
		Device: d.ID, DeviceKey: d.Signing.Public(), Seat: s.ID, SeatKey: s.Signing.Public(),
		Encapsulation: s.Decapsulation.Public().Bytes(), Person: s.Person, Roles: slices.Compact(roles), Administrator: true,
	}, entitle{Seat: s.ID, Compartments: all})
	slices.SortFunc(grants, func(a, b grant) int { return compareIDs(a.Compartment, b.Compartment) })
	if err := record.give(seal.Recipient{Kind: seal.ToSeat, ID: s.ID}, s.Decapsulation.Public(), grants, covers); err != nil {
		return Record{}, fmt.Errorf("founding record: %w", err)
	}
	if err := record.give(seal.RecoveryRecipient(recovery), recovery, grants, covers); err != nil {
		return Record{}, fmt.Errorf("founding record: %w", err)
	}
	r, err := record.seal(by, key)
	if err != nil {
		return Record{}, fmt.Errorf("founding record: %w", err)
	}
	return r, prove(r, by.key.Public(), s)
}

// prove opens a founding record as its own seat will.
func prove(r Record, root seal.PublicKey, s SeatKeys) error {
	var l Log
	if _, err := l.Add(r.Name, r.Object); err != nil {
		return err
	}
	m, err := l.Open(root, SeatHolder(s.ID, s.Decapsulation))
	if err != nil {
		return err
	}
	if problems := m.Problems(); len(problems) > 0 {
		return fmt.Errorf("founding record: %s: %s", problems[0].Kind, problems[0].Detail)
	}
	return nil
}

// newCompartments draws ids and keys of the first compartments, practice first.
func newCompartments() (grants []grant, acts []act) {
	for _, name := range firstCompartments {
		key, tree, id := seal.NewKey(), seal.NewKey(), seal.NewID()
		grants = append(grants, grant{
			Compartment: id, Name: name, Tree: tree.Reveal(), Epochs: []epochKey{{Number: 1, ID: key.ID(), Key: key.Reveal()}},
		})
		acts = append(acts, create{Compartment: id, Name: name, Epoch: 1, Key: key.ID(), Tree: tree.ID()})
	}
	return grants, acts
}

// allOf gives the ids of all that is granted, and its covers, ascending.
func allOf(grants []grant) (ids []seal.ID, covers []cover) {
	for _, g := range grants {
		ids = append(ids, g.Compartment)
		covers = append(covers, cover{Compartment: g.Compartment, Keys: []seal.KeyID{g.Epochs[0].ID}})
	}
	slices.SortFunc(covers, func(a, b cover) int { return compareIDs(a.Compartment, b.Compartment) })
	return sortedIDs(ids), covers
}
