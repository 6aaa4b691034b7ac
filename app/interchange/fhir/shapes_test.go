package fhir

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"farne/app/interchange/jsondoc"
)

// shapes are resources as other systems write them, with what the columns make of them.
var shapes = []struct {
	resource string
	columns  map[string]any
}{
	{`{"resourceType":"Patient","id":"1","name":[{"use":"maiden","family":"Old"},{"use":"nickname","given":["Beth"]},{"family":"New","given":["Anna","Maria"],"prefix":["Dr","Prof"],"suffix":["MBE"],"text":"Dr Prof Anna Maria New MBE","_given":[null,{"id":"g"}]}],
	"telecom":[{"system":"phone","value":"1","use":"old"},{"system":"email","value":"a@b"},{"system":"phone","value":"2"},{"system":"phone","value":"3"}],"address":[{"use":"old","city":"X"},{"use":"home","line":["1 High St","Flat 2"],"city":"Leeds","text":"1 High St, Leeds"}],
	"deceasedBoolean":true,"birthDate":"1980-02","communication":[{"language":{"coding":[{"code":"de"}]}},{"language":{"text":"Norsk"},"preferred":true}],"identifier":[{"system":"x","value":"y"},{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"943 476 5919"}],"active":false}`,
		map[string]any{"family": "New", "given": "Anna Maria", "title": "Dr Prof", "preferred": "Beth", "phone": "2", "email": "a@b", "address_line": "1 High St\nFlat 2", "city": "Leeds",
			"died": "unknown", "born": "1980-02", "language": "Norsk", "nhs_number": "9434765919", "active": int64(0), "sex": nil}},
	{`{"resourceType":"Patient","name":[{"text":"Only Words"}],"address":[{"text":"Somewhere"}],"deceasedBoolean":false,"telecom":[{"system":"phone","use":"old","value":"9"}]}`,
		map[string]any{"family": "Only Words", "given": nil, "address_line": "Somewhere", "died": nil, "phone": "9"}},
	{`{"resourceType":"Patient","name":[{"use":"nickname","text":"Bo"}],"birthDate":19800101,"gender":{"x":1},"telecom":"x"}`,
		map[string]any{"family": nil, "preferred": "Bo", "born": nil, "sex": nil, "phone": nil}},
	{`{"resourceType":"Practitioner","identifier":[{"system":"npi","value":"510"}],"name":[{"family":"B","prefix":["Dr."]}],"active":true}`,
		map[string]any{"registration": "510", "prefix": "Dr.", "active": int64(1)}},
	{`{"resourceType":"Organization","name":"N","type":[{"coding":[{"code":"prov","display":"Provider"}]},{"text":"more"}],"telecom":[{"system":"phone","value":"1"}]}`,
		map[string]any{"name": "N", "kind": "Provider", "phone": "1"}},
	{`{"resourceType":"RelatedPerson","patient":{"reference":"Patient/1"},"name":[{"family":"F"}],"relationship":[{"text":"Mother"}]}`,
		map[string]any{"family": "F", "relationship": "Mother"}},
	{`{"resourceType":"Appointment","status":"booked","description":"Cough","start":"2026-11-20T09:05:00+01:00","participant":[{"actor":{"reference":"Location/2","display":"Room 1"},"status":"accepted"},{"actor":{"reference":"Practitioner/3"},"status":"accepted"},{"actor":{"reference":"Patient/1"},"status":"accepted"}]}`,
		map[string]any{"status": "booked", "reason": "Cough", "location": "Room 1", "start": "2026-11-20T08:05:00Z", "end": nil}},
	{`{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"type":[{"coding":[{"code":"1"},{"code":"2","userSelected":true,"display":"Two"}]},{"text":"other"}],"participant":[{"type":[{"text":"x"}],"individual":{"reference":"RelatedPerson/1"}},{"individual":{"reference":"Practitioner/7"}},{"individual":{"reference":"Practitioner/8"}}],"reasonCode":[{"text":"A"},{"text":"B"}],"period":{"end":"2020"}}`,
		map[string]any{"class": "AMB", "code": "2", "display": "Two", "reason": "A", "start": nil, "end": "2020"}},
	{`{"resourceType":"Condition","subject":{"reference":"Group/1"},"onsetAge":{"value":5},"abatementPeriod":{"start":"2001","end":"2002"},"code":{"text":"Words"}}`,
		map[string]any{"patient": nil, "onset": nil, "abatement": "2001", "display": "Words", "code": nil}},
	{`{"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},"category":["food","medication"],"reaction":[{"manifestation":[{"text":"Rash"}],"severity":"mild"},{"manifestation":[{"coding":[{"code":"39579001","display":"Anaphylaxis"}]},{"text":"Cough"}],"severity":"severe","onset":"2001"}],"onsetString":"as a child"}`,
		map[string]any{"category": "food,medication", "reaction": "Rash; Anaphylaxis; Cough", "severity": "severe", "onset": nil}},
	{`{"resourceType":"MedicationRequest","medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"s","code":"c","display":"Diazepam"}]}}],"dosageInstruction":[{"text":"1 at night"},{"timing":{"repeat":{"frequency":2,"period":6,"periodUnit":"h"}},"asNeededBoolean":true,"doseAndRate":[{"doseQuantity":{"value":2.50,"unit":"mg"}}]}],"requester":{"reference":"Organization/1"},"reasonCode":[{"coding":[{"code":"x"}]}]}`,
		map[string]any{"code": "c", "display": "Diazepam", "dosage": "1 at night; then dose 2.50 mg, 2 times every 6 hours, as needed", "practitioner": nil, "reason": nil}},
	{`{"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/1","display":"Aspirin"},"dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2020"},"frequency":1,"period":1,"periodUnit":"d"}},"maxDosePerPeriod":{}}]}`,
		map[string]any{"code": nil, "display": "Aspirin", "dosage": "once every day, more in the original"}},
	{`{"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":{"text":"Tea"},"effectivePeriod":{"start":"2020-01","end":"2020-02"},"dosage":[{"text":"daily"}]}`,
		map[string]any{"display": "Tea", "start": "2020-01", "end": "2020-02", "dosage": "daily"}},
	{`{"resourceType":"Immunization","status":"completed","occurrenceString":"long ago","vaccineCode":{"text":"Flu"}}`, map[string]any{"occurred": nil, "display": "Flu"}},
	{`{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.00,"comparator":"<","unit":"mg/L","system":"http://unitsofmeasure.org","code":"mg/L"},"effectivePeriod":{"start":"2020","end":"2021"}}`,
		map[string]any{"value": nil, "value_text": "<5.00", "unit": "mg/L", "effective": "2020"}},
	{`{"resourceType":"Observation","code":{},"valueQuantity":{"value":5.00,"system":"http://unitsofmeasure.org","code":"mg"}}`, map[string]any{"value": 5.0, "unit": "mg"}},
	{`{"resourceType":"Observation","valueQuantity":{"value":1e400,"unit":"x"}}`, map[string]any{"value": nil, "unit": "x"}},
	{`{"resourceType":"Observation","valueInteger":7}`, map[string]any{"value": 7.0}}, {`{"resourceType":"Observation","valueBoolean":true}`, map[string]any{"value_text": "true"}},
	{`{"resourceType":"Observation","valueRange":{"low":{"value":1,"unit":"g"},"high":{"value":2}}}`, map[string]any{"value_text": "1–2", "unit": "g"}},
	{`{"resourceType":"Observation","valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}}`, map[string]any{"value_text": "1 : 128"}},
	{`{"resourceType":"Observation","valueDateTime":"2020-01-01T00:00:00+01:00","dataAbsentReason":{"text":"x"}}`, map[string]any{"value_text": "2019-12-31T23:00:00Z"}},
	{`{"resourceType":"Observation","dataAbsentReason":{"text":"x"},"component":[{"code":{"coding":[{"code":"8480-6"}]},"valueQuantity":{"value":120.0,"unit":"mm[Hg]"},"interpretation":[{"text":"high"}]},{"code":{"text":"b"},"valueString":"s"}]}`,
		map[string]any{"value": nil, "components": `[{"code":"8480-6","value":120.0,"unit":"mm[Hg]"},{"display":"b","value_text":"s"}]`}},
	{`{"resourceType":"Procedure","performedPeriod":{"start":"2020"},"code":{"text":"x"}}`, map[string]any{"start": "2020", "end": nil}}, {`{"resourceType":"Procedure","performedAge":{"value":5}}`, map[string]any{"start": nil}},
	{`{"resourceType":"DiagnosticReport","presentedForm":[{"contentType":"application/pdf","data":"AAAA"},{"contentType":"text/plain; charset=iso-8859-1","data":"R3L232Uh"}],"result":[{"reference":"#x"},{"reference":"Observation/1","display":"d"}]}`,
		map[string]any{"conclusion": "Größe!"}},
	{`{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"text/plain","data":"aGVsbG8=","hash":"x","size":5,"title":"t"},"format":{"code":"f"}},{"attachment":{"url":"y"}}],"context":{"encounter":[{"reference":"Encounter/1"},{"reference":"Encounter/2"}]}}`,
		map[string]any{"content_type": "text/plain", "attachment": []byte("hello")}},
}

