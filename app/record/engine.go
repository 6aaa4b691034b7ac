package record

import (
	"context"
	"errors"

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
	return p.use(c)
}

// use makes the engine work with a remote.
func (p *Practice) use(c remote.Config) error {
	opened, err := connect.Open(c, connect.Env{Now: p.now, IsEnvelope: seal.IsEnvelope, Counter: p.counter, Limiter: p.limiter})
	if err != nil {
		return err
	}
	p.remote, p.remoteConfig = opened, c
	p.engine = engine.New(engine.Config{
		Remote: opened, Practice: p.members.Practice(), Device: p.device.ID, Signer: p.device.Signing,
		Members: membership{p}, Places: p.places(), Now: p.now, Refresh: p.refreshMembers,
	})
	return nil
}

// membership is the membership log as it stands now: refreshMembers replaces it.
type membership struct{ p *Practice }

func (m membership) Device(id seal.ID) (seal.PublicKey, bool) { return m.p.members.Device(id) }
func (m membership) Practice() seal.Practice                  { return m.p.members.Practice() }
func (m membership) Heads() []seal.Hash                       { return m.p.members.Heads() }
func (m membership) Key(compartment seal.ID, id seal.KeyID) (seal.Key, bool) {
	return m.p.members.Key(compartment, id)
}

// local is the practice's own file, in which the laptop keeps what it never syncs.
func (p *Practice) local() *store.Compartment { return p.store.Compartment(store.Practice) }

// places are the open compartments whose keys this seat holds.
func (p *Practice) places() []engine.Place {
	var places []engine.Place
	for _, c := range p.members.Compartments() {
		file := p.store.Compartment(c.Name)
		epoch, key, tree, held := p.members.Current(c.ID)
		if file == nil || !held {
			continue
		}
		places = append(places, engine.Place{Name: c.Name, ID: c.ID, Epoch: epoch.Number, Key: key, Tree: tree, Replica: replica{file}})
	}
	return places
}

// refreshMembers exchanges the membership log with the remote: records that the remote lacks are sent,
// those that are new here are kept, and the log is verified anew.
func (p *Practice) refreshMembers(ctx context.Context) (changed bool, err error) {
	names, err := remote.Names(ctx, p.remote, seal.MemberPrefix)
	if err != nil {
		return false, err
	}
	stands := map[string]bool{}
	for _, name := range names {
		stands[name] = true
	}
	mine, err := p.local().NotedUnder(ctx, noteMember)
	if err != nil {
		return false, err
	}
	for name, object := range mine {
		if stands[name] {
			continue
		}
		if err := p.remote.Put(ctx, name, object, remote.Create); err != nil {
			return false, err
		}
	}
	for _, name := range names {
		if mine[name] != nil {
			continue
		}
		added, err := p.takeRecord(ctx, name)
		if err != nil {
			return changed, err
		}
		changed = changed || added
	}
	if !changed {
		return false, nil
	}
	members, err := p.log.Open(p.members.Root(), member.SeatHolder(p.seat.ID, p.seat.Decapsulation))
	if err != nil {
		return false, err
	}
	p.members = members
	return true, nil
}

// takeRecord fetches one member record. One that is malformed is left to verification.
func (p *Practice) takeRecord(ctx context.Context, name string) (bool, error) {
	object, err := p.remote.Get(ctx, name)
	if errors.Is(err, remote.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := p.log.Add(name, object); err != nil {
		return false, nil
	}
	return true, keepRecords(ctx, p.local(), member.Record{Name: name, Object: object})
}

// writer is what this laptop seals its own batches with.
func (p *Practice) writer(place engine.Place) chain.Writer {
	return chain.Writer{
		Practice: p.members.Practice(), Compartment: place.ID, Epoch: place.Epoch, Key: place.Key,
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
