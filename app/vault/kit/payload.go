package kit

import (
	"net/url"
	"strings"
)

// payloadPrefix begins the text of the QR code:
//
//	farne-recovery:1?words=abandon+ability+…&bucket=…&endpoint=…&practice=…&provider=…&region=…
//
// A query string (application/x-www-form-urlencoded): the words as they are, joined by "+", then what
// is known of the practice and its storage. Unknown fields are passed over. The version changes only
// when an older program would misread the rest.
const payloadPrefix = "farne-recovery:1?"

// Storage is where the practice's sealed objects are. It holds no credentials.
type Storage struct {
	Provider string `json:"provider"` // in words: "Scaleway", "A folder"
	Endpoint string `json:"endpoint"` // URL of an S3 service
	Region   string `json:"region"`
	Bucket   string `json:"bucket"`
	Folder   string `json:"folder"` // instead of the three above: a USB stick or a share
	Place    string `json:"place"`  // city, printed beside the region; not in the QR code
	// NewKeys says in words how to issue new credentials there; empty means the general words. It is
	// printed and not in the QR code.
	NewKeys string `json:"-"`
}

// IsZero tells whether no storage is known.
func (s Storage) IsZero() bool { return s.Endpoint == "" && s.Bucket == "" && s.Folder == "" }

func (k Kit) payload() string {
	fields := url.Values{}
	for name, value := range map[string]string{"practice": k.Practice, "provider": k.Storage.Provider, "endpoint": k.Storage.Endpoint,
		"region": k.Storage.Region, "bucket": k.Storage.Bucket, "folder": k.Storage.Folder} {
		if value != "" {
			fields.Set(name, value)
		}
	}
	return strings.TrimSuffix(payloadPrefix+"words="+strings.Join(k.Words.Reveal(), "+")+"&"+fields.Encode(), "&")
}

// payloadIn finds the fields of the first such text; there are none where there is no such text.
func payloadIn(text string) (url.Values, error) {
	_, after, found := strings.Cut(text, payloadPrefix)
	if !found {
		return nil, nil
	}
	return url.ParseQuery(firstField(after))
}

func storageOf(fields url.Values) Storage {
	return Storage{Provider: fields.Get("provider"), Endpoint: fields.Get("endpoint"), Region: fields.Get("region"),
		Bucket: fields.Get("bucket"), Folder: fields.Get("folder")}
}
