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

// pushAll sends what waits, after a look whether this laptop is a copy.
func (e *Engine) pushAll(ctx context.Context) error {
	x := &exchange{Engine: e}
	if !e.started {
		if err := x.begin(ctx); err != nil {
			return err
		}
	}
	for _, p := range e.Places {
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

// backUp uploads one compartment's new nodes.
func (e *Engine) backUp(ctx context.Context, p Place, report *BackupReport, progress Progress) (part Part, err error) {
	lies, err := e.standing(ctx, p)
	if err != nil {
		return Part{}, err
	}
	sent, err := e.standChunks(ctx, p)
	if err != nil {
		return Part{}, err
	}
	report.BytesNew += sent
	s, err := p.Replica.Snapshot(ctx, p.Secret())
	if err != nil {
		return Part{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	root := s.Tree().Root()
	var done int64
	packer := tree.NewPacker(func(pack tree.Pack) error {
		id, n, err := e.putPack(ctx, p, pack)
		if err != nil {
			return err
		}
		for _, name := range pack.Names {
			lies[name] = id
		}
		report.NodesNew += len(pack.Names)
		report.BytesNew += n
		done += int64(len(pack.Names))
		progress(done, int64(root.Nodes), report.BytesNew)
		return nil
	})
	has := func(name tree.Name) bool { _, stands := lies[name]; return stands }
	if err := s.Tree().Nodes(s.Rows, has, packer.Add); err != nil {
		return Part{}, err
	}
	if err := packer.Close(); err != nil {
		return Part{}, err
	}
	packs, err := packsOf(lies, s.Tree())
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
