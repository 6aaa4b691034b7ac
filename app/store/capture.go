package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"farne/sync/hlc"
	"farne/sync/state"
)

// capture is what the triggers of one file's writer connection call. It is set for a transaction's
// time and off otherwise: a write outside of Compartment.Write fails.
type capture struct {
	clock  *hlc.Clock
	now    func() time.Time
	tables map[string]Table
	seen   state.Seen

	mode  captureMode
	seat  state.ID
	shown map[cell][]hlc.HLC // what the author was shown, where the write says so
	about []state.ID         // further patients whom the writes are about

	changes   int  // how many the transaction has captured
	rewritten bool // whether one of them went into a row that the outbox had before
	added     int  // how many rows it has brought into the outbox
	last      *pen // of the statement that captured last

	marks marks // of all transactions since texts were entered for search
}

type captureMode int

const (
	captureClosed captureMode = iota // no transaction: a write is an error
	captureOn                        // a person's transaction
	captureOff                       // the engine merges
)

// cell names one column of one row.
type cell struct {
	table  string
	id     state.ID
	column string
}

var errCaptureClosed = errors.New("a synced table was written outside a transaction of the store")

func (c *capture) register(conn *sqlite3.SQLiteConn) error {
	functions := map[string]any{
		"farne_capturing": c.capturing, "farne_insert": c.insert, "farne_update": c.update, "farne_delete": c.delete,
	}
	for name, f := range functions {
		if err := conn.RegisterFunc(name, f, false); err != nil {
			return fmt.Errorf("register %s: %w", name, err)
		}
	}
	return nil
}

func (c *capture) capturing() (int64, error) {
	switch c.mode {
	case captureOn:
		return 1, nil
	case captureOff:
		return 0, nil
	}
	return 0, errCaptureClosed
}

// insert is called as farne_insert(table, id, outbox, state, new values…) and answers the new outbox.
// Only columns that hold something are named: NULL is what an unnamed column shows anyway.
func (c *capture) insert(args ...any) ([]byte, error) {
	p, err := c.begin(args)
	if err != nil {
		return nil, err
	}
	values := args[4:]
	for i, column := range p.table.Columns {
		if values[i] == nil && !p.named(column) {
			continue
		}
		if err := p.edit(column, values[i]); err != nil {
			return nil, err
		}
	}
	if p.row.IsDeleted() {
		p.write(state.Deleted, state.Null())
	}
	return p.finish(values)
}

// update is called as farne_update(table, id, outbox, state, old values…, new values…).
func (c *capture) update(args ...any) ([]byte, error) {
	p, err := c.begin(args)
	if err != nil {
		return nil, err
	}
	n := len(p.table.Columns)
	before, after := args[4:4+n], args[4+n:]
	for i, column := range p.table.Columns {
		if sameSQL(before[i], after[i]) {
			continue
		}
		if err := p.edit(column, after[i]); err != nil {
			return nil, err
		}
	}
	return p.finish(before, after)
}

// delete is called as farne_delete(table, id, outbox, state, old values…).
func (c *capture) delete(args ...any) ([]byte, error) {
	p, err := c.begin(args)
	if err != nil {
		return nil, err
	}
	p.write(state.Deleted, p.row.DeletionValue())
	return p.finish(args[4:])
}

// pen collects one statement's edits of one row.
type pen struct {
	capture  *capture
	table    Table
	id       state.ID
	unsealed []state.Change
	sealed   *state.Row
	row      *state.Row // sealed state with the unsealed changes laid over it
	edits    []state.Edit
}

// shows is what the row shows now, or nil if the pen has written another one.
func (p *pen) shows(table string, id state.ID) *state.Row {
	if p == nil || p.table.Name != table || p.id != id {
		return nil
	}
	return p.sealed.With(p.unsealed...)
}

