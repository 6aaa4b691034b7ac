package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"farne/app/access"
	"farne/app/clinic"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/hlc"
	"farne/sync/state"
)

// DraftVersion is one of several versions of a draft.
type DraftVersion struct {
	Version     hlc.HLC // of the text
	Title, Text string
	Author      Author
}

// Draft is an unsigned note as its author goes on with it.
type Draft struct {
	Note
	Token    store.Token
	Saved    time.Time      // when it was last written, by the writer's clock
	Versions []DraftVersion // newest first; two or more where laptops disagree, else none
}

// StartDraft gives the newest unsigned draft of this person for a patient, or makes an empty one.
func (p *Practice) StartDraft(ctx context.Context, patient state.ID) (state.ID, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return state.ID{}, err
	}
	if _, err := p.patient(ctx, patient); err != nil {
		return state.ID{}, err
	}
	open, err := p.store.UnsignedFor(ctx, patient, p.person.ID)
	if err != nil {
		return state.ID{}, err
	}
	if len(open) > 0 {
		return open[0].ID, nil
	}
	id := p.newID()
	values := map[string]any{"patient": patient, "author": p.person.ID, "started": p.instant(), "title": "", "text": ""}
	what := flow{act: access.ActCreate, kind: access.KindSessionNote, patient: patient}
	return id, p.write(ctx, store.Care, what, func(tx *store.Tx) error { return tx.Put("note", id, values, "") })
}

// OpenDraft shows a draft with all that going on with it needs. A draft that was signed meanwhile is a
// NotFound failure; Note shows what it became (see SignedFrom).
func (p *Practice) OpenDraft(ctx context.Context, id state.ID) (Draft, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return Draft{}, err
	}
	r, err := p.store.EditableOf(ctx, store.Care, "note", id)
	if err != nil {
		return Draft{}, absentRow(err, "There is no such draft.")
	}
	d := Draft{Note: draftNote(r.Record), Token: r.Token}
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindSessionNote, patient: d.Patient}); err != nil {
		return Draft{}, err
	}
	d.Versions, d.Saved, err = p.draftVersions(ctx, id)
	return d, err
}

// draftVersions pairs every live text with the title that the same change, or the nearest before it, gave.
func (p *Practice) draftVersions(ctx context.Context, id state.ID) (found []DraftVersion, saved time.Time, err error) {
	care := p.store.Compartment(store.Care)
	texts, err := care.Versions(ctx, "note", id, "text")
	if err != nil || len(texts) == 0 {
		return nil, saved, err
	}
	titles, err := care.Versions(ctx, "note", id, "title")
	if err != nil {
		return nil, saved, err
	}
	saved = time.UnixMilli(texts[0].RecordedAt)
	if len(titles) > 0 && titles[0].RecordedAt > texts[0].RecordedAt {
		saved = time.UnixMilli(titles[0].RecordedAt)
	}
	if !disagree(texts) {
		return nil, saved, nil
	}
	for _, v := range texts {
		d := DraftVersion{Version: v.HLC, Text: v.Value.Text(), Title: titleBeside(titles, v)}
		if d.Author, err = p.authorOf(ctx, v); err != nil {
			return nil, saved, err
		}
		found = append(found, d)
	}
	return found, saved, nil
}

func disagree(versions []state.Version) bool {
	return slices.ContainsFunc(versions, func(v state.Version) bool { return v.Value != versions[0].Value })
}

// titleBeside is the title that the author of a text gave; the newest where that seat gave none.
func titleBeside(titles []state.Version, text state.Version) string {
	for _, t := range titles {
		if t.Seat == text.Seat {
			return t.Value.Text()
		}
	}
	if len(titles) > 0 {
		return titles[0].Value.Text()
	}
	return ""
}

// KeepDraft is the autosave: it writes title and text of a draft of this person, which may be empty or
// unfinished. When it returns, they are on the disk. Refused once the draft is signed, and for another
// person's draft; disputed tells that another version stands beside this one now.
func (p *Practice) KeepDraft(ctx context.Context, id state.ID, title, text string, shown store.Token) (next store.Token, disputed bool, err error) {
	if err := checkDraft(title, text); err != nil {
		return "", false, err
	}
	begins := p.sittings.begins(id, p.now())
	err = p.writeFound(ctx, store.Care, p.ownDraft(access.ActChange, id), func(tx *store.Tx) (bool, error) {
		next, disputed, err = putDraft(tx, id, title, text, shown)
		return begins, err
	})
	if err == nil && begins {
		p.sittings.began(id, p.now())
	}
	return next, disputed, err
}

func putDraft(tx *store.Tx, id state.ID, title, text string, shown store.Token) (next store.Token, disputed bool, err error) {
	if err := tx.Update("note", id, map[string]any{"title": title, "text": text}, shown); err != nil {
		return "", false, err
	}
	row, err := tx.Row("note", id)
	if err != nil {
		return "", false, err
	}
	return store.TokenOf(row), len(row.Conflicts()) > 0, nil
}

// checkDraft checks a text that may be empty or unfinished.
func checkDraft(title, text string) error {
	return fieldFailure(slices.DeleteFunc(clinic.CheckNoteText(title, text), func(e *clinic.FieldError) bool { return e.Code == "missing" }))
}

