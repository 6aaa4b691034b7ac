package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// Problem is one thing that verification found.
type Problem struct {
	Object string `json:"object"`
	Kind   string `json:"kind"`
	What   string `json:"what"`
}

// VerifyReport is what verification read and what it found.
type VerifyReport struct {
	Objects  int       `json:"objects"`
	Bytes    int64     `json:"bytes"`
	Problems []Problem `json:"problems"`
}

func (v *VerifyReport) found(object, kind string, err error) {
	v.Problems = append(v.Problems, Problem{Object: object, Kind: kind, What: err.Error()})
}

// Verify reads the objects of the remote that this seat has keys for and checks what can be: form, name,
// signature, that chains have no gap, that every pack a backup names is there. With full it also opens
// every pack and recomputes the newest backup's trees node by node. It changes nothing.
func (e *Engine) Verify(ctx context.Context, full bool, progress Progress) (VerifyReport, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v := VerifyReport{Problems: []Problem{}}
	infos, err := e.inventory(ctx)
	if err != nil {
		return v, err
	}
	stands := map[string]bool{}
	chains := map[string]chain.Head{}
	for i, info := range infos {
		stands[info.Name] = true
		if err := e.verifyObject(ctx, info, full, chains, &v); err != nil {
			return v, err
		}
		progress(int64(i+1), int64(len(infos)), v.Bytes)
	}
	backups, alarms, err := e.Backups(ctx)
	if err != nil {
		return v, err
	}
	for _, a := range alarms {
		v.Problems = append(v.Problems, Problem{Object: a.Object, Kind: a.Name, What: a.What})
	}
	for i, b := range backups {
		e.verifyBackup(ctx, b, stands, full && i == 0, &v)
	}
	e.verifyOwnChains(chains, &v)
	return v, nil
}

func (e *Engine) inventory(ctx context.Context) ([]remote.Info, error) {
	var infos []remote.Info
	err := e.Remote.List(ctx, "", "", func(i remote.Info) error {
		infos = append(infos, i)
		return nil
	})
	return infos, err
}

// verifyObject checks one object. Packs are large, so only full verification reads them here.
func (e *Engine) verifyObject(ctx context.Context, info remote.Info, full bool, chains map[string]chain.Head, v *VerifyReport) error {
	n, err := seal.ParseName(info.Name)
	if err != nil {
		v.found(info.Name, "foreign", errors.New("not an object of Farne"))
		return nil
	}
	v.Objects++
	if (n.Kind == seal.Pack && !full) || n.Kind == seal.Backup { // Backups opens those itself
		return nil
	}
	object, err := e.Remote.Get(ctx, info.Name)
	if isTransport(err) {
		return err
	}
	if err != nil {
		v.found(info.Name, "missing", err)
		return nil
	}
	v.Bytes += int64(len(object))
	if err := e.check(n, info.Name, object, chains); err != nil {
		v.found(info.Name, alarmOf(info.Name, n.Device, err).Name, err)
	}
	return nil
}

func (e *Engine) check(n seal.Name, name string, object []byte, chains map[string]chain.Head) error {
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return err
	}
	if n.Kind == seal.Member { // the membership log verifies its own records
		return nil
	}
	device, enrolled := e.Members.Device(h.Device)
	if !enrolled {
		return errUninvited
	}
	p, ours := e.place(h.Compartment)
	if !ours { // without the key, its signature can still be checked
		_, err := seal.Verify(name, object, e.Practice, device)
		return err
	}
	key, ok := e.Members.Key(h.Compartment, h.KeyID)
	if !ok {
		return errNoKey
	}
	r := chain.Reader{Practice: e.Practice, Device: device, Key: key}
	switch n.Kind {
	case seal.Batch:
		return follow(r, n, name, object, chains)
	case seal.Hint:
		_, _, err := chain.OpenHint(r, name, object)
		return err
	case seal.Pack:
		_, body, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
		if err != nil {
			return err
		}
		_, err = tree.OpenPack(p.Secret(), body)
		return err
	}
	_, err = seal.Verify(name, object, e.Practice, device)
	return err
}

// follow checks a batch against the one before it; names ascend, so that one came just before.
func follow(r chain.Reader, n seal.Name, name string, object []byte, chains map[string]chain.Head) error {
	prefix := seal.ChainPrefix(n.Compartment, n.Device)
	head, known := chains[prefix]
	if !known {
		head = chain.Head{Device: n.Device}
	}
	if n.Number != head.Sequence+1 {
		err := fmt.Errorf("%w: batch %d is missing", chain.ErrBroken, head.Sequence+1)
		if h, _, openErr := seal.Open(name, object, r.Practice, r.Device, r.Key); openErr == nil {
			chains[prefix] = chain.Head{Device: h.Device, Sequence: h.Sequence, Hash: seal.Sum(object)}
		}
		return err
	}
	b, err := chain.Open(r, head, name, object)
	if err != nil {
		// Go on behind it: one damaged batch is one problem, not one for each that follows.
		chains[prefix] = chain.Head{Device: n.Device, Sequence: n.Number, Hash: seal.Sum(object)}
		return err
	}
	chains[prefix] = b.Head
	return nil
}

// verifyOwnChains holds what this laptop knows of each chain against what the remote has of it.
func (e *Engine) verifyOwnChains(chains map[string]chain.Head, v *VerifyReport) {
	for _, p := range e.Places {
		for _, head := range p.Replica.Frontier() {
			prefix := seal.ChainPrefix(p.ID, head.Device)
			stands := chains[prefix]
			switch {
			case head.Device == e.Device: // batches that wait to be sent are no loss
				continue
			case stands.Sequence < head.Sequence:
				v.found(prefix, "missing", fmt.Errorf("the remote has %d batches of a chain of which this laptop has applied %d", stands.Sequence, head.Sequence))
			case stands.Sequence == head.Sequence && stands.Hash != head.Hash:
				v.found(prefix, "fork", errors.New("the remote's last batch is another than the one this laptop has applied"))
			}
		}
	}
}

func (e *Engine) verifyBackup(ctx context.Context, b Backup, stands map[string]bool, full bool, v *VerifyReport) {
	for _, part := range b.Parts {
		for _, id := range part.Packs {
			name := seal.Name{Kind: seal.Pack, Compartment: part.Compartment, Object: id}.String()
			if !stands[name] {
				v.found(name, "missing", fmt.Errorf("backup %s needs this pack", strings.ToLower(b.ID)))
			}
		}
		p, ours := e.place(part.Compartment)
		if !full || !ours {
			continue
		}
		s := Source{Remote: e.Remote, Part: part, Tree: p.Tree, Keys: e.reader}
		for _, err := range s.Rows(ctx, func(int64) {}) {
			if err != nil {
				v.found(b.Name, "damaged", fmt.Errorf("%s cannot be restored from it: %w", p.Name, err))
			}
		}
		v.Bytes += s.fetched
	}
}
