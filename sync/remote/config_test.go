package remote_test

import (
	"strings"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
)

func TestConfigCheck(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*remote.Config)
		code   failure.Code // "" means good
	}{
		"good":                    {func(*remote.Config) {}, ""},
		"a bare host means https": {func(c *remote.Config) { c.Endpoint = "s3.eu-west-2.amazonaws.com" }, ""},
		"http to this machine":    {func(c *remote.Config) { c.Endpoint = "http://127.0.0.1:7070" }, ""},
		"http to localhost":       {func(c *remote.Config) { c.Endpoint = "http://localhost:7070/" }, ""},
		"http to IPv6 loopback":   {func(c *remote.Config) { c.Endpoint = "http://[::1]:7070" }, ""},
		"http to another machine": {func(c *remote.Config) { c.Endpoint = "http://192.168.1.7:7070" }, failure.Refused},
		"http to a name like it":  {func(c *remote.Config) { c.Endpoint = "http://localhost.example.org" }, failure.Refused},
		"another scheme":          {func(c *remote.Config) { c.Endpoint = "ftp://s3.example.org" }, failure.Usage},
		"the bucket in the path":  {func(c *remote.Config) { c.Endpoint = "https://s3.example.org/bucket" }, failure.Usage},
		"a password in the URL":   {func(c *remote.Config) { c.Endpoint = "https://a:b@s3.example.org" }, failure.Usage},
		"a query":                 {func(c *remote.Config) { c.Endpoint = "https://s3.example.org?x=1" }, failure.Usage},
		"no endpoint":             {func(c *remote.Config) { c.Endpoint = "" }, failure.Usage},
		"no region":               {func(c *remote.Config) { c.Region = "" }, failure.Usage},
		"no bucket":               {func(c *remote.Config) { c.Bucket = "" }, failure.Usage},
		"a bucket with a slash":   {func(c *remote.Config) { c.Bucket = "a/../b" }, failure.Usage},
		"a bucket in capitals":    {func(c *remote.Config) { c.Bucket = "Practice" }, failure.Usage},
		"a region with a slash":   {func(c *remote.Config) { c.Region = "eu/west" }, failure.Usage},
		"no secret":               {func(c *remote.Config) { c.Secret = remote.Secret{} }, failure.Usage},
		"no access key":           {func(c *remote.Config) { c.AccessKey = "" }, failure.Usage},
		"an authority of rubbish": {func(c *remote.Config) { c.CA = "rubbish" }, failure.Usage},
		"another kind":            {func(c *remote.Config) { c.Kind = "ftp" }, failure.Usage},
		"a folder without path":   {func(c *remote.Config) { c.Kind = remote.KindFolder }, failure.Usage},
	} {
		t.Run(name, func(t *testing.T) {
			c := config()
			test.change(&c)
			err := c.Check()
			if test.code == "" && err != nil || test.code != "" && !failure.Is(err, test.code) {
				t.Fatalf("got %v, want %q", err, test.code)
			}
		})
	}
}

// Whatever passes for an endpoint is encrypted or stays in this machine.
func FuzzEndpoint(f *testing.F) {
	for _, seed := range []string{"https://a", "http://127.0.0.1:7070", "http://localhost@evil", "HTTP://10.0.0.1", "//a", "http://[::1]", "a:1", "http://127.0.0.1.evil", "http://0x7f.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, endpoint string) {
		u, err := remote.Config{Endpoint: endpoint}.URL()
		if err != nil {
			return
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !remote.IsLoopback(u.Hostname())) || u.User != nil || u.Path != "" || u.RawQuery != "" {
			t.Fatalf("%q passed as %q", endpoint, u)
		}
	})
}

func TestAddress(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://S3.example.org": "s3.example.org:443", "http://localhost": "localhost:80",
		"https://[::1]:8443": "[::1]:8443",
	} {
		u, err := remote.Config{Endpoint: endpoint}.URL()
		if err != nil || remote.Address(u) != want {
			t.Errorf("%s: %v, %v", endpoint, u, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, good := range []string{"a", "h/aaaaaaaaaaaaaaaaaaaaaaaaaa/bbbb", "m/0000000000000001-abc", "c/a/b/00000000000000000001", "con1/x", "nulls"} {
		if err := remote.CheckName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, good := range []string{"", "h/", "h/ab", "m/0000-", "a"} {
		if err := remote.CheckPrefix(good); err != nil {
			t.Errorf("prefix %q: %v", good, err)
		}
	}
	for _, bad := range []string{"/", "//", "a//", "..", "../", "A", strings.Repeat("a", 241), strings.Repeat("a", 121)} {
		if err := remote.CheckPrefix(bad); !failure.Is(err, failure.BadInput) {
			t.Errorf("prefix %q: %v", bad, err)
		}
	}
}

// A name that passes can be a path on every system: it stays below where it is put.
func FuzzName(f *testing.F) {
	for _, seed := range []string{"a/b", "..", "a/../b", "a\\b", "C:/x", "con", "a/aux", "ab-c_d/0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if remote.CheckName(name) != nil {
			return
		}
		for segment := range strings.SplitSeq(name, "/") {
			if segment == "" || strings.ContainsAny(segment, ".\\:*?\"<>| \x00") || strings.ToLower(segment) != segment {
				t.Fatalf("%q passed", name)
			}
		}
	})
}
