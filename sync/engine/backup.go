package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// Manifest is the body of a backup: what a restore needs to know, compartment by compartment. As a
// deterministic CBOR array it is sealed under the practice compartment's key.
type Manifest struct {
	_       struct{} `cbor:",toarray"`
	At      int64    // milliseconds since 1970, by the device's clock
	Newest  int64    // recorded_at of the newest change in it, milliseconds since 1970; 0 for none
	Members []seal.Hash
	Parts   []Part
	Audit   []byte // head of the device's audit log: opaque here
}

// Part is one compartment in a backup.
type Part struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Root        tree.Name
	Rows        int64
	Bytes       int64 // of all nodes' contents
	Frontier    chain.Frontier
	Tables      map[string]int64
	Packs       []seal.ID // ascending; every node under the root lies in one of them
}

// BackupReport is what one backup did.
type BackupReport struct {
	ID       string
	Roots    map[string]string // by compartment name, in hexadecimal digits
	NodesNew int
	BytesNew int64 // sealed bytes this backup added
	Bytes    int64 // content of all nodes, before compression
	Rows     int64
	At       time.Time
}

// Progress is called now and then with how far a long work has come; totals are 0 while not known.
type Progress func(done, total, bytes int64)

// Backup seals what is unsealed, sends what no round has sent yet, uploads the tree nodes that the
// remote lacks and then the signed manifest. A backup that breaks off leaves packs that the next one
// uses, and no manifest.
func (e *Engine) Backup(ctx context.Context, newest func(ctx context.Context) (int64, error), audit []byte, progress Progress) (BackupReport, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	practice, ok := e.practicePlace()
	if !ok {
		return BackupReport{}, errors.New("backup: the practice compartment is not open")
	}
	report := BackupReport{Roots: map[string]string{}, At: e.Now()}
	m := Manifest{At: report.At.UnixMilli(), Members: e.Members.Heads(), Audit: audit}
	var round Report
	for _, p := range e.Places {
		if err := e.push(ctx, p, &round); err != nil {
			return report, err
		}
	}
	for _, p := range e.Places {
		part, err := e.backUp(ctx, p, &report, progress)
		if err != nil {
			return report, fmt.Errorf("back up %s: %w", p.Name, err)
		}
		m.Parts = append(m.Parts, part)
	}
	var err error
	if m.Newest, err = newest(ctx); err != nil {
		return report, err
	}
	report.ID, err = e.putManifest(ctx, practice, m, &report)
	return report, err
}

