package region

import (
	"strings"
	"testing"

	"farne/sync/failure"
)

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name  string
		claim Claim
		place string // "" means refused
	}{
		{"AWS London", Claim{Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com"}, "London, United Kingdom"},
		{"the provider is found from the host", Claim{Region: "eu-west-2", Host: "s3.eu-west-2.wasabisys.com"}, "Paris, France"},
		{"the same code elsewhere is another city", Claim{Provider: "wasabi", Region: "eu-west-1", Host: "s3.eu-west-1.wasabisys.com"}, "London, United Kingdom"},
		{"capitals", Claim{Region: "EU-West-2", Host: "S3.eu-west-2.amazonaws.com"}, "London, United Kingdom"},
		{"outside", Claim{Region: "us-east-1", Host: "s3.us-east-1.amazonaws.com"}, ""},
		{"outside on loopback", Claim{Region: "us-east-1", Host: "127.0.0.1", Loopback: true}, ""},
		{"endpoint of another region", Claim{Region: "eu-west-2", Host: "s3.us-east-1.amazonaws.com"}, ""},
		{"endpoint of another provider", Claim{Provider: "aws", Region: "eu-west-2", Host: "s3.eu-west-2.wasabisys.com"}, ""},
		{"endpoint that only looks alike", Claim{Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com.example.org"}, ""},
		{"unknown provider", Claim{Provider: "acme", Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com"}, ""},
		{"a self-hosted server's word is not enough", Claim{Region: "eu-west-2", Host: "s3.example.org"}, ""},
		{"attested", Claim{Region: "garage", Host: "s3.example.org", Attested: "our own server in Leeds"}, "our own server in Leeds"},
		{"blank word", Claim{Region: "garage", Host: "s3.example.org", Attested: "  "}, ""},
		{"Switzerland needs the owner's word", Claim{Region: "ch-gva-2", Host: "sos-ch-gva-2.exo.io"}, ""},
		{"Switzerland attested", Claim{Region: "ch-gva-2", Host: "sos-ch-gva-2.exo.io", Attested: "Geneva, agreed with counsel"}, "Geneva, agreed with counsel"},
		{"loopback", Claim{Region: "eu-west-2", Host: "127.0.0.1", Loopback: true}, "London, United Kingdom"},
		{"a server of one's own on loopback", Claim{Provider: "versitygw", Region: "eu-west-2", Host: "localhost", Loopback: true}, "London, United Kingdom"},
		{"a tunnel whose end the owner knows", Claim{Region: "garage", Host: "127.0.0.1", Loopback: true, Attested: "Leeds"}, "Leeds"},
		{"R2 with EU jurisdiction", Claim{Region: "auto", Host: "abc123.eu.r2.cloudflarestorage.com"}, "the European Union"},
		{"R2 without", Claim{Region: "auto", Host: "abc123.r2.cloudflarestorage.com"}, ""},
		{"R2 with a deeper label", Claim{Region: "auto", Host: "x.abc123.eu.r2.cloudflarestorage.com"}, ""},
		{"Google's global endpoint gives no guarantee", Claim{Region: "europe-west2", Host: "storage.googleapis.com"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			verdict, err := Check(test.claim)
			if test.place == "" {
				if !failure.Is(err, failure.Refused) {
					t.Fatalf("got %v, %v; want refused", verdict, err)
				}
				return
			}
			if err != nil || verdict.String() != test.place {
				t.Fatalf("got %q, %v; want %q", verdict, err, test.place)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	for _, test := range []struct {
		claim    Claim
		location string
		good     bool
	}{
		{Claim{Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com"}, "eu-west-2", true},
		{Claim{Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com"}, "us-east-1", false},
		{Claim{Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com"}, "", false},
		{Claim{Region: "eu-west-1", Host: "s3.eu-west-1.amazonaws.com"}, "EU", true},
		{Claim{Region: "europe-west2", Host: "storage.europe-west2.rep.googleapis.com"}, "EUROPE-WEST2", true},
		{Claim{Region: "auto", Host: "a.eu.r2.cloudflarestorage.com"}, "WEUR", true},
		{Claim{Region: "garage", Host: "s3.example.org", Attested: "Leeds"}, "garage", true},
		{Claim{Region: "garage", Host: "s3.example.org", Attested: "Leeds"}, "us-east-1", false},
	} {
		verdict, err := Check(test.claim)
		if err != nil {
			t.Fatal(err)
		}
		if err := verdict.Answer(test.location); (err == nil) != test.good || err != nil && !failure.Is(err, failure.Refused) {
			t.Errorf("%v answers %q: %v", test.claim, test.location, err)
		}
	}
}

func TestTableIsSound(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Places {
		key := p.Provider + " " + p.Region
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if Names[p.Provider] == "" || countries[p.Country] == "" || p.Area == "" {
			t.Errorf("%s lacks a name, a country or an area: %+v", key, p)
		}
		if p.Host != strings.ToLower(p.Host) || p.Region != strings.ToLower(p.Region) || strings.ContainsAny(p.Host, "/:") {
			t.Errorf("%s has an endpoint that can never match: %q", key, p.Host)
		}
		if (p.Area == UK) != (p.Country == "GB") || (p.Area == CH) != (p.Country == "CH") {
			t.Errorf("%s lies in %s and %s", key, p.Country, p.Area)
		}
	}
}

func TestProposed(t *testing.T) {
	for country, want := range map[string]string{"GB": "London, United Kingdom", "gb": "London, United Kingdom", "NO": "Frankfurt, Germany", "": "Frankfurt, Germany"} {
		if place, ok := Proposed("aws", country); !ok || place.String() != want {
			t.Errorf("%q is offered %v", country, place)
		}
	}
	if place, ok := Proposed("hetzner", "GB"); ok {
		t.Errorf("Hetzner has no London: %v", place)
	}
}
