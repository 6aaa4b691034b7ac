package s3_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
	"farne/sync/remote/s3"
)

// answers makes a front that answers requests for the bucket itself.
func answers(t *testing.T, v *remotetest.Versity, matches func(*http.Request) bool, status int, header map[string]string, body string) remote.Config {
	t.Helper()
	return remotetest.StartFront(t, v, remotetest.FrontOptions{Answered: func(w http.ResponseWriter, r *http.Request) bool {
		if !matches(r) {
			return false
		}
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
		return true
	}}).Config(v)
}

func asksLocation(r *http.Request) bool { return r.URL.Query().Has("location") }

// asksBucket matches HeadBucket as well, which some answer with the region in passing.
func asksBucket(r *http.Request) bool {
	return asksLocation(r) || r.Method == http.MethodHead && strings.Count(r.URL.Path, "/") == 1
}

func location(region string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` + region + `</LocationConstraint>`
}

// nothingArrived looks into the server's own files.
func nothingArrived(t *testing.T, v *remotetest.Versity) {
	t.Helper()
	_ = filepath.WalkDir(filepath.Join(v.Dir, v.Bucket), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(path, ".sgwtmp") {
			t.Errorf("%s was uploaded", path)
		}
		return nil
	})
}

func TestRegionThatLies(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	malformed := `<Error><Code>AuthorizationHeaderMalformed</Code><Message>wrong region</Message><Region>us-east-1</Region></Error>`
	denied := `<Error><Code>AccessDenied</Code></Error>`
	for name, test := range map[string]struct {
		status int
		header map[string]string
		body   string
		code   failure.Code
	}{
		"another region":                  {200, nil, location("us-east-1"), failure.Refused},
		"S3's old word for us-east-1":     {200, nil, location(""), failure.Refused},
		"the signature's region is off":   {400, nil, malformed, failure.Refused},
		"a redirect to another region":    {301, map[string]string{"X-Amz-Bucket-Region": "us-east-1", "Location": "https://s3.us-east-1.amazonaws.com/"}, "", failure.Refused},
		"a page of HTML":                  {200, nil, "<html><body>Welcome</body></html>", failure.Unreachable},
		"refused, and nothing in passing": {403, nil, denied, failure.Unreachable},
		"unknown there":                   {501, nil, "", failure.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			c := answers(t, v, asksBucket, test.status, test.header, test.body)
			err := remotetest.Open(t, c, env).Put(t.Context(), "h/a/b", []byte("hint"), remote.Overwrite)
			fails(t, v, err, test.code)
			_, err = s3.Probe(t.Context(), c, env)
			fails(t, v, err, test.code)
			nothingArrived(t, v)
		})
	}
}

func TestRegionInPassing(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	for region, code := range map[string]failure.Code{"eu-west-2": "", "us-east-1": failure.Refused} {
		c := remotetest.StartFront(t, v, remotetest.FrontOptions{Answered: func(w http.ResponseWriter, r *http.Request) bool {
			if asksLocation(r) {
				w.WriteHeader(http.StatusForbidden)
			} else if asksBucket(r) {
				w.Header().Set("X-Amz-Bucket-Region", region)
			} else {
				return false
			}
			return true
		}}).Config(v)
		err := remotetest.Open(t, c, env).Put(t.Context(), "h/a/b", []byte("hint"), remote.Overwrite)
		if code == "" && err != nil {
			t.Error(err)
		} else if code != "" {
			fails(t, v, err, code)
		}
	}
}

// A real server in another region than the configuration says.
func TestServerElsewhere(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{Region: "eu-central-1"})
	c := v.Config()
	c.Region = "eu-west-2"
	fails(t, v, remotetest.Open(t, c, env).Put(t.Context(), "a", []byte("x"), remote.Create), failure.Refused)
	nothingArrived(t, v)
	c.Region = "us-east-1"
	_, err := s3.New(c, env)
	fails(t, v, err, failure.Refused)
}

func TestAttestedPlace(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := answers(t, v, asksBucket, http.StatusNotImplemented, nil, "")
	c.Attested = "our own server in Leeds"
	found, err := s3.Probe(t.Context(), c, env)
	if err != nil {
		t.Fatal(err)
	}
	if got := found.Capabilities; got.Place != c.Attested || !got.Attested || got.Location != "" {
		t.Errorf("%+v", got)
	}
}
