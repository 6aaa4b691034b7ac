package app

import (
	"cmp"
	"os"
	"runtime/debug"

	"farne/app/store"
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

// Preferences of this laptop, in BCP 47 for the locale.
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

// UnlockInput is who signs in, and how.
type UnlockInput struct {
	Person   string `json:"person"`
	Password string `json:"password"`
}

// RecoverInput is who sets a new password, with the words of the recovery kit. Name counts where nobody can
// be told by id, because the second factor is lost.
type RecoverInput struct {
	Person   string   `json:"person"`
	Name     string   `json:"name"`
	Words    []string `json:"words"`
	Password string   `json:"password"`
}

// Version is what the window says of this program; the build may set it.
var Version = builtFrom()

func builtFrom() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) > 12 {
				return s.Value[:12]
			}
		}
	}
	return "unversioned"
}

// proofOf tells what the store proved of the files that are open, with their sizes now.
func proofOf(proofs []store.Proof) CipherProof {
	p := CipherProof{Detail: store.CipherDetail, Encrypted: len(proofs) > 0, Files: []CipherFile{}}
	for _, one := range proofs {
		p.Cipher = one.Cipher
		f := CipherFile{Name: baseOf(one.File), Encrypted: one.Cipher != ""}
		for _, part := range []string{one.File, one.File + "-wal"} { // a young file has all but its first page in the log
			if info, err := os.Stat(part); err == nil {
				f.Size += info.Size()
			}
		}
		p.Encrypted = p.Encrypted && f.Encrypted
		p.Files = append(p.Files, f)
	}
	return p
}

func (k kept) preferences() Preferences {
	p := Preferences{Locale: k.locale(), Theme: cmp.Or(k.Theme, "system"), SingleKeys: true}
	if k.SingleKeys != nil {
		p.SingleKeys = *k.SingleKeys
	}
	return p
}
