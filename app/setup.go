package app

import (
	"cmp"
	"context"
	"errors"
	"os"

	"farne/app/access"
	"farne/app/record"
	"farne/app/vault/factor"
	"farne/app/vault/kit"
	"farne/app/vault/secret"
	"farne/sync/failure"
	"farne/sync/remote"
)

// Setup is the first run, in five steps that may be interrupted anywhere.
type Setup struct{ *shell }

// SetupProgress tells which steps are done.
type SetupProgress struct {
	Step         string      `json:"step"`
	Locale       string      `json:"locale"`
	Clinic       ClinicInput `json:"clinic"`
	PasswordSet  bool        `json:"passwordSet"`
	Storage      string      `json:"storage"`
	StorageShown string      `json:"storageShown"`
}

// Progress tells how far the set-up is.
func (s *Setup) Progress() (SetupProgress, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.progress()
}

func (s *shell) progress() (SetupProgress, error) {
	k := s.place.recall()
	p := SetupProgress{
		Step: "language", Locale: k.locale(), PasswordSet: s.practice != nil, Storage: k.Storage,
		Clinic: ClinicInput{Country: "GB", Clinician: true, Device: hostName()},
	}
	if k.Clinic != nil {
		p.Clinic = *k.Clinic
	}
	if s.practice != nil {
		p.StorageShown = placeWords(s.practice.Storage())
	}
	switch {
	case p.PasswordSet && p.Storage != "":
		p.Step = "kit"
	case p.PasswordSet:
		p.Step = "storage"
	case k.Clinic != nil:
		p.Step = "password"
	case k.Locale != "":
		p.Step = "clinic"
	}
	return p, nil
}

func hostName() string {
	name, _ := os.Hostname() // a laptop without a name is given one by hand
	return name
}

// SetLanguage keeps the language of the window.
func (s *Setup) SetLanguage(locale string) (SetupProgress, error) {
	state, err := s.state0()
	if err != nil {
		return SetupProgress{}, err
	}
	state.Preferences.Locale = locale
	if _, err := (&Session{s.shell}).SetPreferences(state.Preferences); err != nil {
		return SetupProgress{}, err
	}
	return s.Progress()
}

func (s *shell) state0() (SessionState, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return SessionState{Preferences: s.place.recall().preferences()}, nil
}

// SetClinic keeps who the practice and its first person are; where the practice exists already, it
// follows.
func (s *Setup) SetClinic(input ClinicInput) (SetupProgress, error) {
	input = input.trimmed()
	if err := input.check(); err != nil {
		return SetupProgress{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice != nil {
		if clinician := hasRole(s.practice.Person(), access.Clinician); clinician != input.Clinician {
			return SetupProgress{}, fieldError("clinician", "fixed", "The practice has been made with this; roles are changed later, on the page of the practice")
		}
		if err := s.practice.SetParticulars(s.session, input.particulars()); err != nil {
			return SetupProgress{}, err
		}
	}
	err := s.change(func(k *kept) { k.Clinic, k.Practice, k.Device = &input, input.Practice, input.Device })
	if err != nil {
		return SetupProgress{}, err
	}
	return s.progress()
}

// SetPassword makes the practice, or sets the first password anew.
func (s *Setup) SetPassword(typed string) (SetupProgress, error) {
	s.wizard.abandon((*record.Lost).Leave) // it may hold the home
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice != nil {
		if err := s.practice.SetFirstPassword(s.session, secret.New([]byte(typed))); err != nil {
			return SetupProgress{}, err
		}
		return s.progress()
	}
	k := s.place.recall()
	if k.Clinic == nil {
		return SetupProgress{}, failure.New(failure.Usage, "The practice has no name yet. Nothing was made.", "Go back one step.")
	}
	p, err := s.found(*k.Clinic, typed)
	if err != nil {
		return SetupProgress{}, err
	}
	if err := s.enter(p); err != nil {
		return SetupProgress{}, err
	}
	if err := p.SetParticulars(s.session, k.Clinic.particulars()); err != nil {
		return SetupProgress{}, err
	}
	return s.progress()
}

// found makes the practice with the keychain as second factor, or with a key file.
func (s *shell) found(c ClinicInput, typed string) (*record.Practice, error) {
	f := record.Founding{
		Entrance: s.place.entrance(c.name(), typed), Practice: c.Practice, Owner: c.name(), Laptop: c.Device,
		Keep: func(record.Kit) error { return nil }, KitLater: true, Roles: []access.Role{access.Owner},
	}
	f.Now = s.now
	if c.Clinician {
		f.Roles = []access.Role{access.Clinician, access.Owner}
	}
	p, _, err := record.Create(context.Background(), f)
	if err == nil || !s.keyFileInstead(&f.Entrance, err) {
		return p, err
	}
	p, _, err = record.Create(context.Background(), f)
	return p, err
}

// keyFileInstead asks for the place of a key file where err says that there is no keychain, and tells
// whether one was chosen: there is no falling back to something weaker without the person's choice.
func (s *shell) keyFileInstead(e *record.Entrance, err error) bool {
	if !errors.Is(err, factor.ErrUnavailable) || e.KeyFile != "" {
		return false
	}
	path, asked := s.dialogs.saveFile("No keychain was found. Where shall the key file go? Best on a removable medium", "farne.key")
	if asked != nil || path == "" || s.change(func(k *kept) { k.KeyFile = path }) != nil {
		return false
	}
	e.KeyFile = path
	return true
}

// ChooseStorage ends the step of the storage.
func (s *Setup) ChooseStorage(kind string) (SetupProgress, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice == nil {
		return SetupProgress{}, errLocked
	}
	set := cmp.Or(s.practice.Storage().Kind, "none")
	switch {
	case kind != "none" && kind != remote.KindS3 && kind != remote.KindFolder:
		return SetupProgress{}, failure.New(failure.BadInput, "Farne knows no such kind of storage. Nothing was changed.", "")
	case kind == "none" && set != "none":
		return SetupProgress{}, failure.New(failure.Refused, "A place for backups is set and works, so it stays. Nothing was changed.", "Go on with it; another one can be set at any time.")
	case kind != set:
		return SetupProgress{}, failure.New(failure.Refused, "This storage has not passed its test yet. Nothing was changed.", "Test it first, or choose “not now”.")
	}
	if err := s.change(func(k *kept) { k.Storage = kind }); err != nil {
		return SetupProgress{}, err
	}
	return s.progress()
}

// page is the recovery kit of the open practice as it is printed.
func (s *shell) page(ctx context.Context, p *record.Practice) (kit.Kit, error) {
	pending, err := p.PendingKit(ctx)
	if err != nil {
		return kit.Kit{}, err
	}
	return pending.Page(s.now(), p.Storage())
}
