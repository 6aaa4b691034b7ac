package app

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"farne/app/access"
	"farne/app/record"
	"farne/app/store"
	"farne/sync/failure"
)

// Session is who is here: setting up, locked or open.
type Session struct{ *shell }

// Phase of this laptop.
const (
	phaseSetup  = "setup"
	phaseLocked = "locked"
	phaseOpen   = "open"
)

// State tells where this laptop stands.
func (s *Session) State() (SessionState, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state()
}

// firstState is the state as JSON, for the page to begin with: one answer less to wait for. Where the state
// cannot be told at once it is nothing, and the page asks State, which waits, or says what is wrong.
func (s *shell) firstState() []byte {
	if !s.mu.TryRLock() {
		return nil
	}
	defer s.mu.RUnlock()
	state, err := s.state()
	if err != nil {
		return nil
	}
	b, err := json.Marshal(state)
	if err != nil {
		return nil
	}
	return b
}

// state needs mu, for reading at least.
func (s *shell) state() (SessionState, error) {
	k := s.place.recall()
	st := SessionState{
		Phase: phaseSetup, Practice: k.Practice, Device: k.Device, People: []PersonRef{}, Preferences: k.preferences(),
		SecondFactor: "none", Demo: s.place.demo, Version: Version,
	}
	if s.place.demo {
		st.DemoPassword = demoPassword
	}
	if s.practice != nil {
		return s.openState(st)
	}
	seen, err := record.Look(context.Background(), s.place.entrance("", ""))
	switch {
	case failure.Is(err, failure.NotFound):
		st.Proof, err = s.scratchProof()
		return st, err
	case err != nil:
		return st, err
	}
	st.Phase, st.SecondFactor = phaseLocked, string(seen.Factor)
	for _, p := range seen.People {
		st.People = append(st.People, PersonRef{ID: p.ID.String(), Name: p.Name})
	}
	slices.SortStableFunc(st.People, func(a, b PersonRef) int { return rankOf(a, k.Last) - rankOf(b, k.Last) })
	st.Proof, err = s.scratchProof()
	return st, err
}

func rankOf(p PersonRef, last string) int {
	if p.ID == last {
		return 0
	}
	return 1
}

// openState fills in what only an open practice tells.
func (s *shell) openState(st SessionState) (SessionState, error) {
	p := s.practice
	var err error
	if st.Practice, st.Device, err = p.Names(s.session); err != nil {
		return st, err
	}
	if s.setUp {
		st.Phase = phaseOpen
	}
	person := refOf(p.Person())
	st.Person, st.People = &person, []PersonRef{person}
	st.SecondFactor = string(p.SecondFactor())
	st.Proof = proofOf(p.Proofs())
	st.Abilities = Abilities{
		ReadCare: p.May(access.ActView, access.KindClinicalRecord), WriteCare: p.May(access.ActChange, access.KindClinicalRecord),
		WriteDesk: p.May(access.ActChange, access.KindIdentity), ManagePractice: p.May(access.ActAdminister, access.KindKeysAndStorage),
		ImportExport: p.May(access.ActImport, access.KindWholeRecord) || p.May(access.ActExport, access.KindWholeRecord),
	}
	return st, nil
}

func refOf(p record.Person) PersonRef {
	return PersonRef{ID: p.ID.String(), Name: p.Name, Role: roleWords(p.Roles)}
}

// roleNames are the roles as people read them, the one that decides what the window is for first.
var roleNames = []struct {
	role  access.Role
	words string
}{
	{access.Clinician, "Clinician"}, {access.Owner, "Owner"}, {access.FrontDesk, "Front desk"}, {access.Billing, "Billing"},
	{access.Auditor, "Auditor"}, {access.Support, "Support"},
}

// roleWords is the main role of a person.
func roleWords(roles []access.Role) string {
	for _, known := range roleNames {
		if slices.Contains(roles, known.role) {
			return known.words
		}
	}
	return ""
}

// roleName is one role; a practice's own stands as it is written.
func roleName(role access.Role) string { return cmp.Or(roleWords([]access.Role{role}), string(role)) }

// Unlock signs somebody in.
func (s *Session) Unlock(input UnlockInput) (SessionState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice != nil {
		return s.state()
	}
	name, err := s.nameOf(input.Person)
	if err != nil {
		return SessionState{}, err
	}
	e := s.place.entrance(name, input.Password)
	e.Now = s.now
	return s.signIn(e)
}

