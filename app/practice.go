package app

import (
	"context"
	"strings"

	"farne/app/record"
)

// Practice is the page of the practice itself.
type Practice struct{ *shell }

// PracticeInfo is who the practice is.
type PracticeInfo struct {
	Name     string   `json:"name"`
	ID       string   `json:"id"`
	Country  string   `json:"country"`
	KitShown string   `json:"kitShown"`
	People   []Member `json:"people"`
}

// Member is a person of the practice.
type Member struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Roles  string `json:"roles"`
	Active bool   `json:"active"`
	You    bool   `json:"you"`
}

// Get tells who the practice is.
func (s *Practice) Get() (PracticeInfo, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) (PracticeInfo, error) {
		a, err := p.About(ctx)
		if err != nil {
			return PracticeInfo{}, err
		}
		info := PracticeInfo{Name: a.Name, ID: a.ID, Country: a.Country, KitShown: s.tongue().instant(a.KitConfirmed), People: []Member{}}
		for _, m := range a.People {
			var roles []string
			for _, role := range m.Roles {
				roles = append(roles, roleName(role))
			}
			info.People = append(info.People, Member{ID: m.ID.String(), Name: m.Name, Roles: strings.Join(roles, ", "), Active: m.Active, You: m.ID == p.Person().ID})
		}
		return info, nil
	})
}
