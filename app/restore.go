package app

import (
	"context"
	"strings"
	"time"

	"farne/app/record"
	"farne/app/vault/kit"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
)

// Restore is the wizard that brings a practice back with the recovery kit.
type Restore struct{ *shell }

// State tells all that the wizard shows.
func (s *Restore) State() (RestoreState, error) { return s.wizard.look(), nil }

// CheckWords tells how far typed words are a recovery phrase.
func (s *Restore) CheckWords(words []string) (WordsCheck, error) {
	check := WordsCheck{Unknown: []int{}}
	known := 0
	for i, word := range words {
		switch {
		case strings.TrimSpace(word) == "":
		case kit.Knows(word):
			known++
		default:
			check.Unknown = append(check.Unknown, i+1)
		}
	}
	if known != kit.WordCount || len(words) != kit.WordCount {
		return check, nil
	}
	_, err := secretOf(words)
	check.Complete, check.ChecksumWrong = err == nil, err != nil
	return check, nil
}

func secretOf(words []string) (seal.RecoverySecret, error) {
	read, err := kit.Read([]byte(strings.Join(words, " ")))
	if err != nil {
		return seal.RecoverySecret{}, err
	}
	return seal.RecoverySecretFromBytes(read.Secret.Bytes())
}

// Connect opens the place where the backups are with the words alone.
func (s *Restore) Connect(source RestoreSource) (RestoreState, error) {
	secret, err := secretOf(source.Words)
	if err != nil {
		return s.wizard.look(), err
	}
	config := remote.Config{Name: "main", Kind: remote.KindFolder, Folder: source.Folder}
	if source.Kind == remote.KindS3 {
		if config, err = source.S3.config(); err != nil {
			return s.wizard.look(), err
		}
		config.Name = "main"
	}
	lost, err := record.FindLost(context.Background(), config, secret, s.now)
	if err == nil {
		err = lost.Readable()
	}
	if err != nil {
		return s.wizard.look(), err
	}
	found, err := s.describe(lost, config)
	if err != nil {
		return s.wizard.look(), remote.ToReader(err)
	}
	return s.wizard.connected(lost, found), nil
}

func (s *Restore) describe(lost *record.Lost, config remote.Config) (RestoreFound, error) {
	f := RestoreFound{Practice: lost.Members.Practice().String(), Place: placeWords(config), People: []PersonRef{}, Backups: []BackupRow{}}
	if len(lost.Backups) == 0 {
		return f, nil
	}
	ctx := context.Background()
	if name, err := lost.PracticeName(ctx, lost.Backups[0]); err == nil && name != "" {
		f.Practice = name
	}
	people, err := lost.People(ctx, lost.Backups[0])
	if err != nil {
		return f, err
	}
	for _, p := range people {
		f.People = append(f.People, refOf(p))
	}
	names, err := lost.LaptopNames(ctx, lost.Backups[0])
	t := s.tongue()
	for _, b := range lost.List() {
		f.Backups = append(f.Backups, t.backupRow(b, names))
	}
	return f, err
}

// Check proves a backup. Nothing of it stays on this laptop but, while the wizard is open, what was read.
func (s *Restore) Check(backup string) (RestoreState, error) {
	lost, ctx, err := s.wizard.begin("checking")
	if err != nil {
		return s.wizard.look(), err
	}
	s.emit("restore:changed", nil)
	err = lost.Settle(s.realHome())
	var found record.BackupCheck
	if err == nil {
		found, err = lost.Check(ctx, backup, s.reporting(ctx))
	}
	if err != nil {
		st := s.wizard.failed(err, nil)
		s.emit("restore:changed", nil)
		return st, err
	}
	t := s.tongue()
	check := RestoreCheck{Backup: found.Backup, Records: found.Rows, Bytes: found.Bytes, NewestShown: t.moment(found.Newest), Later: found.Later, Problems: found.Problems}
	return s.wizard.checked(check), nil
}

func (s *Restore) realHome() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.real.home
}

// reporting shows how far the work is, at most ten times a second, and holds it back while it is paused.
func (s *Restore) reporting(ctx context.Context) func(record.RestoreProgress) {
	var last time.Time
	return func(p record.RestoreProgress) {
		if s.wizard.wait(ctx) != nil {
			return
		}
		progress := RestoreProgress{Records: p.Rows, RecordsTotal: p.RowsTotal, Bytes: p.Bytes, BytesTotal: p.BytesTotal, Kept: p.Kept}
		s.wizard.progress(progress)
		if now := s.now(); p.Rows == p.RowsTotal || now.Sub(last) >= reportEvery || now.Before(last) {
			last = now
			s.emit("restore:progress", progress)
		}
	}
}

// Start brings the practice back; it answers at once.
func (s *Restore) Start(input RestoreStart) (RestoreState, error) {
	person := ""
	for _, p := range s.wizard.look().Source.People {
		if p.ID == input.Person {
			person = p.Name
		}
	}
	if person == "" {
		return s.wizard.look(), fieldError("person", "missing", "Choose who takes this laptop over")
	}
	s.mu.RLock()
	open, place := s.practice != nil, s.real
	s.mu.RUnlock()
	if open {
		return s.wizard.look(), failure.New(failure.Refused, "A practice is open on this laptop already. Nothing was changed.", "One laptop holds one practice: restore on another one.")
	}
	r := record.Restoring{Entrance: place.entrance(person, input.Password), Backup: input.Backup, Laptop: hostName()}
	r.Now = s.now
	return s.launch(r)
}

func (s *Restore) launch(r record.Restoring) (RestoreState, error) {
	lost, ctx, err := s.wizard.begin("running")
	if err != nil {
		return s.wizard.look(), err
	}
	r.Progress = s.reporting(ctx)
	go s.run(ctx, lost, r)
	return s.wizard.look(), nil
}

func (s *Restore) run(ctx context.Context, lost *record.Lost, r record.Restoring) {
	p, report, err := lost.Restore(ctx, r)
	if err != nil && s.keyFileInstead(&r.Entrance, err) {
		p, report, err = lost.Restore(ctx, r)
	}
	if err != nil {
		s.wizard.failed(err, &r)
	} else {
		s.wizard.done(p, resultOf(s.tongue(), lost, report))
	}
	s.emit("restore:changed", nil)
}

// Pause holds a check or a restore back before its next rows; what was read stays. Resume goes on.
func (s *Restore) Pause() (RestoreState, error) { return s.wizard.hold(true), nil }

// Resume goes on after Pause, and after a failure with what was read before it.
func (s *Restore) Resume() (RestoreState, error) {
	if r := s.wizard.repeat(); r != nil {
		return s.launch(*r)
	}
	return s.wizard.hold(false), nil
}

// Cancel leaves everything as it was before.
func (s *Restore) Cancel() (RestoreState, error) {
	s.wizard.abandon((*record.Lost).Leave)
	return s.wizard.look(), nil
}

// Finish opens the restored practice, after its proof was read.
func (s *Restore) Finish() error {
	p := s.wizard.take()
	if p == nil {
		return failure.New(failure.Usage, "There is no restored practice to open. Nothing was changed.", "Restore one first.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.place = s.real
	if err := s.enter(p); err != nil {
		return err
	}
	s.emit("session:changed", nil)
	return nil
}