// backUp uploads one compartment's new nodes.
func (e *Engine) backUp(ctx context.Context, p Place, report *BackupReport, progress Progress) (part Part, err error) {
	s, err := p.Replica.Snapshot(ctx, p.Secret())
	if err != nil {
		return Part{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	root := s.Tree().Root()
	var done int64
	packer := tree.NewPacker(func(pack tree.Pack) error {
		n, err := e.putPack(ctx, p, pack)
		if err != nil {
			return err
		}
		report.NodesNew += len(pack.Names)
		report.BytesNew += n
		done += int64(len(pack.Names))
		progress(done, int64(root.Nodes), report.BytesNew)
		return nil
	})
	if err := s.Tree().Nodes(s.Rows, s.HasNode(), packer.Add); err != nil {
		return Part{}, err
	}
	if err := packer.Close(); err != nil {
		return Part{}, err
	}
	packs, err := packsOf(ctx, p.Replica, s.Tree())
	if err != nil {
		return Part{}, err
	}
	counts, err := s.Counts()
	if err != nil {
		return Part{}, err
	}
	report.Roots[p.Name] = root.Name.String()
	report.Rows += root.Rows
	report.Bytes += root.Bytes
	return Part{
		Compartment: p.ID, Root: root.Name, Rows: root.Rows, Bytes: root.Bytes, Frontier: s.Frontier(), Tables: counts, Packs: packs,
	}, nil
}

func (e *Engine) putPack(ctx context.Context, p Place, pack tree.Pack) (int64, error) {
	id := seal.NewID()
	h := e.writer(p).Header(seal.Pack, 0)
	h.Object = id
	name, object, err := seal.Seal(p.Key, e.Signer, h, pack.Body)
	if err != nil {
		return 0, err
	}
	if err := e.Remote.Put(ctx, name, object, remote.Create); err != nil {
		return 0, err
	}
	return int64(len(object)), p.Replica.Uploaded(ctx, id, pack.Names)
}

// packsOf lists the packs that hold the nodes of a tree.
func packsOf(ctx context.Context, r Replica, t *tree.Tree) ([]seal.ID, error) {
	lies, err := r.Packs(ctx)
	if err != nil {
		return nil, err
	}
	held := map[seal.ID]bool{}
	if t.Root().Nodes > 0 {
		for name := range t.Names() {
			pack, ok := lies[name]
			if !ok {
				return nil, fmt.Errorf("node %s is in no pack", name)
			}
			held[pack] = true
		}
	}
	packs := make([]seal.ID, 0, len(held))
	for id := range held {
		packs = append(packs, id)
	}
	slices.SortFunc(packs, func(a, b seal.ID) int { return slices.Compare(a[:], b[:]) })
	return packs, nil
}

func (e *Engine) putManifest(ctx context.Context, practice Place, m Manifest, report *BackupReport) (string, error) {
	number, err := e.nextBackup(ctx)
	if err != nil {
		return "", err
	}
	name, object, err := seal.Seal(practice.Key, e.Signer, e.writer(practice).Header(seal.Backup, number), chain.Marshal(m))
	if err != nil {
		return "", err
	}
	if err := e.Remote.Put(ctx, name, object, remote.Create); err != nil {
		return "", err
	}
	report.BytesNew += int64(len(object))
	return BackupID(e.Device, number), nil
}

// nextBackup is one more than the highest number of this device's backups in the remote.
func (e *Engine) nextBackup(ctx context.Context) (uint64, error) {
	var last uint64
	prefix := seal.BackupPrefix + e.Device.String() + "/"
	err := e.Remote.List(ctx, prefix, "", func(i remote.Info) error {
		n, err := seal.ParseName(i.Name)
		if err == nil {
			last = max(last, n.Number)
		}
		return nil // what is no backup of ours is left to verify
	})
	return last + 1, err
}

// BackupID is what people and commands call a backup: the device's id and a number.
func BackupID(device seal.ID, number uint64) string { return fmt.Sprintf("%s-%d", device, number) }

// Backup is a backup as the remote holds it.
type Backup struct {
	Manifest
	ID     string
	Device seal.ID
	Number uint64
	Name   string
	Size   int64 // of the manifest
}

// Backups lists the backups that verify, newest first, and names those that do not.
func (e *Engine) Backups(ctx context.Context) ([]Backup, []Alarm, error) {
	return listBackups(ctx, e.Remote, e.reader)
}

// keyring finds the keys for an object from what its clear header says.
type keyring = func(compartment, device seal.ID, key seal.KeyID) (chain.Reader, error)

func listBackups(ctx context.Context, store remote.Store, keys keyring) ([]Backup, []Alarm, error) {
	var names []string
	if err := store.List(ctx, seal.BackupPrefix, "", func(i remote.Info) error {
		names = append(names, i.Name)
		return nil
	}); err != nil {
		return nil, nil, err
	}
	var found []Backup
	var alarms []Alarm
	for _, name := range names {
		b, err := readBackup(ctx, store, keys, name)
		if isTransport(err) {
			return nil, nil, err
		}
		if err != nil {
			alarms = append(alarms, alarmOf(name, b.Device, err))
			continue
		}
		found = append(found, b)
	}
	slices.SortStableFunc(found, newestFirst)
	return found, alarms, nil
}

// newestFirst puts a backup before those that it dominates, compartment by compartment; where neither
// dominates, the clocks of their laptops decide, for showing only.
func newestFirst(a, b Backup) int {
	switch {
	case a.dominates(b) && !b.dominates(a):
		return -1
	case b.dominates(a) && !a.dominates(b):
		return 1
	case a.At != b.At:
		return int(max(-1, min(1, b.At-a.At)))
	}
	return int(b.Number) - int(a.Number)
}

func (b Backup) dominates(other Backup) bool {
	for _, part := range other.Parts {
		i := slices.IndexFunc(b.Parts, func(p Part) bool { return p.Compartment == part.Compartment })
		if i < 0 || !b.Parts[i].Frontier.Dominates(part.Frontier) {
			return false
		}
	}
	return true
}

func readBackup(ctx context.Context, store remote.Store, keys keyring, name string) (Backup, error) {
	n, err := seal.ParseName(name)
	if err != nil {
		return Backup{}, err
	}
	b := Backup{ID: BackupID(n.Device, n.Number), Device: n.Device, Number: n.Number, Name: name}
	object, err := store.Get(ctx, name)
	if err != nil {
		return b, err
	}
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return b, err
	}
	r, err := keys(h.Compartment, h.Device, h.KeyID)
	if err != nil {
		return b, err
	}
	_, raw, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil {
		return b, err
	}
	b.Size = int64(len(object))
	return b, chain.Unmarshal(raw, &b.Manifest)
}

// Rows counts the rows of all compartments in a backup.
func (m Manifest) Rows() (n int64) {
	for _, p := range m.Parts {
		n += p.Rows
	}
	return n
}

// Content is the length of all nodes of a backup, before compression.
func (m Manifest) Content() (n int64) {
	for _, p := range m.Parts {
		n += p.Bytes
	}
	return n
}
