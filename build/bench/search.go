package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"farne/app/clinic"
)

// pageOfPatients is what the window asks for at once.
const pageOfPatients = 100

// measureSearch types names letter by letter; a measurement is the mean of one name's letters. Both sides
// must find the same patients.
func measureSearch(ctx context.Context, b *bench) error {
	typed, err := b.typedNames(ctx)
	if err != nil {
		return err
	}
	total := map[string]int{}
	each := func(i int, find func(text string) (int, error)) (time.Duration, error) {
		name := typed[i%len(typed)]
		took, err := timed(func() error {
			for n := 1; n <= len(name); n++ {
				found, err := find(name[:n])
				if err != nil {
					return err
				}
				if before, known := total[name[:n]]; known && before != found {
					return fmt.Errorf("%d patients found, and %d on the other side", found, before)
				}
				total[name[:n]] = found
			}
			return nil
		})
		return took / time.Duration(len(name)), err
	}
	return b.compare("search a patient, per letter typed", 2.5,
		func(i int) (time.Duration, error) {
			return each(i, func(text string) (int, error) {
				list, err := b.p.ListPatients(ctx, text, "", pageOfPatients, false)
				return list.Total, err
			})
		},
		func(i int) (time.Duration, error) {
			return each(i, func(text string) (int, error) { return b.plainSearch(ctx, text) })
		})
}

// typedNames are given names and the distinguishing part of family names, as somebody types them.
func (b *bench) typedNames(ctx context.Context) ([]string, error) {
	rows, err := query(ctx, b.plain, "SELECT given, family FROM patient ORDER BY random() LIMIT ?", b.pairs)
	if err != nil {
		return nil, err
	}
	var typed []string
	for _, row := range rows {
		name := fmt.Sprintf("%s %s", row[0], strings.TrimPrefix(fmt.Sprint(row[1]), "Sample-"))
		typed = append(typed, strings.ToLower(name))
	}
	return typed, nil
}

const listed = ` AND p.died IS NULL AND coalesce(p.active, 1) != 0`

// plainSearch asks the same indexes for the same: the page, the total, and what the list shows of each.
func (b *bench) plainSearch(ctx context.Context, typed string) (int, error) {
	where, args := plainWhere(typed)
	page, err := query(ctx, b.plain, `SELECT p.*, k.sort FROM farne_patient_key AS k JOIN patient AS p ON p.rid = k.rid
		WHERE `+where+listed+` ORDER BY k.sort, k.rid LIMIT ?`, append(args, pageOfPatients+1)...)
	if err != nil {
		return 0, err
	}
	count, err := query(ctx, b.plain, `SELECT count(*) FROM farne_patient_key AS k JOIN patient AS p ON p.rid = k.rid WHERE `+where+listed, args...)
	if err != nil {
		return 0, err
	}
	var ids []any
	for _, row := range page[:min(len(page), pageOfPatients)] {
		ids = append(ids, bytes.Clone(row[1].([]byte)))
	}
	if err := b.plainGlances(ctx, ids); err != nil {
		return 0, err
	}
	return int(count[0][0].(int64)), nil
}

func plainWhere(typed string) (where string, args []any) {
	where = "true"
	var long []string
	for _, spellings := range clinic.SearchTerms(typed) {
		word := spellings[0] // the invented names have one spelling
		if len(word) < 3 {
			where, args = where+" AND k.words LIKE ?", append(args, "% "+word+"%")
			continue
		}
		long = append(long, `"`+word+`"`)
	}
	if len(long) > 0 {
		where += " AND k.rid IN (SELECT rowid FROM farne_patient_words WHERE words MATCH ?)"
		args = append(args, strings.Join(long, " AND "))
	}
	return where, args
}

func (b *bench) plainGlances(ctx context.Context, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	among := strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")
	author := b.p.Person().ID
	_, err := query(ctx, b.plain, `SELECT patient, max(at), 0 FROM (
			SELECT patient, signed AS at FROM care.signed_note UNION ALL SELECT patient, started FROM care.note
			UNION ALL SELECT patient, start FROM care.encounter UNION ALL SELECT patient, start FROM care.procedure
			UNION ALL SELECT patient, occurred FROM care.immunization)
		WHERE patient IN (`+among+`) GROUP BY patient
		UNION ALL SELECT n.patient, '', count(*) FROM care.note AS n WHERE n.patient IN (`+among+`) AND n.author = ? AND `+plainUnsigned+` GROUP BY n.patient`,
		append(append(append([]any{}, ids...), ids...), author[:])...)
	return err
}

const plainUnsigned = `NOT EXISTS (SELECT 1 FROM care.signed_note AS s WHERE s.draft = n.id AND s.text IS n.text)`