// nameOf finds who can sign in here by id; nobody for an id that the vault does not know, or while it cannot
// be read.
func (s *shell) nameOf(person string) (string, error) {
	seen, err := record.Look(context.Background(), s.place.entrance("", ""))
	for _, p := range seen.People {
		if p.ID.String() == person {
			return p.Name, nil
		}
	}
	return "", err
}

func (s *shell) signIn(e record.Entrance) (SessionState, error) {
	p, err := record.Open(context.Background(), e)
	if err != nil {
		return SessionState{}, delayed(err)
	}
	if err := s.enter(p); err != nil {
		return SessionState{}, err
	}
	return s.state()
}

// Recover sets a new password with the words of the recovery kit, because the old one is forgotten, or the
// keychain or the key file is lost, and signs in. Nothing of the record changes.
func (s *Session) Recover(input RecoverInput) (SessionState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice != nil {
		return s.state()
	}
	kit, err := secretOf(input.Words)
	if err != nil {
		return SessionState{}, err
	}
	name, err := s.nameOf(input.Person)
	if err != nil {
		return SessionState{}, err
	}
	e := s.place.entrance(cmp.Or(name, strings.TrimSpace(input.Name)), input.Password)
	e.Now = s.now
	if e.KeyFile != "" && !exists(filepath.Dir(e.KeyFile)) { // it was on a stick that is lost
		e.KeyFile = ""
	}
	_, err = record.Unlock(context.Background(), e, kit)
	if err != nil && s.keyFileInstead(&e, err) {
		_, err = record.Unlock(context.Background(), e, kit)
	}
	if err != nil {
		return SessionState{}, err
	}
	if e.KeyFile != s.place.keyFile() {
		if err := s.change(func(k *kept) { k.KeyFile = e.KeyFile }); err != nil {
			return SessionState{}, err
		}
	}
	return s.signIn(e)
}

// Lock closes the practice and replaces the process, so that nothing secret stays in memory.
func (s *Session) Lock() error { return s.lock() }

func (s *shell) lock() error {
	if err := s.leave(context.Background()); err != nil {
		return err
	}
	s.emit("session:changed", nil)
	if s.replaceProcess == nil {
		return nil
	}
	return s.replaceProcess()
}

// Flushed answers session:flush: everything typed has been handed over.
func (s *Session) Flushed() error {
	select {
	case s.flushed <- struct{}{}:
	default:
	}
	return nil
}

// Active tells that somebody moved.
func (s *Session) Active() error {
	s.idle.moved(s.now())
	return nil
}

// LeaveDemo removes the demo practice and goes back to the home that the window was started over.
func (s *Session) LeaveDemo() (SessionState, error) {
	s.mu.RLock()
	demo := s.place
	s.mu.RUnlock()
	if !demo.demo {
		return SessionState{}, failure.New(failure.Refused, "This is a real practice, which Farne does not remove. Nothing was changed.", "")
	}
	if err := s.leave(context.Background()); err != nil {
		return SessionState{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := demo.removeDemo(); err != nil {
		return SessionState{}, err
	}
	s.place = s.real
	return s.state()
}

// scratchProof proves the cipher before there is a practice, with a file that is removed again.
func (s *shell) scratchProof() (CipherProof, error) {
	s.scratch.Do(func() {
		var dir string
		if dir, s.scratchErr = os.MkdirTemp("", "farne-proof-"); s.scratchErr != nil {
			return
		}
		defer os.RemoveAll(dir)
		s.scratchSeen, s.scratchErr = store.ProveCipher(filepath.Join(dir, "proof.db"))
	})
	if s.scratchErr != nil {
		return CipherProof{}, s.scratchErr
	}
	return CipherProof{Cipher: s.scratchSeen.Cipher, Detail: store.CipherDetail, Encrypted: true, Files: []CipherFile{}}, nil
}

// Rendered tells that the first screen stands: who asked by FARNE_RENDERED gets a file that says so.
func (s *Session) Rendered() error {
	path := os.Getenv("FARNE_RENDERED")
	if path == "" {
		return nil
	}
	proof, err := s.scratchProof()
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte("rendered; database encrypted with "+proof.Cipher+" ("+proof.Detail+")\n"), 0o600)
}
