package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"farne/app/durable"
	"farne/app/record"
	"farne/app/vault/secret"
)

// place is a home, and what stands beside it: the home's own folder must be empty when a practice moves
// in, so what the window keeps before that stands in a file beside it.
type place struct {
	home string
	demo bool
}

// demoPassword opens the practice of invented patients; the unlock screen shows it.
const demoPassword = "eider duck on farne"

// demoPlace is where the demo practice of a home lives.
func (l place) demoPlace() place { return place{home: l.home + "-demo", demo: true} }

// remote is the folder that stands in for the demo's storage.
func (l place) remote() string { return l.home + "-remote" }

// orDemo is the demo's place where only a demo practice stands.
func (l place) orDemo() place {
	if demo := l.demoPlace(); !exists(l.home) && exists(demo.home) {
		return demo
	}
	return l
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// entrance is how the window opens a home: with the keychain, or where there is none with a key file, as
// in the demo, which guards nothing.
func (l place) entrance(person, password string) record.Entrance {
	return record.Entrance{Home: l.home, KeyFile: l.keyFile(), Person: person, Password: secret.New([]byte(password))}
}

// keyFile is the second factor where there is no keychain: the file that somebody chose, or that
// FARNE_KEY_FILE names. Empty means the keychain.
func (l place) keyFile() string {
	if l.demo {
		return l.home + ".key"
	}
	if named := os.Getenv("FARNE_KEY_FILE"); named != "" {
		return named
	}
	return l.recall().KeyFile
}

// kept is what the window remembers beside the home: no secret, and nothing of a patient.
type kept struct {
	Locale     string       `json:"locale"`
	Theme      string       `json:"theme"`
	SingleKeys *bool        `json:"singleKeys,omitempty"`
	Last       string       `json:"last"` // who signed in last
	Paused     bool         `json:"paused"`
	Clinic     *ClinicInput `json:"clinic,omitempty"` // until the set-up has ended
	Storage    string       `json:"storage,omitempty"`
	Practice   string       `json:"practice"` // names for the unlock screen
	Device     string       `json:"device"`
	KeyFile    string       `json:"keyFile,omitempty"` // where there is no keychain
}

const (
	keptKind    = "window"
	keptVersion = 1
)

func (l place) keptPath() string {
	return strings.TrimSuffix(l.home, string(filepath.Separator)) + ".window"
}

// recall reads what was kept. A damaged or missing file costs preferences only, so it counts as none.
func (l place) recall() (k kept) {
	b, err := os.ReadFile(l.keptPath())
	if err != nil {
		return k
	}
	body, err := durable.Unframe(keptKind, keptVersion, b)
	if err == nil {
		err = json.Unmarshal(body, &k)
	}
	if err != nil {
		return kept{}
	}
	return k
}

func (l place) keep(k kept) error {
	body, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(l.keptPath()), 0o700); err != nil {
		return err
	}
	return durable.Write(l.keptPath(), durable.Frame(keptKind, keptVersion, body), 0o600)
}

// change changes what is kept.
func (s *shell) change(fn func(*kept)) error {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	k := s.place.recall()
	fn(&k)
	return s.place.keep(k)
}

// remember changes what is kept where a failure costs no more than a preference.
func (s *shell) remember(fn func(*kept)) { _ = s.change(fn) }

// removeDemo deletes a demo practice with its remote, key and notes; the caller has closed it.
func (l place) removeDemo() error {
	if !l.demo || !strings.HasSuffix(l.home, "-demo") {
		return errors.New("this is no demo practice")
	}
	var errs []error
	for _, path := range []string{l.home, l.remote(), l.home + ".key", l.keptPath()} {
		if err := os.RemoveAll(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
