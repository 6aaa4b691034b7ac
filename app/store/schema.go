package store

// Compartment names. A row belongs to exactly one compartment, for ever.
const (
	Practice = "practice"
	Desk     = "desk"
	Care     = "care"
	Billing  = "billing" // reserved: has a key and an id from the first day, no table yet
)

// Table declares a synced table. Its columns have no type and no constraint beyond the key: what
// SQLite keeps is exactly what a change carried.
type Table struct {
	Name    string
	Columns []string
	// Subject is the column that names the patient a row is about: "patient", "id" in the table of
	// patients itself, or "" where a row is about no patient.
	Subject string
	// InsertOnly: a row is never overwritten or deleted by its author; corrections are new rows.
	InsertOnly bool
	Indexes    [][]string
	// FullText is the column whose words a full-text search finds, or "".
	FullText string
}

// schema lists every compartment's tables. Migrations only add to it: tables at the end, columns at
// the end of a table.
var schema = map[string][]Table{
	Practice: {
		{Name: "practitioner", Columns: []string{"family", "given", "prefix", "registration", "phone", "email", "active"}},
		{Name: "organization", Columns: []string{"name", "kind", "phone", "email", "address_line", "city", "postcode", "country"}},
		{Name: "person", Columns: []string{"name", "roles", "active"}},
		{Name: "setting", Columns: []string{"name", "value"}},
		{Name: "laptop", Columns: []string{"name"}},
		verbatim(""),
	},
	Desk: {
		{
			Name: "patient", Subject: "id",
			Columns: []string{"family", "given", "preferred", "title", "born", "sex", "died", "phone", "email",
				"address_line", "city", "postcode", "country", "language", "nhs_number", "active"},
		},
		clinical("related_person", "family", "given", "relationship", "phone", "email", "address_line", "city", "postcode", "country"),
		withIndex(clinical("appointment", "practitioner", "start", "end", "status", "reason", "location"), "start"),
		verbatim("patient"),
	},
	Care: {
		clinical("encounter", "status", "class", "code", "system", "display", "start", "end", "practitioner", "organization", "reason"),
		clinical("condition", "encounter", "code", "system", "display", "clinical_status", "verification_status", "onset", "abatement", "recorded"),
		clinical("allergy_intolerance", "code", "system", "display", "category", "criticality", "clinical_status", "verification_status",
			"reaction", "severity", "onset", "recorded"),
		clinical("medication_request", "encounter", "code", "system", "display", "status", "intent", "dosage", "authored", "practitioner", "reason"),
		clinical("medication_statement", "code", "system", "display", "status", "dosage", "start", "end"),
		clinical("immunization", "encounter", "code", "system", "display", "status", "occurred"),
		clinical("observation", "encounter", "category", "code", "system", "display", "status", "value", "unit", "value_text", "components", "effective"),
		clinical("procedure", "encounter", "code", "system", "display", "status", "start", "end"),
		clinical("diagnostic_report", "encounter", "category", "code", "system", "display", "status", "effective", "conclusion", "results"),
		clinical("document_reference", "encounter", "code", "system", "display", "status", "date", "description", "content_type", "attachment"),
		fullText(clinical("note", "encounter", "title", "text", "author", "started", "parent"), "text"),
		fullText(withIndex(insertOnly(clinical("signed_note", "encounter", "draft", "parent", "title", "text", "author", "signed", "parent_hash")), "draft"), "text"),
		verbatim("patient"),
	},
	Billing: {},
}

func clinical(name string, columns ...string) Table {
	return Table{Name: name, Subject: "patient", Columns: append([]string{"patient"}, columns...), Indexes: [][]string{{"patient"}}}
}

func withIndex(t Table, columns ...string) Table {
	t.Indexes = append(t.Indexes, columns)
	return t
}

func insertOnly(t Table) Table {
	t.InsertOnly = true
	return t
}

func fullText(t Table, column string) Table {
	t.FullText = column
	return t
}

// verbatim keeps the very bytes of an imported resource (zstd over its JSON). It has the id of the row
// that the resource became.
func verbatim(subject string) Table {
	t := Table{Name: "verbatim", Subject: subject, Columns: []string{"source", "type", "foreign_id", "body"}}
	if subject != "" {
		t.Columns = append([]string{subject}, t.Columns...)
		t.Indexes = [][]string{{subject}}
	}
	return t
}

// Compartments lists the compartments that have a file, in the order of their names' bytes.
func Compartments() []string { return []string{Billing, Care, Desk, Practice} }

func tableOf(compartment, name string) (Table, bool) {
	for _, t := range schema[compartment] {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}
