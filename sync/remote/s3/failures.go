package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"

	"farne/sync/failure"
	"farne/sync/remote"
)

var (
	errPrecondition = errors.New("an object stands there") // 412; never leaves this package
	// errDeleted: the newest version is a delete marker, says the storage itself.
	errDeleted = fmt.Errorf("deleted: %w", remote.ErrNotFound)

	errOtherHost error = failure.New(failure.Refused, "Farne was about to ask another host than the one that was set; nothing was sent.",
		"Check the endpoint and the region.")
	errPlainHTTP error = failure.New(failure.Refused, "Plain HTTP leads to another machine here; nothing was sent.", "Use an https endpoint.")
	errTooLarge  error = failure.New(failure.Integrity, "The storage sent an object larger than any that Farne writes; it was not read."+remote.Safe,
		"Run farne verify.")
	errUnordered error = failure.New(failure.Unreachable, "The storage lists objects out of order, which Farne cannot rely on."+remote.Safe,
		"Choose a storage with ordinary S3 listings (no directory bucket).")
	errNotS3 error = failure.Wrap(remote.Transient(errors.New("answer is not S3's")), failure.Unreachable,
		"Something other than the storage answered: a guest network's sign-in page, a proxy, or a wrong endpoint."+remote.Safe,
		"Sign in to the network, or check the endpoint.")
	errWavering error = failure.Wrap(remote.Transient(errors.New("object exists and does not")), failure.Unreachable,
		"The storage contradicts itself about an object."+remote.Safe, "Farne tries again by itself.")
)

// explain gives minio-go's errors their words; what already has them (from the transport) passes.
func (s *Store) explain(ctx context.Context, err error) error {
	var known *failure.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) {
		return err
	}
	if ended := ctx.Err(); errors.Is(ended, context.Canceled) {
		return ended
	}
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.StatusCode != 0 {
		return s.explainAnswer(answer)
	}
	return explainBody(err)
}

// explainBody explains a body that ended early or made no sense.
func explainBody(err error) error {
	return failure.Wrap(remote.Transient(err), failure.Unreachable, "The connection to the storage broke off."+remote.Safe, "Farne tries again by itself.")
}

func isNotFound(err error) bool {
	var answer minio.ErrorResponse
	return errors.Is(err, errDeleted) || errors.As(err, &answer) && answer.StatusCode == http.StatusNotFound &&
		(answer.Code == "NoSuchKey" || answer.Code == "NoSuchVersion")
}

// explainAnswer sorts S3's error codes by what a person can do about them.
func (s *Store) explainAnswer(a minio.ErrorResponse) error {
	host := s.transport.host
	switch a.Code {
	case "NoSuchBucket":
		return failure.Wrap(a, failure.Unreachable, fmt.Sprintf("There is no bucket %q at %s.%s", s.bucket, host, remote.Safe),
			"Check the bucket's name and region; make the bucket with your provider if it is new.")
	case "AuthorizationHeaderMalformed", "InvalidRegion", "IncorrectEndpoint", "PermanentRedirect", "IllegalLocationConstraintException":
		if a.Region != s.transport.region {
			return wrongRegion(a.Region, s.transport.region)
		}
	case "RequestTimeTooSkewed", "RequestExpired":
		return failure.Wrap(a, failure.Clock, "The storage finds this laptop's clock too wrong to accept anything."+remote.Safe, "Set the clock, then sync again.")
	case "QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "XAdminBucketQuotaExceeded", "StorageQuotaExceeded", "TooManyObjects":
		return s.full(a)
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "ExpiredToken", "InvalidToken", "XAdminUserNotFound":
		return s.refused(a)
	case "BadDigest", "InvalidDigest", "IncompleteBody", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch":
		return failure.Wrap(remote.Transient(a), failure.Unreachable, "Something was damaged on the way to the storage, which noticed and refused it."+remote.Safe,
			"Farne tries again by itself.")
	case "SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError", "OperationAborted", "ConditionalRequestConflict", "Throttling":
		return busy(host, a)
	}
	return s.explainStatus(a)
}

func (s *Store) explainStatus(a minio.ErrorResponse) error {
	switch status := a.StatusCode; {
	case status == http.StatusPreconditionFailed:
		return errPrecondition
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return s.refused(a)
	case status == http.StatusInsufficientStorage:
		return s.full(a)
	case status == http.StatusConflict, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests,
		status >= 500 && status != http.StatusNotImplemented:
		return busy(s.transport.host, a)
	}
	return failure.Wrap(a, failure.Unreachable, fmt.Sprintf("The storage at %s refuses a request (%s).%s", s.transport.host, said(a), remote.Safe),
		"Run farne remote test.")
}

func (s *Store) refused(a minio.ErrorResponse) error {
	return failure.Wrap(a, failure.Unreachable, fmt.Sprintf("The storage at %s refuses this laptop's access key (%s).%s", s.transport.host, said(a), remote.Safe),
		"Check the access key, its secret and what it may do; set them with farne remote set s3.")
}

// said is the storage's own word for a refusal.
func said(a minio.ErrorResponse) string {
	if code := plain(a.Code); code != "" && code == a.Code {
		return code
	}
	return fmt.Sprintf("status %d", a.StatusCode)
}

func (s *Store) full(err error) error {
	return failure.Wrap(err, failure.Full, "The storage is full or its quota is used up; what was sent before is safe there."+remote.Safe,
		"Enlarge the quota with your provider.")
}

func busy(host string, err error) error {
	return failure.Wrap(remote.Transient(err), failure.Unreachable, fmt.Sprintf("The storage at %s is busy or has a fault.%s", host, remote.Safe), "Farne tries again by itself.")
}

func wrongRegion(found, wanted string) error {
	if found == "" {
		found = "another region"
	}
	return failure.New(failure.Refused, fmt.Sprintf("The bucket is in %s, not in %s as it should be. Nothing was sent.", plain(found), wanted),
		"Check the region, or make the bucket anew in the right one.")
}
