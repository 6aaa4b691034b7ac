package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

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
// uses, and no manifest. On a copy of a laptop it fails with Integrity and sends nothing.
func (e *Engine) Backup(ctx context.Context, newest func(ctx context.Context) (int64, error), audit []byte, progress Progress) (BackupReport, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	report := BackupReport{Roots: map[string]string{}, At: e.Now()}
	practice, ok := e.practicePlace()
	if !ok {
		return report, errors.New("backup: the practice compartment is not open")
	}
	if err := e.pushAll(ctx); err != nil {
		return report, err
	}
	m := Manifest{At: report.At.UnixMilli(), Members: e.Members.Heads(), Audit: audit}
	var err error
	if m.Parts, err = e.parts(ctx, &report, progress); err != nil {
		return report, err
	}
	if m.Newest, err = newest(ctx); err != nil {
		return report, err
	}
	report.ID, err = e.putManifest(ctx, practice, m, &report)
	return report, err
}

// pushAll sends what waits, after a look whether this laptop is a copy.
func (e *Engine) pushAll(ctx context.Context) error {
	x := &exchange{Engine: e}
	if !e.started {
		if err := x.begin(ctx); err != nil {
			return err
		}
	}
	for _, p := range e.Places() {
		if x.has("clone") {
			break
		}
		if err := e.push(ctx, p, &x.Report); err != nil && !errors.Is(err, errClone) {
			return err
		}
	}
	for _, a := range x.Alarms {
		if a.Name == "clone" {
			return failure.Wrap(errClone, failure.Integrity, a.What+" "+a.Safe, a.Todo)
		}
	}
	return nil
}

// parts uploads every compartment's new nodes. The last packs of one are on their way while the next one
// is read.
func (e *Engine) parts(ctx context.Context, report *BackupReport, progress Progress) ([]Part, error) {
	up := e.upload(ctx, func(l load) {
		for _, name := range l.pack.Names {
			l.part.new[name] = l.id
		}
		report.NodesNew += len(l.pack.Names)
		report.BytesNew += int64(len(l.object))
		progress(int64(len(l.part.new)), int64(l.part.tree.Root().Nodes), report.BytesNew)
	})
	var all []*pending
	var err error
	for _, p := range e.Places() {
		part := &pending{place: p, new: map[tree.Name]seal.ID{}}
		if err = part.read(ctx, e, up); err != nil {
			err = fmt.Errorf("back up %s: %w", p.Name, err)
			break
		}
		all = append(all, part)
	}
	if sent := up.close(); sent != nil { // the first to fail: a reading ends because of it
		return nil, sent
	}
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, part := range all {
		if part.Packs, err = packsOf(part.lies, part.new, part.tree); err != nil {
			return nil, fmt.Errorf("back up %s: %w", part.place.Name, err)
		}
		report.Roots[part.place.Name] = part.Root.String()
		report.BytesNew += part.chunks
		report.Rows += part.Rows
		report.Bytes += part.Bytes
		parts = append(parts, part.Part)
	}
	return parts, nil
}

// pending is a compartment whose packs may still be on their way.
type pending struct {
	Part
	place  Place
	chunks int64 // bytes that were sent again
	tree   *tree.Tree
	lies   map[tree.Name]seal.ID // in packs that stood before
	new    map[tree.Name]seal.ID // in packs of this backup; the upload's until it is closed
}

// read hands the nodes that the remote lacks to the upload.
func (b *pending) read(ctx context.Context, e *Engine, up *upload) (err error) {
	if b.lies, err = e.standing(ctx, b.place); err != nil {
		return err
	}
	if b.chunks, err = e.standChunks(ctx, b.place); err != nil {
		return err
	}
	s, err := b.place.Replica.Snapshot(ctx, b.place.Secret())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	b.tree = s.Tree()
	root := b.tree.Root()
	packer := tree.NewPacker(func(pack tree.Pack) error { return up.add(load{part: b, pack: pack}) })
	has := func(name tree.Name) bool { _, stands := b.lies[name]; return stands }
	if err := b.tree.Nodes(s.Rows, has, packer.Add); err != nil {
		return err
	}
	if err := packer.Close(); err != nil {
		return err
	}
	counts, err := s.Counts()
	if err != nil {
		return err
	}
	b.Part = Part{Compartment: b.place.ID, Root: root.Name, Rows: root.Rows, Bytes: root.Bytes, Frontier: s.Frontier(), Tables: counts}
	return nil
}

// noteBackup is the number of this device's last backup, 8 bytes, once the remote has it: verification
// misses a backup that was taken away.
const noteBackup = "backup"

func (e *Engine) lastBackup(ctx context.Context, practice Place) (uint64, error) {
	noted, err := practice.Replica.Noted(ctx, noteBackup)
	if err != nil || len(noted) != 8 {
		return 0, err
	}
	return binary.BigEndian.Uint64(noted), nil
}

func (e *Engine) putManifest(ctx context.Context, practice Place, m Manifest, report *BackupReport) (string, error) {
	number, err := e.nextBackup(ctx, practice)
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
	return BackupID(e.Device, number), practice.Replica.Note(ctx, noteBackup, binary.BigEndian.AppendUint64(nil, number))
}

// nextBackup is one more than the highest number of this device's backups, here and in the remote: a
// PUT whose answer was lost may have written one that is not known here.
func (e *Engine) nextBackup(ctx context.Context, practice Place) (uint64, error) {
	last, err := e.lastBackup(ctx, practice)
	if err != nil {
		return 0, err
	}
	err = e.Remote.List(ctx, seal.BackupPrefix+e.Device.String()+"/", "", func(i remote.Info) error {
		if n, err := seal.ParseName(i.Name); err == nil { // what is no backup of ours is left to verification
			last = max(last, n.Number)
		}
		return nil
	})
	return last + 1, err
}
