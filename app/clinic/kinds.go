package clinic

import "slices"

// Kind says what an author may do with a column and how several live versions of it are shown. It
// never decides how state is stored or merged.
type Kind uint8

const (
	// Overwrite: the newest version is shown, with a badge and an entry in the inbox.
	Overwrite Kind = iota
	// ClinicalRisk: "two versions" is shown wherever the column is, until somebody has decided.
	ClinicalRisk
	// Draft: both drafts are shown side by side; text is never woven together.
	Draft
	// InsertOnly: written once with its row; a correction is a new row that names its parent. Two
	// live versions are an alarm, and the lowest (HLC, hash) is shown.
	InsertOnly
)

// String is the kind's name, as the window gets it.
func (k Kind) String() string {
	return [...]string{"overwrite", "clinical_risk", "draft", "insert_only"}[k]
}

// kinds holds every table; a column that is not named has its table's kind.
var kinds = map[string]struct {
	table   Kind
	except  Kind
	columns []string
}{
	"practitioner": {table: Overwrite}, "organization": {table: Overwrite}, "person": {table: Overwrite},
	"setting": {table: Overwrite}, "laptop": {table: Overwrite}, "verbatim": {table: Overwrite},
	"appointment": {table: Overwrite}, "encounter": {table: Overwrite}, "immunization": {table: Overwrite},
	"procedure": {table: Overwrite}, "document_reference": {table: Overwrite},

	// whom to call, and who somebody is, is where a wrong version harms
	"patient":        {Overwrite, ClinicalRisk, []string{"phone", "email", "died", "nhs_number"}},
	"related_person": {Overwrite, ClinicalRisk, []string{"patient", "phone", "email"}},

	"allergy_intolerance": {ClinicalRisk, Overwrite, []string{"onset", "recorded"}},
	"condition": {Overwrite, ClinicalRisk, []string{"patient", "code", "system", "display", "clinical_status",
		"verification_status"}},
	"medication_request":   {ClinicalRisk, Overwrite, []string{"encounter", "authored", "practitioner", "reason"}},
	"medication_statement": {table: ClinicalRisk},
	"observation": {Overwrite, ClinicalRisk, []string{"patient", "code", "system", "display", "value", "unit",
		"value_text", "components"}},
	"diagnostic_report": {Overwrite, ClinicalRisk, []string{"patient", "conclusion", "results"}},

	"note":        {Draft, Overwrite, []string{"encounter", "started"}},
	"signed_note": {table: InsertOnly},
}

// KindOf is the kind of a column. Of a table it does not know it answers ClinicalRisk: a later
// version of Farne may hold anything there, and showing two versions harms nobody.
func KindOf(table, column string) Kind {
	k, known := kinds[table]
	switch {
	case !known:
		return ClinicalRisk
	case slices.Contains(k.columns, column):
		return k.except
	}
	return k.table
}

// MayWrite tells whether an author may write this column of a row that exists already.
func MayWrite(table, column string) bool { return KindOf(table, column) != InsertOnly }