func (c *capture) begin(args []any) (*pen, error) {
	if c.mode != captureOn {
		return nil, errCaptureClosed
	}
	for i, a := range args { // the driver hands NULL over as a nil slice
		if b, isBytes := a.([]byte); isBytes && b == nil {
			args[i] = nil
		}
	}
	name, _ := args[0].(string)
	table, ok := c.tables[name]
	if !ok {
		return nil, fmt.Errorf("capture: unknown table %q", name)
	}
	id, err := toID(args[1])
	if err != nil {
		return nil, fmt.Errorf("capture %s: %w", name, err)
	}
	outbox, _ := args[2].([]byte)
	sealed, _ := args[3].([]byte)
	p := &pen{capture: c, table: table, id: id}
	if p.unsealed, err = decodeOutbox(outbox); err != nil {
		return nil, err
	}
	if p.sealed, err = openRow(name, id, sealed); err != nil {
		return nil, err
	}
	p.row = p.sealed.With(p.unsealed...)
	return p, nil
}

func (p *pen) named(column string) bool { return p.row.Columns[column] != nil }

func (p *pen) edit(column string, value any) error {
	v, err := state.FromAny(value)
	if err != nil {
		return fmt.Errorf("capture %s.%s: %w", p.table.Name, column, err)
	}
	p.write(column, v)
	return nil
}

// write adds an edit that replaces what its author was shown: the token that the screen carried, or
// else what the row shows now.
func (p *pen) write(column string, v state.Value) {
	bases, told := p.capture.shown[cell{p.table.Name, p.id, column}]
	if !told {
		bases = p.row.LooksSame(column)
		if column == state.Deleted {
			bases = p.row.LiveSet(column)
		}
	}
	p.edits = append(p.edits, state.Edit{Column: column, Value: v, Bases: bases})
}

// finish makes one change of the edits, lets unsealed edits coalesce into it, and encodes the outbox.
func (p *pen) finish(rows ...[]any) ([]byte, error) {
	subjects, err := p.subjects(rows)
	if err != nil {
		return nil, err
	}
	change := state.Change{
		Table: p.table.Name, Row: p.id, Seat: p.capture.seat, Subjects: subjects, Edits: p.edits,
		HLC: p.capture.clock.Next(), RecordedAt: p.capture.now().UnixMilli(),
	}
	p.capture.changes++
	if p.table.FullText != "" {
		p.capture.marks.add(p.table.Name, p.id)
	}
	if len(p.unsealed) > 0 {
		p.capture.rewritten = true
	} else {
		p.capture.added++
	}
	p.unsealed = coalesce(p.unsealed, &change)
	if err := change.Check(); err != nil {
		return nil, fmt.Errorf("capture %s: %w", p.table.Name, err)
	}
	p.unsealed, p.capture.last = append(p.unsealed, change), p
	return encodeOutbox(p.unsealed), nil
}

// subjects are the patients that the row is about, before and after.
func (p *pen) subjects(rows [][]any) ([]state.ID, error) {
	switch p.table.Subject {
	case "":
		return slices.Clone(p.capture.about), nil
	case "id":
		return append([]state.ID{p.id}, p.capture.about...), nil
	}
	found := slices.Clone(p.capture.about)
	for i, column := range p.table.Columns {
		if column != p.table.Subject {
			continue
		}
		for _, values := range rows {
			if values[i] == nil {
				continue
			}
			id, err := toID(values[i])
			if err != nil {
				return nil, fmt.Errorf("capture %s: subject: %w", p.table.Name, err)
			}
			found = append(found, id)
		}
	}
	return found, nil
}

// coalesce takes out of the unsealed changes what the new change replaces, so that a minute of typing
// is one version. Only an edit that the author was shown, and made themself, is taken: what another
// person of this laptop wrote meanwhile stays a version of its own.
func coalesce(unsealed []state.Change, change *state.Change) []state.Change {
	kept := unsealed[:0]
	for _, old := range unsealed {
		if old.Seat == change.Seat {
			old.Edits = absorb(old.Edits, old.HLC, change)
			if len(old.Edits) == 0 {
				change.Subjects = append(change.Subjects, old.Subjects...)
				continue
			}
		}
		kept = append(kept, old)
	}
	return kept
}

func absorb(edits []state.Edit, written hlc.HLC, into *state.Change) []state.Edit {
	var kept []state.Edit
	for _, old := range edits {
		i := slices.IndexFunc(into.Edits, func(e state.Edit) bool {
			return e.Column == old.Column && slices.Contains(e.Bases, written)
		})
		if i < 0 {
			kept = append(kept, old)
			continue
		}
		into.Edits[i] = state.Coalesce(old, written, into.Edits[i])
	}
	return kept
}
