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
	"farne/sync/state"
)

// Note is a draft, or a signed note with its addenda.
type Note struct {
	ID, Patient, Draft, Parent state.ID
	Title, Text                string
	Author                     state.ID
	Started                    string // instants, RFC 3339 in UTC
	Signed                     string // empty for a draft
	Hash                       [32]byte
	Addenda                    []Note
}

// SaveDraft writes a draft; a new one for the zero id. The token names the versions that the screen
// showed, and the answer has the next one. When it returns, the text is on the disk.
func (p *Practice) SaveDraft(ctx context.Context, id, patient state.ID, title, text string, shown store.Token) (state.ID, store.Token, error) {
	if err := fieldFailure(clinic.CheckNoteText(title, text)); err != nil {
		return id, "", err
	}
	act, values := access.ActChange, map[string]any{"title": title, "text": text}
	if id == (state.ID{}) {
		if _, err := p.patient(ctx, patient); err != nil {
			return id, "", err
		}
		act, id = access.ActCreate, p.newID()
		values["patient"], values["author"], values["started"] = patient, p.person.ID, p.instant()
	}
	var next store.Token
	what := flow{act: act, kind: access.KindSessionNote, patient: patient}
	err := p.write(ctx, store.Care, what, func(tx *store.Tx) (err error) {
		if act == access.ActCreate {
			err = tx.Insert("note", id, values)
		} else {
			err = tx.Put("note", id, values, shown)
		}
		if err != nil {
			return err
		}
		next, err = tx.Token("note", id)
		return err
	})
	return id, next, err
}

// SignNote signs a draft: its text becomes a signed note, which nobody can change. The draft itself
// stays as it is, so that what another laptop wrote in it meanwhile is still a draft.
func (p *Practice) SignNote(ctx context.Context, draft state.ID) (state.ID, error) {
	d, err := p.row(ctx, store.Care, "note", draft, "There is no such draft.")
	if err != nil {
		return state.ID{}, err
	}
	n, parent, err := p.toSign(ctx, d, d.Text("title"), d.Text("text"))
	if err != nil {
		return state.ID{}, err
	}
	return p.insertSigned(ctx, n, parent)
}

// toSign is the signed note that a draft becomes with this title and text, and for an addendum the note
// that it adds to.
func (p *Practice) toSign(ctx context.Context, draft store.Record, title, text string) (n clinic.SignedNote, parent *clinic.SignedNote, err error) {
	n = clinic.SignedNote{ID: p.newID(), Draft: draft.ID, Title: title, Text: text, Author: p.person.ID, Signed: p.instant()}
	for column, into := range map[string]*[16]byte{"patient": &n.Patient, "encounter": &n.Encounter, "parent": &n.Parent} {
		if id, ok := draft.Ref(column); ok {
			*into = id
		}
	}
	if n.Parent == (state.ID{}) {
		return n, nil, nil
	}
	r, err := p.row(ctx, store.Care, "signed_note", n.Parent, "The note that this adds to is not on this laptop yet. The text is saved as a draft.")
	if err != nil {
		return n, nil, err
	}
	signed := signedNote(r)
	hash := signed.Hash()
	n.Encounter, n.ParentHash = signed.Encounter, hash[:]
	return n, &signed, nil
}

// AddendNote adds to a signed note: a signed note of its own that names its parent and its hash.
func (p *Practice) AddendNote(ctx context.Context, parent state.ID, text string) (state.ID, error) {
	r, err := p.row(ctx, store.Care, "signed_note", parent, "There is no such signed note.")
	if err != nil {
		return state.ID{}, err
	}
	signed := signedNote(r)
	hash := signed.Hash()
	n := clinic.SignedNote{
		ID: p.newID(), Patient: signed.Patient, Encounter: signed.Encounter, Parent: parent, Text: text,
		Author: p.person.ID, Signed: p.instant(), ParentHash: hash[:],
	}
	return p.insertSigned(ctx, n, &signed)
}

func (p *Practice) insertSigned(ctx context.Context, n clinic.SignedNote, parent *clinic.SignedNote) (state.ID, error) {
	if err := fieldFailure(n.Check(parent)); err != nil {
		return state.ID{}, err
	}
	what := flow{act: access.ActSign, kind: access.KindSessionNote, patient: n.Patient}
	return n.ID, p.write(ctx, store.Care, what, func(tx *store.Tx) error { return tx.Insert("signed_note", n.ID, signedValues(n)) })
}