func TestShapes(t *testing.T) {
	for _, c := range shapes {
		rec := mapOne(t, testMapper(), "", "", c.resource)
		for name, want := range c.columns {
			if got := rec.Values[name]; !same(got, want) || fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
				t.Errorf("%.90s: %s is %#v, want %#v", c.resource, name, got, want)
			}
		}
		doc, err := jsondoc.Open([]byte(c.resource))
		if err != nil {
			t.Fatal(err)
		}
		checkUntouched(t, specs[rec.Type], doc.Bytes())
	}
}

// checkUntouched lays a resource's own columns over it.
func checkUntouched(t testing.TB, s *spec, raw []byte) {
	m := testMapper()
	out, err := (&Exporter{Mapper: m}).Resource(Row{Table: s.table, Verbatim: raw, Values: s.read(&view{open1(t, string(raw)), m, DefaultSource})})
	if err != nil || !bytes.Equal(out, raw) {
		t.Fatalf("%s became\n%s, %v", raw, out, err)
	}
}

func TestEditingShapes(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 3))
	for _, c := range shapes {
		doc, err := jsondoc.Open([]byte(c.resource))
		if err != nil {
			t.Fatal(err)
		}
		s := specs[doc.Root().Get("resourceType").Str()]
		for range 20 {
			for _, columns := range s.columns {
				for _, column := range columns {
					if column.Name != "" {
						checkEdit(t, s, doc.Bytes(), column, random(rng, s.table, column))
						checkEdit(t, s, doc.Bytes(), column, nil)
					}
				}
			}
		}
	}
}

