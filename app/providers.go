package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"farne/app/record"
	"farne/sync/remote/region"
)

// Provider is one row of the table of places, with its regions.
type Provider struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Regions []Region `json:"regions"`
	Note    string   `json:"note"`
}

// Region is one place of a provider.
type Region struct {
	ID           string `json:"id"`
	Place        string `json:"place"`
	Country      string `json:"country"`
	Law          string `json:"law"`
	Endpoint     string `json:"endpoint"`
	EndpointOpen bool   `json:"endpointOpen"`
	Proposed     bool   `json:"proposed"`
}

// Providers lists the places of the table, for a practice or for somebody who restores one.
func (s *Remote) Providers() ([]Provider, error) {
	country, _ := in(s.shell, func(ctx context.Context, p *record.Practice) (string, error) { return p.Country(ctx) })
	if country == "" {
		if k := s.place.recall(); k.Clinic != nil {
			country = k.Clinic.Country
		}
	}
	var table []Provider
	for _, id := range providersInOrder() {
		table = append(table, providerOf(id, country))
	}
	return table, nil
}

func providersInOrder() []string {
	var ids []string
	for id := range region.Names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(region.Names[a], region.Names[b]) })
	return ids
}

func providerOf(id, country string) Provider {
	p := Provider{ID: id, Name: region.Names[id], Regions: []Region{}}
	proposed, _ := region.Proposed(id, country)
	unconfirmed := false
	for _, place := range region.Places {
		if place.Provider != id {
			continue
		}
		unconfirmed = unconfirmed || place.Unconfirmed
		p.Regions = append(p.Regions, Region{
			ID: place.Region, Place: cmp.Or(place.City, place.String()), Country: place.Country, Law: string(place.Area),
			Endpoint: "https://" + place.Host, EndpointOpen: strings.HasPrefix(place.Host, "*."),
			Proposed: proposed.Provider == id && proposed.Region == place.Region,
		})
	}
	if unconfirmed {
		p.Note = "Not confirmed from the provider's own pages"
	}
	return p
}
