package s3_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
	"farne/sync/remote/s3"
)

func always(*http.Request) bool { return true }

// every makes all four calls and wants the same failure from each.
func every(t *testing.T, v *remotetest.Versity, c remote.Config, code failure.Code, transient bool) {
	t.Helper()
	s := remotetest.Open(t, c, env)
	_, get := s.Get(t.Context(), "h/a/b")
	for call, err := range map[string]error{
		"list": s.List(t.Context(), "h/", "", func(remote.Info) error { return nil }), "get": get,
		"put": s.Put(t.Context(), "h/a/b", []byte("x"), remote.Overwrite), "delete": s.Delete(t.Context(), "h/a/b"),
	} {
		if call == "delete" && err == nil {
			continue // some of these answers are what S3 says to a delete
		}
		if errors.Is(err, remote.ErrNotFound) {
			t.Errorf("%s: passed for not found", call)
		}
		if remote.IsTransient(err) != transient {
			t.Errorf("%s: transient is %v: %v", call, !transient, err)
		}
		fails(t, v, err, code)
	}
}

// A guest network's sign-in page is neither an empty bucket nor a missing object nor a written one.
func TestCaptivePortal(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	page := `<?xml version="1.0"?><html><head><title>Welcome</title></head><body><p>Sign in</p></body></html>`
	for _, status := range []int{200, 404} {
		every(t, v, answers(t, v, always, status, nil, page), failure.Unreachable, true)
	}
	every(t, v, answers(t, v, always, 404, nil, ""), failure.Unreachable, true)
}

func TestRedirects(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	elsewhere := remotetest.StartVersity(t, remotetest.VersityOptions{})
	for _, status := range []int{301, 302, 307, 308} {
		every(t, v, answers(t, v, always, status, map[string]string{"Location": "http://" + elsewhere.Address + "/"}, ""), failure.Unreachable, false)
	}
}

func TestRefusals(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	xml := func(code string) string { return "<Error><Code>" + code + "</Code><Message>m</Message></Error>" }
	for _, test := range []struct {
		status    int
		body      string
		code      failure.Code
		transient bool
	}{
		{500, xml("InternalError"), failure.Unreachable, true},
		{503, xml("SlowDown"), failure.Unreachable, true},
		{503, "Service Unavailable", failure.Unreachable, true},
		{502, "<html>bad gateway</html>", failure.Unreachable, true},
		{429, "", failure.Unreachable, true},
		{408, "", failure.Unreachable, true},
		{409, xml("OperationAborted"), failure.Unreachable, true},
		{400, xml("BadDigest"), failure.Unreachable, true},
		{400, xml("InvalidArgument"), failure.Unreachable, false},
		{401, "", failure.Unreachable, false},
		{403, xml("InvalidAccessKeyId"), failure.Unreachable, false},
		{403, xml("QuotaExceeded"), failure.Full, false},
		{507, "", failure.Full, false},
		{404, xml("NoSuchBucket"), failure.Unreachable, false},
		{403, xml("RequestTimeTooSkewed"), failure.Clock, false},
	} {
		t.Run(fmt.Sprint(test.status, test.body), func(t *testing.T) {
			notLocation := func(r *http.Request) bool { return !asksLocation(r) }
			every(t, v, answers(t, v, notLocation, test.status, nil, test.body), test.code, test.transient)
		})
	}
}

func TestCredentials(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := v.Config()
	c.Secret = remote.NewSecret("wrong-" + v.Secret[:8])
	every(t, v, c, failure.Unreachable, false)
	c = v.Config()
	c.AccessKey = "nobody"
	every(t, v, c, failure.Unreachable, false)
	c = v.Config()
	c.Bucket = "another-bucket"
	every(t, v, c, failure.Unreachable, false)
}

func TestNobodyThere(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	c := v.Config()
	c.Endpoint = "http://127.0.0.1:1"
	every(t, v, c, failure.Unreachable, true)
	c.Endpoint, c.Attested = "https://farne.invalid", "nowhere" // RFC 2606: never resolves
	every(t, v, c, failure.Unreachable, true)
}

// hangUp ends the connection in the middle of an answer.
func hangUp(t *testing.T, w http.ResponseWriter, before string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = conn.Write([]byte(before))
	conn.Close()
}

