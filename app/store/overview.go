package store

import (
	"context"
	"database/sql"
	"errors"
	"math/bits"
	"strings"

	"farne/sync/state"
)

// currentPatients are those a list shows unless it is asked for all: active, and not known to have died.
const currentPatients = ` AND p.died IS NULL AND coalesce(p.active, 1) != 0`

// ListPatients is FindPatients, without those who are marked inactive or have died unless all is set.
func (s *Store) ListPatients(ctx context.Context, typed, after string, limit int, all bool) (PatientPage, error) {
	if all {
		return s.FindPatients(ctx, typed, after, limit)
	}
	sort, rid, err := parsePlace(after)
	if err != nil {
		return PatientPage{}, err
	}
	where, args := searchQuery(typed).where()
	rows, err := s.Query(ctx, `SELECT `+patientColumns+`, k.sort, k.rid
		FROM desk.farne_patient_key AS k JOIN desk.patient AS p ON p.rid = k.rid
		WHERE `+where+currentPatients+` AND (k.sort, k.rid) > (?, ?) ORDER BY k.sort, k.rid LIMIT 0+?`, append(args, sort, rid, limit+1)...)
	if err != nil {
		return PatientPage{}, err
	}
	return scanPatients(rows, limit)
}

// CountListed tells how many ListPatients finds altogether.
func (s *Store) CountListed(ctx context.Context, typed string, all bool) (n int, err error) {
	if all {
		return s.CountPatients(ctx, typed)
	}
	where, args := searchQuery(typed).where()
	err = s.QueryRow(ctx, `SELECT count(*) FROM desk.farne_patient_key AS k JOIN desk.patient AS p ON p.rid = k.rid
		WHERE `+where+currentPatients, args...).Scan(&n)
	return n, classify(err)
}

// unsigned is the condition on care.note AS n that no signed note holds its text yet.
const unsigned = `NOT EXISTS (SELECT 1 FROM care.signed_note AS s WHERE s.draft = n.id AND s.text IS n.text)`

// Glance is what a list of patients shows of the record: when the last entry was, and how many unsigned
// drafts an author has.
type Glance struct {
	Last   string // an instant or a date
	Drafts int
}

// Glances gives a Glance for each patient; one without entries is left out. It needs the care file open.
func (s *Store) Glances(ctx context.Context, patients []state.ID, author state.ID) (map[state.ID]Glance, error) {
	found := map[state.ID]Glance{}
	if len(patients) == 0 {
		return found, nil
	}
	among, args := placeholders(patients)
	rows, err := s.Query(ctx, `SELECT patient, max(at), 0 FROM (
			SELECT patient, signed AS at FROM care.signed_note UNION ALL SELECT patient, started FROM care.note
			UNION ALL SELECT patient, start FROM care.encounter UNION ALL SELECT patient, start FROM care.procedure
			UNION ALL SELECT patient, occurred FROM care.immunization)
		WHERE patient IN (`+among+`) GROUP BY patient
		UNION ALL SELECT n.patient, '', count(*) FROM care.note AS n WHERE n.patient IN (`+among+`) AND n.author = ? AND `+unsigned+` GROUP BY n.patient`,
		append(append(args, args...), author[:])...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id []byte
		var last nullText
		var drafts int
		if err := rows.Scan(&id, &last, &drafts); err != nil {
			return nil, err
		}
		patient, err := toID(id)
		if err != nil {
			return nil, err
		}
		g := found[patient]
		found[patient] = Glance{Last: max(g.Last, string(last)), Drafts: g.Drafts + drafts}
	}
	return found, rows.Err()
}

// placeholders are the marks and arguments of "IN (…)" for some ids, at least one. The last id is said
// again until their number is a power of two: so lists of all lengths share a few prepared statements.
func placeholders(ids []state.ID) (marks string, args []any) {
	for i := range 1 << bits.Len(uint(len(ids)-1)) {
		id := ids[min(i, len(ids)-1)]
		args = append(args, id[:])
	}
	return strings.TrimSuffix(strings.Repeat("?,", len(args)), ","), args
}

// UnsignedOf lists an author's drafts whose text no signed note holds, oldest first.
func (s *Store) UnsignedOf(ctx context.Context, author state.ID) ([]Record, error) {
	return s.notes(ctx, `n.author = ? AND `+unsigned+` ORDER BY n.started`, author[:])
}

// UnsignedFor lists an author's drafts for one patient, newest first, without those of addenda.
func (s *Store) UnsignedFor(ctx context.Context, patient, author state.ID) ([]Record, error) {
	return s.notes(ctx, `n.patient = ? AND n.parent IS NULL AND n.author = ? AND `+unsigned+` ORDER BY n.started DESC`, patient[:], author[:])
}

// UnsignedAddenda lists an author's drafts of addenda to one signed note, newest first.
func (s *Store) UnsignedAddenda(ctx context.Context, patient, parent, author state.ID) ([]Record, error) {
	return s.notes(ctx, `n.patient = ? AND n.parent = ? AND n.author = ? AND `+unsigned+` ORDER BY n.started DESC`, patient[:], parent[:], author[:])
}

func (s *Store) notes(ctx context.Context, where string, args ...any) ([]Record, error) {
	declared, _ := tableOf(Care, "note")
	rows, err := s.Query(ctx, "SELECT n.id, "+list("n.", declared.Columns)+" FROM care.note AS n WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Record
	for rows.Next() {
		r, err := scanRecord(rows, declared)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// SignedFrom is the newest signed note that was made from a draft; ErrNoRow for none.
func (s *Store) SignedFrom(ctx context.Context, draft state.ID) (state.ID, error) {
	var id []byte
	err := s.QueryRow(ctx, `SELECT id FROM care.signed_note WHERE draft = ? ORDER BY signed DESC LIMIT 1`, draft[:]).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return state.ID{}, ErrNoRow
	}
	if err != nil {
		return state.ID{}, classify(err)
	}
	return toID(id)
}

// DraftStanding is what decides who may go on with a draft.
type DraftStanding struct {
	Patient, Author state.ID
	Signed          bool // a signed note was made from it
}

// DraftStanding reads a draft's within the transaction that is to change it; ErrNoRow if it is not shown.
func (t *Tx) DraftStanding(draft state.ID) (s DraftStanding, err error) {
	var patient, author []byte
	err = t.queryRow("SELECT patient, author, EXISTS (SELECT 1 FROM signed_note WHERE draft = note.id) FROM note WHERE id = ?", draft[:]).Scan(&patient, &author, &s.Signed)
	if errors.Is(err, sql.ErrNoRows) {
		return s, ErrNoRow
	}
	for column, into := range map[*[]byte]*state.ID{&patient: &s.Patient, &author: &s.Author} {
		if err == nil && *column != nil {
			*into, err = toID(*column)
		}
	}
	return s, err
}

// Row is a row's whole state as its author sees it: every live version, the unsealed ones too.
func (c *Compartment) Row(ctx context.Context, table string, id state.ID) (*state.Row, error) {
	row, err := c.row(ctx, table, id)
	if err != nil {
		return nil, err
	}
	return c.filled(ctx, row)
}
