package engine

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
)

// Chunks keeps the sealed chunks of large values beside the rows that refer to them.
type Chunks interface {
	// UnsentChunks gives the chunks that the remote was not seen to hold.
	UnsentChunks(ctx context.Context, each func(chain.Chunk) error) error
	ChunkSent(ctx context.Context, name string) error
	// Chunks are the names of all that live versions need and that are here; Chunk is one of them, nil
	// for one that is not here.
	Chunks(ctx context.Context) ([]string, error)
	Chunk(ctx context.Context, name string) ([]byte, error)
	// HoldChunk keeps chunk n of a value, which came from the remote.
	HoldChunk(ctx context.Context, l state.Large, n int, chunk chain.Chunk) error
	// Wanted are the large values of shown rows whose chunks are not all here; Arrived shows the rows
	// whose chunks have come meanwhile.
	Wanted(ctx context.Context) ([]state.Large, error)
	Arrived(ctx context.Context) error
}

// pushChunks sends the chunks that wait: they stand in the remote before the batch that refers to them.
func (e *Engine) pushChunks(ctx context.Context, p Place, r *Report) error {
	return p.Replica.UnsentChunks(ctx, func(c chain.Chunk) error {
		err := e.Remote.Put(ctx, c.Name, c.Object, remote.Create)
		if errors.Is(err, remote.ErrExists) { // nobody else draws this id: these bytes are no good
			err = e.Remote.Put(ctx, c.Name, c.Object, remote.Overwrite)
		}
		if err != nil {
			return err
		}
		r.Sent.Bytes += int64(len(c.Object))
		return p.Replica.ChunkSent(ctx, c.Name)
	})
}

// standChunks sends every chunk again that the remote lacks or holds damaged: one that was lost there, or
// all where the remote was changed for another. It tells how many bytes it sent.
func (e *Engine) standChunks(ctx context.Context, p Place) (bytes int64, err error) {
	needed, err := p.Replica.Chunks(ctx)
	if err != nil || len(needed) == 0 {
		return 0, err
	}
	stands := map[string]bool{}
	if err := e.Remote.List(ctx, seal.ChunkPrefix+p.ID.String()+"/", "", func(i remote.Info) error {
		stands[i.Name] = true
		return nil
	}); err != nil {
		return 0, err
	}
	for _, name := range needed {
		bad, err := p.Replica.Noted(ctx, badChunkNote(name))
		if err != nil {
			return bytes, err
		}
		if stands[name] && bad == nil {
			continue
		}
		object, err := p.Replica.Chunk(ctx, name)
		if err != nil {
			return bytes, err
		}
		if err := e.Remote.Put(ctx, name, object, remote.Overwrite); err != nil {
			return bytes, err
		}
		bytes += int64(len(object))
		if err := p.Replica.Note(ctx, badChunkNote(name), nil); err != nil {
			return bytes, err
		}
	}
	return bytes, nil
}

// badChunkNote stands for a chunk that a verification found damaged. The row that refers to a chunk
// names its hash, so only the very same bytes can heal it, and they may overwrite what stands there.
func badChunkNote(name string) string { return "bad chunk " + name }

// pullLarge fetches the chunks of the large values that a batch brings. all is false where one is
// missing or damaged: the batch waits, for what it brings could not be shown.
func (y *pulling) pullLarge(ctx context.Context, device seal.ID, changes []state.Change) (all bool, err error) {
	all = true
	for i := range changes {
		for j := range changes[i].Edits {
			l, refers := changes[i].Edits[j].Value.Large()
			if !refers {
				continue
			}
			here, err := y.chunksOf(ctx, y.p, device, l)
			if err != nil {
				return false, err
			}
			all = all && here
		}
	}
	return all, nil
}

