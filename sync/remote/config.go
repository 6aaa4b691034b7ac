package remote

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"farne/sync/failure"
)

// The kinds of stores that a Config can name.
const (
	KindFolder = "folder"
	KindS3     = "s3"
)

// Config is everything needed to open a store again, offline: connect.Open takes it. Marshalled as
// JSON it shows "[secret]" for the secret, fit for `farne remote list`; to keep it, inside the
// encrypted database, use EncodeConfig and DecodeConfig.
type Config struct {
	Name string `json:"name"` // what people call it: "main", "second"
	Kind string `json:"kind"` // KindFolder or KindS3

	Folder   string `json:"folder,omitempty"`    // absolute path
	FolderID string `json:"folder_id,omitempty"` // from the folder's marker: another stick at this path is noticed

	Endpoint  string `json:"endpoint,omitempty"` // https://host[:port]; http only to this very machine
	Region    string `json:"region,omitempty"`
	Bucket    string `json:"bucket,omitempty"`
	Provider  string `json:"provider,omitempty"` // a key of the region table; empty: found from the endpoint
	AccessKey string `json:"access_key,omitempty"`
	Secret    Secret `json:"secret,omitzero"`
	CA        string `json:"ca,omitempty"`       // PEM of a private authority, trusted instead of the system's
	Attested  string `json:"attested,omitempty"` // the owner's word where the region table has none: place and reason
	TLS12     bool   `json:"tls12,omitempty"`    // the probe found no TLS 1.3; shown to people

	Capabilities *Capabilities `json:"capabilities,omitempty"` // what the last probe found; nil: never probed
}

// SamePlace tells whether two configurations name one place, be it under other credentials.
func (c Config) SamePlace(other Config) bool {
	return c.Kind == other.Kind && c.Folder == other.Folder && c.FolderID == other.FolderID &&
		c.Endpoint == other.Endpoint && c.Bucket == other.Bucket
}

// EncodeConfig is the stored form, with the secret in clear: for the encrypted database, a pipe to
// the successor process, or a credentials file that the owner asked for; nowhere else.
func EncodeConfig(c Config) ([]byte, error) {
	type plain Config
	return json.Marshal(struct {
		plain
		Secret string `json:"secret,omitempty"`
	}{plain(c), c.Secret.Reveal()})
}

// DecodeConfig reads what EncodeConfig wrote.
func DecodeConfig(data []byte) (Config, error) {
	var c Config
	if err := json.Unmarshal(data, &c); err != nil {
		return Config{}, fmt.Errorf("stored remote configuration: %w", err)
	}
	return c, nil
}

// Check refuses, with a usage failure, what can never be opened. It asks nobody.
func (c Config) Check() error {
	switch c.Kind {
	case KindFolder:
		if c.Folder == "" {
			return usage("A folder remote needs the folder's path.")
		}
		return nil
	case KindS3:
		return c.checkS3()
	}
	return usage(fmt.Sprintf("%q is no kind of remote; there are folder and s3.", c.Kind))
}

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`) // S3's general purpose buckets
	regionName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
)

func (c Config) checkS3() error {
	for _, need := range [...]struct{ name, value string }{
		{"endpoint", c.Endpoint}, {"region", c.Region}, {"bucket", c.Bucket},
		{"access key", c.AccessKey}, {"secret", c.Secret.Reveal()},
	} {
		if need.value == "" {
			return usage("An S3 remote needs the " + need.name + ".")
		}
	}
	if !bucketName.MatchString(c.Bucket) {
		return usage("A bucket's name has 3 to 63 characters of a-z, 0-9, '-' and '.'.")
	}
	if !regionName.MatchString(c.Region) {
		return usage("A region's name has only letters, digits and '-'.")
	}
	if c.CA != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(c.CA)) {
		return usage("The authority's file holds no certificate in PEM form.")
	}
	_, err := c.URL()
	return err
}

// URL is the parsed endpoint: https, or http where the host is this very machine; a bare host means
// https. Anything beyond scheme, host and port is refused.
func (c Config) URL() (*url.URL, error) {
	text := c.Endpoint
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return nil, usage("The endpoint must be https://HOST or https://HOST:PORT, without the bucket.")
	}
	u.Path, u.Host = "", strings.ToLower(u.Host)
	switch {
	case u.Scheme == "https", u.Scheme == "http" && IsLoopback(u.Hostname()):
		return u, nil
	case u.Scheme == "http":
		return nil, failure.New(failure.Refused, "Plain HTTP is refused: it would show anyone on the way what is sent where. Nothing was sent.",
			"Use the provider's https endpoint.")
	}
	return nil, usage("The endpoint must begin with https://.")
}

// IsLoopback tells whether a host name can only mean this very machine.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Address is host:port of the endpoint, with the scheme's own port where none is given.
func Address(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func usage(message string) error {
	return failure.New(failure.Usage, message, "See farne remote set.")
}