func TestEditsSayTheSameEverywhere(t *testing.T) {
	for _, c := range []struct {
		resource      string
		values        map[string]any
		has, has2, no string
	}{
		{shapes[0].resource, map[string]any{"family": "Newer"}, `"text":"Dr Prof Anna Maria Newer MBE"`, `"family":"Old"`, `"family":"New"`},
		{shapes[0].resource, map[string]any{"given": "Anna"}, `"given":["Anna"]`, `"_given":[null]`, `"id":"g"`},
		{shapes[0].resource, map[string]any{"city": "York"}, `"city":"York"`, `"city":"X"`, `1 High St, Leeds`},
		{shapes[7].resource, map[string]any{"code": "3", "system": "s"}, `{"coding":[{"system":"s","code":"3","display":"Two"}]}`, `"text":"other"`, `userSelected`},
		{shapes[7].resource, map[string]any{"display": "Zwei"}, `"userSelected":true,"display":"Two"`, `"text":"Zwei"`, `nothing`},
		{shapes[9].resource, map[string]any{"reaction": "Rash; Anaphylaxis; Cough; Fever"}, `"39579001"`, `"onset":"2001"`, `nothing`},
		{shapes[9].resource, map[string]any{"severity": "moderate"}, `"severity":"moderate"`, `"39579001"`, `"severe"`},
		{shapes[14].resource, map[string]any{"unit": "g/L"}, `"unit":"g/L"`, `"value":5.00`, `"code":"mg/L"`},
		{shapes[14].resource, map[string]any{"value_text": "<6"}, `"value":6`, `"comparator":"<"`, `5.00`},
		{shapes[22].resource, map[string]any{"components": `[{"code":"8480-6","value":121,"unit":"mm[Hg]"},{"display":"b","value_text":"s"}]`}, `"value":121`, `"interpretation":[{"text":"high"}]`, `120.0`},
		{shapes[25].resource, map[string]any{"results": nil}, `{"reference":"#x"}`, "presentedForm", `Observation/1`},
		{shapes[26].resource, map[string]any{"attachment": []byte("bye")}, `"data":"Ynll"`, `"size":3`, `"hash"`},
	} {
		m := testMapper()
		doc, _ := jsondoc.Open([]byte(c.resource))
		s := specs[doc.Root().Get("resourceType").Str()]
		out, err := (&Exporter{Mapper: m}).Resource(Row{Table: s.table, Verbatim: doc.Bytes(), Values: c.values})
		if err != nil || !strings.Contains(string(out), c.has) || !strings.Contains(string(out), c.has2) || strings.Contains(string(out), c.no) {
			t.Errorf("%v: %s, %v", c.values, out, err)
		}
	}
}

