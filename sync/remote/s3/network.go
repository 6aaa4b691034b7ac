package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"farne/sync/failure"
	"farne/sync/remote"
)

// handshakeError marks what failed while TLS was being agreed on, as net/http does not.
type handshakeError struct{ error }

func (e *handshakeError) Unwrap() error { return e.error }

// expired tells whether a certificate was refused for the time alone.
func expired(err error) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == x509.Expired
}

// explain gives a failed exchange its words.
func (t *transport) explain(r *http.Request, err error) error {
	var known *failure.Error
	var handshake *handshakeError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &certificate):
		return t.explainCertificate(r, certificate)
	case errors.As(err, &handshake):
		return t.explainHandshake(err)
	}
	return t.explainNetwork(err)
}

func (t *transport) explainCertificate(r *http.Request, err *tls.CertificateVerificationError) error {
	if expired(err) && len(err.UnverifiedCertificates) > 0 {
		return t.explainExpired(r, err, err.UnverifiedCertificates[0])
	}
	what := "whose certificate is not in order"
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	switch {
	case errors.As(err, &unknown):
		what = "whose certificate comes from an authority that this laptop does not know"
	case errors.As(err, &name):
		what = "whose certificate is made out to another name"
	}
	return failure.Wrap(err, failure.Unreachable, fmt.Sprintf("Something answers for %s %s; Farne sent it nothing.%s", t.host, what, remote.Safe),
		"Somebody may be listening in on this network: try another. For a server of your own, give its authority with --ca.")
}

// explainExpired tells a wrong clock from a certificate that really ran out, by asking the provider for
// the time.
func (t *transport) explainExpired(r *http.Request, err error, leaf *x509.Certificate) error {
	ours := t.time.now()
	theirs, known := t.askTime(r.Context(), t.address(r.URL).Host, leaf)
	switch {
	case known && theirs.Sub(ours).Abs() > tolerance && !theirs.Before(leaf.NotBefore) && !theirs.After(leaf.NotAfter):
		return failure.Wrap(err, failure.Clock, fmt.Sprintf("This laptop's clock says %s, the storage's says %s: too far apart for a safe connection.%s",
			stamp(ours), stamp(theirs), remote.Safe), "Set the clock, then sync again.")
	case !known && ours.Before(leaf.NotBefore): // nobody issues certificates for the future
		return failure.Wrap(err, failure.Clock, fmt.Sprintf("This laptop's clock says %s, which must be wrong: the storage's certificate is younger.%s",
			stamp(ours), remote.Safe), "Set the clock, then sync again.")
	}
	return failure.Wrap(err, failure.Unreachable, fmt.Sprintf("The certificate of %s ran out on %s (this laptop's clock says %s).%s",
		t.host, stamp(leaf.NotAfter), stamp(ours), remote.Safe), "Check the laptop's clock; if it is right, the provider must renew the certificate.")
}

// askTime reads the provider's Date over a connection whose certificate is verified in full, but as of
// the day it was issued. The request carries no credentials and the answer is used for words alone:
// whoever stole a certificate that has since run out could answer here.
func (t *transport) askTime(ctx context.Context, host string, leaf *x509.Certificate) (time.Time, bool) {
	bare := t.base.Clone()
	bare.TLSClientConfig.Time = func() time.Time { return leaf.NotBefore.Add(time.Minute) }
	bare.DisableKeepAlives = true
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, "https://"+host+"/", nil)
	if err != nil {
		return time.Time{}, false
	}
	response, err := bare.RoundTrip(request)
	if err != nil {
		return time.Time{}, false
	}
	discard(response)
	date, err := http.ParseTime(response.Header.Get("Date"))
	return date, err == nil
}

func stamp(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 UTC") }

func (t *transport) explainHandshake(err error) error {
	what := "could not agree with Farne on a safe connection; it may offer only outdated TLS"
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		what = "does not speak TLS"
	case !strings.Contains(err.Error(), "tls: "): // a time-out or a reset, no word from either side
		return t.explainNetwork(err)
	}
	return failure.Wrap(err, failure.Unreachable, fmt.Sprintf("The storage at %s %s.%s", t.host, what, remote.Safe),
		"Run farne remote set again: it finds out whether TLS 1.2 would do. Nothing older is accepted.")
}

func (t *transport) explainNetwork(err error) error {
	what := fmt.Sprintf("The storage at %s cannot be reached.", t.host)
	var name *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		what = fmt.Sprintf("No machine called %s can be found: there is no internet, or the name is misspelt.", t.host)
	case errors.As(err, &dial) && dial.Op == "proxyconnect":
		what = fmt.Sprintf("The network's proxy does not lead to the storage at %s.", t.host)
	}
	return failure.Wrap(remote.Transient(err), failure.Unreachable, what+remote.Safe, "Check the internet connection; Farne tries again by itself.")
}
