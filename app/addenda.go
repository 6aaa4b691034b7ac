package app

import (
	"context"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/state"
)

// AddendumDraft is an addendum of this person that is not signed yet. Save, Sign, Decide and Discard take
// its id.
type AddendumDraft struct {
	ID         string        `json:"id"`
	Text       string        `json:"text"`
	SavedShown string        `json:"savedShown"`
	Token      string        `json:"token"`
	Versions   []NoteVersion `json:"versions"`
}

// Addend goes on with this person's addendum to a signed note, or begins one.
func (s *Notes) Addend(note string) (Note, error) {
	id, err := parseID(note)
	if err != nil {
		return Note{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (Note, error) {
		draft, err := p.StartAddendum(ctx, id)
		if err != nil {
			return Note{}, err
		}
		n, err := s.openSigned(ctx, p, id)
		if err != nil || n.Begun != nil {
			return n, err
		}
		d, err := p.OpenDraft(ctx, draft)
		n.Begun = s.tongue().begun(d)
		return n, err
	})
}

// openSigned shows a signed note with its addenda, and with the one that this person has begun.
func (s *Notes) openSigned(ctx context.Context, p *record.Practice, id state.ID) (Note, error) {
	found, err := p.Note(ctx, id)
	if err == nil && found.Signed != "" && found.Parent != (state.ID{}) {
		found, err = p.Note(ctx, found.Parent)
	}
	if err != nil {
		return Note{}, err
	}
	n, err := s.noteOf(ctx, p, record.Draft{Note: found})
	if err != nil || found.Signed == "" {
		return n, err
	}
	d, err := p.OpenAddendum(ctx, found)
	if failure.Is(err, failure.NotFound) {
		return n, nil
	}
	n.Begun = s.tongue().begun(d)
	return n, err
}

func (t tongue) begun(d record.Draft) *AddendumDraft {
	return &AddendumDraft{ID: d.ID.String(), Text: d.Text, SavedShown: t.second(d.Saved), Token: string(d.Token), Versions: t.versions(d)}
}
