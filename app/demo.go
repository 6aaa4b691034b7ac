package app

import (
	"context"
	"errors"
	"os"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/remote"
)

// What the demo of the window is made of: enough to look around in, little enough to wait for.
const (
	demoPatients = 200
	demoNotes    = 600
	demoSeed     = 9
)

// TryDemo makes a practice of invented patients in a home of its own, with a folder as its storage, and
// opens it. A demo that is there already is opened as it was left.
func (s *Setup) TryDemo() (SessionState, error) {
	if !s.demoing.TryLock() {
		return SessionState{}, failure.New(failure.Busy, "The demo practice is being made already.", "Wait for it.")
	}
	defer s.demoing.Unlock()
	if s.isOpen() {
		return SessionState{}, failure.New(failure.Refused, "A practice is open. Nothing was changed.", "Lock it first.")
	}
	s.mu.RLock()
	demo := s.real.demoPlace()
	s.mu.RUnlock()
	p, err := s.openDemo(demo)
	if err != nil {
		return SessionState{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.place
	s.place = demo
	if err := s.enter(p); err != nil {
		s.place = before
		return SessionState{}, err
	}
	return s.state()
}

func (s *shell) openDemo(demo place) (*record.Practice, error) {
	ctx := context.Background()
	if p, err := record.Open(ctx, demo.entrance("", demoPassword)); !failure.Is(err, failure.NotFound) {
		return p, err
	}
	if err := demo.removeDemo(); err != nil { // what an interrupted making has left
		return nil, err
	}
	d := record.Demo{Entrance: demo.entrance("", demoPassword), Patients: demoPatients, Notes: demoNotes, Seed: demoSeed}
	d.Now = s.now
	p, _, err := record.CreateDemo(ctx, d, s.reporter("demo:progress", "demo"))
	if err != nil {
		return nil, err
	}
	err = os.MkdirAll(demo.remote(), 0o700)
	if err == nil {
		_, _, err = p.SetRemote(ctx, remote.Config{Kind: remote.KindFolder, Folder: demo.remote()})
	}
	if err != nil {
		return nil, errors.Join(err, p.Close(), demo.removeDemo())
	}
	return p, nil
}
