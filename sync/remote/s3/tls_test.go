package s3_test

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/region"
	"farne/sync/remote/remotetest"
	"farne/sync/remote/s3"
)

func TestTLS(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	for name, test := range map[string]struct {
		front remotetest.FrontOptions
		tls12 bool // what the configuration allows
		words string
	}{
		"1.3":                          {},
		"1.2 where 1.3 is wanted":      {front: remotetest.FrontOptions{MaxTLS: tls.VersionTLS12}, words: "outdated TLS"},
		"1.2 where the probe found it": {front: remotetest.FrontOptions{MaxTLS: tls.VersionTLS12}, tls12: true},
		"1.1":                          {front: remotetest.FrontOptions{MaxTLS: tls.VersionTLS11}, tls12: true, words: "outdated TLS"},
		"another name":                 {front: remotetest.FrontOptions{Names: []string{"s3.example.org"}}, words: "another name"},
		"expired":                      {front: remotetest.FrontOptions{Expired: true}, words: "ran out"},
		"an unknown authority":         {front: remotetest.FrontOptions{UnknownCA: true}, words: "authority"},
	} {
		t.Run(name, func(t *testing.T) {
			var reached atomic.Bool
			test.front.Answered = func(_ http.ResponseWriter, r *http.Request) bool {
				reached.Store(reached.Load() || r.Header.Get("Authorization") != "")
				return false
			}
			c := remotetest.StartFront(t, v, test.front).Config(v)
			c.TLS12 = test.tls12
			s := remotetest.Open(t, c, env)
			err := s.Put(t.Context(), "h/a/b", []byte("hint"), remote.Overwrite)
			if test.words == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			fails(t, v, err, failure.Unreachable)
			if !strings.Contains(err.Error(), test.words) {
				t.Errorf("it does not say %q", test.words)
			}
			if remote.IsTransient(err) {
				t.Error("trying again would not help")
			}
			if reached.Load() {
				t.Error("something signed was sent all the same")
			}
		})
	}
}

func TestProbeFindsTheTLSVersion(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	for max, want := range map[uint16]string{tls.VersionTLS13: "1.3", tls.VersionTLS12: "1.2", tls.VersionTLS11: ""} {
		c := remotetest.StartFront(t, v, remotetest.FrontOptions{MaxTLS: max}).Config(v)
		c.TLS12 = want == "1.3" // a provider that has learned 1.3 is noticed
		found, err := s3.Probe(t.Context(), c, env)
		if want == "" {
			fails(t, v, err, failure.Unreachable)
		} else if err != nil || found.Capabilities.TLS != want || found.TLS12 != (want == "1.2") {
			t.Errorf("%x: %+v, %v", max, found.Capabilities, err)
		}
	}
}

func TestNoTLSAtAll(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := v.Config()
	c.Endpoint = "https://" + v.Address
	_, err := remotetest.Open(t, c, env).Get(t.Context(), "a")
	fails(t, v, err, failure.Unreachable)
	c.Endpoint = "http://192.0.2.1"
	_, err = s3.New(c, env)
	fails(t, v, err, failure.Refused)
}

// tunnel is a proxy that serves CONNECT and counts; anything else it answers with 405.
func tunnel(t *testing.T, to string, connects *atomic.Int32) *url.URL {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || to == "" {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		connects.Add(1)
		there, err := net.Dial("tcp", to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = here.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
		go pipe(there, here)
		go pipe(here, there)
	}))
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func pipe(to, from net.Conn) {
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if _, wrote := to.Write(buffer[:n]); err != nil || wrote != nil {
			return
		}
	}
}

// A proxy may carry the connection but never end it: TLS goes through to the storage.
func TestProxies(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	good := remotetest.StartFront(t, v, remotetest.FrontOptions{}).Config(v)
	spy := remotetest.StartFront(t, v, remotetest.FrontOptions{}) // has a certificate of its own authority
	for name, test := range map[string]struct {
		to   string
		code failure.Code
	}{
		"carries":    {strings.TrimPrefix(good.Endpoint, "https://"), ""},
		"intercepts": {strings.TrimPrefix(spy.URL, "https://"), failure.Unreachable},
		"refuses":    {"", failure.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			var connects atomic.Int32
			proxy := tunnel(t, test.to, &connects)
			s := remotetest.Open(t, good, s3.Env{Now: clock.Now, Proxy: http.ProxyURL(proxy)})
			_, err := s.Get(t.Context(), "none")
			if test.code == "" {
				if !errors.Is(err, remote.ErrNotFound) || connects.Load() == 0 {
					t.Errorf("%v after %d connections", err, connects.Load())
				}
				return
			}
			fails(t, v, err, test.code)
			if test.to == "" && !strings.Contains(err.Error(), "407") {
				t.Error("it does not name the proxy's refusal")
			}
		})
	}
}

// Amazon's buckets are addressed before the host. The name leads to a local server by way of a proxy.
func TestConformanceAtAmazonsAddress(t *testing.T) {
	const host = "s3.eu-west-2.amazonaws.com"
	v := remotetest.StartVersity(t, remotetest.VersityOptions{VirtualDomain: host})
	front := remotetest.StartFront(t, v, remotetest.FrontOptions{Names: []string{"*." + host}})
	var connects atomic.Int32
	proxy := tunnel(t, strings.TrimPrefix(front.URL, "https://"), &connects)
	c := front.Config(v)
	c.Endpoint = "https://" + host
	c, err := s3.Probe(t.Context(), c, s3.Env{Now: clock.Now, Proxy: http.ProxyURL(proxy)})
	if err != nil {
		t.Fatal(err)
	}
	remotetest.Conformance(t, remotetest.Open(t, c, s3.Env{Now: clock.Now, Proxy: http.ProxyURL(proxy)}), c.Capabilities)
}

// minio-go rewrites hosts for some providers. For every place of the table, what is asked must be the
// very endpoint that was checked. No connection is made.
func TestEveryPlaceIsAskedAtItsOwnEndpoint(t *testing.T) {
	for _, place := range region.Places {
		if place.Area == region.CH {
			continue
		}
		endpoint := strings.Replace(place.Host, "*", "account", 1)
		var asked string
		stop := func(r *http.Request) (*url.URL, error) { asked = r.URL.Host; return nil, errors.New("stop") }
		s := remotetest.Open(t, remote.Config{
			Kind: remote.KindS3, Endpoint: endpoint, Region: place.Region, Bucket: "practice", AccessKey: "a", Secret: remote.NewSecret("s"),
		}, s3.Env{Now: clock.Now, Proxy: stop})
		_, err := s.Get(t.Context(), "h/a/b")
		if asked != endpoint && asked != "practice."+endpoint {
			t.Errorf("%s %s: %q was asked: %v", place.Provider, place.Region, asked, err)
		}
	}
}