// mutate changes the structure of a document: an element twice, another kind of value, something gone.
func mutate(rng *rand.Rand, text []byte) []byte {
	odd := []string{`null`, `""`, `7`, `"x"`, `{}`, `[]`, `[{}]`, `true`, `[null]`, `{"reference":"Patient/9"}`, `[7,"x",{"use":"official"}]`}
	doc, err := jsondoc.Open(text)
	if err != nil {
		return text
	}
	n := 0
	for range doc.Root().All() {
		n++
	}
	chosen := 1 + rng.IntN(n)
	i := 0
	return doc.Root().Rewrite(func(v jsondoc.Value) []byte {
		if i++; i != chosen || i == 1 || v.Name() == "resourceType" {
			return nil
		}
		if v.Kind() == jsondoc.Array && v.Len() > 0 && rng.IntN(2) == 0 {
			raw := v.At(rng.IntN(v.Len())).Raw()
			return []byte(string(v.Raw()[:len(v.Raw())-1]) + "," + string(raw) + "]")
		}
		return []byte(odd[rng.IntN(len(odd))])
	})
}

func TestMutatedShapes(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 5))
	for range 4000 {
		text := []byte(shapes[rng.IntN(len(shapes))].resource)
		for range 1 + rng.IntN(4) {
			text = mutate(rng, text)
		}
		doc, err := jsondoc.Open(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		s := specs[doc.Root().Get("resourceType").Str()]
		checkUntouched(t, s, doc.Bytes())
		columns := s.columns[rng.IntN(len(s.columns))]
		if c := columns[rng.IntN(len(columns))]; c.Name != "" {
			checkEdit(t, s, doc.Bytes(), c, random(rng, s.table, c))
			checkEdit(t, s, doc.Bytes(), c, nil)
		}
	}
}

// Whatever a resource looks like, its own columns laid over it change nothing, and one edited column
// is what it was set to.
func FuzzGetAndSet(f *testing.F) {
	for _, c := range shapes {
		f.Add(c.resource, uint64(1))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		doc, err := jsondoc.Open([]byte(text))
		if err != nil || doc.Root().Kind() != jsondoc.Object {
			return
		}
		s := specs[doc.Root().Get("resourceType").Str()]
		if s == nil {
			return
		}
		checkUntouched(t, s, doc.Bytes())
		rng := rand.New(rand.NewPCG(seed, 4))
		columns := s.columns[rng.IntN(len(s.columns))]
		if c := columns[rng.IntN(len(columns))]; c.Name != "" {
			m := testMapper()
			e := &edit{view: view{doc.Root(), m, DefaultSource}, doc: doc, refer: (&Exporter{Mapper: m}).reference}
			value := random(rng, s.table, c)
			s.lay(e, map[string]any{c.Name: value})
			if got := s.read(&e.view)[c.Name]; e.err != nil || c.Name != "unit" && !same(got, c.Kind.of(value)) {
				t.Fatalf("%s.%s set to %#v is %#v, %v\n%s\n%s", s.table, c.Name, value, got, e.err, text, doc.Bytes())
			}
		}
	})
}
