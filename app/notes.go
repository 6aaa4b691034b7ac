package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"farne/app/clinic"
	"farne/app/record"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Notes writes, signs and shows notes.
type Notes struct{ *shell }

// Open shows a note; a draft that was signed meanwhile as the signed note that it became.
func (s *Notes) Open(note string) (Note, error) {
	id, err := parseID(note)
	if err != nil {
		return Note{}, err
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (Note, error) { return s.open(ctx, p, id) })
}

// open shows a note by its id, or by that of the draft that it was; an addendum with the note it adds to.
func (s *Notes) open(ctx context.Context, p *record.Practice, id state.ID) (Note, error) {
	if signed, err := p.SignedFrom(ctx, id); err == nil {
		id = signed
	} else if !failure.Is(err, failure.NotFound) {
		return Note{}, err
	}
	d, err := p.OpenDraft(ctx, id)
	if failure.Is(err, failure.NotFound) {
		return s.openSigned(ctx, p, id)
	}
	if err != nil {
		return Note{}, err
	}
	if d.Parent != (state.ID{}) {
		// Where the note that it adds to has not come yet, it can be read and written all the same.
		if n, err := s.openSigned(ctx, p, d.Parent); !failure.Is(err, failure.NotFound) {
			return n, err
		}
	}
	return s.noteOf(ctx, p, d)
}

func (s *Notes) noteOf(ctx context.Context, p *record.Practice, d record.Draft) (n Note, err error) {
	t := s.tongue()
	n = Note{
		ID: d.ID.String(), Patient: d.Patient.String(), Title: d.Title, Text: d.Text, Status: "draft", Mine: d.Author == p.Person().ID,
		StartedShown: t.instant(d.Started), SavedShown: t.second(d.Saved), Token: string(d.Token), Addenda: []Addendum{},
	}
	if n.Author, err = p.NameOfPerson(ctx, d.Author); err != nil {
		return n, err
	}
	if n.PatientName, err = s.nameOfPatient(ctx, p, d.Patient); err != nil {
		return n, err
	}
	if d.Signed != "" {
		n.Status, n.SignedShown, n.Hash = "signed", t.instant(d.Signed), shortHash(d.Hash)
	}
	for _, a := range d.Addenda {
		author, err := p.NameOfPerson(ctx, a.Author)
		if err != nil {
			return n, err
		}
		n.Addenda = append(n.Addenda, Addendum{ID: a.ID.String(), Text: a.Text, Author: author, SignedShown: t.instant(a.Signed), Hash: shortHash(a.Hash)})
	}
	n.Versions = t.versions(d)
	return n, nil
}

func (t tongue) versions(d record.Draft) []NoteVersion {
	versions := []NoteVersion{}
	for _, v := range d.Versions {
		versions = append(versions, NoteVersion{
			Version: v.Version.String(), Title: v.Title, Text: v.Text, Person: v.Author.Person, Device: v.Author.Laptop, ThisDevice: v.Author.This,
			Shown: t.moment(v.Author.At), Clock: clockWords(v.Author.Drift),
		})
	}
	return versions
}

// nameOfPatient is a patient's name for a page about something else; the view of that page covers it.
func (s *shell) nameOfPatient(ctx context.Context, p *record.Practice, id state.ID) (string, error) {
	found, err := p.PatientNamed(ctx, id)
	if failure.Is(err, failure.NotFound) {
		return "", nil // not arrived yet, or erased: the page says so
	}
	return s.tongue().banner(found).Name, err
}

// shortHash is enough of a hash to compare by eye.
func shortHash(hash [32]byte) string { return hex.EncodeToString(hash[:6]) }

// clockWords say how wrong the clock of a version's laptop was.
func clockWords(drift time.Duration) string {
	minutes := int(drift.Abs().Round(time.Minute).Minutes())
	amount := fmt.Sprintf("%d min", minutes)
	if minutes >= 120 {
		amount = fmt.Sprintf("%d h", minutes/60)
	}
	switch {
	case drift > 0:
		return amount + " fast"
	case drift < 0:
		return amount + " slow"
	}
	return ""
}

