// Package remotetest is what tests of remotes need: Conformance holds a store against its contract,
// StartVersity runs a real S3 server on a loopback port, and Front puts TLS (good, outdated or lying)
// before it. Nothing here is for production code; it needs *testing.T throughout.
//
// The server is the versitygw binary: at $VERSITYGW, else where build/setup.sh puts it. Without it a
// test fails and says so; none is skipped.
package remotetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/remote"
	"farne/sync/remote/s3"
)

const versityVersion = "v1.8.0" // as build/env.sh has it

// The credentials of every server that StartVersity runs.
const AccessKey = "farne-test"

// Versity is a running S3 server with one bucket.
type Versity struct {
	Address string // host:port, plain HTTP
	Secret  string
	Region  string
	Bucket  string
	Dir     string // the buckets' files, to look into or to damage

	log lockedBuffer
}

// VersityOptions choose what the server's bucket is like. The zero value is a plain bucket in London.
type VersityOptions struct {
	Region     string // default eu-west-2
	Versioning bool
	ObjectLock bool // implies Versioning

	// VirtualDomain is the name under which buckets are addressed as BUCKET.NAME.
	VirtualDomain string
}

// StartVersity runs a server until the test ends.
func StartVersity(t testing.TB, o VersityOptions) *Versity {
	t.Helper()
	if o.Region == "" {
		o.Region = "eu-west-2"
	}
	v := &Versity{Address: freeAddress(t), Secret: randomHex(20), Region: o.Region, Bucket: "practice-" + randomHex(4), Dir: t.TempDir()}
	arguments := []string{"--quiet", "--keep-alive", "--region", o.Region, "--port", v.Address}
	if o.VirtualDomain != "" {
		arguments = append(arguments, "--virtual-domain", o.VirtualDomain)
	}
	arguments = append(arguments, "posix")
	if o.Versioning || o.ObjectLock {
		arguments = append(arguments, "--versioning-dir", t.TempDir())
	}
	command := exec.Command(versityBinary(t), append(arguments, v.Dir)...)
	command.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+AccessKey, "ROOT_SECRET_KEY="+v.Secret)
	command.Stdout, command.Stderr = &v.log, &v.log
	if err := command.Start(); err != nil {
		t.Fatalf("start versitygw: %v", err)
	}
	ended := make(chan struct{})
	go func() { _ = command.Wait(); close(ended) }()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		<-ended
	})
	v.await(t, ended)
	if err := s3.MakeBucket(t.Context(), v.Config(), s3.Env{Now: clock.Now}, o.Versioning, o.ObjectLock); err != nil {
		t.Fatalf("make bucket: %v\n%s", err, v.log.String())
	}
	return v
}

// Config opens the bucket over plain HTTP on loopback.
func (v *Versity) Config() remote.Config {
	return remote.Config{
		Name: "test", Kind: remote.KindS3, Endpoint: "http://" + v.Address, Region: v.Region, Bucket: v.Bucket,
		AccessKey: AccessKey, Secret: remote.NewSecret(v.Secret),
	}
}

// Open opens the bucket as Config says.
func (v *Versity) Open(t testing.TB) *s3.Store {
	t.Helper()
	return Open(t, v.Config(), s3.Env{Now: clock.Now})
}

// Open opens a bucket and closes its connections when the test ends.
func Open(t testing.TB, c remote.Config, env s3.Env) *s3.Store {
	t.Helper()
	store, err := s3.New(c, env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

func (v *Versity) await(t testing.TB, ended <-chan struct{}) {
	t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	for {
		response, err := http.Get("http://" + v.Address + "/")
		if err == nil {
			response.Body.Close()
			return
		}
		select {
		case <-ended:
			t.Fatalf("versitygw ended:\n%s", v.log.String())
		case <-deadline.C:
			t.Fatalf("versitygw does not answer: %v\n%s", err, v.log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func versityBinary(t testing.TB) string {
	t.Helper()
	path := os.Getenv("VERSITYGW")
	if path == "" {
		path = filepath.Join(cacheDir(t), "bin", "versitygw-"+versityVersion)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the S3 server that this test needs is not here (%v): run build/setup.sh test", err)
	}
	return path
}

// cacheDir follows build/env.sh.
func cacheDir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("FARNE_CACHE"); dir != "" {
		return dir
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "farne-build")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(home, ".cache", "farne-build")
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// lockedBuffer takes a server's output while the test may read it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
