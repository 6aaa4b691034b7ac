// Package remote is the place where sealed objects go: an S3 bucket or a folder. Store is the
// interface that everything else uses; open one from its stored Config with remote/connect, keep one
// in memory with remote/memory, and put the decorators of this package around it: Retry, Limit, Count
// and Sealed. remote/check proves a store against the contract below, in tests and on a user's bucket;
// remote/fault breaks one on purpose.
//
// Beware: a Store holds no keys and checks no signatures. What Get returns may be anything that the
// provider likes to return, and a listing may leave out what is there; the packages above notice. And
// every error here is either ErrNotFound, ErrExists, a failure with words for people, or the context's.
package remote

import (
	"context"
	"errors"
)

// Info is one object as a listing shows it.
type Info struct {
	Name string
	Size int64 // bytes, as stored

	// Version is opaque and changes whenever the object is overwritten: the ETag in a bucket, a
	// SHA-256 in hex elsewhere. It says that one's copy is old, never that a copy is genuine.
	Version string
}

// Mode says what Put does where an object already stands.
type Mode int

const (
	Create    Mode = iota // never overwrites: every object but a hint
	Overwrite             // replaces as a whole: hints
)

// Store keeps objects under names. All methods are safe for concurrent use, by several laptops too.
//
// Every method checks names with CheckName (List its prefix with CheckPrefix) and returns a
// bad_input failure before anything leaves the laptop. Other errors than those named at a method are
// failures of these codes: unreachable (network, TLS, credentials, a stick that was pulled), full,
// refused (the region), clock, integrity. Errors that may pass by themselves answer IsTransient. A
// cancelled context ends a call with the context's error in the chain.
//
// No name may be another name's beginning up to a slash ("a" and "a/b"): a folder cannot hold both.
type Store interface {
	// List calls each for every object whose name begins with prefix and is greater than after, in
	// ascending order of the names' bytes; after is "" for all. What a completed Put wrote is listed
	// by every List that starts later, where the store is consistent (Capabilities.ConsistentList);
	// a lagging one may leave it out for a while. An error of each ends the listing and is returned
	// as it is. What is no valid name (temporary files, other people's objects) is left out. An
	// empty listing means that nothing is there, never that the store could not be reached.
	List(ctx context.Context, prefix, after string, each func(Info) error) error

	// Get returns the whole object, or ErrNotFound. An object larger than MaxSize is an integrity
	// failure: Farne writes none. The slice is the caller's own.
	Get(ctx context.Context, name string) ([]byte, error)

	// Put writes the whole object atomically: a reader sees the old bytes, the new bytes or nothing,
	// and after nil the object outlasts a power cut. With Create it returns ErrExists when other
	// bytes stand there, which are left as they are, and nil when these very bytes stand there: so
	// a Put whose answer was lost can be repeated. A failed Put may or may not have written; repeat
	// it. Empty data and data larger than MaxSize are refused with bad_input. Data is not kept.
	Put(ctx context.Context, name string, data []byte, mode Mode) error

	// Delete removes the object; no error when there is none. Where the bucket keeps versions, old
	// ones stay until the bucket's own rules end them. Credentials of an ordinary laptop may not
	// delete: that is an unreachable failure (refused credentials).
	Delete(ctx context.Context, name string) error
}

// MaxSize is the largest object in bytes that a store takes or gives: well above the largest that
// Farne writes (a pack of 8 MiB, or one row that alone is larger), and small enough to hold in memory
// when a provider sends rubbish.
const MaxSize = 64 << 20

// As finds a store of type T beneath decorators, each of which has Unwrap() Store.
func As[T any](s Store) (T, bool) {
	for s != nil {
		if found, ok := s.(T); ok {
			return found, true
		}
		outer, ok := s.(interface{ Unwrap() Store })
		if !ok {
			break
		}
		s = outer.Unwrap()
	}
	var none T
	return none, false
}

// Names collects the names below a prefix, ascending.
func Names(ctx context.Context, s Store, prefix string) ([]string, error) {
	var names []string
	err := s.List(ctx, prefix, "", func(i Info) error { names = append(names, i.Name); return nil })
	return names, err
}

// Has tells whether an object of this name exists, by reading it.
func Has(ctx context.Context, s Store, name string) (bool, error) {
	_, err := s.Get(ctx, name)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
