package record

import (
	"context"

	"farne/app/store"
	"farne/sync/chain"
	"farne/sync/engine"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/remote/connect"
	"farne/sync/seal"
)

// connect opens the remote that is set, if one is, and makes the engine over it.
func (p *Practice) connect(ctx context.Context) error {
	c, set, err := loadRemote(ctx, p.local())
	if err != nil || !set {
		return err
	}
	if err := p.use(ctx, c); err != nil {
		p.remoteConfig = c
		p.over(remote.Refused(err))
	}
	return nil
}

// use makes the engine work with a remote.
func (p *Practice) use(ctx context.Context, c remote.Config) error {
	env, err := p.env(ctx)
	if err != nil {
		return err
	}
	opened, err := connect.Open(c, env)
	if err != nil {
		return err
	}
	p.remoteConfig = c
	p.over(opened)
	return nil
}

// over makes the engine over a store.
func (p *Practice) over(s remote.Store) {
	p.remote = s
	p.engine = engine.New(engine.Config{
		Remote: s, Practice: p.members.Load().Practice(), Device: p.device.ID, Signer: p.device.Signing,
		Members: membership{p}, Places: p.places, Now: p.now, Refresh: p.refreshMembers,
		Learn: func(ctx context.Context) error {
			_, _, err := p.learnMembers(ctx)
			return err
		},
	})
}

// membership is the membership log as it stands now: refreshMembers replaces it.
type membership struct{ p *Practice }

func (m membership) Device(id seal.ID) (seal.PublicKey, bool) { return m.p.members.Load().Device(id) }
func (m membership) Practice() seal.Practice                  { return m.p.members.Load().Practice() }
func (m membership) Heads() []seal.Hash                       { return m.p.members.Load().Heads() }
func (m membership) Has(record seal.Hash) bool                { return m.p.log.Has(record) }
func (m membership) Problems() []member.Problem               { return m.p.members.Load().Problems() }
func (m membership) Record(ctx context.Context, name string) ([]byte, error) {
	return m.p.local().Noted(ctx, noteMember+name)
}
func (m membership) Devices() []seal.ID {
	var ids []seal.ID
	for _, d := range m.p.members.Load().Devices() {
		ids = append(ids, d.ID)
	}
	return ids
}
func (m membership) Key(compartment seal.ID, id seal.KeyID) (seal.Key, bool) {
	return m.p.members.Load().Key(compartment, id)
}

// local is the practice's own file, in which the laptop keeps what it never syncs.
func (p *Practice) local() *store.Compartment { return p.store.Compartment(store.Practice) }

// places are the open compartments whose keys this seat holds.
func (p *Practice) places() []engine.Place {
	var places []engine.Place
	for _, c := range p.members.Load().Compartments() {
		file := p.store.Compartment(c.Name)
		epoch, key, tree, held := p.members.Load().Current(c.ID)
		if file == nil || !held {
			continue
		}
		places = append(places, engine.Place{Name: c.Name, ID: c.ID, Epoch: epoch.Number, Key: key, Tree: tree, Replica: replica{file}})
	}
	return places
}

// writer is what this laptop seals its own batches with.
func (p *Practice) writer(place engine.Place) chain.Writer {
	return chain.Writer{
		Practice: p.members.Load().Practice(), Compartment: place.ID, Epoch: place.Epoch, Key: place.Key,
		Device: p.device.ID, Signer: p.device.Signing,
	}
}

// remotePlace is what people call the remote that is set; empty for none.
func (p *Practice) remotePlace() string {
	c := p.remoteConfig
	switch {
	case c.Kind == "":
		return ""
	case c.Kind == remote.KindFolder:
		return c.Folder
	case c.Capabilities != nil && c.Capabilities.Place != "":
		return c.Capabilities.Place
	}
	return c.Endpoint
}
