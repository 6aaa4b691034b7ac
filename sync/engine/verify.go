package engine

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
)

// Problem is one thing that verification found.
type Problem struct {
	Object string `json:"object"`
	Kind   string `json:"kind"` // as Alarm.Name
	What   string `json:"what"`
}

// VerifyReport is what verification read and what it found.
type VerifyReport struct {
	Objects  int       `json:"objects"`
	Bytes    int64     `json:"bytes"`
	Problems []Problem `json:"problems"`
}

// checking is one verification while it goes on.
type checking struct {
	*Engine
	VerifyReport
	full   bool
	stands map[string]bool
	chains map[string]*link // by prefix
	chunks map[string]seal.Hash
	missed map[string]bool // packs and chunks that were named as missing

	floor     map[string]uint64 // by prefix: batches up to there stand in another place
	elsewhere uint64            // this device's backups up to there were made to another place
}

func (v *checking) found(object, kind string, err error) {
	v.Problems = append(v.Problems, Problem{Object: object, Kind: kind, What: err.Error()})
}

// Verify reads the objects of the remote that this seat has keys for and checks what can be: form, name,
// signature, that chains have no gap, that every pack a backup names is there. With full it also opens
// every pack and recomputes the newest backup's trees node by node. It changes nothing in the remote,
// and nothing of the record.
func (e *Engine) Verify(ctx context.Context, full bool, progress Progress) (VerifyReport, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v := &checking{Engine: e, VerifyReport: VerifyReport{Problems: []Problem{}}, full: full, stands: map[string]bool{}, chains: map[string]*link{}, chunks: map[string]seal.Hash{}, missed: map[string]bool{}, floor: map[string]uint64{}}
	err := v.run(ctx, progress)
	return v.VerifyReport, err
}

func (v *checking) run(ctx context.Context, progress Progress) error {
	if err := v.Learn(ctx); err != nil {
		return err
	}
	var infos []remote.Info
	if err := v.Remote.List(ctx, "", "", func(i remote.Info) error {
		infos = append(infos, i)
		v.stands[i.Name] = true
		return nil
	}); err != nil {
		return err
	}
	backups, err := v.backups(ctx)
	if err != nil {
		return err
	}
	for i, info := range infos {
		if err := v.object(ctx, info); err != nil {
			return err
		}
		progress(int64(i+1), int64(len(infos)), v.Bytes)
	}
	if v.full && len(backups) > 0 {
		if err := v.prove(ctx, backups[0]); err != nil {
			return err
		}
	}
	for _, p := range v.Members.Problems() {
		if a := ofRecord(p); p.Alarm() {
			v.found(a.Object, a.Name, fmt.Errorf("%s %s", a.What, p.Detail))
		}
	}
	return v.ownKnowledge(ctx)
}

// object checks one object. Packs and chunks are large, so only full verification reads them here.
func (v *checking) object(ctx context.Context, info remote.Info) error {
	n, err := seal.ParseName(info.Name)
	if err != nil {
		v.found(info.Name, "foreign", errors.New("not an object of Farne"))
		return nil
	}
	v.Objects++
	switch n.Kind {
	case seal.Backup: // Backups opens those itself
		return nil
	case seal.JoinRequest, seal.JoinAnswer: // sealed under a code that nobody keeps
		return nil
	case seal.Pack, seal.Chunk:
		if !v.full {
			return nil
		}
	}
	object, err := v.Remote.Get(ctx, info.Name)
	if err == nil {
		v.Bytes += int64(len(object))
		err = v.check(ctx, n, info.Name, object)
	}
	if err != nil && !ofObject(err) {
		return err
	}
	if errors.Is(err, seal.Newer) {
		return nil // it waits for a newer Farne
	}
	if err != nil {
		v.found(info.Name, kindOf(info.Name, n.Device, err), err)
	}
	if n.Kind == seal.Chunk {
		v.chunks[info.Name] = seal.Sum(object)
	}
	return v.noteBad(ctx, n, info.Name, err)
}

func kindOf(name string, device seal.ID, err error) string {
	if errors.Is(err, remote.ErrNotFound) {
		return "missing"
	}
	return alarmOf(name, device, err).Name
}

// noteBad remembers a damaged pack or chunk, so that the next backup uploads what it held again.
func (v *checking) noteBad(ctx context.Context, n seal.Name, name string, wrong error) error {
	p, ours := v.place(n.Compartment)
	if !ours {
		return nil
	}
	note := ""
	switch n.Kind {
	case seal.Pack:
		note = badPackNote(n.Object)
	case seal.Chunk:
		note = badChunkNote(name)
	default:
		return nil
	}
	noted, err := p.Replica.Noted(ctx, note)
	switch {
	case err != nil:
		return err
	case wrong != nil && noted == nil:
		return p.Replica.Note(ctx, note, []byte{1})
	case wrong == nil && noted != nil:
		return p.Replica.Note(ctx, note, nil)
	}
	return nil
}

func (v *checking) check(ctx context.Context, n seal.Name, name string, object []byte) error {
	h, err := v.header(name, object)
	if err != nil {
		return err
	}
	if n.Kind == seal.Member {
		return v.record(ctx, name, object)
	}
	device, enrolled := v.Members.Device(h.Device)
	if !enrolled {
		return errUninvited
	}
	p, ours := v.place(h.Compartment)
	if !ours { // without the key, its signature and its place in the chain can still be checked
		if _, err := seal.Verify(name, object, v.Practice, device); err != nil || n.Kind != seal.Batch {
			return err
		}
		return v.follow(n, h, object, func(chain.Head) (chain.Head, error) { return headOf(h, object), nil })
	}
	if n.Kind == seal.Chunk { // its key stands in the row that refers to it
		_, err := seal.Verify(name, object, v.Practice, device)
		return err
	}
	r, err := v.reader(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return err
	}
	switch n.Kind {
	case seal.Batch:
		return v.follow(n, h, object, func(after chain.Head) (chain.Head, error) {
			b, err := chain.Open(r, after, name, object)
			return b.Head, err
		})
	case seal.Hint:
		_, _, err := chain.OpenHint(r, name, object)
		return err
	case seal.Pack:
		_, err := openPack(v.reader, p.Secret(), name, object)
		return err
	}
	_, err = seal.Verify(name, object, v.Practice, device)
	return err
}

// record holds a member record against the one that this laptop keeps; whether it counts, the log says.
func (v *checking) record(ctx context.Context, name string, object []byte) error {
	kept, err := v.Members.Record(ctx, name)
	if err != nil {
		return err
	}
	if kept != nil && seal.Sum(kept) != seal.Sum(object) {
		return &seal.Error{Fault: seal.Damaged, Name: name, Detail: "not the record that this laptop knows"}
	}
	return nil
}
