package record

import (
	"context"
	"errors"
	"time"

	"farne/sync/chain"
	"farne/sync/engine"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// BackupCheck is what a restore of a backup would bring, proven without writing anything.
type BackupCheck struct {
	Backup   string
	Rows     int64
	Bytes    int64     // sealed, that were read for it
	Newest   time.Time // of the newest change in it, by its HLC; zero for none
	Later    int       // changes of after the backup, which a restore adds
	Problems []string
}

// Check reads every node of a backup and proves it against the signed root. What is damaged is a problem
// in the answer; only a place that cannot be reached ends it with an error.
func (l *Lost) Check(ctx context.Context, backup string, progress func(RestoreProgress)) (BackupCheck, error) {
	b, err := l.choose(backup)
	if err != nil {
		return BackupCheck{}, err
	}
	c := BackupCheck{Backup: b.ID, Problems: []string{}}
	if b.Newest > 0 {
		c.Newest = time.UnixMilli(b.Newest)
	}
	reading, err := l.reading(ctx, b, progress)
	if err != nil {
		return c, err
	}
	for _, part := range b.Parts {
		_, _, treeKey, held := l.Members.Current(part.Compartment)
		if !held {
			continue
		}
		rows, err := countRows(ctx, l.source(part, treeKey), reading)
		c.Rows += rows
		if failure.Is(err, failure.Integrity) || errors.Is(err, tree.ErrDamaged) || errors.Is(err, remote.ErrNotFound) {
			c.Problems = append(c.Problems, failure.Of(err).Message)
			continue
		}
		if err != nil {
			return c, reading.cutOff(err)
		}
		later, err := l.later(ctx, part)
		if err != nil {
			return c, reading.cutOff(err)
		}
		c.Later += later
	}
	c.Bytes = reading.Bytes
	return c, nil
}

// reading follows the reading of a backup.
type reading struct {
	RestoreProgress
	told func(RestoreProgress) // may be nil
}

func (l *Lost) reading(ctx context.Context, b engine.Backup, told func(RestoreProgress)) (*reading, error) {
	bytes, err := engine.PackBytes(ctx, l.remote, b.Parts)
	return &reading{RestoreProgress: RestoreProgress{RowsTotal: b.Rows(), BytesTotal: bytes}, told: told}, remote.ToReader(err)
}

// source reads one compartment of a backup.
func (l *Lost) source(part engine.Part, treeKey seal.Key) engine.Source {
	return engine.Source{Remote: l.remote, Part: part, Tree: treeKey, Keys: engine.Keys(l.Members), Kept: l.kept}
}

// pack is an engine.Told.
func (r *reading) pack(bytes int64, kept bool) {
	r.Bytes += bytes
	if kept {
		r.Kept += bytes
	}
	r.tell()
}

// rows counts those of one compartment, on from those before it.
func (r *reading) rows(before int64) func(rows int64) {
	return func(rows int64) {
		r.Rows = before + rows
		r.tell()
	}
}

// cutOff says that the next attempt goes on.
func (r *reading) cutOff(err error) error {
	err = remote.ToReader(err)
	if f := failure.Of(err); f.Code == failure.Unreachable && r.Bytes > 0 {
		return failure.Wrap(err, f.Code, f.Message, f.Hint+" What was read is kept: start the restore again, and it goes on from there.")
	}
	return err
}

func (r *reading) tell() {
	if r.told != nil {
		r.told(r.RestoreProgress)
	}
}

// stepRows is how many rows pass between two reports of progress.
const stepRows = 1000

func countRows(ctx context.Context, source engine.Source, r *reading) (rows int64, err error) {
	told := r.rows(r.Rows)
	for _, err := range source.Rows(ctx, r.pack) {
		if err != nil {
			return rows, err
		}
		if rows++; rows%stepRows == 0 {
			told(rows)
		}
	}
	told(rows)
	return rows, nil
}

// later counts the changes that the remote holds behind a backup's frontier, chain by chain. A chain that
// cannot be read on ends its count: a restore says then what is wrong with it.
func (l *Lost) later(ctx context.Context, part engine.Part) (changes int, err error) {
	names, err := remote.Names(ctx, l.remote, seal.BatchPrefix+part.Compartment.String()+"/")
	if err != nil {
		return 0, err
	}
	heads := map[seal.ID]chain.Head{}
	for _, name := range names {
		parsed, err := seal.ParseName(name)
		if err != nil {
			continue // no name of ours: verification names it
		}
		previous, begun := heads[parsed.Device]
		if !begun {
			previous = part.Frontier.Of(parsed.Device)
		}
		if parsed.Number != previous.Sequence+1 {
			continue
		}
		object, err := l.remote.Get(ctx, name)
		if err != nil {
			return changes, err
		}
		batch, err := l.openBatch(part.Compartment, previous, name, object)
		if err != nil {
			continue
		}
		heads[parsed.Device] = batch.Head
		changes += len(batch.Changes)
	}
	return changes, nil
}

func (l *Lost) openBatch(compartment seal.ID, previous chain.Head, name string, object []byte) (chain.Batch, error) {
	header, err := seal.ParseHeader(name, object)
	if err != nil {
		return chain.Batch{}, err
	}
	reader, err := engine.Keys(l.Members)(compartment, header.Device, header.KeyID)
	if err != nil {
		return chain.Batch{}, err
	}
	return chain.Open(reader, previous, name, object)
}
