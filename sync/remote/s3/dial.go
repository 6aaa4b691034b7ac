package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
)

// How long a part of a request may take.
const (
	dialTime      = 15 * time.Second
	handshakeTime = 15 * time.Second
	stallTime     = time.Minute // without a byte in either direction, or until the answer begins
)

func baseTransport(c remote.Config, endpoint *url.URL, env Env, times *serverTime) *http.Transport {
	stall := env.Stall
	if stall == 0 {
		stall = stallTime
	}
	proxy := env.Proxy
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	if endpoint.Scheme == "http" {
		proxy = nil // a proxy would see everything, and this machine needs none
	}
	d := &dialer{stall: stall, onlyLoopback: endpoint.Scheme == "http"}
	return &http.Transport{
		Proxy:                  proxy,
		DialContext:            d.dial,
		TLSClientConfig:        tlsConfig(c, times),
		TLSHandshakeTimeout:    handshakeTime,
		ResponseHeaderTimeout:  stall,
		IdleConnTimeout:        stall,
		MaxIdleConnsPerHost:    4,
		OnProxyConnectResponse: proxyRefused,
		DisableCompression:     true, // what is sealed does not shrink, and lengths must be exact
	}
}

// proxyRefused gives words to a proxy's refusal to connect.
func proxyRefused(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return failure.Wrap(remote.Transient(errors.New(answer.Status)), failure.Unreachable,
		fmt.Sprintf("This network's proxy at %s does not let Farne through (status %d).%s", plain(proxy.Hostname()), answer.StatusCode, remote.Safe),
		"Ask whoever runs the network to allow the storage's address, or use another network.")
}

// tlsConfig trusts the private authority alone where there is one, else the system's. Verification
// uses the provider's time once that is known.
func tlsConfig(c remote.Config, times *serverTime) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS13, Time: times.current}
	if c.TLS12 {
		config.MinVersion = tls.VersionTLS12
		config.CipherSuites = []uint16{ // of 1.2: authenticated encryption with forward secrecy only
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		}
	}
	if c.CA != "" {
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM([]byte(c.CA))
	}
	return config
}

type dialer struct {
	net.Dialer
	stall        time.Duration
	onlyLoopback bool
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	// "localhost" may resolve to anything.
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); d.onlyLoopback && (!ok || !tcp.IP.IsLoopback()) {
		conn.Close()
		return nil, errPlainHTTP
	}
	return &stallConn{conn, d.stall}, nil
}

// stallConn ends a connection that stands still: a line that silently died would otherwise hold a
// round for ever, while a slow one may take as long as it needs. Its deadlines are the machine's own,
// however wrong its clock.
type stallConn struct {
	net.Conn
	stall time.Duration
}

func (c *stallConn) Read(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(clock.Now().Add(c.stall)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *stallConn) Write(p []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(clock.Now().Add(c.stall)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
