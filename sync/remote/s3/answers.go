package s3

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"farne/sync/failure"
	"farne/sync/remote"
)

// judge lets through what S3 can have answered. minio-go is lenient: it takes any 404 for a missing
// key and decodes any XML as a listing, so a captive portal's page would pass for an empty bucket.
func (t *transport) judge(r *http.Request, response *http.Response) (*http.Response, error) {
	status := response.StatusCode
	switch {
	case status >= 300 && status < 400 && status != http.StatusNotModified:
		defer discard(response)
		return nil, t.redirected(response)
	case status == http.StatusNotFound && response.Header.Get("X-Amz-Delete-Marker") == "true":
		defer discard(response)
		return nil, errDeleted
	case status == http.StatusNotFound && r.Method != http.MethodHead:
		return expect(response, "<Error")
	case status == http.StatusOK && isListing(r):
		return expect(response, "<ListBucketResult")
	}
	return response, nil
}

// expect looks for the root element near the beginning of the body, without consuming it.
func expect(response *http.Response, element string) (*http.Response, error) {
	buffered := bufio.NewReaderSize(response.Body, 1024)
	start, err := buffered.Peek(1024)
	if err != nil && !errors.Is(err, io.EOF) {
		response.Body.Close()
		return nil, explainBody(err)
	}
	if !bytes.Contains(start, []byte(element)) {
		response.Body.Close()
		return nil, errNotS3
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{buffered, response.Body}
	return response, nil
}

// redirected explains what is never followed. AWS answers so where the bucket is in another region.
func (t *transport) redirected(response *http.Response) error {
	if region := response.Header.Get("X-Amz-Bucket-Region"); region != "" && region != t.region {
		return wrongRegion(region, t.region)
	}
	where := "another address"
	if target, err := url.Parse(response.Header.Get("Location")); err == nil && target.Hostname() != "" {
		where = target.Hostname()
	}
	return failure.New(failure.Unreachable, fmt.Sprintf("The storage at %s sends Farne on to %s, which Farne does not follow.%s", t.host, plain(where), remote.Safe),
		"Check the endpoint: it must be the provider's own for this region. On a guest network, sign in to it first.")
}

// plain keeps a provider's word from playing with the screen.
func plain(s string) string {
	clean := make([]byte, 0, 80)
	for i := 0; i < len(s) && len(clean) < 80; i++ {
		if s[i] > ' ' && s[i] < 0x7f {
			clean = append(clean, s[i])
		}
	}
	return string(clean)
}
