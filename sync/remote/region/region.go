// Package region knows where European object storage lies and refuses what lies elsewhere. Check an
// endpoint and a region with Check before anything is sent; hand the bucket's own answer to
// Verdict.Answer before the first write. Propose a place to a new practice with Proposed.
//
// Beware: the table says what providers say of themselves. And a self-hosted server's region is only a
// word in its configuration: for such a place the owner attests where it is, and the caller audits it.
package region

import (
	"fmt"
	"strings"

	"farne/sync/failure"
)

// Claim is what somebody wants to use.
type Claim struct {
	Provider string // key of the table; "" to find it from the host
	Region   string
	Host     string // the endpoint's host name, without port
	Loopback bool   // the host is this very machine
	Attested string // the owner's word: place and reason; "" for none
}

// Verdict is an allowed place.
type Verdict struct {
	Place    Place  // the table's row; zero where the owner attested
	Attested string // the owner's word that allowed it; "" where the table did
	region   string
}

// Check allows what the table has in the EU or the UK under this very endpoint, and whatever the owner
// attested. On loopback, where nothing leaves the machine, the region alone must be one of the table's.
// Anything else is a refused failure.
func Check(c Claim) (Verdict, error) {
	c.Host, c.Region, c.Attested = strings.ToLower(c.Host), strings.ToLower(c.Region), strings.TrimSpace(c.Attested)
	attested := Verdict{Attested: c.Attested, region: c.Region}
	if c.Loopback {
		if c.Attested != "" { // a tunnel's end; the owner knows where it leads
			return attested, nil
		}
		if Names[c.Provider] == "" { // a server of one's own has no provider
			c.Provider = ""
		}
	}
	for _, place := range Places {
		if c.matches(place) && place.Area != CH {
			return Verdict{Place: place, region: place.Region}, nil
		}
	}
	if c.Attested != "" {
		return attested, nil
	}
	return Verdict{}, failure.New(failure.Refused, c.refusal()+" Nothing was sent.",
		"Choose a region in the EU or the UK, or, if you know that this storage is in a permitted place, attest it with --attest-place.")
}

func (c Claim) matches(p Place) bool {
	if c.Region != p.Region || c.Provider != "" && c.Provider != p.Provider {
		return false
	}
	return c.Loopback || p.serves(c.Host)
}

func (p Place) serves(host string) bool {
	suffix, wildcard := strings.CutPrefix(p.Host, "*")
	if !wildcard {
		return host == p.Host
	}
	label, ok := strings.CutSuffix(host, suffix)
	return ok && label != "" && !strings.Contains(label, ".")
}

// refusal names the nearest reason.
func (c Claim) refusal() string {
	if c.Provider != "" && Names[c.Provider] == "" {
		return fmt.Sprintf("Farne knows no provider %q.", c.Provider)
	}
	var regionKnown, swiss bool
	for _, p := range Places {
		if c.Region == p.Region && (c.Provider == "" || c.Provider == p.Provider) {
			regionKnown = true
			swiss = swiss || p.Area == CH && c.matches(p)
		}
	}
	switch {
	case swiss:
		return fmt.Sprintf("The region %s is in Switzerland, outside the EU and the UK.", c.Region)
	case regionKnown:
		return fmt.Sprintf("The endpoint %s is not one that the EU/UK list has for the region %s.", c.Host, c.Region)
	}
	return fmt.Sprintf("The region %q is not on the list of places in the EU and the UK.", c.Region)
}

// NeedsAnswer tells whether the bucket must say where it is. An attested place has the owner's word
// instead (many self-hosted servers cannot say), and some endpoints prove it by themselves.
func (v Verdict) NeedsAnswer() bool { return v.Attested == "" && !v.Place.ByEndpoint }

// Answer compares the bucket's own location with what was allowed; another one is a refused failure,
// whatever was attested. An empty answer is S3's old word for us-east-1 (AWS GetBucketLocation).
func (v Verdict) Answer(location string) error {
	if v.Place.ByEndpoint {
		return nil
	}
	if location == "" {
		location = "us-east-1"
	}
	for _, good := range append([]string{v.region}, v.Place.Answers...) {
		if strings.EqualFold(location, good) {
			return nil
		}
	}
	return failure.New(failure.Refused, fmt.Sprintf("The bucket itself says that it is in %q, not in %q as it should be. Nothing was sent.", location, v.region),
		"Check the region, or make the bucket anew in the right one.")
}

// String is the place for people.
func (v Verdict) String() string {
	if v.Attested != "" {
		return v.Attested
	}
	return v.Place.String()
}

func (p Place) String() string {
	country := countries[p.Country]
	if p.City == "" {
		return country
	}
	return p.City + ", " + country
}

var countries = map[string]string{
	"AT": "Austria", "BE": "Belgium", "BG": "Bulgaria", "CH": "Switzerland", "DE": "Germany", "DK": "Denmark",
	"ES": "Spain", "EU": "the European Union", "FI": "Finland", "FR": "France", "GB": "United Kingdom",
	"IE": "Ireland", "IT": "Italy", "NL": "the Netherlands", "PL": "Poland", "SE": "Sweden",
}

// Proposed is what set-up offers first: London to a practice in the UK, Frankfurt to any other. The
// country is ISO 3166-1 alpha-2.
func Proposed(provider, country string) (Place, bool) {
	city := "Frankfurt"
	if strings.EqualFold(country, "GB") {
		city = "London"
	}
	for _, p := range Places {
		if p.Provider == provider && p.City == city {
			return p, true
		}
	}
	return Place{}, false
}
