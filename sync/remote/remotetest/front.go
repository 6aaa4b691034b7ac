package remotetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"farne/sync/clock"
	"farne/sync/remote"
)

// FrontOptions say how a Front misbehaves. The zero value is a good TLS 1.3 server at 127.0.0.1.
type FrontOptions struct {
	Plain     bool          // no TLS
	MaxTLS    uint16        // tls.VersionTLS11, …; default 1.3
	Names     []string      // of the certificate; default 127.0.0.1 and localhost
	Expired   bool          // the certificate ran out yesterday
	UnknownCA bool          // the certificate is of another authority than Config.CA
	Clock     time.Duration // the server's clock is this far from ours (Date header and certificate)
	Lifetime  time.Duration // of the certificate; default 90 days, half of it passed
	MaxSkew   time.Duration // requests further from the server's clock are refused as S3 does; 0: none
	// IgnoresConditions: If-None-Match does nothing, as with some providers.
	IgnoresConditions bool
	// Answered, if set, sees each request first and returns true where it has answered instead.
	Answered func(http.ResponseWriter, *http.Request) bool
}

// Front is a reverse proxy before a Versity server.
type Front struct {
	URL string
	CA  string // PEM
}

// Config is the Versity server's, through this front.
func (f *Front) Config(v *Versity) remote.Config {
	c := v.Config()
	c.Endpoint, c.CA = f.URL, f.CA
	return c
}

// StartFront runs a front until the test ends. Signatures stay valid through it.
func StartFront(t testing.TB, v *Versity, o FrontOptions) *Front {
	t.Helper()
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: v.Address})
			r.Out.Host = r.In.Host // it is signed
			if o.IgnoresConditions && r.Out.Header.Get("If-None-Match") != "" {
				r.Out.Header.Del("If-None-Match")
				v.sign(r.Out)
			}
		},
		ErrorLog: log.New(&v.log, "", 0),
	}
	if o.Clock != 0 {
		proxy.ModifyResponse = func(r *http.Response) error {
			r.Header.Set("Date", clock.Now().Add(o.Clock).UTC().Format(http.TimeFormat))
			return nil
		}
	}
	server := httptest.NewUnstartedServer(o.handler(proxy))
	server.Config.ErrorLog = log.New(&v.log, "", 0)
	t.Cleanup(server.Close)
	if o.Plain {
		server.Start()
		return &Front{URL: server.URL}
	}
	authority := newAuthority(t)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{authority.issue(t, o)}, MinVersion: tls.VersionTLS10, MaxVersion: o.MaxTLS}
	server.StartTLS()
	if o.UnknownCA {
		authority = newAuthority(t)
	}
	return &Front{URL: server.URL, CA: authority.pem}
}

// sign signs a request anew, with what its headers now are.
func (v *Versity) sign(r *http.Request) {
	r.Header.Del("Authorization")
	keys := aws.Credentials{AccessKeyID: AccessKey, SecretAccessKey: v.Secret}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(r.Context(), keys, r, r.Header.Get("X-Amz-Content-Sha256"), "s3", v.Region, clock.Now()); err != nil {
		panic(err)
	}
}

func (o FrontOptions) handler(proxy http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.Answered != nil && o.Answered(w, r) {
			return
		}
		if o.Clock != 0 {
			w.Header().Set("Date", clock.Now().Add(o.Clock).UTC().Format(http.TimeFormat))
		}
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if o.MaxSkew != 0 && (err != nil || clock.Now().Add(o.Clock).Sub(signed).Abs() > o.MaxSkew) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code><Message>too skewed</Message></Error>`))
			return
		}
		w.Header().Del("Date")
		proxy.ServeHTTP(w, r)
	})
}

// authority is a certificate authority made for one test.
type authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	pem         string
}

func newAuthority(t testing.TB) authority {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Farne test authority"},
		NotBefore: clock.Now().AddDate(-50, 0, 0), NotAfter: clock.Now().AddDate(50, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return authority{key, certificate, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))}
}

func (a authority) issue(t testing.TB, o FrontOptions) tls.Certificate {
	t.Helper()
	life := o.Lifetime
	if life == 0 {
		life = 90 * 24 * time.Hour
	}
	middle := clock.Now().Add(o.Clock)
	if o.Expired {
		middle = middle.Add(-life/2 - 24*time.Hour)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test server"},
		NotBefore: middle.Add(-life / 2), NotAfter: middle.Add(life / 2),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	if o.Names != nil {
		template.IPAddresses, template.DNSNames = nil, o.Names
	}
	key := newKey(t)
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
