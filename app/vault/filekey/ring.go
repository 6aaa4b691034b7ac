// Package filekey keeps the keys of the database files: beside each file stands a small ring that
// holds the file's random key once for every recipient: a seat, the recovery kit, a compartment's
// epoch. Whoever holds one of these opens the file; nobody else does.
//
// Use Create before a database is made, Open at sign-in, Add when somebody else may open the file
// from now on, Put for a key that comes from elsewhere (that of audit.db, so that the recovery kit
// opens it too). The ring neither knows nor cares how a recipient wraps: Symmetric does it with a
// 32-byte secret, a Wrapper around HPKE does it for somebody who is not here. Beware: Remove takes
// away a wrap and not the knowledge of a key that somebody once had.
//
// Only the writer of the home may change rings; within one process they are safe for concurrent use.
package filekey

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"farne/app/durable"
	"farne/app/vault/secret"
)

const (
	// KeySize is the length of a file key in bytes.
	KeySize = 32
	// Suffix makes the ring's name from the database's: care.db.keys.
	Suffix = ".keys"
)

// ErrNoWrap says that none of the given keys is for a recipient of this file: its compartment stays
// closed, which is nothing out of the ordinary. It stands in a Refused failure.
var ErrNoWrap = errors.New("the file's key is not wrapped to any of these")

// Kind is the kind of a recipient.
type Kind string

// The kinds of recipients. An unknown kind of a newer version is kept.
const (
	Seat     Kind = "seat"     // ID is the seat's
	Recovery Kind = "recovery" // ID names the recovery key, so that a renewed kit is another recipient
	Epoch    Kind = "epoch"    // ID names compartment and epoch key
)

// Recipient names one who can open. IDs are the caller's, at most 200 bytes.
type Recipient struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// Wrapper wraps a file key to a recipient. What Wrap returns must open only with the same context.
type Wrapper interface {
	Recipient() Recipient
	Wrap(key secret.Secret, context []byte) ([]byte, error)
}

// Unwrapper opens what its recipient's Wrapper made, and fails for a wrong key or another context.
type Unwrapper interface {
	Recipient() Recipient
	Unwrap(wrapped, context []byte) (secret.Secret, error)
}

// Rings are the rings of one data directory.
type Rings struct {
	dir string
	mu  sync.Mutex
}

// In gives the rings of a directory.
func In(dir string) *Rings { return &Rings{dir: dir} }

// Create makes a random key for a file that has none, and wraps it to the recipients; without any it
// would be lost, so that is an error. The ring is on the disk when Create returns.
func (r *Rings) Create(file string, to ...Wrapper) (secret.Secret, error) {
	key := secret.Random(KeySize)
	return key, r.Put(file, key, to...)
}

// Put wraps a given key of a file that has none. A ring that exists is an error (fs.ErrExist).
func (r *Rings) Put(file string, key secret.Secret, to ...Wrapper) error {
	if key.Len() != KeySize || len(to) == 0 {
		return fmt.Errorf("keys of %s: a key of %d bytes for %d recipients", file, key.Len(), len(to))
	}
	if err := checkName(file); err != nil {
		return err
	}
	fresh := ring{File: file, Wraps: []wrap{}}
	if err := fresh.add(key, to); err != nil {
		return err
	}
	data, err := fresh.encode()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return durable.Create(r.path(file), data, 0o600)
}

// Open gives a file's key, with the first of the given keys that is a recipient's and fits. Failures:
// Refused with ErrNoWrap, NotFound, WrongKey when a recipient's key does not fit, Integrity.
func (r *Rings) Open(file string, with ...Unwrapper) (secret.Secret, error) {
	found, err := r.load(file)
	if err != nil {
		return secret.Secret{}, err
	}
	return found.open(with)
}

// Add wraps the key to more recipients, opening it with a key at hand. A recipient who is there gets a
// new wrap.
func (r *Rings) Add(file string, with Unwrapper, to ...Wrapper) error {
	return r.change(file, func(found *ring) error {
		key, err := found.open([]Unwrapper{with})
		if err != nil {
			return err
		}
		defer key.Wipe()
		return found.add(key, to)
	})
}

// Remove takes recipients' wraps away; those who are not there are passed over. The last one stays, or
// the file could never be opened again: that is an error.
func (r *Rings) Remove(file string, who ...Recipient) error {
	return r.change(file, func(found *ring) error {
		found.Wraps = slices.DeleteFunc(found.Wraps, func(w wrap) bool { return slices.Contains(who, w.Recipient) })
		if len(found.Wraps) == 0 {
			return fmt.Errorf("keys of %s: nobody would be left to open it", file)
		}
		return nil
	})
}

// Recipients lists who can open a file.
func (r *Rings) Recipients(file string) ([]Recipient, error) {
	found, err := r.load(file)
	if err != nil {
		return nil, err
	}
	all := make([]Recipient, len(found.Wraps))
	for i, w := range found.Wraps {
		all[i] = w.Recipient
	}
	return all, nil
}

// Files lists the files that have a ring, by name.
func (r *Rings) Files() ([]string, error) {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	files := []string{}
	for _, entry := range entries {
		if name, found := strings.CutSuffix(entry.Name(), Suffix); found && checkName(name) == nil {
			files = append(files, name)
		}
	}
	return files, nil
}

func (r *Rings) change(file string, do func(*ring) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, err := r.load(file)
	if err != nil {
		return err
	}
	if err := do(found); err != nil {
		return err
	}
	data, err := found.encode()
	if err != nil {
		return err
	}
	return durable.Write(r.path(file), data, 0o600)
}
