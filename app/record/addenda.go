package record

import (
	"context"
	"strings"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// An addendum that is being written is a draft like another, which names the signed note it adds to:
// KeepDraft, SignDraft, DecideDraft and DiscardDraft work on it. It stands with that note, and in no
// timeline of its own.

// StartAddendum gives the newest unsigned addendum of this person to a signed note, or begins an empty one.
func (p *Practice) StartAddendum(ctx context.Context, parent state.ID) (state.ID, error) {
	signed, err := p.row(ctx, store.Care, "signed_note", parent, "There is no such signed note.")
	if err != nil {
		return state.ID{}, err
	}
	patient, _ := signed.Ref("patient")
	begun, err := p.store.UnsignedAddenda(ctx, patient, parent, p.person.ID)
	if err != nil {
		return state.ID{}, err
	}
	if len(begun) > 0 {
		return begun[0].ID, nil
	}
	id := p.newID()
	values := map[string]any{"patient": patient, "author": p.person.ID, "started": p.instant(), "title": "", "text": "", "parent": parent}
	what := flow{act: access.ActCreate, kind: access.KindSessionNote, patient: patient}
	return id, p.write(ctx, store.Care, what, func(tx *store.Tx) error { return tx.Put("note", id, values, "") })
}

// OpenAddendum shows the unsigned addendum of this person to a signed note; NotFound where they have
// written none.
func (p *Practice) OpenAddendum(ctx context.Context, parent Note) (Draft, error) {
	begun, err := p.store.UnsignedAddenda(ctx, parent.Patient, parent.ID, p.person.ID)
	if err != nil {
		return Draft{}, err
	}
	for _, r := range begun {
		if strings.TrimSpace(r.Text("text")) != "" {
			return p.OpenDraft(ctx, r.ID)
		}
	}
	return Draft{}, failure.New(failure.NotFound, "No addendum has been begun.", "")
}
