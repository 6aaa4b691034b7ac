package access

import (
	"context"
	"math"
	"time"

	"farne/app/store"
	"farne/sync/state"
)

// Filter says which entries to list. Its zero value lists all.
type Filter struct {
	Patient state.ID  // zero: of any patient, or none
	Person  state.ID  // zero: by anybody
	Since   time.Time // zero: from the beginning. By the clock that the entries were written with
	Before  uint64    // only lower sequences: the next page; 0: from the end
	Limit   int       // 0: no limit
}

// Record is an entry in its place in the log.
type Record struct {
	Entry
	Sequence uint64
	Damaged  bool // what stands there is no entry; Verify says more
}

const (
	listAll       = "SELECT seq, entry FROM entry WHERE at >= ?3 AND seq < ?4 ORDER BY seq DESC LIMIT ?5"
	listByPerson  = "SELECT seq, entry FROM entry WHERE person = ?2 AND at >= ?3 AND seq < ?4 ORDER BY seq DESC LIMIT ?5"
	listOfPatient = "SELECT seq, entry FROM entry WHERE patient = ?1 AND (?2 IS NULL OR person = ?2) AND at >= ?3 AND seq < ?4 ORDER BY seq DESC LIMIT ?5"
)

// List gives entries, the newest first: in the order in which they came into the log.
func (l *Log) List(ctx context.Context, f Filter) ([]Record, error) {
	local, err := l.opened(ctx)
	if err != nil {
		return nil, err
	}
	query := listAll
	if f.Person != (state.ID{}) {
		query = listByPerson
	}
	if f.Patient != (state.ID{}) {
		query = listOfPatient
	}
	records := []Record{}
	err = local.Read(ctx, func(tx *store.LocalTx) error {
		rows, err := tx.Query(query, f.args()...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scanRecord(rows)
			if err != nil {
				return err
			}
			records = append(records, r)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return records, nil
}

func (f Filter) args() []any {
	since, before, limit := int64(math.MinInt64), int64(math.MaxInt64), int64(-1)
	if !f.Since.IsZero() {
		since = f.Since.UnixMilli()
	}
	if f.Before > 0 && f.Before < math.MaxInt64 {
		before = int64(f.Before)
	}
	if f.Limit > 0 {
		limit = int64(f.Limit)
	}
	return []any{orNull(f.Patient), orNull(f.Person), since, before, limit}
}

func scanRecord(rows *store.Rows) (Record, error) {
	var sequence int64
	var form []byte
	if err := rows.Scan(&sequence, &form); err != nil {
		return Record{}, err
	}
	e, err := Unmarshal(form)
	return Record{Entry: e, Sequence: uint64(sequence), Damaged: err != nil}, nil
}

// Head is the end of the log as it is now, for a backup to keep as an anchor. Its signature is zero
// where the last entries were recorded while locked.
func (l *Log) Head(ctx context.Context) (Head, error) {
	local, err := l.opened(ctx)
	if err != nil {
		return Head{}, err
	}
	var head Head
	err = local.Read(ctx, func(tx *store.LocalTx) error {
		c, err := openChain(tx)
		if err != nil {
			return err
		}
		head = c.tip
		if c.head.Sequence == c.tip.Sequence && c.head.Hash == c.tip.Hash {
			head = c.head
		}
		return nil
	})
	return head, err
}