func signedValues(n clinic.SignedNote) map[string]any {
	values := map[string]any{"patient": state.ID(n.Patient), "text": n.Text, "author": state.ID(n.Author), "signed": n.Signed}
	if n.Title != "" {
		values["title"] = n.Title
	}
	for column, id := range map[string]state.ID{"encounter": n.Encounter, "draft": n.Draft, "parent": n.Parent} {
		if id != (state.ID{}) {
			values[column] = id
		}
	}
	if n.ParentHash != nil {
		values["parent_hash"] = n.ParentHash
	}
	return values
}

// Note shows one note, draft or signed, with its addenda.
func (p *Practice) Note(ctx context.Context, id state.ID) (Note, error) {
	if _, err := p.compartment(store.Care); err != nil {
		return Note{}, err
	}
	r, err := p.store.Get(ctx, store.Care, "signed_note", id)
	signed := err == nil
	if errors.Is(err, store.ErrNoRow) {
		r, err = p.row(ctx, store.Care, "note", id, "There is no such note.")
	}
	if err != nil {
		return Note{}, err
	}
	patient, _ := r.Ref("patient")
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindSessionNote, patient: patient}); err != nil {
		return Note{}, err
	}
	if !signed {
		return draftNote(r), nil
	}
	all, err := p.store.OfPatient(ctx, store.Care, "signed_note", patient)
	if err != nil {
		return Note{}, err
	}
	return withAddenda(signedOf(r), all), nil
}

// Notes lists a patient's notes, newest first: signed notes with their addenda, and drafts whose text
// no signed note holds yet.
func (p *Practice) Notes(ctx context.Context, patient state.ID) ([]Note, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindSessionNote, patient: patient}); err != nil {
		return nil, err
	}
	signed, err := p.store.OfPatient(ctx, store.Care, "signed_note", patient)
	if err != nil {
		return nil, err
	}
	drafts, err := p.store.OfPatient(ctx, store.Care, "note", patient)
	if err != nil {
		return nil, err
	}
	notes := []Note{}
	held := map[state.ID]string{}
	for _, r := range signed {
		n := signedOf(r)
		held[n.Draft] = n.Text
		if n.Parent == (state.ID{}) {
			notes = append(notes, withAddenda(n, signed))
		}
	}
	for _, r := range drafts {
		n := draftNote(r)
		if text, done := held[n.ID]; !done || text != n.Text {
			notes = append(notes, n)
		}
	}
	slices.SortFunc(notes, func(a, b Note) int { return strings.Compare(b.when(), a.when()) })
	return notes, nil
}

func (n Note) when() string {
	if n.Signed != "" {
		return n.Signed
	}
	return n.Started
}

func draftNote(r store.Record) Note {
	n := Note{ID: r.ID, Title: r.Text("title"), Text: r.Text("text"), Started: r.Text("started")}
	n.Patient, _ = r.Ref("patient")
	n.Author, _ = r.Ref("author")
	n.Parent, _ = r.Ref("parent")
	return n
}

func signedOf(r store.Record) Note {
	s := signedNote(r)
	return Note{
		ID: r.ID, Patient: s.Patient, Draft: s.Draft, Parent: s.Parent, Title: s.Title, Text: s.Text,
		Author: s.Author, Signed: s.Signed, Hash: s.Hash(),
	}
}

func signedNote(r store.Record) clinic.SignedNote {
	n := clinic.SignedNote{ID: r.ID, Title: r.Text("title"), Text: r.Text("text"), Signed: r.Text("signed")}
	n.ParentHash, _ = r.Values["parent_hash"].([]byte)
	for column, into := range map[string]*[16]byte{
		"patient": &n.Patient, "encounter": &n.Encounter, "draft": &n.Draft, "parent": &n.Parent, "author": &n.Author,
	} {
		if id, ok := r.Ref(column); ok {
			*into = id
		}
	}
	return n
}

func withAddenda(n Note, signed []store.Record) Note {
	n.Addenda = []Note{}
	for _, r := range signed {
		if a := signedOf(r); a.Parent == n.ID {
			n.Addenda = append(n.Addenda, a)
		}
	}
	slices.SortFunc(n.Addenda, func(a, b Note) int { return strings.Compare(a.Signed, b.Signed) })
	return n
}

// row reads a row that the caller expects to be there.
func (p *Practice) row(ctx context.Context, compartment, table string, id state.ID, absent string) (store.Record, error) {
	if _, err := p.compartment(compartment); err != nil {
		return store.Record{}, err
	}
	r, err := p.store.Get(ctx, compartment, table, id)
	return r, absentRow(err, absent)
}

func absentRow(err error, absent string) error {
	if errors.Is(err, store.ErrNoRow) {
		return failure.New(failure.NotFound, absent, "Look for it with farne note list PATIENT.")
	}
	return err
}

func (p *Practice) instant() string { return p.now().UTC().Format(time.RFC3339) }
