package fhir

// spec is how a resource type becomes a row: its table, and its columns in the order of the schema.
type spec struct {
	table    string
	typ      string
	fields   []field
	required []required
	columns  [][]Column // of each field
}

// required is an element that R4 demands, so that a row without it still exports as R4: key is the
// element, or the base of a choice element with write the type to say absent in.
type required struct {
	key, write string
	value      string
}

func demand(keys ...string) []required {
	list := make([]required, len(keys))
	for i, k := range keys {
		list[i] = required{k, k, absent}
	}
	return list
}

// demandValues demands primitives: absent stands in the member with the underscore.
func demandValues(keys ...string) []required {
	list := demand(keys...)
	for i := range list {
		list[i].write = "_" + list[i].write
	}
	return list
}

var (
	demandMedication  = required{"medication", "medicationCodeableConcept", absent}
	demandOccurrence  = required{"occurrence", "_occurrenceDateTime", absent}
	demandParticipant = required{"participant", "participant", `[{"actor":` + absent + `,"status":"needs-action"}]`}
	demandContent     = required{"content", "content", `[{"attachment":` + absent + `}]`}
)

var (
	patientOf   = func(key string) field { return refField{"patient", "Patient", at(key)} }
	encounterOf = refField{"encounter", "Encounter", at("encounter")}
	status      = textField{"status", Code, at("status")}
	phone       = textField{"phone", Text, at("telecom").one(contact("phone"), `{"system":"phone"}`).key("value")}
	email       = textField{"email", Text, at("telecom").one(contact("email"), `{"system":"email"}`).key("value")}
	reason      = wordsField{"reason", firstReason}
	active      = flagField{"active", "active"}
)

