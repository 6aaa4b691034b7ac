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

// PasswordStrength is what the meter beside a new password shows.
type PasswordStrength struct {
	Score      int    `json:"score"`
	Acceptable bool   `json:"acceptable"`
	Problem    string `json:"problem"`
	Length     int    `json:"length"`
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

// PasswordStrength judges a password that somebody is choosing.
func (s *Session) PasswordStrength(typed string) (PasswordStrength, error) {
	s.mu.RLock()
	about := s.aboutPerson()
	s.mu.RUnlock()
	p := secret.New([]byte(typed))
	judged := password.Judge(p, about...)
	st := PasswordStrength{Score: judged.Score, Acceptable: password.Check(p, about...) == nil, Length: utf8.RuneCountInString(typed)}
	switch {
	case st.Length < password.Least:
		st.Problem = "short"
	case !st.Acceptable && password.Check(p) == nil:
		st.Problem = "personal"
	case !st.Acceptable:
		st.Problem = "common"
	case slices.Contains(judged.Advice, password.Guessable):
		st.Problem = "pattern"
	case slices.Contains(judged.Advice, password.Short):
		st.Problem = "short"
	}
	return st, nil
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
