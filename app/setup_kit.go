package app

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"farne/app/durable"
	"farne/app/record"
	"farne/app/vault/kit"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/region"
)

// RecoveryKit is the page that brings everything back. It is the secret in clear.
type RecoveryKit struct {
	Words        []string `json:"words"`
	QR           string   `json:"qr"`
	Practice     string   `json:"practice"`
	CreatedShown string   `json:"createdShown"`
	Storage      []string `json:"storage"`
	Ask          []int    `json:"ask"`
}

// SavedFile is where something was saved.
type SavedFile struct {
	Path string `json:"path"`
}

// asked is how many words are to be typed back.
const asked = 3

// Kit shows the recovery kit, until it has been confirmed. The words that are asked stay the same as
// long as Farne runs, whatever page is shown between.
func (s *Setup) Kit() (RecoveryKit, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (RecoveryKit, error) {
		page, err := s.page(ctx, p)
		if err != nil {
			return RecoveryKit{}, err
		}
		picture, err := page.PNG()
		if err != nil {
			return RecoveryKit{}, err
		}
		return RecoveryKit{
			Words: page.Words.Reveal(), QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture), Practice: page.Practice,
			CreatedShown: s.tongue().day(s.now().UTC().Format("2006-01-02")), Storage: storageLines(p.Storage()), Ask: s.quiz.positions(),
		}, nil
	})
}

func storageLines(c remote.Config) []string {
	switch c.Kind {
	case "":
		return []string{}
	case remote.KindFolder:
		return []string{c.Folder}
	}
	return []string{strings.TrimSpace(region.Names[c.Provider] + " " + placeOf(c)), c.Endpoint, c.Region, c.Bucket}
}

// SaveKit writes the page where the person says.
func (s *Setup) SaveKit(format string) (SavedFile, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (SavedFile, error) {
		page, err := s.page(ctx, p)
		if err != nil {
			return SavedFile{}, err
		}
		return s.saveKit(page, format)
	})
}

// PrintKit writes the page of the kit whose words were typed again, with the place that is set now.
func (s *Remote) PrintKit(words []string, format string) (SavedFile, error) {
	typed, err := secretOf(words)
	if err != nil {
		return SavedFile{}, err
	}
	return in(s.shell, func(ctx context.Context, p *record.Practice) (SavedFile, error) {
		kit, err := p.Reprint(ctx, typed)
		if err != nil {
			return SavedFile{}, err
		}
		page, err := kit.Page(s.now(), p.Storage())
		if err != nil {
			return SavedFile{}, err
		}
		return s.saveKit(page, format)
	})
}

func (s *shell) saveKit(page kit.Kit, format string) (SavedFile, error) {
	name, content := "Farne recovery kit.txt", page.Text()
	if format == "pdf" {
		var err error
		name = "Farne recovery kit.pdf"
		if content, err = page.PDF(); err != nil {
			return SavedFile{}, err
		}
	}
	path, err := s.dialogs.saveFile("Where shall the recovery kit go?", name)
	if err != nil || path == "" {
		return SavedFile{}, err
	}
	if inside, err := filepath.Rel(s.place.home, path); err == nil && !strings.HasPrefix(inside, "..") {
		return SavedFile{}, failure.New(failure.Refused, "The kit must not lie in the folder that it is to bring back. Nothing was written.", "Choose another place, best a USB stick.")
	}
	return SavedFile{Path: path}, durable.Write(path, content, os.FileMode(0o600))
}

// ConfirmKit ends the set-up once the asked words were typed back.
func (s *Setup) ConfirmKit(words []string) (SessionState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.practice == nil {
		return SessionState{}, errLocked
	}
	page, err := s.page(s.session, s.practice)
	if err != nil {
		return SessionState{}, err
	}
	ask := s.quiz.positions()
	right := len(words) == len(ask)
	for i := 0; right && i < len(ask); i++ {
		right = page.Words.Matches(ask[i], words[i])
	}
	if !right {
		return SessionState{}, failure.New(failure.WrongKey, "At least one of the words is another one on the recovery kit. Nothing was changed.", "Look at the printed page again, and mind the numbers.")
	}
	if err := s.practice.ConfirmKit(s.session); err != nil {
		return SessionState{}, err
	}
	s.setUp = true
	s.background.begin(s.session, s.shell)
	s.quiz.over()
	if err := s.change(func(k *kept) { k.Clinic, k.Storage = nil, "" }); err != nil {
		return SessionState{}, err
	}
	return s.state()
}

// quiz is which words are asked back.
type quiz struct {
	mu  sync.Mutex
	ask []int
}

func (q *quiz) positions() []int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ask == nil {
		q.ask = kit.NewQuiz(asked)
	}
	return q.ask
}

func (q *quiz) over() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ask = nil
}
