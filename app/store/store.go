package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"time"

	"farne/sync/hlc"
	"farne/sync/seal"
)

// File says where a compartment's database is and what opens it.
type File struct {
	Compartment string
	Path        string
	Key         seal.Key
}

// Options are what a Store takes from outside: who writes, and the wall clock.
type Options struct {
	Device seal.ID // its first 8 bytes stand in every HLC
	Now    func() time.Time
	// Filling: the files are new, and worth nothing before Settle: until then nothing is flushed, and there is
	// no write-ahead log, which costs what it holds three times over.
	Filling bool
}

// Store is the open files of one home.
type Store struct {
	compartments map[string]*Compartment
	damaged      map[string]error
	reader       *sql.DB
	proofs       []Proof
	clock        *hlc.Clock
}

// Open opens the files, creating those that are missing, and proves of each that it is encrypted. A
// file that cannot be opened is left out and named by Damaged; the error is not nil only if none can.
func Open(ctx context.Context, files []File, o Options) (*Store, error) {
	s := &Store{compartments: map[string]*Compartment{}, damaged: map[string]error{}}
	s.clock = hlc.NewClock(hlc.DeviceOf(o.Device), o.Now, hlc.HLC{})
	opened, failures := make([]*Compartment, len(files)), make([]error, len(files))
	var ended sync.WaitGroup
	for n, f := range files { // beside each other, as everybody who signs in waits for all of them
		ended.Go(func() { opened[n], failures[n] = openCompartment(ctx, f, o, s.clock) })
	}
	ended.Wait()
	for n, f := range files {
		if failures[n] != nil {
			s.damaged[f.Compartment] = failures[n]
			continue
		}
		s.compartments[f.Compartment] = opened[n]
		s.proofs = append(s.proofs, opened[n].proof)
	}
	if len(s.compartments) == 0 {
		return nil, errors.Join(failures...)
	}
	s.reader = s.openReader()
	return s, nil
}

// readers is how many queries may run beside each other.
const readers = 4

// openReader makes the pool of read-only connections. The file that comes first is main; every file is
// attached under its compartment's name, so that a query says desk.patient whatever main is.
func (s *Store) openReader() *sql.DB {
	names := s.Names()
	first := s.compartments[names[0]]
	c := &connector{path: first.path, key: first.key, readOnly: true, hook: tuneReader}
	for _, name := range names {
		c.attach = append(c.attach, attached{name: name, path: s.compartments[name].path, key: s.compartments[name].key})
	}
	return openPool(c, readers)
}

// Names lists the open compartments.
func (s *Store) Names() []string {
	var names []string
	for name := range s.compartments {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Compartment gives an open compartment, or nil.
func (s *Store) Compartment(name string) *Compartment { return s.compartments[name] }

// Damaged names the compartments that could not be opened, and why.
func (s *Store) Damaged() map[string]error { return s.damaged }

// Proofs tells of each open file how it was seen to be encrypted.
func (s *Store) Proofs() []Proof { return s.proofs }

// Clock is the hybrid logical clock that all files of this home share.
func (s *Store) Clock() *hlc.Clock { return s.clock }

// Query reads from all open files; tables are named compartment.table. Beware of LIMIT ?, which makes SQLite
// prepare the statement anew whenever the number is bound, because it plans by it; LIMIT 0+? does not.
func (s *Store) Query(ctx context.Context, query string, args ...any) (*Rows, error) {
	return queryRows(ctx, s.reader, query, args...)
}

// QueryRow reads one row from all open files.
func (s *Store) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return queryRow(ctx, s.reader, query, args...)
}

// Close closes every file. A last checkpoint folds the write-ahead logs into the files.
func (s *Store) Close() error {
	err := s.reader.Close()
	for _, c := range s.compartments {
		err = errors.Join(err, c.reader.Close(), c.writer.Close())
	}
	return err
}

// createPrivate makes an empty file that only its owner reads; SQLite's log files take its mode.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return f.Close()
}

func baseName(path string) string { return filepath.Base(path) }
