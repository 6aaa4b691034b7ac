// Package connect turns a stored remote.Config into a store that is ready for the engine. Open puts
// the parts together without touching the network or the folder, so it works offline. Prepare is
// `farne remote set`: it makes a folder ready or probes a bucket, runs every check, and returns the
// configuration to keep. Test is `farne remote test`: the same for what is already set.
package connect

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/check"
	"farne/sync/remote/folder"
	"farne/sync/remote/s3"
)

// Env is what a store takes from its surroundings.
type Env struct {
	Now        func() time.Time  // the wall clock, however wrong
	IsEnvelope func([]byte) bool // what may be sent; Open needs it, Prepare and Test send noise only

	Offset  time.Duration                         // as Offset said last time; 0 if never
	Counter *remote.Counter                       // may be nil
	Limiter *remote.Limiter                       // may be nil
	Notify  func(remote.Op, error, time.Duration) // hears of retries; may be nil
	Proxy   func(*http.Request) (*url.URL, error) // nil: from the environment
}

// Open makes the store: only envelopes pass, transient failures are repeated, traffic is counted and
// paced. Whether the place answers at all shows at the first call.
func Open(c remote.Config, env Env) (remote.Store, error) {
	if env.IsEnvelope == nil {
		return nil, failure.New(failure.Internal, "Farne was about to open a remote without its guard against plaintext. Nothing was sent.", "")
	}
	s, err := bare(c, env)
	if err != nil {
		return nil, err
	}
	s = remote.Count(remote.Limit(s, env.Limiter), env.Counter)
	return remote.Sealed(remote.Retry(s, remote.RetryOptions{Notify: env.Notify}), env.IsEnvelope), nil
}

func bare(c remote.Config, env Env) (remote.Store, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if c.Kind == remote.KindFolder {
		return folder.New(c.Folder, c.FolderID, env.Now), nil
	}
	return s3.New(c, s3.Env{Now: env.Now, Offset: env.Offset, Proxy: env.Proxy})
}

// Offset is the provider's clock less this laptop's, once a call has shown it; keep it for the next
// start. Folders have none.
func Offset(s remote.Store) (time.Duration, bool) {
	timed, ok := remote.As[interface{ Offset() (time.Duration, bool) }](s)
	if !ok {
		return 0, false
	}
	return timed.Offset()
}

// Prepare makes a new remote ready and proves it. The returned configuration carries what was found;
// keep it only if err is nil. A place that answers but breaks the contract is an unreachable failure,
// with the report to show why.
func Prepare(ctx context.Context, c remote.Config, env Env) (remote.Config, remote.Report, error) {
	return examine(ctx, c, env, folder.Create)
}

// Test examines a remote that is set: `farne remote test`. Keep the returned configuration as well,
// since a provider may have learned or unlearned something.
func Test(ctx context.Context, c remote.Config, env Env) (remote.Config, remote.Report, error) {
	return examine(ctx, c, env, folder.Adopt)
}

func examine(ctx context.Context, c remote.Config, env Env, folderID func(dir string) (string, error)) (remote.Config, remote.Report, error) {
	if err := c.Check(); err != nil {
		return c, remote.Report{}, err
	}
	c, err := find(ctx, c, env, folderID)
	if err != nil {
		return c, remote.Report{}, err
	}
	s, err := bare(c, env)
	if err != nil {
		return c, remote.Report{}, err
	}
	// A dropped connection in one of seventy requests is no verdict on the place.
	report, err := check.Run(ctx, remote.Retry(remote.Count(remote.Limit(s, env.Limiter), env.Counter), remote.RetryOptions{Notify: env.Notify}), c.Capabilities, check.Options{})
	if err != nil {
		return c, report, err
	}
	c.Capabilities = &report.Capabilities
	report.Checks = append(about(c), report.Checks...)
	if !report.OK() {
		err = failure.New(failure.Unreachable, "The remote answers but does not keep what Farne needs of it: "+firstProblem(report)+".",
			"Run farne remote test for the whole list, and choose another place.")
	}
	return c, report, err
}

// find fills in what only the place itself knows.
func find(ctx context.Context, c remote.Config, env Env, folderID func(dir string) (string, error)) (remote.Config, error) {
	if c.Kind == remote.KindS3 {
		return s3.Probe(ctx, c, s3.Env{Now: env.Now, Offset: env.Offset, Proxy: env.Proxy})
	}
	dir, err := filepath.Abs(c.Folder)
	if err != nil {
		return c, fmt.Errorf("path of the folder: %w", err)
	}
	id, err := folderID(dir)
	if err == nil && c.FolderID != "" && id != c.FolderID {
		err = folder.ErrOther
	}
	c.Folder, c.FolderID = dir, id
	c.Capabilities = &remote.Capabilities{ConditionalPut: true, Versioning: "off", ObjectLock: "off", ProbedAt: env.Now().UTC().Truncate(time.Second)}
	return c, err
}

// about describes in the report's manner what the probe found.
func about(c remote.Config) []remote.Check {
	found := c.Capabilities
	if c.Kind == remote.KindFolder {
		return []remote.Check{{Name: "folder", OK: true, Detail: c.Folder}}
	}
	line := func(name, detail string, ok, advice bool) remote.Check {
		return remote.Check{Name: name, Detail: detail, OK: ok, Advice: advice}
	}
	place := found.Place
	if found.Attested {
		place += " (as the owner says)"
	}
	return []remote.Check{
		line("connection", connection(found.TLS), true, false),
		line("place", place, true, false),
		line("versioning", found.Versioning, found.Versioning == "enabled", true),
		line("object lock", found.ObjectLock, found.ObjectLock != "off" && found.ObjectLock != "unknown", true),
	}
}

func connection(tls string) string {
	switch tls {
	case "":
		return "without TLS, inside this machine"
	case "1.2":
		return "TLS 1.2: the provider has no 1.3"
	}
	return "TLS " + tls
}

func firstProblem(r remote.Report) string {
	for _, c := range r.Checks {
		if !c.OK && !c.Advice {
			return c.Name + " (" + c.Detail + ")"
		}
	}
	return ""
}