// specs are the types that have a table. The columns are those of the store's schema; Tables lists
// them so that a test can hold the two against each other.
var specs = byType(
	spec{table: "practitioner", typ: "Practitioner", fields: []field{nameField{"prefix"},
		textField{"registration", Text, at("identifier").one(registration, "{}").key("value")}, phone, email, active}},

	spec{table: "organization", typ: "Organization", fields: []field{textField{"name", Text, at("name")},
		wordsField{"kind", at("type").one(first, "")}, phone, email, addressField{}}},

	spec{table: "patient", typ: "Patient", fields: []field{nameField{"title"}, preferredField{},
		birthField{dateField{"born", at("birthDate")}}, textField{"sex", Code, at("gender")}, diedField{}, phone, email,
		addressField{}, languageField{}, nhsField{}, active}},

	spec{table: "related_person", typ: "RelatedPerson", fields: []field{patientOf("patient"), nameField{""},
		wordsField{"relationship", at("relationship").one(first, "")}, phone, email, addressField{}},
		required: demand("patient")},

	spec{table: "appointment", typ: "Appointment", fields: []field{
		participantField{"patient", "Patient", "actor", `{"status":"accepted"}`},
		participantField{"practitioner", "Practitioner", "actor", `{"status":"accepted"}`},
		dateField{"start", at("start")}, dateField{"end", at("end")}, status, reasonField{}, placeField{}},
		required: append(demandValues("status"), demandParticipant)},

	spec{table: "encounter", typ: "Encounter", fields: []field{patientOf("subject"), status, classField{},
		conceptField{at("type").one(first, "")}, periodField{key: "period"},
		participantField{"practitioner", "Practitioner", "individual", ""},
		refField{"organization", "Organization", at("serviceProvider")}, reason},
		required: append(demandValues("status"), demand("class")...)},

	spec{table: "condition", typ: "Condition", fields: []field{patientOf("subject"), encounterOf, conceptField{at("code")},
		codeField{"clinical_status", at("clinicalStatus"), conditionClinical},
		codeField{"verification_status", at("verificationStatus"), conditionVerStatus},
		choiceField{"onset", "onset"}, choiceField{"abatement", "abatement"}, dateField{"recorded", at("recordedDate")}},
		required: demand("subject")},

	spec{table: "allergy_intolerance", typ: "AllergyIntolerance", fields: []field{patientOf("patient"),
		conceptField{at("code")}, categoriesField{}, textField{"criticality", Code, at("criticality")},
		codeField{"clinical_status", at("clinicalStatus"), allergyClinical},
		codeField{"verification_status", at("verificationStatus"), allergyVerification},
		reactionField{}, choiceField{"onset", "onset"}, dateField{"recorded", at("recordedDate")}},
		required: demand("patient", "clinicalStatus")}, // invariant ait-1

	spec{table: "medication_request", typ: "MedicationRequest", fields: []field{patientOf("subject"), encounterOf,
		medicineField{}, status, textField{"intent", Code, at("intent")}, dosageField{"dosageInstruction"},
		dateField{"authored", at("authoredOn")}, refField{"practitioner", "Practitioner", at("requester")}, reason},
		required: append(append(demandValues("status", "intent"), demandMedication), demand("subject")...)},

	spec{table: "medication_statement", typ: "MedicationStatement", fields: []field{patientOf("subject"), medicineField{},
		status, dosageField{"dosage"}, periodField{"effectivePeriod", "effectiveDateTime"}},
		required: append(append(demandValues("status"), demandMedication), demand("subject")...)},

	spec{table: "immunization", typ: "Immunization", fields: []field{patientOf("patient"), encounterOf,
		conceptField{at("vaccineCode")}, status, choiceField{"occurred", "occurrence"}},
		required: append(append(demandValues("status"), demandOccurrence), demand("vaccineCode", "patient")...)},

	spec{table: "observation", typ: "Observation", fields: []field{patientOf("subject"), encounterOf,
		categoryField{observationCategory}, conceptField{at("code")}, status, valueField{}, componentsField{},
		choiceField{"effective", "effective"}},
		required: append(demandValues("status"), demand("code")...)},

	spec{table: "procedure", typ: "Procedure", fields: []field{patientOf("subject"), encounterOf, conceptField{at("code")},
		status, periodField{"performedPeriod", "performedDateTime"}},
		required: append(demandValues("status"), demand("subject")...)},

	spec{table: "diagnostic_report", typ: "DiagnosticReport", fields: []field{patientOf("subject"), encounterOf,
		categoryField{diagnosticCategories}, conceptField{at("code")}, status, choiceField{"effective", "effective"},
		conclusionField{}, resultsField{}},
		required: append(demandValues("status"), demand("code")...)},

	spec{table: "document_reference", typ: "DocumentReference", fields: []field{patientOf("subject"),
		refField{"encounter", "Encounter", at("context", "encounter").one(first, "")}, conceptField{at("type")}, status,
		dateField{"date", at("date")}, textField{"description", Text, at("description")}, attachmentField{}},
		required: append(demandValues("status"), demandContent)},
)

func byType(list ...spec) map[string]*spec {
	all := map[string]*spec{}
	for _, s := range list {
		for _, f := range s.fields {
			s.columns = append(s.columns, f.columns())
		}
		all[s.typ] = &s
	}
	return all
}

// Table is a table that interchange maps, with the resource type of its rows.
type Table struct {
	Name, Type, Compartment string
	Columns                 []Column
}

// Tables lists the mapped tables in the order in which an export writes them: those referred to
// before those that refer.
func Tables() []Table {
	var tables []Table
	for _, typ := range exportOrder {
		s := specs[typ]
		if s == nil {
			continue
		}
		t := Table{Name: s.table, Type: typ, Compartment: compartmentOf(typ)}
		for _, columns := range s.columns {
			for _, c := range columns {
				if c.Name != "" {
					t.Columns = append(t.Columns, c)
				}
			}
		}
		tables = append(tables, t)
	}
	return tables
}

// read answers with every column of a resource's row.
func (s *spec) read(v *view) map[string]any {
	values := make(map[string]any, 2*len(s.fields))
	var out [4]any
	for n, f := range s.fields {
		columns := s.columns[n]
		f.get(v, out[:len(columns)])
		for i, c := range columns {
			if c.Name != "" {
				values[c.Name] = out[i]
			}
		}
	}
	return values
}
