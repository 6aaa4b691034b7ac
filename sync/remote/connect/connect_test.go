package connect_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/connect"
	"farne/sync/remote/remotetest"
)

func isEnvelope(data []byte) bool { return bytes.HasPrefix(data, []byte("FARNE")) }

var env = connect.Env{Now: clock.Now, IsEnvelope: isEnvelope}

// reopen stores a configuration and opens what comes back, as a later start would.
func reopen(t *testing.T, c remote.Config, env connect.Env) remote.Store {
	t.Helper()
	stored, err := remote.EncodeConfig(c)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = remote.DecodeConfig(stored); err != nil {
		t.Fatal(err)
	}
	s, err := connect.Open(c, env)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func use(t *testing.T, s remote.Store) {
	t.Helper()
	sealed := []byte("FARNE sealed")
	if err := s.Put(t.Context(), "h/a/b", sealed, remote.Create); err != nil {
		t.Fatal(err)
	}
	if data, err := s.Get(t.Context(), "h/a/b"); err != nil || !bytes.Equal(data, sealed) {
		t.Fatalf("%q, %v", data, err)
	}
	if err := s.Put(t.Context(), "h/a/c", []byte("plain"), remote.Create); !failure.Is(err, failure.Internal) {
		t.Errorf("plaintext: %v", err)
	}
}

func TestBucketFromSetUpToUse(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{Versioning: true})
	front := remotetest.StartFront(t, v, remotetest.FrontOptions{})
	c, report, err := connect.Prepare(t.Context(), front.Config(v), env)
	if err != nil {
		t.Fatalf("%v: %+v", err, report)
	}
	found := *c.Capabilities
	if !report.OK() || !found.ConditionalPut || !found.ConsistentList || !found.CanDelete || found.TLS != "1.3" || found.Versioning != "enabled" {
		t.Errorf("%+v", report)
	}
	counting := env
	counting.Counter = new(remote.Counter)
	s := reopen(t, c, counting)
	use(t, s)
	if sent := counting.Counter.Snapshot(); sent.Requests != (remote.Requests{Put: 1, Get: 2}) || sent.BytesOut != 12 {
		t.Errorf("counted %+v", sent)
	}
	if offset, known := connect.Offset(s); !known || offset.Abs() > 2*time.Second {
		t.Errorf("offset %v, %v", offset, known)
	}
}

func TestFolderFromSetUpToUse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "stick")
	c := remote.Config{Name: "stick", Kind: remote.KindFolder, Folder: dir}
	if _, _, err := connect.Test(t.Context(), c, env); !failure.Is(err, failure.Unreachable) {
		t.Errorf("a stick that is not there was tested: %v", err)
	}
	c, report, err := connect.Prepare(t.Context(), c, env)
	if err != nil || !report.OK() || c.FolderID == "" || !c.Capabilities.CanDelete || !c.Capabilities.ConsistentList {
		t.Fatalf("%+v, %v", report, err)
	}
	s := reopen(t, c, env)
	use(t, s)
	if _, known := connect.Offset(s); known {
		t.Error("a folder has no clock")
	}
	if _, _, err := connect.Test(t.Context(), c, env); err != nil {
		t.Error(err)
	}
	c.FolderID = strings.Repeat("a", 26)
	if _, _, err := connect.Test(t.Context(), c, env); !failure.Is(err, failure.Unreachable) {
		t.Errorf("another stick: %v", err)
	}
}

// Offline, a store opens all the same; the first call says what is wrong.
func TestOpenOffline(t *testing.T) {
	s := reopen(t, remote.Config{Kind: remote.KindFolder, Folder: filepath.Join(t.TempDir(), "gone"), FolderID: "x"}, env)
	if _, err := s.Get(t.Context(), "a"); !failure.Is(err, failure.Unreachable) {
		t.Error(err)
	}
	retries := 0
	patient := env
	patient.Notify = func(remote.Op, error, time.Duration) { retries++ }
	s = reopen(t, remote.Config{
		Kind: remote.KindS3, Endpoint: "http://127.0.0.1:1", Region: "eu-west-2", Bucket: "b123", AccessKey: "a", Secret: remote.NewSecret("s"),
	}, patient)
	brief, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := s.Get(brief, "a"); !failure.Is(err, failure.Unreachable) || errors.Is(err, remote.ErrNotFound) || retries == 0 {
		t.Errorf("%v after %d retries", err, retries)
	}
}

func TestWhatIsRefused(t *testing.T) {
	good := remote.Config{Kind: remote.KindS3, Endpoint: "https://s3.eu-west-2.amazonaws.com", Region: "eu-west-2", Bucket: "b123", AccessKey: "a", Secret: remote.NewSecret("s")}
	if _, err := connect.Open(good, connect.Env{Now: clock.Now}); !failure.Is(err, failure.Internal) {
		t.Errorf("a store without its guard: %v", err)
	}
	outside := good
	outside.Endpoint, outside.Region = "https://s3.us-east-1.amazonaws.com", "us-east-1"
	if _, err := connect.Open(outside, env); !failure.Is(err, failure.Refused) {
		t.Errorf("outside: %v", err)
	}
	if _, _, err := connect.Prepare(t.Context(), outside, env); !failure.Is(err, failure.Refused) {
		t.Errorf("outside: %v", err)
	}
	empty := remote.Config{Kind: remote.KindS3}
	if _, _, err := connect.Prepare(t.Context(), empty, env); !failure.Is(err, failure.Usage) {
		t.Errorf("empty: %v", err)
	}
}