// ownDraft finds the flow of an act on a draft of this person, which may still be written on.
func (p *Practice) ownDraft(act access.Act, id state.ID) func(*store.Tx) (flow, error) {
	return func(tx *store.Tx) (flow, error) {
		draft, err := tx.DraftStanding(id)
		if err != nil {
			return flow{}, absentRow(err, "There is no such draft any more.")
		}
		if draft.Author != (state.ID{}) && draft.Author != p.person.ID {
			return flow{}, failure.New(failure.Refused, "Another person began this draft, and only they go on with it. What you typed is still on the screen.", "Begin a note of your own.")
		}
		if draft.Signed {
			return flow{}, failure.New(failure.Refused, "This note is signed and does not change any more. What you typed is still on the screen.", "Write an addendum.")
		}
		return flow{act: act, kind: access.KindSessionNote, patient: draft.Patient}, nil
	}
}

// SignDraft saves, signs and locks a draft in one transaction, and gives the signed note's id. Undecided
// while another version of the draft stands beside this one: then nothing was signed, and the text is saved.
func (p *Practice) SignDraft(ctx context.Context, id state.ID, title, text string, shown store.Token) (state.ID, error) {
	if err := checkDraft(title, text); err != nil {
		return state.ID{}, err
	}
	r, err := p.row(ctx, store.Care, "note", id, "There is no such draft any more.")
	if err != nil {
		return state.ID{}, err
	}
	n, parent, err := p.toSign(ctx, r, title, text)
	if err != nil {
		return state.ID{}, err
	}
	if err := fieldFailure(n.Check(parent)); err != nil {
		return state.ID{}, err
	}
	disputed := false
	err = p.writeFound(ctx, store.Care, p.ownDraft(access.ActSign, id), func(tx *store.Tx) (bool, error) {
		if _, disputed, err = putDraft(tx, id, title, text, shown); err != nil || disputed {
			return true, err
		}
		return true, tx.Insert("signed_note", n.ID, signedValues(n))
	})
	if err == nil && disputed {
		err = failure.New(failure.Undecided, "Another laptop has changed this draft too. Nothing was signed; both versions are kept.", "Decide which text counts, then sign.")
	}
	return n.ID, err
}

// SignedFrom is the signed note that a draft became; NotFound while it is a draft.
func (p *Practice) SignedFrom(ctx context.Context, draft state.ID) (state.ID, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return state.ID{}, err
	}
	id, err := p.store.SignedFrom(ctx, draft)
	if errors.Is(err, store.ErrNoRow) {
		return id, failure.New(failure.NotFound, "This draft is not signed.", "")
	}
	return id, err
}

// DecideDraft ends a disagreement about a draft: title and text replace every version.
func (p *Practice) DecideDraft(ctx context.Context, id state.ID, title, text string) (next store.Token, err error) {
	if err := checkDraft(title, text); err != nil {
		return "", err
	}
	err = p.writeFound(ctx, store.Care, p.ownDraft(access.ActChange, id), func(tx *store.Tx) (bool, error) {
		if err := tx.Decide("note", id, map[string]any{"title": title, "text": text}); err != nil {
			return true, err
		}
		next, err = tx.Token("note", id)
		return true, err
	})
	return next, err
}

// DiscardDraft throws a draft away. An edit that another laptop makes without having seen that brings it
// back; Undo does too. Undecided where the draft is not what the token's screen showed.
func (p *Practice) DiscardDraft(ctx context.Context, id state.ID, shown store.Token) (Undo, error) {
	r, err := p.row(ctx, store.Care, "note", id, "There is no such draft any more.")
	if err != nil {
		return Undo{}, err
	}
	err = p.writeFound(ctx, store.Care, p.ownDraft(access.ActDelete, id), func(tx *store.Tx) (bool, error) {
		if now, err := tx.Token("note", id); err != nil || (shown != "" && now != shown) {
			return true, errors.Join(err, failure.New(failure.Undecided, "This draft has changed since it was shown. Nothing was thrown away.", "Look at it again, then decide."))
		}
		return true, tx.Delete("note", id)
	})
	patient, _ := r.Ref("patient")
	return Undo{compartment: store.Care, table: "note", row: id, patient: patient, kind: access.KindSessionNote, before: r.Values}, err
}

// Drafts lists this person's unsigned drafts that have any text, oldest first. One of an addendum has the
// title of the note that it adds to.
func (p *Practice) Drafts(ctx context.Context) ([]Note, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return nil, err
	}
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindSessionNote}); err != nil {
		return nil, err
	}
	rows, err := p.store.UnsignedOf(ctx, p.person.ID)
	notes := []Note{}
	for _, r := range rows {
		n := draftNote(r)
		if strings.TrimSpace(n.Title+n.Text) == "" {
			continue
		}
		if n.Parent != (state.ID{}) {
			parent, err := p.store.Get(ctx, store.Care, "signed_note", n.Parent)
			if err != nil && !errors.Is(err, store.ErrNoRow) {
				return nil, err
			}
			n.Title = parent.Text("title")
		}
		notes = append(notes, n)
	}
	return notes, err
}
