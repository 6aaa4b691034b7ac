package access

import (
	"bytes"
	"database/sql"
	"errors"

	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/seal"
	"farne/sync/state"
)

// chain is the end of the log within a transaction.
type chain struct {
	tx   *store.LocalTx
	tip  Head  // the last entry
	head Head  // the signed head in force; sequence 0 where there is none
	n    int64 // the number of that head
}

func openChain(tx *store.LocalTx) (*chain, error) {
	c := &chain{tx: tx}
	var hash, signed, signature []byte
	err := tx.QueryRow("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").Scan(&c.tip.Sequence, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	copy(c.tip.Hash[:], hash)
	err = tx.QueryRow("SELECT n, seq, hash, signature FROM head ORDER BY n DESC LIMIT 1").Scan(&c.n, &c.head.Sequence, &signed, &signature)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	copy(c.head.Hash[:], signed)
	copy(c.head.Signature[:], signature)
	return c, nil
}

// bearsOut tells whether one of the keys has signed the head and the chain goes through it. No head at
// all contradicts nothing.
func (c *chain) bearsOut(h Head, keys []seal.PublicKey) (bool, error) {
	if c.n == 0 {
		return true, nil
	}
	signed := false
	for _, key := range keys {
		signed = signed || h.Signed(key)
	}
	if !signed || h.Sequence > c.tip.Sequence {
		return false, nil
	}
	if h.Sequence == c.tip.Sequence {
		return h.Hash == c.tip.Hash, nil
	}
	var hash []byte
	err := c.tx.QueryRow("SELECT hash FROM entry WHERE seq = ?", int64(h.Sequence)).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return bytes.Equal(hash, h.Hash[:]), err
}

// firstUnsigned is the sequence of the first entry after the signed head that somebody must have been
// signed in for; 0 if there is none.
func (c *chain) firstUnsigned(signed uint64) (uint64, error) {
	if signed >= c.tip.Sequence {
		return 0, nil
	}
	rows, err := c.tx.Query("SELECT seq, entry FROM entry WHERE seq > ? ORDER BY seq", int64(signed))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var sequence uint64
		var form []byte
		if err := rows.Scan(&sequence, &form); err != nil {
			return 0, err
		}
		if e, err := Unmarshal(form); err != nil || !e.whileLocked() {
			return sequence, nil
		}
	}
	return 0, rows.Err()
}

var errTwoEntries = failure.New(failure.Integrity, "Two entries of the audit log have one id. Neither was lost, and the record is safe.",
	"Run farne audit verify, and show the answer to the owner of the practice.")

// add puts a line at the end, unless it is in the log.
func (c *chain) add(l line) error {
	var there []byte
	err := c.tx.QueryRow("SELECT entry FROM entry WHERE id = ?", l.ID[:]).Scan(&there)
	if err == nil {
		if !bytes.Equal(there, l.form) {
			return errTwoEntries
		}
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	c.tip = Head{Sequence: c.tip.Sequence + 1, Hash: link(c.tip.Hash, c.tip.Sequence+1, l.form)}
	return c.tx.Exec("INSERT INTO entry (seq, id, at, person, patient, entry, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		int64(c.tip.Sequence), l.ID[:], l.At, orNull(l.Person), orNull(l.Patient), l.form, c.tip.Hash[:])
}

func orNull(id state.ID) any {
	if id == (state.ID{}) {
		return nil
	}
	return id[:]
}

// saveHead puts the signed head in the place of the one in force, or after it where that is evidence.
func (c *chain) saveHead(h Head, keep bool) error {
	if keep || c.n == 0 {
		c.n++
	}
	return c.tx.Exec("INSERT OR REPLACE INTO head (n, seq, hash, signature) VALUES (?, ?, ?, ?)",
		c.n, int64(h.Sequence), h.Hash[:], h.Signature[:])
}
