package access

import (
	"bytes"
	"context"
	"database/sql"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
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

// verifier reads entries in their order and holds each against what must stand there.
type verifier struct {
	Report
	anchors     map[uint64][]seal.Hash // what signatures and anchors know of the chain
	signedTo    uint64                 // what the head in force claims to cover, if its signature is good
	truncatedTo uint64
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

// readHeads gives the heads, the one in force last. Those before it are evidence: they are held
// against the chain as well, so that what was found once is reported for ever.
func (v *verifier) readHeads(tx *store.LocalTx, device seal.PublicKey) ([]Head, error) {
	rows, err := tx.Query("SELECT seq, hash, signature FROM head ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var heads []Head
	for rows.Next() {
		var sequence, hash, signature any
		if err := rows.Scan(&sequence, &hash, &signature); err != nil {
			return nil, err
		}
		n, isNumber := sequence.(int64)
		h := Head{Sequence: uint64(max(n, 0))}
		whole := fill(h.Hash[:], hash) && fill(h.Signature[:], signature) && isNumber
		v.signedTo = 0
		if !whole || !h.Signed(device) {
			v.problem(Forged, h.Sequence)
			continue
		}
		v.signedTo = h.Sequence
		heads = append(heads, h)
	}
	return heads, rows.Err()
}

// fill copies a blob of exactly the right length.
func fill(to []byte, value any) bool {
	b, ok := value.([]byte)
	return ok && len(b) == len(to) && copy(to, b) == len(to)
}

func (v *verifier) readEntries(tx *store.LocalTx) error {
	rows, err := tx.Query("SELECT seq, id, at, person, patient, entry, hash FROM entry ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := v.readEntry(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (v *verifier) readEntry(rows *sql.Rows) error {
	var sequence int64
	var id, at, person, patient, form, stored any
	if err := rows.Scan(&sequence, &id, &at, &person, &patient, &form, &stored); err != nil {
		return err
	}
	v.Entries++
	if sequence < 1 {
		v.problem(Inserted, 0)
		return nil
	}
	n := uint64(sequence)
	v.follow(n)
	entry, _ := form.([]byte)
	var hash seal.Hash
	if !fill(hash[:], stored) || link(v.Head.Hash, n, entry) != hash {
		v.problem(Edited, n)
	}
	e, err := Unmarshal(entry)
	if err != nil {
		v.problem(Edited, n)
	} else {
		v.compare(n, e, id, at, person, patient)
	}
	if err == nil && e.Act == ActAlarm && e.Detail.Code == LogUnsigned { // was found once, is reported for ever
		v.Problems = append(v.Problems, Problem{Unsigned, e.Detail.Number, n - 1})
	}
	v.Head = Head{Sequence: n, Hash: hash}
	v.meet(n, hash, err == nil && e.whileLocked())
	return nil
}

// follow notes the entries that are missing before number n.
func (v *verifier) follow(n uint64) {
	if next := v.Head.Sequence + 1; n > next {
		v.Problems = append(v.Problems, Problem{Missing, next, n - 1})
	}
}

// compare holds what an entry is searched by against the entry.
func (v *verifier) compare(n uint64, e Entry, id, at, person, patient any) {
	same := at == any(e.At) && isID(id, e.ID) && isID(person, e.Person) && isID(patient, e.Patient)
	if !same {
		v.problem(Altered, n)
	}
}

// isID compares a column with an id; the zero id stands there as NULL.
func isID(column any, id state.ID) bool {
	want, _ := orNull(id).([]byte)
	got, isBlob := column.([]byte)
	return (isBlob || column == nil) && bytes.Equal(got, want) && isBlob == (want != nil)
}

// meet holds an entry against the signatures and anchors that know it.
func (v *verifier) meet(n uint64, hash seal.Hash, whileLocked bool) {
	agree := true
	for _, known := range v.anchors[n] {
		agree = agree && known == hash
	}
	switch {
	case !agree:
		v.problem(Rewritten, n)
	case n == v.signedTo:
		v.Signed = n
	}
	if n > v.signedTo && !whileLocked {
		v.problem(Unsigned, n)
	}
}

// readIndexes has SQLite compare the indexes with the table: an entry that no index shows would be
// missing from a patient's page.
func (v *verifier) readIndexes(tx *store.LocalTx) error {
	var answer string
	if err := tx.QueryRow("PRAGMA integrity_check(1)").Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		v.problem(Damaged, 0)
	}
	return nil
}
