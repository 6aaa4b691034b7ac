package access

import (
	"bytes"

	"farne/app/store"
	"farne/sync/seal"
	"farne/sync/state"
)

// verifier reads entries in their order and holds each against what must stand there.
type verifier struct {
	Report
	anchors     map[uint64][]seal.Hash // what signatures and anchors know of the chain
	signedTo    uint64                 // what the head in force claims to cover, if its signature is good
	truncatedTo uint64
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

func (v *verifier) readEntry(rows *store.Rows) error {
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
