package s3

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"

	"farne/sync/failure"
)

// checkPlace lets the first write of this process pass only once the bucket has said that it is where
// the configuration says.
func (s *Store) checkPlace(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.located {
		return nil
	}
	answer, given, err := s.askLocation(ctx)
	if err != nil {
		return err
	}
	if given {
		err = s.verdict.Answer(answer)
	} else if s.verdict.NeedsAnswer() {
		err = failure.New(failure.Refused, "The bucket does not say in which region it is, so Farne sent nothing.",
			"Allow this access key to ask for the bucket's location (s3:GetBucketLocation).")
	}
	if err != nil {
		return err
	}
	s.located, s.answer = true, answer
	return nil
}

// askLocation asks GetBucketLocation, then the header that some answer HeadBucket with. given is false
// where neither said anything. (minio-go's own call answers with our configuration, unasked.)
func (s *Store) askLocation(ctx context.Context) (answer string, given bool, err error) {
	response, err := s.ask(ctx, http.MethodGet, "location=")
	if err != nil {
		return "", false, s.explain(ctx, err)
	}
	defer discard(response)
	body, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	if err != nil {
		return "", false, explainBody(err)
	}
	if response.StatusCode == http.StatusOK {
		var location struct {
			XMLName xml.Name `xml:"LocationConstraint"`
			Region  string   `xml:",chardata"`
		}
		if err := xml.Unmarshal(body, &location); err != nil {
			return "", false, errNotS3
		}
		return strings.TrimSpace(location.Region), true, nil
	}
	refusal := minio.ErrorResponse{StatusCode: response.StatusCode}
	_ = xml.Unmarshal(body, &refusal) // without words the status decides
	refusal.StatusCode = response.StatusCode
	unknown := refusal.StatusCode == http.StatusNotImplemented || refusal.StatusCode == http.StatusMethodNotAllowed
	denied := refusal.StatusCode == http.StatusForbidden && (refusal.Code == "AccessDenied" || refusal.Code == "")
	if unknown || denied {
		return s.headRegion(ctx)
	}
	return "", false, s.explain(ctx, refusal)
}

// headRegion is what the bucket says of its region in passing. Who may not even ask for that may not list
// the bucket either: the access key is refused.
func (s *Store) headRegion(ctx context.Context) (answer string, given bool, err error) {
	response, err := s.ask(ctx, http.MethodHead, "")
	if err != nil {
		return "", false, s.explain(ctx, err)
	}
	discard(response)
	answer = response.Header.Get("X-Amz-Bucket-Region")
	if status := response.StatusCode; answer == "" && (status == http.StatusForbidden || status == http.StatusUnauthorized) {
		return "", false, s.refused(minio.ErrorResponse{StatusCode: status})
	}
	return answer, answer != "", nil
}

// ask sends a request about the bucket as a whole, as minio-go would: the transport does the rest.
func (s *Store) ask(ctx context.Context, method, query string) (*http.Response, error) {
	address := url.URL{Scheme: "https", Host: placeholder, Path: "/" + s.bucket, RawQuery: query}
	request, err := http.NewRequestWithContext(ctx, method, address.String(), nil)
	if err != nil {
		return nil, err
	}
	return s.transport.RoundTrip(request)
}
