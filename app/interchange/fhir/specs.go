package fhir

// spec is how a resource type becomes a row: its table, and its columns in the order of the schema.
type spec struct {
	table    string
	typ      string
	fields   []field
	required []required
}

// required is an element that R4 demands, so that a row without it still exports as R4: key is the
// element, or the base of a choice element with write the type to say absent in.
type required struct {
	key, write string
	primitive  bool
}

func demand(keys ...string) []required {
	list := make([]required, len(keys))
	for i, k := range keys {
		list[i] = required{key: k, write: k}
	}
	return list
}

// values demands primitives: absent stands in the member with the underscore.
func (s *spec) values(keys ...string) *spec {
	for _, k := range keys {
		s.required = append(s.required, required{k, k, true})
	}
	return s
}

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
	&spec{"practitioner", "Practitioner", []field{nameField{"prefix"},
		textField{"registration", Text, at("identifier").one(registration, "{}").key("value")}, phone, email, active}, nil},

	&spec{"organization", "Organization", []field{textField{"name", Text, at("name")},
		wordsField{"kind", at("type").one(first, "")}, phone, email, addressField{}}, nil},

	&spec{"patient", "Patient", []field{nameField{"title"}, preferredField{}, dateField{"born", at("birthDate")},
		textField{"sex", Code, at("gender")}, diedField{}, phone, email, addressField{}, languageField{}, nhsField{}, active}, nil},

	&spec{"related_person", "RelatedPerson", []field{patientOf("patient"), nameField{""},
		wordsField{"relationship", at("relationship").one(first, "")}, phone, email, addressField{}}, demand("patient")},

	(&spec{"appointment", "Appointment", []field{
		participantField{"patient", "Patient", "actor", `{"status":"accepted"}`},
		participantField{"practitioner", "Practitioner", "actor", `{"status":"accepted"}`},
		dateField{"start", at("start")}, dateField{"end", at("end")}, status, reasonField{}, placeField{}},
		nil}).values("status"),

	(&spec{"encounter", "Encounter", []field{patientOf("subject"), status, classField{},
		conceptField{at("type").one(first, "")}, periodField{key: "period"},
		participantField{"practitioner", "Practitioner", "individual", ""},
		refField{"organization", "Organization", at("serviceProvider")}, reason}, demand("class")}).values("status"),

	&spec{"condition", "Condition", []field{patientOf("subject"), encounterOf, conceptField{at("code")},
		codeField{"clinical_status", at("clinicalStatus"), conditionClinical},
		codeField{"verification_status", at("verificationStatus"), conditionVerStatus},
		choiceField{"onset", "onset"}, choiceField{"abatement", "abatement"}, dateField{"recorded", at("recordedDate")}},
		demand("subject")},

	&spec{"allergy_intolerance", "AllergyIntolerance", []field{patientOf("patient"), conceptField{at("code")}, categoriesField{},
		textField{"criticality", Code, at("criticality")},
		codeField{"clinical_status", at("clinicalStatus"), allergyClinical},
		codeField{"verification_status", at("verificationStatus"), allergyVerification},
		reactionField{}, choiceField{"onset", "onset"}, dateField{"recorded", at("recordedDate")}}, demand("patient")},

	(&spec{"medication_request", "MedicationRequest", []field{patientOf("subject"), encounterOf, medicineField{}, status,
		textField{"intent", Code, at("intent")}, dosageField{"dosageInstruction"}, dateField{"authored", at("authoredOn")},
		refField{"practitioner", "Practitioner", at("requester")}, reason},
		append(demand("subject"), required{"medication", "medicationCodeableConcept", false})}).values("status", "intent"),

	(&spec{"medication_statement", "MedicationStatement", []field{patientOf("subject"), medicineField{}, status,
		dosageField{"dosage"}, periodField{"effectivePeriod", "effectiveDateTime"}},
		append(demand("subject"), required{"medication", "medicationCodeableConcept", false})}).values("status"),

	(&spec{"immunization", "Immunization", []field{patientOf("patient"), encounterOf, conceptField{at("vaccineCode")}, status,
		choiceField{"occurred", "occurrence"}},
		append(demand("vaccineCode", "patient"), required{"occurrence", "occurrenceDateTime", true})}).values("status"),

	(&spec{"observation", "Observation", []field{patientOf("subject"), encounterOf, categoryField{observationCategory},
		conceptField{at("code")}, status, valueField{}, componentsField{}, choiceField{"effective", "effective"}},
		demand("code")}).values("status"),

	(&spec{"procedure", "Procedure", []field{patientOf("subject"), encounterOf, conceptField{at("code")}, status,
		periodField{"performedPeriod", "performedDateTime"}}, demand("subject")}).values("status"),

	(&spec{"diagnostic_report", "DiagnosticReport", []field{patientOf("subject"), encounterOf, categoryField{diagnosticCategories},
		conceptField{at("code")}, status, choiceField{"effective", "effective"}, conclusionField{}, resultsField{}},
		demand("code")}).values("status"),

	(&spec{"document_reference", "DocumentReference", []field{patientOf("subject"),
		refField{"encounter", "Encounter", at("context", "encounter").one(first, "")}, conceptField{at("type")}, status,
		dateField{"date", at("date")}, textField{"description", Text, at("description")}, attachmentField{}},
		nil}).values("status"),
)

func byType(list ...*spec) map[string]*spec {
	all := map[string]*spec{}
	for _, s := range list {
		all[s.typ] = s
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
		for _, f := range s.fields {
			for _, c := range f.columns() {
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
	for _, f := range s.fields {
		columns := f.columns()
		f.get(v, out[:len(columns)])
		for i, c := range columns {
			if c.Name != "" {
				values[c.Name] = out[i]
			}
		}
	}
	return values
}
