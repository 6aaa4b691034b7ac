// Package memory keeps a remote in memory, for tests and for rehearsals that need none. It keeps the
// contract of remote.Store in full, atomic Create included. Clone gives a second, independent copy:
// put one aside and go on with it later to play a provider that rolls back.
package memory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"farne/sync/remote"
)

// Store is a remote in memory; make one with New.
type Store struct {
	mu      sync.RWMutex
	objects map[string][]byte // the slices are never changed once they stand here
}

// New makes an empty store.
func New() *Store { return &Store{objects: map[string][]byte{}} }

// Clone is an independent copy as of now.
func (s *Store) Clone() *Store {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &Store{objects: maps.Clone(s.objects)}
}

// List implements remote.Store. It shows one moment: objects that come and go while each runs do not
// matter.
func (s *Store) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	if err := remote.CheckPrefix(prefix); err != nil {
		return err
	}
	for _, info := range s.matching(prefix, after) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := each(info); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *Store) matching(prefix, after string) []remote.Info {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []remote.Info
	for name, data := range s.objects {
		if strings.HasPrefix(name, prefix) && name > after {
			sum := sha256.Sum256(data)
			found = append(found, remote.Info{Name: name, Size: int64(len(data)), Version: hex.EncodeToString(sum[:])})
		}
	}
	slices.SortFunc(found, func(a, b remote.Info) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// Get implements remote.Store.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	if err := check(ctx, remote.CheckName(name)); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	data, ok := s.objects[name]
	if !ok {
		return nil, fmt.Errorf("get %s: %w", name, remote.ErrNotFound)
	}
	return bytes.Clone(data), nil
}

// Put implements remote.Store.
func (s *Store) Put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	if err := check(ctx, remote.CheckPut(name, data)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if there, ok := s.objects[name]; ok && mode == remote.Create {
		if bytes.Equal(there, data) {
			return nil
		}
		return fmt.Errorf("put %s: %w", name, remote.ErrExists)
	}
	s.objects[name] = bytes.Clone(data)
	return nil
}

// Delete implements remote.Store.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := check(ctx, remote.CheckName(name)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.objects, name)
	return nil
}

func check(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	return ctx.Err()
}
