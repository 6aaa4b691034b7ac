package access

import (
	"context"
	"time"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// Append puts entries at the end of the log, in their order, all or none; they are on the disk when it
// returns nil. An entry that stands in the log already is not put there again; another entry under the
// same id is an Integrity failure. Other failures: Full, Busy, and Integrity for a damaged file.
func (l *Log) Append(ctx context.Context, entries ...Entry) error {
	lines, err := write(entries)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.append(ctx, lines)
}

// AppendView puts the entries of a view into the log before the view is shown: one for each kind of
// information in it, all in one transaction. Where the log cannot be written (a full disk, a damaged
// file) it answers false without an error: the view is shown all the same, care goes on, and the next
// append records that there is a gap. An error means that nothing must be shown: the caller has gone,
// or an entry is none.
func (l *Log) AppendView(ctx context.Context, entries ...Entry) (recorded bool, err error) {
	lines, err := write(entries)
	if err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err = l.append(ctx, lines); err == nil {
		return true, nil
	}
	if ctx.Err() != nil {
		return false, failure.Of(ctx.Err())
	}
	for _, e := range entries {
		l.gap.widen(e)
	}
	return false, nil
}

// Gap tells how many views were shown that the log does not hold, and that it has not been able to
// record as missing yet.
func (l *Log) Gap() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.gap.views
}

// gap counts the entries of views that were shown unrecorded. It is lost with the process: a disk that is full has no
// place for it.
type gap struct {
	views uint64
	first Entry // when it began; whose views, if they are all one person's
}

func (g *gap) widen(e Entry) {
	if g.views == 0 {
		g.first = e
	}
	if e.Person != g.first.Person {
		g.first.Person = state.ID{}
	}
	g.views++
}

// entry is the record of the gap: it is dated when the gap began.
func (g *gap) entry(now time.Time) Entry {
	e := NewEntry(now, Who{Person: g.first.Person, Device: g.first.Device}, ActAlarm, KindAuditLog)
	e.At, e.Offset = g.first.At, g.first.Offset
	return e.Ended(Failed, Detail{LogGap, g.views})
}

// line is an entry with its form.
type line struct {
	Entry
	form []byte
}

func write(entries []Entry) ([]line, error) {
	lines := make([]line, len(entries))
	for i, e := range entries {
		form, err := e.Marshal()
		if err != nil {
			return nil, err
		}
		lines[i] = line{e, form}
	}
	return lines, nil
}

// append is one durable transaction: what the log has to say of itself first, then the lines, then the
// signed head.
func (l *Log) append(ctx context.Context, lines []line) error {
	local, err := l.openedLocked(ctx)
	if err != nil {
		return err
	}
	err = local.Write(ctx, func(tx *store.LocalTx) error {
		c, err := openChain(tx)
		if err != nil {
			return err
		}
		own, keep, err := l.inspect(c)
		if err != nil {
			return err
		}
		for _, line := range append(own, lines...) {
			if err := c.add(line); err != nil {
				return err
			}
		}
		if l.signer.IsZero() {
			return nil
		}
		return c.saveHead(c.tip.sign(l.signer), keep)
	})
	if err == nil {
		l.gap = gap{}
	}
	return err
}

// inspect finds what the log must say of itself before it goes on: a gap, a signed head that the chain
// contradicts, entries that nobody signed. Signing over them in silence would hide them; keep tells
// that the head in force is evidence.
func (l *Log) inspect(c *chain) (own []line, keep bool, err error) {
	var entries []Entry
	if l.gap.views > 0 {
		entries = append(entries, l.gap.entry(l.o.Now()))
	}
	if !l.signer.IsZero() {
		good, err := c.bearsOut(c.head, l.keys)
		if err != nil {
			return nil, false, err
		}
		if !good {
			keep, entries = true, append(entries, l.alarm(LogHeadBroken, c.head.Sequence))
		}
		unsigned, err := c.firstUnsigned(c.head.Sequence)
		if err != nil {
			return nil, false, err
		}
		if unsigned > 0 && good {
			entries = append(entries, l.alarm(LogUnsigned, unsigned))
		}
	}
	own, err = write(entries)
	return own, keep, err
}