// fetchWanted fetches what a restore could not show yet.
func (x *exchange) fetchWanted(ctx context.Context, p Place) error {
	wanted, err := p.Replica.Wanted(ctx)
	if err != nil || len(wanted) == 0 {
		return err
	}
	for _, l := range wanted {
		if _, err := x.chunksOf(ctx, p, seal.ID{}, l); err != nil {
			return err
		}
	}
	x.Rows = true
	return p.Replica.Arrived(ctx)
}

// Away names, after a restore, the chunks of large values that the remote did not give. The rows that
// need them are there, and proven; only these texts are not. Each start asks for them again.
func Away(ctx context.Context, p Place) (alarms []Alarm, err error) {
	wanted, err := p.Replica.Wanted(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range wanted {
		for n := range l.Chunks {
			name := chain.ChunkName(p.ID, l, n)
			if object, err := p.Replica.Chunk(ctx, name); err != nil || object != nil {
				if err != nil {
					return nil, err
				}
				continue
			}
			a := missing(name, seal.ID{})
			a.What = "A long text or document of the record is not in the storage, or is damaged there. Everything else came back."
			a.Todo = "Sync on another laptop of the practice that has it, make a backup there, then start this one again."
			alarms = append(alarms, a)
		}
	}
	return alarms, nil
}

// chunksOf makes sure that all chunks of a value are here, and that they make the value.
func (x *exchange) chunksOf(ctx context.Context, p Place, device seal.ID, l state.Large) (here bool, err error) {
	chunks := make([]chain.Chunk, len(l.Chunks))
	var came []int
	for n := range chunks {
		c := &chunks[n]
		c.Name = chain.ChunkName(p.ID, l, n)
		if c.Object, err = p.Replica.Chunk(ctx, c.Name); err != nil {
			return false, err
		}
		if c.Object != nil {
			continue
		}
		var there bool
		if c.Object, there, err = x.fetch(ctx, c.Name, device); err != nil {
			return false, err
		}
		if err := x.expect(ctx, p, c.Name, device, there); err != nil || c.Object == nil {
			return false, err
		}
		x.Received.Bytes += int64(len(c.Object))
		came = append(came, n)
	}
	if _, err := chain.OpenLarge(l, chunks); err != nil {
		x.alarm(alarmOf(chunks[0].Name, device, fmt.Errorf("a large value: %w", err)))
		return false, nil
	}
	for _, n := range came {
		if err := p.Replica.HoldChunk(ctx, l, n, chunks[n]); err != nil {
			return false, err
		}
	}
	return true, nil
}

// References are the large values that a row of a backup refers to.
func References(form []byte) ([]state.Large, error) {
	if !state.MayRefer(form) {
		return nil, nil
	}
	row, err := state.Unmarshal(form)
	if err != nil {
		return nil, err
	}
	return row.References(), nil
}

// chunksStand holds the chunks that live rows of this laptop need against what the remote has.
func (v *checking) chunksStand(ctx context.Context, p Place) error {
	unsent := map[string]bool{}
	if err := p.Replica.UnsentChunks(ctx, func(c chain.Chunk) error {
		unsent[c.Name] = true
		return nil
	}); err != nil {
		return err
	}
	needed, err := p.Replica.Chunks(ctx)
	if err != nil {
		return err
	}
	for _, name := range needed {
		if !v.stands[name] && !unsent[name] {
			v.missChunk(name)
		}
	}
	return nil
}

// proveLarge holds the chunks that a row of a backup refers to against those that were read.
func (v *checking) proveLarge(p Place, form []byte) error {
	large, err := References(form)
	if err != nil {
		return err
	}
	for _, l := range large {
		for n, sum := range l.Chunks {
			name := chain.ChunkName(p.ID, l, n)
			read, stands := v.chunks[name]
			switch {
			case !stands:
				v.missChunk(name)
			case read != sum:
				v.found(name, "damaged", errors.New("not the bytes that a row refers to"))
			}
		}
	}
	return nil
}

func (v *checking) missChunk(name string) {
	if !v.missed[name] {
		v.missed[name] = true
		v.found(name, "missing", errors.New("a long text or document needs this chunk"))
	}
}
