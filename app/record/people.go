package record

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"farne/app/access"
	"farne/app/store"
	"farne/sync/seal"
	"farne/sync/state"
)

// About is what the practice's own page shows.
type About struct {
	Name, ID, Country string
	KitConfirmed      string // an instant; empty where the kit was never typed back on a laptop of the practice
	People            []Member
}

// Member is a person of the practice.
type Member struct {
	Person
	Active bool
}

// About tells who the practice is and who works in it.
func (p *Practice) About(ctx context.Context) (About, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindPeople}); err != nil {
		return About{}, err
	}
	a := About{ID: p.members.Load().Practice().String()}
	for id, into := range map[state.ID]*string{settingPractice: &a.Name, settingCountry: &a.Country, settingKit: &a.KitConfirmed} {
		value, err := p.setting(ctx, id)
		if err != nil {
			return a, err
		}
		*into = value
	}
	rows, err := p.store.All(ctx, store.Practice, "person")
	if err != nil {
		return a, err
	}
	for _, r := range rows {
		a.People = append(a.People, Member{Person: personOf(r), Active: r.Values["active"] != int64(0)})
	}
	slices.SortFunc(a.People, func(a, b Member) int { return cmp.Compare(a.Name, b.Name) })
	return a, nil
}

// Country is the practice's own, as ISO 3166-1 alpha-2; empty where nobody said.
func (p *Practice) Country(ctx context.Context) (string, error) {
	return p.setting(ctx, settingCountry)
}

func (p *Practice) setting(ctx context.Context, id state.ID) (string, error) {
	r, err := p.store.Get(ctx, store.Practice, "setting", id)
	if errors.Is(err, store.ErrNoRow) {
		return "", nil
	}
	return r.Text("value"), err
}

// Names tells the name and this laptop's name of the practice that is open.
func (p *Practice) Names(ctx context.Context) (practice, laptop string, err error) {
	if practice, err = p.practiceName(ctx); err != nil {
		return "", "", err
	}
	laptop, err = p.laptop(ctx)
	return practice, laptop, err
}

// Laptop is one enrolled laptop.
type Laptop struct {
	ID       string // base32
	Name     string
	This     bool
	Holds    []string // compartments that its seats are entitled to
	Replaced bool     // it has another id now
	Heard    string   // when its newest change that arrived here was made; empty for none
}

// Laptops lists the laptops of the practice, by name.
func (p *Practice) Laptops(ctx context.Context) ([]Laptop, error) {
	if err := p.view(ctx, flow{act: access.ActView, kind: access.KindKeysAndStorage}); err != nil {
		return nil, err
	}
	names, err := p.laptopNames(ctx)
	if err != nil {
		return nil, err
	}
	var found []Laptop
	for _, d := range p.members.Load().Devices() {
		found = append(found, Laptop{
			ID: d.ID.String(), Name: cmp.Or(names[d.ID], d.ID.String()[:8]), This: d.ID == p.device.ID,
			Holds: p.holds(d.ID), Replaced: d.Successor != (seal.ID{}), Heard: p.heard(d.ID),
		})
	}
	slices.SortFunc(found, func(a, b Laptop) int { return cmp.Compare(a.Name, b.Name) })
	return found, nil
}

func (p *Practice) laptopNames(ctx context.Context) (map[seal.ID]string, error) {
	rows, err := p.store.All(ctx, store.Practice, "laptop")
	names := map[seal.ID]string{}
	for _, r := range rows {
		names[seal.ID(r.ID)] = r.Text("name")
	}
	return names, err
}

func (p *Practice) holds(device seal.ID) []string {
	entitled := map[seal.ID]bool{}
	for _, s := range p.members.Load().Seats() {
		if s.Device != device {
			continue
		}
		for _, id := range p.members.Load().Entitlements(s.ID) {
			entitled[id] = true
		}
	}
	var names []string
	for _, c := range p.members.Load().Compartments() {
		if entitled[c.ID] {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// heard is when a laptop's newest change that stands here was made, by the stamps of its chains.
func (p *Practice) heard(device seal.ID) string {
	var newest int64
	for _, place := range p.places() {
		newest = max(newest, place.Replica.Frontier().Of(device).HLC.Millis())
	}
	if newest == 0 {
		return ""
	}
	return time.UnixMilli(newest).UTC().Format(time.RFC3339)
}

// May tells whether a norm lets this person do an act with a kind of information, and their keys reach
// it. It decides what a screen offers; the use cases decide again, and only they are audited.
func (p *Practice) May(act access.Act, kind access.Kind) bool {
	return p.may(flow{act: act, kind: kind})
}

func (p *Practice) may(f flow) bool {
	if _, err := p.norms.Decide(p.person.Roles, f.act, f.kind, p.conditions(f)...); err != nil {
		return false
	}
	place := f.kind.Compartment()
	return place == "" || p.store.Compartment(place) != nil
}

// nameOf is a person's name; empty for one that is not known here.
func (p *Practice) nameOf(ctx context.Context, person state.ID) (string, error) {
	r, err := p.store.Get(ctx, store.Practice, "person", person)
	if errors.Is(err, store.ErrNoRow) {
		return "", nil
	}
	return r.Text("name"), err
}

// NameOfPerson is the name of somebody of the practice; empty for nobody that is known here.
func (p *Practice) NameOfPerson(ctx context.Context, person state.ID) (string, error) {
	if person == (state.ID{}) {
		return "", nil
	}
	return p.nameOf(ctx, person)
}

// NameOfPractitioner is the name of somebody who treats: a person of the practice, or one of the address
// book; empty for nobody that is known here.
func (p *Practice) NameOfPractitioner(ctx context.Context, id state.ID) (string, error) {
	if name, err := p.nameOf(ctx, id); name != "" || err != nil {
		return name, err
	}
	r, err := p.store.Get(ctx, store.Practice, "practitioner", id)
	if errors.Is(err, store.ErrNoRow) {
		return "", nil
	}
	return strings.Join(strings.Fields(r.Text("prefix")+" "+r.Text("given")+" "+r.Text("family")), " "), err
}
