package access

import (
	"context"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
)

// Fault is a way in which a log does not hold together.
type Fault string

// The faults.
const (
	Edited    Fault = "edited"    // an entry, its hash, or the hash before it is not what was written
	Missing   Fault = "missing"   // entries were removed
	Inserted  Fault = "inserted"  // an entry where none can be
	Altered   Fault = "altered"   // the entry stands, but what it is searched by was changed
	Truncated Fault = "truncated" // entries at the end, which a signature or an anchor covers, are gone
	Rewritten Fault = "rewritten" // another entry stands where a signature or an anchor knows one
	Forged    Fault = "forged"    // a head that this laptop has not signed
	Unsigned  Fault = "unsigned"  // entries that only somebody signed in can cause, without a signature
	Damaged   Fault = "damaged"   // the file cannot be read on, or its index does not fit
)

// Problem is a fault and the entries that show it: from the first to the last sequence, both included.
type Problem struct {
	Fault Fault  `json:"fault"`
	From  uint64 `json:"from"`
	To    uint64 `json:"to"`
}

// Report is what Verify found.
type Report struct {
	Entries  uint64    // that were read
	Head     Head      // the end of the chain
	Signed   uint64    // the last sequence that a good signature covers
	Problems []Problem // none: nothing was edited, removed, moved or cut off
}

// Verify reads the whole log and proves that it is what was written: each entry follows the one before,
// the device's key has signed the end, and the chain goes through every anchor. Without anchors nobody
// can tell a log from an older copy of itself, signature and all: give it the heads of all backups at
// hand. The error says only that the file could not be opened; what was found stands in the report.
func (l *Log) Verify(ctx context.Context, device seal.PublicKey, anchors []Head) (Report, error) {
	local, err := l.opened(ctx)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = local.Read(ctx, func(tx *store.LocalTx) error {
		r, err = verify(tx, device, anchors)
		return err
	})
	if err != nil && ctx.Err() == nil && failure.Is(err, failure.Integrity) { // a page that SQLite cannot authenticate
		r.problem(Damaged, r.Entries+1)
		return r, nil
	}
	return r, err
}

func verify(tx *store.LocalTx, device seal.PublicKey, anchors []Head) (Report, error) {
	v := &verifier{anchors: map[uint64][]seal.Hash{}}
	heads, err := v.readHeads(tx, device)
	if err != nil {
		return v.Report, err
	}
	for _, a := range append(heads, anchors...) {
		if a.Sequence > 0 {
			v.anchors[a.Sequence] = append(v.anchors[a.Sequence], a.Hash)
		}
	}
	if err := v.readEntries(tx); err != nil {
		return v.Report, err
	}
	for sequence := range v.anchors {
		if sequence > v.Head.Sequence {
			v.truncatedTo = max(v.truncatedTo, sequence)
		}
	}
	if v.truncatedTo > 0 {
		v.Problems = append(v.Problems, Problem{Truncated, v.Head.Sequence + 1, v.truncatedTo})
	}
	if v.Signed > 0 && v.Signed == v.Head.Sequence {
		v.Head.Signature = heads[len(heads)-1].Signature
	}
	return v.Report, v.readIndexes(tx)
}

// problem notes a fault, and lets one that goes on from entry to entry be one.
func (r *Report) problem(f Fault, sequence uint64) {
	for i := range r.Problems {
		if p := &r.Problems[i]; p.Fault == f && (p.To == sequence || p.To+1 == sequence) {
			p.To = sequence
			return
		}
	}
	r.Problems = append(r.Problems, Problem{f, sequence, sequence})
}
