package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"farne/sync/remote"
)

// placeholder is the endpoint that minio-go is given; it exists nowhere (RFC 2606). With the real ones
// minio-go rewrites Amazon's to others and refuses Google's regional ones.
const placeholder = "s3.invalid"

// transport addresses, signs, sends, counts, paces, and judges answers: everything between minio-go,
// which speaks S3, and the network.
type transport struct {
	base    *http.Transport
	scheme  string // of the endpoint
	host    string // of the endpoint, as requests carry it: the one that the region table allowed
	virtual bool   // the bucket stands before the host instead of in the path
	bucket  string
	region  string
	keys    aws.Credentials
	signer  *v4.Signer
	time    *serverTime
	tls     atomic.Uint32 // version of the last handshake, 0 without TLS
}

func newTransport(c remote.Config, endpoint *url.URL, env Env) *transport {
	times := &serverTime{now: env.Now, offset: env.Offset, known: env.Offset != 0}
	return &transport{
		base:    baseTransport(c, endpoint, env, times),
		scheme:  endpoint.Scheme,
		host:    bareHost(endpoint),
		virtual: wantsVirtual(endpoint.Hostname(), c.Bucket),
		bucket:  c.Bucket,
		region:  c.Region,
		keys:    aws.Credentials{AccessKeyID: c.AccessKey, SecretAccessKey: c.Secret.Reveal()},
		// Object names are escaped once in S3's canonical request, unlike in other services'.
		signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }),
		time:   times,
	}
}

// bareHost is host or host:port, without the scheme's own port, as minio-go writes it.
func bareHost(u *url.URL) string {
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		return strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.Host
}

// wantsVirtual: Amazon means to end paths with buckets one day; everyone else understands them, and a
// bucket with a dot fits no wildcard certificate.
func wantsVirtual(host, bucket string) bool {
	amazon := strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".amazonaws.eu")
	return amazon && !strings.Contains(bucket, ".")
}

// address turns minio-go's https://placeholder/bucket/name into the endpoint's.
func (t *transport) address(u *url.URL) *url.URL {
	real := *u
	real.Scheme, real.Host = t.scheme, t.host
	if t.virtual {
		real.Host = t.bucket + "." + t.host
		real.Path = "/" + strings.TrimPrefix(strings.TrimPrefix(u.Path, "/"+t.bucket), "/")
	}
	return &real
}

// RoundTrip implements http.RoundTripper. Errors are failures with words for people.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != placeholder {
		return nil, errOtherHost
	}
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	response, err := t.send(r, body)
	if expired(err) && t.time.forget() {
		// The wall clock was set right since the offset was learned.
		response, err = t.send(r, body)
	}
	if err != nil {
		return nil, t.explain(r, err)
	}
	if t.time.learn(response.Header) && (response.StatusCode == http.StatusForbidden || response.StatusCode == http.StatusBadRequest) {
		// A refusal that brings a very different time with it: sign again with that.
		discard(response)
		if response, err = t.send(r, body); err != nil {
			return nil, t.explain(r, err)
		}
		t.time.learn(response.Header)
	}
	return t.judge(r, response)
}

// readBody takes the whole body, for its hash and to send it twice; minio-go reads from our memory.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	defer r.Body.Close()
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	return body, err
}

// send signs and sends once.
func (t *transport) send(r *http.Request, body []byte) (*http.Response, error) {
	var handshake atomic.Bool // may still be set by a dial that we gave up
	ctx := httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { handshake.Store(err != nil) },
	})
	counter, limiter := remote.Wire(r.Context())
	counter.Request(kind(r))
	signed := r.Clone(ctx)
	signed.URL = t.address(r.URL)
	signed.Host = signed.URL.Host
	signed.Header.Del("Cookie")
	if body != nil {
		signed.GetBody = func() (io.ReadCloser, error) {
			return &metered{inner: io.NopCloser(bytes.NewReader(body)), ctx: ctx, limiter: limiter, count: func(n int) { counter.Bytes(0, n) }}, nil
		}
		signed.Body, _ = signed.GetBody()
	}
	if err := t.sign(ctx, signed, body); err != nil {
		return nil, err
	}
	response, err := t.base.RoundTrip(signed)
	if err != nil {
		if handshake.Load() {
			err = &handshakeError{err}
		}
		return nil, err
	}
	if response.TLS != nil {
		t.tls.Store(uint32(response.TLS.Version))
	}
	response.Body = &metered{inner: response.Body, ctx: r.Context(), limiter: limiter, count: t.counts(r, response, counter)}
	return response, nil
}

func (t *transport) sign(ctx context.Context, r *http.Request, body []byte) error {
	sum := sha256.Sum256(body)
	payload := hex.EncodeToString(sum[:])
	r.Header.Set("X-Amz-Content-Sha256", payload)
	return t.signer.SignHTTP(ctx, t.keys, r, payload, "s3", t.region, t.time.current())
}

// kind is what a request counts as.
func kind(r *http.Request) remote.Op {
	switch {
	case r.Method == http.MethodPut:
		return remote.OpPut
	case r.Method == http.MethodDelete:
		return remote.OpDelete
	case isListing(r):
		return remote.OpList
	}
	return remote.OpGet
}

func isListing(r *http.Request) bool { return r.URL.Query().Has("list-type") }

// counts counts the bytes of objects, not those of listings and error messages.
func (t *transport) counts(r *http.Request, response *http.Response, counter *remote.Counter) func(int) {
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || response.StatusCode != http.StatusOK {
		return func(int) {}
	}
	return func(n int) { counter.Bytes(n, 0) }
}

// metered counts and paces a body in small slices, so that a limited line is used evenly.
type metered struct {
	inner   io.ReadCloser
	ctx     context.Context
	limiter *remote.Limiter
	count   func(int)
}

func (m *metered) Read(p []byte) (int, error) {
	if m.limiter != nil && len(p) > 16<<10 {
		p = p[:16<<10]
	}
	n, err := m.inner.Read(p)
	m.count(n)
	if waited := m.limiter.Wait(m.ctx, n); waited != nil && err == nil {
		err = waited
	}
	return n, err
}

func (m *metered) Close() error { return m.inner.Close() }

func discard(r *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
	r.Body.Close()
}
