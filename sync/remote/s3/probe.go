package s3

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base32"
	"errors"
	"net/http"
	"strings"

	"github.com/minio/minio-go/v7"

	"farne/sync/remote"
)

// Probe finds out what a bucket can do, on the bucket itself: TLS 1.3 or else 1.2, where it is, whether
// a conditional PUT is honoured, versioning, object lock. It returns the configuration with TLS12 and
// Capabilities set (ConsistentList and CanDelete are remote/check's to find). It writes one small
// object below "probe/" and removes it, where the credentials may.
func Probe(ctx context.Context, c remote.Config, env Env) (remote.Config, error) {
	c.Capabilities, c.TLS12 = nil, false
	s, err := reach(ctx, c, env)
	var handshake *handshakeError
	if errors.As(err, &handshake) {
		older := c
		older.TLS12 = true
		if with12, err12 := reach(ctx, older, env); err12 == nil {
			s, c, err = with12, older, nil
		}
	}
	if err != nil {
		return c, err
	}
	defer s.Close()
	found, err := s.capabilities(ctx)
	if err != nil {
		return c, err
	}
	c.Capabilities = &found
	return c, nil
}

// reach opens the bucket and asks it where it is.
func reach(ctx context.Context, c remote.Config, env Env) (*Store, error) {
	s, err := New(c, env)
	if err != nil {
		return nil, err
	}
	return s, s.checkPlace(ctx)
}

func (s *Store) capabilities(ctx context.Context) (remote.Capabilities, error) {
	offset, _ := s.Offset()
	found := remote.Capabilities{
		TLS: tlsName(uint16(s.transport.tls.Load())), Location: s.answer, Place: s.verdict.String(), Attested: s.verdict.Attested != "",
		ClockOffset: offset.Milliseconds(), ProbedAt: s.transport.time.current().UTC().Truncate(1e9),
	}
	var err error
	if found.ConditionalPut, err = s.honoursCondition(ctx); err != nil {
		return found, err
	}
	if found.Versioning, err = s.versioning(ctx); err != nil {
		return found, err
	}
	found.ObjectLock, found.RetentionDays, err = s.objectLock(ctx)
	return found, err
}

// honoursCondition writes an object and then tries to overwrite it under If-None-Match: *. A server
// that does not know the header overwrites, or refuses the request as a whole.
func (s *Store) honoursCondition(ctx context.Context) (bool, error) {
	var random [16]byte
	_, _ = rand.Read(random[:])
	name := "probe/" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random[:])) + "/condition"
	err := s.put(ctx, name, []byte("first"), true)
	if notKnown(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer s.Delete(context.WithoutCancel(ctx), name) // ordinary credentials may not
	err = s.put(ctx, name, []byte("second"), true)
	if err != nil && !errors.Is(err, errPrecondition) && !notKnown(err) {
		return false, err
	}
	kept, err2 := s.Get(ctx, name)
	return errors.Is(err, errPrecondition) && string(kept) == "first", err2
}

// notKnown recognises a feature that the server does not have.
func notKnown(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && (answer.StatusCode == http.StatusNotImplemented || answer.StatusCode == http.StatusMethodNotAllowed)
}

// unasked recognises a setting that the server lacks or the credentials may not see.
func unasked(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && (notKnown(err) || answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusBadRequest)
}

func (s *Store) versioning(ctx context.Context) (string, error) {
	setting, err := s.core.GetBucketVersioning(ctx, s.bucket)
	switch {
	case unasked(err):
		return "unknown", nil
	case err != nil:
		return "", s.explain(ctx, err)
	case setting.Enabled():
		return "enabled", nil
	case setting.Suspended():
		return "suspended", nil
	}
	return "off", nil
}

func (s *Store) objectLock(ctx context.Context) (lock string, days int, err error) {
	enabled, mode, validity, unit, err := s.core.GetObjectLockConfig(ctx, s.bucket)
	var answer minio.ErrorResponse
	switch {
	case errors.As(err, &answer) && answer.StatusCode == http.StatusNotFound && answer.Code == "ObjectLockConfigurationNotFoundError":
		return "off", 0, nil
	case unasked(err):
		return "unknown", 0, nil
	case err != nil:
		return "", 0, s.explain(ctx, err)
	case enabled != "Enabled":
		return "off", 0, nil
	case mode == nil || validity == nil || unit == nil:
		return "on", 0, nil
	}
	days = int(*validity)
	if *unit == minio.Years {
		days *= 365
	}
	return strings.ToLower(mode.String()), days, nil
}

func tlsName(version uint16) string {
	switch version {
	case tls.VersionTLS13:
		return "1.3"
	case tls.VersionTLS12:
		return "1.2"
	}
	return ""
}
