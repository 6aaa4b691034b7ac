package record

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"farne/app/clinic"
	"farne/app/interchange/fhir"
	"farne/app/interchange/jsondoc"
	"farne/app/interchange/verbatim"
	"farne/app/store"
	"farne/sync/failure"
	"farne/sync/state"
)

// outcome is what became of an imported resource.
type outcome int

const (
	created outcome = iota
	updated
	unchanged
)

// importItem is one imported row with its verbatim copy. It stays within this laptop: its form is for
// the stage only.
type importItem struct {
	_         struct{} `cbor:",toarray"`
	Table     string   // empty: the copy alone
	ID        state.ID
	Patient   state.ID
	Values    map[string]any
	Copy      []byte
	Source    string
	Type      string
	ForeignID string
	Counts    bool
	Subjects  []state.ID // every patient whom it names
}

func itemOf(r fhir.Record) importItem {
	subjects := make([]state.ID, len(r.Subjects))
	for i, s := range r.Subjects {
		subjects[i] = s
	}
	return importItem{
		Subjects: subjects,
		Table:    r.Table, ID: r.RowID, Patient: r.Patient, Values: present(r.Values), Copy: r.Verbatim,
		Source: r.Source, Type: r.Type, ForeignID: r.ForeignID,
	}
}

// present leaves out what is not there, and makes references plain bytes.
func present(values map[string]any) map[string]any {
	kept := make(map[string]any, len(values))
	for column, v := range values {
		switch v := v.(type) {
		case nil:
		case [16]byte:
			kept[column] = v[:]
		default:
			kept[column] = v
		}
	}
	return kept
}

func (i importItem) marshal() []byte {
	b, err := cbor.Marshal(i)
	if err != nil {
		panic(err) // the types above all have a form
	}
	return verbatim.Pack(b)
}

var stageDecoding = func() cbor.DecMode {
	mode, err := cbor.DecOptions{IntDec: cbor.IntDecConvertSignedOrFail}.DecMode()
	if err != nil {
		panic(err) // the options are constant
	}
	return mode
}()

func unmarshalItem(packed []byte) (i importItem, err error) {
	b, err := verbatim.Unpack(packed)
	if err == nil {
		err = stageDecoding.Unmarshal(b, &i)
	}
	if err != nil {
		return i, fmt.Errorf("staged import: %w", err)
	}
	return i, nil
}

// apply takes the item over. Whether it is new is judged against the copy of the previous import, and so
// is what a person has changed since: the import writes beside that, and never over it.
func (i importItem) apply(tx *store.Tx, mapper *fhir.Mapper) (outcome, error) {
	tx.About(i.Subjects...)
	defer tx.About()
	known, err := tx.Get("verbatim", i.ID)
	if errors.Is(err, store.ErrNoRow) {
		return created, i.insert(tx)
	}
	if err != nil {
		return created, err
	}
	packed, _ := known.Values["body"].([]byte)
	before, err := verbatim.Unpack(packed)
	if err != nil {
		return created, err
	}
	if bytes.Equal(before, i.Copy) {
		return unchanged, nil
	}
	if i.Table != "" {
		if err := i.update(tx, mapper, before); err != nil {
			return updated, err
		}
	}
	return updated, tx.Put("verbatim", i.ID, map[string]any{"body": verbatim.Pack(i.Copy)}, "")
}

func (i importItem) insert(tx *store.Tx) error {
	if i.Table != "" && len(i.Values) > 0 {
		if err := tx.Put(i.Table, i.ID, i.Values, ""); err != nil {
			return err
		}
	}
	copied := map[string]any{"source": i.Source, "type": i.Type, "foreign_id": i.ForeignID, "body": verbatim.Pack(i.Copy)}
	if i.Patient != (state.ID{}) {
		copied["patient"] = i.Patient
	}
	return tx.Put("verbatim", i.ID, copied, "")
}

// update writes the columns in which the resource differs from the previous import's copy: over what
// still shows that copy's value, beside what a person has written since.
func (i importItem) update(tx *store.Tx, mapper *fhir.Mapper, before []byte) error {
	old, err := i.previous(mapper, before)
	if err != nil {
		return err
	}
	shown, err := tx.Get(i.Table, i.ID)
	if errors.Is(err, store.ErrNoRow) { // a person deleted it: the import shows it again, for a person to decide
		return tx.Put(i.Table, i.ID, i.Values, "")
	}
	if err != nil {
		return err
	}
	over, beside := map[string]any{}, map[string]any{}
	for column := range union(old, i.Values) {
		value := i.Values[column]
		switch {
		case same(value, old[column]):
		case same(shown.Values[column], old[column]):
			over[column] = value
		case !same(shown.Values[column], value):
			beside[column] = value
		}
	}
	if len(over) > 0 {
		if err := tx.Put(i.Table, i.ID, over, ""); err != nil {
			return err
		}
	}
	if len(beside) > 0 {
		return tx.PutBeside(i.Table, i.ID, beside)
	}
	return nil
}

// contradicts refuses a patient under the id of another. It is asked before anything is decided: what was
// staged must never fail.
func (i importItem) contradicts(known store.Record, mapper *fhir.Mapper) error {
	packed, _ := known.Values["body"].([]byte)
	before, err := verbatim.Unpack(packed)
	if err != nil {
		return err
	}
	old, err := i.previous(mapper, before)
	if err != nil || !person(old).Contradicts(person(i.Values)) {
		return err
	}
	return failure.New(failure.BadInput, "A patient in this file has the id of another patient who is in the record already. Nothing of the file was taken over.",
		"Ask the system that wrote it which of the two is right.")
}

// person is what tells one patient from another.
func person(values map[string]any) clinic.PatientEntry {
	family, _ := values["family"].(string)
	born, _ := values["born"].(string)
	return clinic.PatientEntry{Family: family, Born: born}
}

// previous maps the copy of the import before, as this version maps resources.
func (i importItem) previous(mapper *fhir.Mapper, before []byte) (map[string]any, error) {
	doc, err := jsondoc.Open(before)
	if err != nil {
		return nil, fmt.Errorf("verbatim copy: %w", err)
	}
	entry := &fhir.Entry{Resource: doc.Root(), Type: i.Type, ID: i.ForeignID}
	if strings.Contains(i.Source, "://") { // references within the copy are to the same server
		entry.FullURL = i.Source + "/" + i.Type + "/" + i.ForeignID
	}
	records, err := mapper.Map(entry)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Table == i.Table {
			return present(r.Values), nil
		}
	}
	return map[string]any{}, nil
}

func union(a, b map[string]any) map[string]bool {
	all := map[string]bool{}
	for column := range a {
		all[column] = true
	}
	for column := range b {
		all[column] = true
	}
	return all
}

// same compares two values of a column.
func same(a, b any) bool {
	x, errX := state.FromAny(a)
	y, errY := state.FromAny(b)
	return errX == nil && errY == nil && x == y
}
