package app

import (
	"errors"
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"time"
	"unicode/utf8"

	"farne/app/vault"
	"farne/app/vault/password"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

// PasswordCheck is what Farne's rules say of a new password. How hard it is to guess the window estimates.
type PasswordCheck struct {
	Acceptable bool     `json:"acceptable"`
	Problem    string   `json:"problem"` // why it is refused: "short", "personal", "common"
	Short      bool     `json:"short"`   // shorter than advised
	Known      []string `json:"known"`   // names that everybody near this person would try
}

// SetPreferences keeps how the window is to be on this laptop, for everybody who uses it.
func (s *Session) SetPreferences(input Preferences) (SessionState, error) {
	if !slices.Contains(locales, input.Locale) || !slices.Contains([]string{"system", "light", "dark"}, input.Theme) {
		return SessionState{}, failure.New(failure.BadInput, "Farne does not know this language or theme. Nothing was changed.", "Choose one from the list.")
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	err := s.change(func(k *kept) {
		k.Locale, k.Theme, k.SingleKeys = input.Locale, input.Theme, &input.SingleKeys
	})
	if err != nil {
		return SessionState{}, err
	}
	return s.state()
}

// CheckPassword holds a password that somebody is choosing against the rules.
func (s *Session) CheckPassword(typed string) (PasswordCheck, error) {
	s.mu.RLock()
	about := s.aboutPerson()
	s.mu.RUnlock()
	p, length := secret.New([]byte(typed)), utf8.RuneCountInString(typed)
	c := PasswordCheck{Acceptable: password.Check(p, about...) == nil, Short: length < password.Advised, Known: append([]string{"Farne"}, about...)}
	switch {
	case length < password.Least:
		c.Problem = "short"
	case !c.Acceptable && password.Check(p) == nil:
		c.Problem = "personal"
	case !c.Acceptable:
		c.Problem = "common"
	}
	return c, nil
}

// aboutPerson are words that everybody near this person would try.
func (s *shell) aboutPerson() []string {
	k := s.place.recall()
	about := []string{k.Practice}
	if k.Clinic != nil {
		about = append(about, k.Clinic.Practice, k.Clinic.Given, k.Clinic.Family)
	}
	if s.practice != nil {
		about = append(about, s.practice.Person().Name)
	}
	return slices.DeleteFunc(about, func(word string) bool { return word == "" })
}

// openable are the hosts whose pages the system's browser is asked to open.
var openable = []string{"www.nhs.uk", "digital.nhs.uk", "www.datadictionary.nhs.uk", "ico.org.uk", "www.edpb.europa.eu"}

// OpenExternal opens a page in the system's browser.
func (s *Session) OpenExternal(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || !slices.Contains(openable, u.Hostname()) {
		return failure.New(failure.Refused, "Farne does not open this address. Nothing was sent.", "Type it into your browser if you trust it.")
	}
	return s.dialogs.browse(u.String())
}

// delayed gives a failed sign-in its waiting time in seconds.
func delayed(err error) error {
	var delay *vault.Delay
	if !errors.As(err, &delay) {
		return err
	}
	f := *failure.Of(err)
	f.RetryAfter = int(math.Ceil(delay.Wait.Round(time.Millisecond).Seconds()))
	return &f
}

func baseOf(path string) string { return filepath.Base(path) }
