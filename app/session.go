package app

import (
	"os"
	"path/filepath"

	"farne/app/store"
)

// Session is who is here: setting up, locked or open.
type Session struct{ *shell }

// Phase of this laptop.
const (
	phaseSetup  = "setup"
	phaseLocked = "locked"
	phaseOpen   = "open"
)

// CipherProof is what the store proved of its files' encryption.
type CipherProof struct {
	Cipher    string       `json:"cipher"`
	Detail    string       `json:"detail"`
	Encrypted bool         `json:"encrypted"`
	Files     []CipherFile `json:"files"`
}

// CipherFile is one database file that was looked at.
type CipherFile struct {
	Name      string `json:"name"`
	Encrypted bool   `json:"encrypted"`
	Size      int64  `json:"size"`
}

// Preferences of the person, in BCP 47 for the locale.
type Preferences struct {
	Locale     string `json:"locale"`
	Theme      string `json:"theme"`
	SingleKeys bool   `json:"singleKeys"`
}

// PersonRef names somebody who can sign in on this laptop.
type PersonRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
}

// Abilities say which controls the window shows.
type Abilities struct {
	ReadCare       bool `json:"readCare"`
	WriteCare      bool `json:"writeCare"`
	WriteDesk      bool `json:"writeDesk"`
	ManagePractice bool `json:"managePractice"`
	ImportExport   bool `json:"importExport"`
}

// SessionState is all that the shell of the window shows.
type SessionState struct {
	Phase        string      `json:"phase"`
	Practice     string      `json:"practice"`
	Device       string      `json:"device"`
	Person       *PersonRef  `json:"person"`
	People       []PersonRef `json:"people"`
	Preferences  Preferences `json:"preferences"`
	Abilities    Abilities   `json:"abilities"`
	Proof        CipherProof `json:"proof"`
	SecondFactor string      `json:"secondFactor"`
	Demo         bool        `json:"demo"`
	DemoPassword string      `json:"demoPassword"`
	Version      string      `json:"version"`
}

// State tells where this laptop stands.
func (s *Session) State() (SessionState, error) {
	proof, err := s.scratchProof()
	if err != nil {
		return SessionState{}, err
	}
	return SessionState{
		Phase: phaseSetup, People: []PersonRef{}, Proof: proof, SecondFactor: "none",
		Preferences: Preferences{Locale: "en-GB", Theme: "system", SingleKeys: true},
	}, nil
}

// scratchProof proves the cipher before there is a practice, with a file that is removed again.
func (s *shell) scratchProof() (CipherProof, error) {
	dir, err := os.MkdirTemp("", "farne-proof-")
	if err != nil {
		return CipherProof{}, err
	}
	defer os.RemoveAll(dir)
	proof, err := store.ProveCipher(filepath.Join(dir, "proof.db"))
	if err != nil {
		return CipherProof{}, err
	}
	return CipherProof{Cipher: proof.Cipher, Detail: store.CipherDetail, Encrypted: true, Files: []CipherFile{}}, nil
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