func TestBrokenLines(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	put(t, v.Open(t), "h/a/b", strings.Repeat("x", 5000))
	for name, before := range map[string]string{
		"at once":             "",
		"in the header":       "HTTP/1.1 200 OK\r\nContent-Le",
		"in the body":         "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nLast-Modified: Sat, 21 Nov 2026 21:38:04 GMT\r\nContent-Length: 5000\r\n\r\nhalf",
		"in a chunk":          "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nLast-Modified: Sat, 21 Nov 2026 21:38:04 GMT\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
		"in a listing":        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<ListBucketResult><Contents><Key>h/a",
		"in an error message": "HTTP/1.1 404 Not Found\r\nContent-Length: 5000\r\n\r\n<Error><Code>NoSuch",
	} {
		t.Run(name, func(t *testing.T) {
			front := remotetest.StartFront(t, v, remotetest.FrontOptions{Answered: func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodGet && !asksLocation(r) {
					hangUp(t, w, before)
					return true
				}
				return false
			}})
			s := remotetest.Open(t, front.Config(v), env)
			data, err := s.Get(t.Context(), "h/a/b")
			if !remote.IsTransient(err) {
				t.Errorf("get: %d bytes, %v", len(data), err)
			}
			fails(t, v, err, failure.Unreachable)
			names, err := remote.Names(t.Context(), s, "")
			if !remote.IsTransient(err) {
				t.Errorf("list: %q, %v", names, err)
			}
			fails(t, v, err, failure.Unreachable)
		})
	}
}

// The server stores the object and the line dies before it can say so.
func TestLostAnswer(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	lost := 0
	through := v.Open(t)
	front := remotetest.StartFront(t, v, remotetest.FrontOptions{Plain: true, Answered: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || lost == 2 {
			return false
		}
		lost++
		if err := through.Put(r.Context(), "c/a/1", []byte("batch"), remote.Create); err != nil {
			t.Error(err)
		}
		hangUp(t, w, "")
		return true
	}})
	c := front.Config(v)
	c.Capabilities = &remote.Capabilities{ConditionalPut: true}
	s := remote.Retry(remotetest.Open(t, c, env), remote.RetryOptions{Base: time.Millisecond})
	put(t, s, "c/a/1", "batch")
	if lost != 2 {
		t.Errorf("%d answers were lost", lost)
	}
	if err := s.Put(t.Context(), "c/a/1", []byte("other"), remote.Create); !errors.Is(err, remote.ErrExists) {
		t.Errorf("%v", err)
	}
}

func TestStandstill(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	still := make(chan struct{})
	front := remotetest.StartFront(t, v, remotetest.FrontOptions{Answered: func(w http.ResponseWriter, r *http.Request) bool {
		<-still
		return true
	}})
	defer close(still)
	s := remotetest.Open(t, front.Config(v), s3.Env{Now: clock.Now, Stall: 200 * time.Millisecond})
	start := clock.Now()
	_, err := s.Get(t.Context(), "a")
	fails(t, v, err, failure.Unreachable)
	if took := clock.Now().Sub(start); !remote.IsTransient(err) || took > 5*time.Second {
		t.Errorf("%v after %v", err, took)
	}
}

func TestAbsurdSizes(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	header := map[string]string{"ETag": `"x"`, "Last-Modified": "Sat, 21 Nov 2026 21:38:04 GMT"}
	unsaid := remotetest.Open(t, answers(t, v, always, 200, header, strings.Repeat("x", 5000)), env)
	if data, err := unsaid.Get(t.Context(), "a"); err != nil || len(data) != 5000 {
		t.Errorf("%d, %v", len(data), err)
	}
	header["Content-Length"] = "99999999999"
	_, err := remotetest.Open(t, answers(t, v, always, 200, header, "x"), env).Get(t.Context(), "a")
	fails(t, v, err, failure.Integrity)
}

// A listing out of order would let a pull skip what stands before.
func TestUnorderedListing(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	entry := func(name string) string {
		return "<Contents><Key>" + name + "</Key><Size>1</Size><ETag>x</ETag><LastModified>2026-11-21T21:38:04Z</LastModified></Contents>"
	}
	c := answers(t, v, always, 200, nil, "<ListBucketResult>"+entry("h/b")+entry("h/a")+"</ListBucketResult>")
	_, err := remote.Names(t.Context(), remotetest.Open(t, c, env), "h/")
	fails(t, v, err, failure.Unreachable)
}
