package fhir

import (
	"slices"
	"strings"
	"testing"

	"farne/app/interchange/jsondoc"
)

const uuid1 = "11111111-2222-4333-8444-555555555555"

func open1(t testing.TB, text string) jsondoc.Value {
	doc, err := jsondoc.Open([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

func TestReferencesAreTakenApart(t *testing.T) {
	for _, c := range []struct {
		text string
		want reference
	}{
		{`{"reference":"urn:uuid:` + strings.ToUpper(uuid1) + `"}`, reference{kind: refURN, id: uuid1}},
		{`{"reference":"urn:uuid:` + uuid1 + `","type":"Group"}`, reference{kind: refURN, typ: "Group", id: uuid1}},
		{`{"reference":"urn:oid:1.2.3"}`, reference{kind: refURN, id: "1.2.3"}},
		{`{"reference":"Patient/123"}`, reference{kind: refRelative, typ: "Patient", id: "123"}},
		{`{"reference":"Patient/123/_history/4"}`, reference{kind: refRelative, typ: "Patient", id: "123"}},
		{`{"reference":"https://a.example/r4/Patient/123"}`, reference{kind: refAbsolute, typ: "Patient", id: "123", base: "https://a.example/r4"}},
		{`{"reference":"http://a.example/Patient/123/_history/2"}`, reference{kind: refAbsolute, typ: "Patient", id: "123", base: "http://a.example"}},
		{`{"reference":"#p1"}`, reference{}}, {`{"display":"Dr X"}`, reference{}}, {`{"reference":"nonsense"}`, reference{}}, {`{"reference":"a/b"}`, reference{}},
		{`{"reference":"/Patient/1"}`, reference{}}, {`{"reference":"urn:uuid"}`, reference{}}, {`"x"`, reference{}}, {`{"reference":""}`, reference{}},
		{`{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999"}`, reference{kind: refConditional, typ: "Practitioner", system: "http://hl7.org/fhir/sid/us-npi", value: "9999"}},
		{`{"reference":"Location?identifier=https%3A%2F%2Fx%7C1%202"}`, reference{kind: refConditional, typ: "Location", system: "https://x", value: "1 2"}},
		{`{"reference":"Practitioner?name=x"}`, reference{}},
		{`{"type":"Patient","identifier":{"system":"s","value":"v"}}`, reference{kind: refLogical, typ: "Patient", system: "s", value: "v"}},
		{`{"reference":"urn:uuid:x","identifier":{"system":"urn:farne:row","value":"` + uuid1 + `"}}`, reference{kind: refOwn, id: uuid1}},
	} {
		if got := readReference(open1(t, c.text)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.text, got, c.want)
		}
	}
}

// mapOne maps one resource as an entry of a file.
func mapOne(t testing.TB, m *Mapper, fullURL, origin, text string) Record {
	t.Helper()
	v := open1(t, text)
	e := &Entry{Resource: v, Type: v.Get("resourceType").Str(), ID: v.Get("id").Str(), FullURL: fullURL, Origin: origin}
	records, err := m.Map(e)
	if err != nil {
		t.Fatal(err)
	}
	return records[0]
}

// However a system writes its ids, what is one thing there is one row here, and what is two is two.
func TestRowsAreTheSameHoweverTheyAreNamed(t *testing.T) {
	m := testMapper()
	patient := func(fullURL, origin, id string) [16]byte {
		return mapOne(t, m, fullURL, origin, `{"resourceType":"Patient","id":"`+id+`"}`).RowID
	}
	subject := func(fullURL, origin, ref string) any {
		return mapOne(t, m, fullURL, origin, `{"resourceType":"Condition","id":"c","subject":{"reference":"`+ref+`"}}`).Values["patient"]
	}
	u := patient("", "", uuid1)
	for _, same := range []any{patient("urn:uuid:"+uuid1, "", uuid1), patient("https://a.example/Patient/"+uuid1, "", uuid1), patient("", "urn:oid:1.2", strings.ToUpper(uuid1)),
		subject("", "", "urn:uuid:"+uuid1), subject("", "", "Patient/"+uuid1), subject("", "", "http://B.example/x/Patient/"+uuid1), subject("https://a.example/Condition/c", "", "Patient/"+uuid1)} {
		if same != u {
			t.Errorf("one patient is two: %x and %x", u, same)
		}
	}
	a := patient("https://a.example/r4/Patient/1", "", "1")
	for _, same := range []any{patient("http://A.EXAMPLE/r4/Patient/1", "", "1"), subject("https://a.example/r4/Condition/c", "", "Patient/1"),
		subject("", "https://a.example/r4/", "Patient/1"), subject("", "", "http://a.example/r4/Patient/1")} {
		if same != a {
			t.Errorf("one patient is two: %x and %x", a, same)
		}
	}
	for _, other := range []any{patient("", "", "1"), patient("https://b.example/r4/Patient/1", "", "1"), subject("https://a.example/r4/Condition/c", "", "Patient/2"),
		subject("https://a.example/r4/Condition/c", "", "Group/1"), subject("https://a.example/r4/Condition/c", "", "#1"), u} {
		if other == a {
			t.Errorf("two patients are one: %x", other)
		}
	}
	named := testMapper()
	named.Source = "clinic on the hill"
	if mapOne(t, named, "", "", `{"resourceType":"Patient","id":"`+uuid1+`"}`).RowID == u {
		t.Error("a named source keeps no ids apart")
	}
}

func TestIDsOfResourcesWithoutOne(t *testing.T) {
	m := testMapper()
	for fullURL, want := range map[string]string{"urn:uuid:" + uuid1: uuid1, "https://a.example/Patient/7": "7"} {
		if got := mapOne(t, m, fullURL, "", `{"resourceType":"Patient"}`).ForeignID; got != want {
			t.Errorf("%s: %s", fullURL, got)
		}
	}
	if got := mapOne(t, m, "", "", `{"resourceType":"Patient","identifier":[{"value":"x"},{"system":"s","value":"v"}]}`).ForeignID; got != "s|v" {
		t.Errorf("got %s", got)
	}
	one, two := mapOne(t, m, "", "", `{"resourceType":"Patient","gender":"male"}`), mapOne(t, m, "", "", `{"resourceType":"Patient"}`)
	if !strings.HasPrefix(one.ForeignID, "sha256:") || one.RowID == two.RowID {
		t.Errorf("got %s", one.ForeignID)
	}
}

// A transaction's own names for its entries, and identifiers, lead to the entries; what the record has
// from before is found by identifier; what nobody has yet gets the row it will be.
func TestAliases(t *testing.T) {
	text := `{"resourceType":"Bundle","type":"transaction","entry":[
		{"resource":{"resourceType":"Observation","id":"o","subject":{"reference":"urn:uuid:` + uuid1 + `"},"performer":[{"reference":"Practitioner?identifier=npi|1"}]}},
		{"fullUrl":"urn:uuid:` + uuid1 + `","resource":{"resourceType":"Patient","id":"p"}},
		{"resource":{"resourceType":"Practitioner","id":"d","identifier":[{"system":"npi","value":"1"}]}},
		{"resource":{"resourceType":"MedicationRequest","id":"m","requester":{"reference":"Practitioner?identifier=npi|2"},"subject":{"reference":"urn:uuid:` + uuid1 + `"}}}]}`
	contents, err := Inspect("a.json", strings.NewReader(text), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	m := testMapper()
	m.Aliases = contents.Aliases
	m.Lookup = func(typ, system, value string) ([16]byte, bool) { return [16]byte{7}, value == "2" }
	dangling := NewDangling()
	rows := map[string]Record{}
	each(t, "a.json", strings.NewReader(text), func(e *Entry) {
		records, err := m.Map(e)
		if err != nil {
			t.Fatal(err)
		}
		dangling.Add(e, records)
		rows[e.Type] = records[0]
	})
	patient := m.RowID("fhir", "Patient", "p")
	if rows["Patient"].RowID != patient || rows["Observation"].Values["patient"] != patient || rows["Observation"].Patient != patient {
		t.Errorf("the patient is %x, %x", rows["Patient"].RowID, rows["Observation"].Patient)
	}
	if rows["MedicationRequest"].Values["practitioner"] != [16]byte{7} {
		t.Errorf("the practitioner is %x", rows["MedicationRequest"].Values["practitioner"])
	}
	missing := dangling.Missing(func(typ string, row [16]byte) bool { return row == [16]byte{8} })
	if len(missing) != 1 || missing[0].To != (Target{"Practitioner", "npi|2"}) || missing[0].From != (Target{"MedicationRequest", "m"}) {
		t.Errorf("missing %v", missing)
	}
	if missing := dangling.Missing(func(_ string, row [16]byte) bool { return row == [16]byte{7} }); len(missing) != 0 {
		t.Errorf("missing %v", missing)
	}
	m.Aliases, m.Lookup = nil, nil
	later := mapOne(t, m, "", "", `{"resourceType":"Practitioner","identifier":[{"system":"npi","value":"2"}]}`)
	if now := mapOne(t, m, "", "", `{"resourceType":"MedicationRequest","requester":{"reference":"Practitioner?identifier=npi|2"}}`); now.Values["practitioner"] != later.RowID {
		t.Errorf("%x is not %x", now.Values["practitioner"], later.RowID)
	}
}

// The copy refers to what the file's own names meant, and the export finds nothing changed in it.
func TestAliasesAreWrittenOut(t *testing.T) {
	m := testMapper()
	m.Aliases = Aliases{uuid1: {"Patient", "p"}, "Practitioner?npi|1": {"Practitioner", uuid1}}
	rec := mapOne(t, m, "", "", `{"resourceType":"MedicationRequest","id":"m","subject":{"reference":"urn:uuid:`+uuid1+`"},"requester":{"reference":"Practitioner?identifier=npi|1"}}`)
	if got := string(rec.Verbatim); got != `{"resourceType":"MedicationRequest","id":"m","subject":{"reference":"Patient/p"},"requester":{"reference":"Practitioner/`+uuid1+`"}}` {
		t.Errorf("got %s", got)
	}
	out, err := (&Exporter{Mapper: testMapper()}).Resource(Row{Table: rec.Table, Values: rec.Values, Verbatim: rec.Verbatim, Source: rec.Source})
	if err != nil || string(out) != string(rec.Verbatim) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestSubjectsAndLinks(t *testing.T) {
	m := testMapper()
	p1, p2 := m.RowID("fhir", "Patient", "1"), m.RowID("fhir", "Patient", "2")
	for text, want := range map[string][][16]byte{
		`{"resourceType":"Claim","patient":{"reference":"Patient/1"}}`: {p1}, `{"resourceType":"Claim","patient":{"reference":"urn:uuid:` + uuid1 + `"}}`: {m.RowID("fhir", "Patient", uuid1)},
		`{"resourceType":"Group","member":[{"entity":{"reference":"Patient/2"}},{"entity":{"reference":"Patient/1"}},{"entity":{"reference":"Patient/2"}}]}`: {p2, p1},
		`{"resourceType":"Condition","subject":{"reference":"Patient/1"},"asserter":{"reference":"Patient/2"}}`:                                              {p1, p2},
		`{"resourceType":"Condition","asserter":{"reference":"Patient/2"},"subject":{"reference":"Patient/1"}}`:                                              {p1, p2}, `{"resourceType":"Organization","id":"x"}`: nil,
	} {
		rec := mapOne(t, m, "", "", text)
		if len(rec.Subjects) != len(want) {
			t.Errorf("%s: %x", text, rec.Subjects)
			continue
		}
		for i := range want {
			if rec.Subjects[i] != want[i] || rec.Patient != want[0] {
				t.Errorf("%s: %x", text, rec.Subjects)
			}
		}
	}
}

func TestCompartments(t *testing.T) {
	for typ, want := range map[string]string{"Claim": "care", "ExplanationOfBenefit": "care", "CarePlan": "care", "Location": "practice", "Practitioner": "practice",
		"Patient": "desk", "RelatedPerson": "desk", "Consent": "desk", "Observation": "care", "Basic": "care"} {
		if _, got := TableOf(typ); got != want {
			t.Errorf("%s is in %s", typ, got)
		}
	}
	tables := Tables()
	if len(tables) != len(specs) || tables[0].Name != "patient" {
		t.Errorf("%d of %d tables", len(tables), len(specs))
	}
}

// The columns are those of the store's schema.
func TestColumnsOfTheSchema(t *testing.T) {
	contact := " phone email address_line city postcode country"
	for table, want := range map[string]string{
		"practitioner": "family given prefix registration phone email active", "organization": "name kind" + contact,
		"patient":              "family given preferred title born sex died" + contact + " language nhs_number active",
		"related_person":       "patient family given relationship" + contact,
		"appointment":          "patient practitioner start end status reason location",
		"encounter":            "patient status class code system display start end practitioner organization reason",
		"condition":            "patient encounter code system display clinical_status verification_status onset abatement recorded",
		"allergy_intolerance":  "patient code system display category criticality clinical_status verification_status reaction severity onset recorded",
		"medication_request":   "patient encounter code system display status intent dosage authored practitioner reason",
		"medication_statement": "patient code system display status dosage start end",
		"immunization":         "patient encounter code system display status occurred",
		"observation":          "patient encounter category code system display status value unit value_text components effective",
		"procedure":            "patient encounter code system display status start end",
		"diagnostic_report":    "patient encounter category code system display status effective conclusion results",
		"document_reference":   "patient encounter code system display status date description content_type attachment",
	} {
		var got []string
		for _, mapped := range Tables() {
			if mapped.Name != table {
				continue
			}
			for _, c := range mapped.Columns {
				got = append(got, c.Name)
			}
		}
		columns := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(columns)
		if !slices.Equal(got, columns) {
			t.Errorf("%s has %v", table, got)
		}
	}
}

// The row of an export of ours is the same row again, in whichever record it is imported.
func TestOwnRowsAreKnownAgain(t *testing.T) {
	m := testMapper()
	x := &Exporter{Mapper: m, Refer: func(typ string, row [16]byte) (string, string, bool) {
		switch row {
		case m.RowID("fhir", "Encounter", uuid1):
			return "fhir", uuid1, true
		case m.RowID("https://a.example", "Practitioner", "9"):
			return "https://a.example", "9", true
		case m.RowID("fhir", "Practitioner", "9"):
			return "fhir", "9", true
		}
		return "", "", false
	}}
	patient := [16]byte{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10}
	for _, practitioner := range [][16]byte{m.RowID("https://a.example", "Practitioner", "9"), m.RowID("fhir", "Practitioner", "9"), {9}} {
		values := map[string]any{"patient": patient, "encounter": m.RowID("fhir", "Encounter", uuid1), "practitioner": practitioner}
		out, err := x.Resource(Row{Table: "medication_request", ID: [16]byte{5}, Values: values})
		if err != nil {
			t.Fatal(err)
		}
		rec := mapOne(t, m, "", "", string(out))
		for name, want := range values {
			if rec.Values[name] != want {
				t.Errorf("%s is %x in %s", name, rec.Values[name], out)
			}
		}
		if rec.RowID != [16]byte{5} {
			t.Errorf("row %x", rec.RowID)
		}
	}
}

func TestNotes(t *testing.T) {
	m := testMapper()
	x := &Exporter{Mapper: m}
	n := Note{ID: [16]byte{1}, Patient: [16]byte{2}, Encounter: [16]byte{3}, Parent: [16]byte{4}, Author: [16]byte{5}, AuthorName: "Dr A", Title: "Review",
		Text: "Größe 1,80 m\nwell", At: "2026-11-20T09:05:00Z", Signed: true, Hash: []byte{0xab}}
	out, err := x.Note(n)
	if err != nil {
		t.Fatal(err)
	}
	v := open1(t, string(out))
	if !v.Get("docStatus").Is("final") || !v.Get("relatesTo").At(0).Get("code").Is("appends") || !v.Get("author").At(0).Get("display").Is("Dr A") || !strings.Contains(string(out), `"value":"ab"`) {
		t.Errorf("%s", out)
	}
	if text, ok := PlainText(v); !ok || text != n.Text {
		t.Errorf("text %q", text)
	}
	rec := mapOne(t, m, "", "", string(out))
	if rec.Table != "document_reference" || rec.Values["patient"] != n.Patient || rec.Values["encounter"] != n.Encounter || string(rec.Values["attachment"].([]byte)) != n.Text || rec.Values["description"] != "Review" {
		t.Errorf("%v", rec.Values)
	}
	m.Known = func(table string, row [16]byte) bool { return table == "signed_note" && row == n.ID }
	if rec := mapOne(t, m, "", "", string(out)); rec.Table != "signed_note" || rec.RowID != n.ID || rec.Values != nil || rec.Verbatim != nil {
		t.Errorf("%+v", rec)
	}
	n.Signed, n.Parent, n.Hash = false, [16]byte{}, nil
	if out, err := x.Note(n); err != nil || !strings.Contains(string(out), `"preliminary"`) || strings.Contains(string(out), "relatesTo") {
		t.Errorf("%s, %v", out, err)
	}
}
