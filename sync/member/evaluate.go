package member

import (
	"errors"
	"slices"

	"farne/sync/seal"
)

// evaluation reads a whole log from the root key. What comes out is a function of the set of records
// and of the keys alone, whatever the order in which the records arrived.
type evaluation struct {
	practice seal.Practice
	root     seal.PublicKey
	keys     map[seal.KeyID]seal.Key // untrusted: a record that opens with one still has to verify
	entries  map[seal.Hash]entry

	state    *state
	counting []counted
	index    map[seal.Hash]int // into counting
	signed   map[slot]seal.Hash
	problems []Problem
}

// counted is a record that counts.
type counted struct {
	entry
	before  bits // indexes of all that it follows
	covers  map[seal.Recipient][]seal.KeyID
	hasNext bool
}

// slot is what one signer, or one device, fills once.
type slot struct {
	signer seal.Signer
	n      uint64
}

func evaluate(l *Log, root seal.PublicKey, keys map[seal.KeyID]seal.Key) *evaluation {
	e := &evaluation{
		practice: seal.PracticeOf(root), root: root, keys: keys, entries: l.entries,
		state: newState(), index: map[seal.Hash]int{}, signed: map[slot]seal.Hash{},
	}
	for _, x := range l.inOrder() {
		e.take(x)
	}
	e.findClones()
	e.problems = sortProblems(e.problems)
	return e
}

func (e *evaluation) report(kind ProblemKind, x entry, other seal.Hash, detail string) {
	e.problems = append(e.problems, Problem{Kind: kind, Name: x.Name, Record: x.hash, Other: other, Detail: detail})
}

// take judges one record; all that it follows has been judged before.
func (e *evaluation) take(x entry) {
	if x.h.Practice != e.practice {
		e.report(Foreign, x, seal.Hash{}, "")
		return
	}
	before, ok := e.follows(x)
	if !ok {
		return
	}
	p := past{before: before, self: len(e.counting)}
	by, err := e.author(x.h.Signer, p)
	if err != nil {
		e.report(Refused, x, seal.Hash{}, err.Error())
		return
	}
	if x.h.Schema > Schema || x.h.Generation > 0 {
		e.pass(x, by, p)
		return
	}
	e.read(x, by, p)
}

// pass keeps a record in the graph that this version cannot read, so that what follows it still counts.
func (e *evaluation) pass(x entry, by author, p past) {
	if _, err := seal.Verify(x.Name, x.Object, e.practice, by.key); err != nil {
		e.report(Refused, x, seal.Hash{}, err.Error())
		return
	}
	e.report(Unsupported, x, seal.Hash{}, "of a newer version or generation")
	e.count(counted{entry: x, before: p.before})
}

const errNumber = "its number does not follow from what it names"

// follows unites the pasts of what a record names, or reports what is missing. A first record names
// nothing and stands alone.
func (e *evaluation) follows(x entry) (before bits, ok bool) {
	n, ok := uint64(1), true
	for _, prev := range x.h.Prev {
		if i, counts := e.index[prev]; counts {
			before = before.and(e.counting[i].before).with(i)
			n = max(n, e.counting[i].h.Sequence+1)
			continue
		}
		ok = false
		waits, present := e.entries[prev]
		if present && waits.h.Sequence >= x.h.Sequence { // it was not judged before x, so it must not be waited for
			e.report(Refused, x, seal.Hash{}, errNumber)
			return nil, false
		}
		e.report(Held, x, prev, "")
		if !present {
			e.problems = append(e.problems, Problem{Kind: Missing, Record: prev, Other: x.hash, Detail: "named by " + x.Name})
		}
	}
	if !ok {
		return nil, false
	}
	if n != x.h.Sequence || (len(x.h.Prev) == 0 && len(e.counting) > 0) {
		e.report(Refused, x, seal.Hash{}, errNumber)
		return nil, false
	}
	return before, true
}

var errUnknownSigner = errors.New("its signer is not known to the records that it follows")

func (e *evaluation) author(s seal.Signer, p past) (author, error) {
	switch s.Kind {
	case seal.ByRoot:
		if s.ID == e.root.ID() {
			return author{kind: s.Kind, id: s.ID, key: e.root}, nil
		}
	case seal.BySeat:
		if seat, known := e.state.seats[s.ID]; known && p.has(seat.since) {
			return author{s.Kind, s.ID, seat.Key, seat.Seat}, nil
		}
	case seal.ByDevice:
		d, known := e.state.devices[s.ID]
		if known && p.has(d.since) && !slices.ContainsFunc(d.succeeded, p.before.has) {
			return author{kind: s.Kind, id: s.ID, key: d.Key}, nil
		}
	}
	return author{}, errUnknownSigner
}

// read verifies and opens a record and carries its acts out.
func (e *evaluation) read(x entry, by author, p past) {
	_, raw, err := seal.Open(x.Name, x.Object, e.practice, by.key, e.keys[x.h.KeyID])
	if errors.Is(err, seal.WrongKey) {
		e.report(Unread, x, seal.Hash{}, "")
		return
	}
	var acts []act
	if err == nil {
		_, acts, err = readBody(raw)
	}
	if err == nil {
		err = checkWraps(x.h, acts)
	}
	if err != nil {
		e.report(Refused, x, seal.Hash{}, err.Error())
		return
	}
	next := e.state.clone()
	err = next.carryOut(acts, x.h, by, p)
	switch {
	case errors.Is(err, errCollision):
		e.report(Void, x, seal.Hash{}, err.Error())
		e.count(counted{entry: x, before: p.before})
		return
	case err != nil:
		e.report(Refused, x, seal.Hash{}, err.Error())
		return
	}
	e.state = next
	e.count(counted{entry: x, before: p.before, covers: coversOf(acts)})
	for _, a := range acts {
		if u, kept := a.(unsupported); kept {
			e.problems = append(e.problems, Problem{Kind: Unsupported, Name: x.Name, Record: x.hash, Device: u.device, Detail: u.is.String()})
		}
	}
}

// count takes a record into the graph, and notices when its signer or its device had filled the number.
func (e *evaluation) count(c counted) {
	for _, prev := range c.h.Prev {
		e.counting[e.index[prev]].hasNext = true
	}
	e.index[c.hash] = len(e.counting)
	e.counting = append(e.counting, c)
	for _, by := range []seal.Signer{c.h.Signer, {Kind: 0, ID: c.h.Device}} {
		at := slot{by, c.h.Sequence}
		if other, filled := e.signed[at]; filled {
			e.report(Fork, c.entry, other, "one signer, two records under one number")
		} else {
			e.signed[at] = c.hash
		}
	}
}

// findClones reports devices that were succeeded twice: two copies of one laptop noticed it.
func (e *evaluation) findClones() {
	for _, d := range e.state.devices {
		if len(d.succeeded) < 2 {
			continue
		}
		first := e.counting[d.succeeded[0]].hash
		for _, i := range d.succeeded[1:] {
			e.report(Fork, e.counting[i].entry, first, "one device succeeded twice")
		}
	}
}

// heads are the records that count and that no other names, ascending, and the highest n among them.
func (e *evaluation) heads() (heads []seal.Hash, n uint64) {
	for _, c := range e.counting {
		if !c.hasNext {
			heads, n = append(heads, c.hash), max(n, c.h.Sequence)
		}
	}
	slices.SortFunc(heads, func(a, b seal.Hash) int { return slices.Compare(a[:], b[:]) })
	return heads, n
}
