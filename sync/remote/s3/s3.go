// Package s3 keeps a remote in one S3-compatible bucket, through minio-go. Open one with New from a
// stored remote.Config (no network is touched), find out what a new bucket can do with Probe, and put
// the decorators of package remote around it: a Store itself never tries again.
//
// What is done differently from an ordinary S3 client, and why:
//   - The transport addresses and signs every request itself (SigV4, with the signer of aws-sdk-go-v2)
//     and minio-go holds no secret: its own signing reads the wall clock, and S3 refuses a clock that
//     is 15 minutes off. The time comes from the provider's Date header instead.
//   - TLS 1.3 unless the probe found only 1.2; no redirect is followed; plain HTTP to this machine only.
//   - Every answer must look like S3's. A captive portal's 404 page is not "not found", its 200 page
//     is not an empty listing.
//   - An object is one PUT with its length, MD5 and SHA-256, since minio-go drops If-None-Match from
//     multipart uploads.
//   - Before the first write of a process the bucket is asked where it is; another region than the
//     configured one blocks uploads.
package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"farne/sync/remote"
	"farne/sync/remote/region"
)

// Env is what a store takes from its surroundings.
type Env struct {
	Now    func() time.Time // the wall clock, however wrong
	Offset time.Duration    // the provider's clock less ours, as last known (Store.Offset); 0 if never

	// Proxy, like http.Transport.Proxy; nil takes it from the environment. HTTPS goes through a proxy
	// by CONNECT, so the proxy sees the host name only.
	Proxy func(*http.Request) (*url.URL, error)
	// Stall is how long a connection may stand still before it is given up; 0 means a minute.
	Stall time.Duration
}

// Store is a remote in a bucket.
type Store struct {
	core        minio.Core
	transport   *transport
	bucket      string
	verdict     region.Verdict
	conditional bool // If-None-Match is honoured, as the probe found
	unprobed    bool // nobody knows: look first and ask for it too

	mu      sync.Mutex
	located bool   // the bucket has said that it is where it should be
	answer  string // what it said
}

// New opens a bucket without touching the network. It fails with usage for a configuration that makes
// no sense, and with refused for a place outside the EU and the UK that nobody attested.
func New(c remote.Config, env Env) (*Store, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	endpoint, err := c.URL()
	if err != nil {
		return nil, err
	}
	verdict, err := region.Check(region.Claim{
		Provider: c.Provider, Region: c.Region, Host: endpoint.Hostname(),
		Loopback: remote.IsLoopback(endpoint.Hostname()), Attested: c.Attested,
	})
	if err != nil {
		return nil, err
	}
	t := newTransport(c, endpoint, env)
	core, err := minio.NewCore(placeholder, &minio.Options{
		Creds:        credentials.NewStatic("", "", "", credentials.SignatureAnonymous),
		Secure:       true,
		Region:       c.Region, // else minio-go asks for it, and believes us-east-1 when it is refused
		BucketLookup: minio.BucketLookupPath,
		Transport:    t,
		MaxRetries:   1,
	})
	if err != nil {
		return nil, fmt.Errorf("open bucket: %w", err)
	}
	s := &Store{core: *core, transport: t, bucket: c.Bucket, verdict: verdict, unprobed: c.Capabilities == nil}
	s.conditional = s.unprobed || c.Capabilities.ConditionalPut
	return s, nil
}

// CountsOnWire implements remote.Wired.
func (s *Store) CountsOnWire() {}

// Close drops idle connections. The store can still be used.
func (s *Store) Close() { s.transport.base.CloseIdleConnections() }

// Offset is the provider's clock less this laptop's, in whole seconds, and whether it is known yet.
func (s *Store) Offset() (time.Duration, bool) { return s.transport.time.observed() }

// Place is where the bucket is, or the owner's word for it.
func (s *Store) Place() region.Verdict { return s.verdict }

// List implements remote.Store.
func (s *Store) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	if err := remote.CheckPrefix(prefix); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx) // minio-go's iterator wants it when one stops early
	defer cancel()
	noOwner, last := false, after
	for object := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{
		Prefix: prefix, StartAfter: after, Recursive: true, FetchOwner: &noOwner,
	}) {
		if object.Err != nil {
			return s.explain(ctx, object.Err)
		}
		if object.Key <= after || remote.CheckName(object.Key) != nil {
			continue // a server without StartAfter, or somebody else's object
		}
		if object.Key <= last {
			return errUnordered
		}
		last = object.Key
		if err := each(remote.Info{Name: object.Key, Size: object.Size, Version: object.ETag}); err != nil {
			return err
		}
	}
	return ctx.Err() // minio-go ends a cancelled listing as if it were complete
}

// Get implements remote.Store.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	if err := remote.CheckName(name); err != nil {
		return nil, err
	}
	body, info, _, err := s.core.GetObject(ctx, s.bucket, name, minio.GetObjectOptions{})
	if errors.Is(err, errDeleted) {
		return nil, fmt.Errorf("get %s: %w", name, errDeleted)
	}
	if isNotFound(err) {
		return nil, fmt.Errorf("get %s: %w", name, remote.ErrNotFound)
	}
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer body.Close()
	if info.Size > remote.MaxSize {
		return nil, errTooLarge
	}
	data, err := readAll(body, info.Size)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return data, nil
}

// readAll reads a body of this size, -1 for one that the server did not say.
func readAll(body io.Reader, size int64) ([]byte, error) {
	if size >= 0 {
		data := make([]byte, size)
		_, err := io.ReadFull(body, data)
		return data, err
	}
	data, err := io.ReadAll(io.LimitReader(body, remote.MaxSize+1))
	if err == nil && len(data) > remote.MaxSize {
		err = errTooLarge
	}
	return data, err
}