// Start goes on with this person's draft for a patient, or begins one.
func (s *Notes) Start(patient string) (Note, error) {
	id, err := parseID(patient)
	if err != nil {
		return Note{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (Note, error) {
		draft, err := p.StartDraft(ctx, id)
		if err != nil {
			return Note{}, err
		}
		return s.open(ctx, p, draft)
	})
}

// Save is the autosave.
func (s *Notes) Save(input NoteSave) (NoteSaved, error) {
	id, err := parseID(input.ID)
	if err != nil {
		return NoteSaved{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (NoteSaved, error) {
		token, disputed, err := p.KeepDraft(ctx, id, input.Title, input.Text, store.Token(input.Token))
		if err != nil {
			return NoteSaved{}, err
		}
		now := s.now()
		return NoteSaved{SavedAt: now.UTC().Format(time.RFC3339), SavedShown: s.tongue().second(now), Token: string(token), Conflict: disputed}, nil
	})
}

// Sign saves, signs and locks.
func (s *Notes) Sign(input NoteSave) (Note, error) {
	id, err := parseID(input.ID)
	if err != nil {
		return Note{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (Note, error) {
		signed, err := p.SignDraft(ctx, id, input.Title, input.Text, store.Token(input.Token))
		if err != nil {
			return Note{}, err
		}
		return s.open(ctx, p, signed)
	})
}

// Decide ends a disagreement about a draft, with a version or with what the person wrote from both.
func (s *Notes) Decide(input NoteDecision) (Note, error) {
	id, err := parseID(input.ID)
	if err != nil {
		return Note{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (Note, error) {
		title, text := input.Title, input.Text
		if input.Keep != "text" {
			d, err := p.OpenDraft(ctx, id)
			if err != nil {
				return Note{}, err
			}
			found := false
			for _, v := range d.Versions {
				if v.Version.String() == input.Keep {
					title, text, found = v.Title, v.Text, true
				}
			}
			if !found {
				return Note{}, failure.New(failure.NotFound, "This version is not among those of the draft any more. Nothing was changed.", "Look at both again.")
			}
		}
		if _, err := p.DecideDraft(ctx, id, title, text); err != nil {
			return Note{}, err
		}
		return s.open(ctx, p, id)
	})
}

// Discard throws a draft away.
func (s *Notes) Discard(note, token string) (CareSaved, error) {
	id, err := parseID(note)
	if err != nil {
		return CareSaved{}, err
	}
	return saving(s.shell, func(ctx context.Context, p *record.Practice) (CareSaved, error) {
		undo, err := p.DiscardDraft(ctx, id, store.Token(token))
		if err != nil {
			return CareSaved{}, err
		}
		return s.undos.keep(undo), nil
	})
}

// Drafts lists this person's unsigned drafts, oldest first.
func (s *Notes) Drafts() ([]Draft, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]Draft, error) {
		found, err := p.Drafts(ctx)
		if err != nil {
			return nil, err
		}
		t, drafts := s.tongue(), []Draft{}
		for _, n := range found {
			name, err := s.nameOfPatient(ctx, p, n.Patient)
			if err != nil {
				return nil, err
			}
			drafts = append(drafts, Draft{
				Note: n.ID.String(), Patient: n.Patient.String(), PatientName: name, Title: n.Title, Addendum: n.Parent != (state.ID{}),
				StartedShown: t.instant(n.Started), Age: t.ageOf(n.Started),
			})
		}
		return drafts, nil
	})
}

// ageOf says how long ago an instant was.
func (t tongue) ageOf(column string) string {
	at, err := time.Parse(time.RFC3339, column)
	if err != nil {
		return ""
	}
	days := int(t.now.Sub(at).Hours() / 24)
	switch {
	case clinic.DateOf(at.In(t.zone)) == t.today():
		return "today"
	case days <= 1:
		return "1 day old"
	}
	return fmt.Sprintf("%d days old", days)
}
