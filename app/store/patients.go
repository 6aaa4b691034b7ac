package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"farne/app/clinic"
	"farne/sync/state"
)

// Patient is a row of desk.patient.
type Patient struct {
	ID     state.ID
	Entry  clinic.PatientEntry
	Active bool
}

// PatientPage is one page of patients in the order of their names.
type PatientPage struct {
	Rows []Patient
	Next string // after of the next page; empty after the last
}

const patientColumns = `p.id, p.family, p.given, p.preferred, p.title, p.born, p.sex, p.died, p.phone, p.email,
	p.address_line, p.city, p.postcode, p.country, p.language, p.nhs_number, p.active`

// PatientsAfter lists patients by name, from the place where the page before ended. Sort names are
// unique only with the row number, so both make the place.
func (s *Store) PatientsAfter(ctx context.Context, after string, limit int) (PatientPage, error) {
	sort, rid, err := parsePlace(after)
	if err != nil {
		return PatientPage{}, err
	}
	rows, err := s.Query(ctx, `SELECT `+patientColumns+`, k.sort, k.rid
		FROM desk.farne_patient_key AS k JOIN desk.patient AS p ON p.rid = k.rid
		WHERE (k.sort, k.rid) > (?, ?) ORDER BY k.sort, k.rid LIMIT 0+?`, sort, rid, limit+1)
	if err != nil {
		return PatientPage{}, err
	}
	return scanPatients(rows, limit)
}

// FindPatients lists the patients that match every word of what somebody typed, by name: any part of a
// name of three letters or more, the beginning of one of fewer; birth date, phone, NHS number.
func (s *Store) FindPatients(ctx context.Context, typed, after string, limit int) (PatientPage, error) {
	sort, rid, err := parsePlace(after)
	if err != nil {
		return PatientPage{}, err
	}
	q := searchQuery(typed)
	if q.empty() {
		return s.PatientsAfter(ctx, after, limit)
	}
	where, args := q.where()
	args = append(args, sort, rid, limit+1)
	rows, err := s.Query(ctx, `SELECT `+patientColumns+`, k.sort, k.rid
		FROM desk.farne_patient_key AS k JOIN desk.patient AS p ON p.rid = k.rid
		WHERE `+where+` AND (k.sort, k.rid) > (?, ?) ORDER BY k.sort, k.rid LIMIT 0+?`, args...)
	if err != nil {
		return PatientPage{}, err
	}
	return scanPatients(rows, limit)
}

// CountPatients tells how many patients match what was typed; all for nothing typed.
func (s *Store) CountPatients(ctx context.Context, typed string) (n int, err error) {
	q := searchQuery(typed)
	where, args := q.where()
	err = s.QueryRow(ctx, `SELECT count(*) FROM desk.farne_patient_key AS k WHERE `+where, args...).Scan(&n)
	return n, classify(err)
}

// PatientByID reads one patient; ErrNoRow if there is none.
func (s *Store) PatientByID(ctx context.Context, id state.ID) (Patient, error) {
	p, err := scanPatient(s.QueryRow(ctx, `SELECT `+patientColumns+` FROM desk.patient AS p WHERE p.id = ?`, id[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return p, ErrNoRow
	}
	return p, classify(err)
}

func scanPatients(rows *Rows, limit int) (PatientPage, error) {
	defer rows.Close()
	var page PatientPage
	var sort string
	var rid int64
	for rows.Next() {
		if len(page.Rows) == limit {
			page.Next = formatPlace(sort, rid)
			break
		}
		p, err := scanPatient(rows, &sort, &rid)
		if err != nil {
			return PatientPage{}, err
		}
		page.Rows = append(page.Rows, p)
	}
	return page, rows.Err()
}

type scanner interface{ Scan(into ...any) error }

func scanPatient(row scanner, more ...any) (Patient, error) {
	var p Patient
	var id []byte
	var active any
	e := &p.Entry
	into := []any{&id}
	for _, field := range []*string{&e.Family, &e.Given, &e.Preferred, &e.Title, &e.Born, &e.Sex, &e.Died, &e.Phone, &e.Email,
		&e.AddressLine, &e.City, &e.Postcode, &e.Country, &e.Language, &e.NHSNumber} {
		into = append(into, (*nullText)(field))
	}
	if err := row.Scan(append(append(into, &active), more...)...); err != nil {
		return p, err
	}
	p.Active = active != int64(0)
	var err error
	p.ID, err = toID(id)
	return p, err
}

// nullText scans a column that may be NULL, which is shown as nothing.
type nullText string

// Scan takes text, and anything else as SQLite would write it.
func (t *nullText) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*t = ""
	case string:
		*t = nullText(v)
	case []byte:
		*t = nullText(v)
	default:
		*t = nullText(fmt.Sprint(v))
	}
	return nil
}

func formatPlace(sort string, rid int64) string { return fmt.Sprintf("%d %s", rid, sort) }

func parsePlace(place string) (sort string, rid int64, err error) {
	if place == "" {
		return "", 0, nil
	}
	number, sort, ok := strings.Cut(place, " ")
	if _, err := fmt.Sscanf(number, "%d", &rid); err != nil || !ok {
		return "", 0, fmt.Errorf("store: malformed place in the list of patients")
	}
	return sort, rid, nil
}

// PlaceOfPatient is the after of the page that follows a patient; ErrNoRow if there is none.
func (s *Store) PlaceOfPatient(ctx context.Context, id state.ID) (string, error) {
	var sort string
	var rid int64
	err := s.QueryRow(ctx, `SELECT k.sort, k.rid FROM desk.patient AS p JOIN desk.farne_patient_key AS k ON k.rid = p.rid WHERE p.id = ?`, id[:]).Scan(&sort, &rid)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNoRow
	}
	return formatPlace(sort, rid), classify(err)
}
