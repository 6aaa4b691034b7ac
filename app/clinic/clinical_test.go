package clinic

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

func TestAllergyTitles(t *testing.T) {
	peanut := Allergy{snomed, "91935009", "active", "confirmed"}
	none := Allergy{snomed, "716186003", "active", "confirmed"}
	noDrug := Allergy{snomed, "409137002", "active", "confirmed"}
	with := func(a Allergy, clinical, verification string) Allergy {
		a.Clinical, a.Verification = clinical, verification
		return a
	}
	for _, c := range []struct {
		rows []Allergy
		want AllergyTitle
	}{
		{nil, AllergiesNotRecorded}, {[]Allergy{peanut}, KnownAllergies}, {[]Allergy{none}, NoKnownAllergies},
		{[]Allergy{none, peanut}, KnownAllergies}, {[]Allergy{noDrug}, AllergiesNotRecorded}, {[]Allergy{noDrug, none}, NoKnownAllergies},
		{[]Allergy{with(peanut, "resolved", "")}, AllergiesNotRecorded}, {[]Allergy{with(peanut, "", "")}, KnownAllergies},
		{[]Allergy{with(peanut, "active", "refuted")}, AllergiesNotRecorded}, {[]Allergy{with(peanut, "active", "unconfirmed")}, KnownAllergies},
		{[]Allergy{with(none, "", "entered-in-error")}, AllergiesNotRecorded}, {[]Allergy{{}}, KnownAllergies},
	} {
		if got := TitleOfAllergies(c.rows, true); got != c.want {
			t.Errorf("%v: got %q, want %q", c.rows, got, c.want)
		}
		if got := TitleOfAllergies(c.rows, false); got != AllergiesUnavailable {
			t.Errorf("unreadable rows give %q", got)
		}
	}
}

func TestSignedNoteHash(t *testing.T) {
	n := SignedNote{ID: [16]byte{1}, Patient: [16]byte{2}, Draft: [16]byte{3}, Title: "Review", Text: "Well.",
		Author: [16]byte{4}, Signed: "2026-11-20T09:05:00Z"}
	// computed from the description of Canonical by another program
	const want = "48a393aefd75f57b4908fdb56c7d941f134927d240701a62bc377a95fc89df0e"
	hash := n.Hash()
	if got := hex.EncodeToString(hash[:]); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	if found := n.Check(nil); len(found) != 0 {
		t.Errorf("refused: %v", found[0])
	}
	// every field counts, and where one ends counts too
	for i, change := range []func(*SignedNote){
		func(n *SignedNote) { n.ID[15]++ }, func(n *SignedNote) { n.Patient[15]++ }, func(n *SignedNote) { n.Encounter[15]++ },
		func(n *SignedNote) { n.Draft[15]++ }, func(n *SignedNote) { n.Parent[15]++ }, func(n *SignedNote) { n.Author[15]++ },
		func(n *SignedNote) { n.Title, n.Text = "Revie", "wWell." }, func(n *SignedNote) { n.Text += "\n" },
		func(n *SignedNote) { n.Signed = "2026-11-20T09:05:01Z" }, func(n *SignedNote) { n.ParentHash = []byte{0} },
	} {
		m := n
		change(&m)
		if m.Hash() == hash {
			t.Errorf("change %d does not change the hash", i)
		}
	}
}

func TestAddenda(t *testing.T) {
	parent := SignedNote{ID: [16]byte{1}, Patient: [16]byte{2}, Text: "Well.", Author: [16]byte{4}, Signed: "2026-11-20T09:05:00Z"}
	hash := parent.Hash()
	good := SignedNote{ID: [16]byte{5}, Patient: parent.Patient, Parent: parent.ID, ParentHash: hash[:], Text: "And tired.",
		Author: [16]byte{4}, Signed: "2026-11-21T09:05:00Z"}
	if found := good.Check(&parent); len(found) != 0 {
		t.Errorf("refused: %v", found[0])
	}
	replaced := parent
	replaced.Text = "Unwell."
	other := good
	other.Patient = [16]byte{9}
	self := good
	self.ID = parent.ID
	for name, bad := range map[string]struct {
		n SignedNote
		p *SignedNote
	}{"no parent": {good, nil}, "replaced parent": {good, &replaced}, "another patient": {other, &parent}, "itself": {self, &parent}, "unnamed": {parent, &parent}} {
		if len(bad.n.Check(bad.p)) == 0 {
			t.Errorf("%s is accepted", name)
		}
	}
	if len(CheckNoteText("", " \n")) == 0 || len(CheckNoteText("", "x")) != 0 || len(CheckNoteText("a\x00", "x")) == 0 ||
		len(CheckNoteText("", strings.Repeat("x", LongestNote+1))) == 0 || len((SignedNote{}).Check(nil)) != 4 {
		t.Error("note text")
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		table, column string
		want          Kind
	}{
		{"patient", "family", Overwrite}, {"patient", "phone", ClinicalRisk}, {"allergy_intolerance", "reaction", ClinicalRisk},
		{"medication_request", "dosage", ClinicalRisk}, {"note", "text", Draft}, {"signed_note", "text", InsertOnly}, {"unheard_of", "x", ClinicalRisk},
	} {
		if got := KindOf(c.table, c.column); got != c.want {
			t.Errorf("%s.%s: %v", c.table, c.column, got)
		}
	}
	if MayWrite("signed_note", "text") || !MayWrite("note", "text") {
		t.Error("writing")
	}
}

func TestPanels(t *testing.T) {
	v := func(f float64) *float64 { return &f }
	bp := func(id byte, at string, unit string) Measurement {
		return Measurement{ID: [16]byte{id}, System: loinc, Code: "55284-4", Display: "Blood Pressure", At: at, Components: []Component{
			{Code: "8462-4", Display: "Diastolic", Value: "78.4", Unit: unit}, {Code: "8480-6", Display: "Systolic", Value: "135.6", Unit: unit}}}
	}
	panels := Panels([]Measurement{
		{ID: [16]byte{9}, Code: "72166-2", System: loinc, Display: "Tobacco smoking status", Text: "Never smoker", At: "2020"},
		bp(2, "2021-01-01T00:00:00Z", "mm[Hg]"), bp(1, "2020-01-01T00:00:00Z", "mm[Hg]"), bp(3, "2022-01-01T00:00:00Z", ""),
		{ID: [16]byte{4}, System: loinc, Code: "8480-6", Display: "Systolic", Value: v(120), Unit: "mm[Hg]", At: "2023"},
		{ID: [16]byte{5}, Code: "29463-7", Display: "Weight", Value: v(80), Unit: "kg", At: "2020"},
		{ID: [16]byte{6}, Code: "29463-7", Display: "Weight", Value: v(176), Unit: "[lb_av]", At: "2021"},
		{ID: [16]byte{7}, Code: "29463-7", Display: "Weight", Value: v(1), Unit: "kg", At: "2022", Status: "entered-in-error"},
	})
	if len(panels) != 3 || panels[0].Title != "Blood pressure" || panels[1].Title != "Weight" || panels[2].Chart || panels[1].Chart || !panels[0].Chart {
		t.Fatalf("%+v", panels)
	}
	lines := panels[0].Lines
	if lines[0].Code != "8480-6" || len(lines[0].Points) != 3 || lines[0].Points[0].Row != [16]byte{1} || !slices.IsSortedFunc(lines[0].Points, func(a, b Point) int { return strings.Compare(a.At, b.At) }) {
		t.Errorf("%+v", lines)
	}
	if panels[0].Rows[0] != [16]byte{4} || len(panels[0].Rows) != 4 {
		t.Errorf("rows %v", panels[0].Rows)
	}
}

func TestComponentsKeepTheirDigits(t *testing.T) {
	const column = `[{"code":"8480-6","system":"http://loinc.org","display":"A<B","value":120.0,"unit":"mm[Hg]"},{"code":"x","value_text":"none"}]`
	list, err := ParseComponents(column)
	if err != nil || FormatComponents(list) != column || list[0].Value != "120.0" {
		t.Errorf("%v %q", err, FormatComponents(list))
	}
	if list, err := ParseComponents(""); list != nil || err != nil || FormatComponents(nil) != "" {
		t.Error("nothing is nothing")
	}
	if _, err := ParseComponents(`{"code":1}`); err == nil {
		t.Error("an object was read")
	}
}

func TestQuantities(t *testing.T) {
	for _, c := range []struct {
		v      float64
		unit   string
		places int
		l      Locale
		want   string
	}{
		{0.5, "mg", -1, English, "0.5\u00a0mg"}, {0.5, "mg", -1, German, "0,5\u00a0mg"}, {1, "mg", 2, English, "1\u00a0mg"},
		{175.98241711129813, "cm", 1, English, "176\u00a0cm"}, {36.96, "Cel", 1, English, "37°C"}, {3, "{score}", 0, English, "3"},
		{80, "mm[Hg]", 0, French, "80\u00a0mmHg"}, {-0.01, "", 1, English, "0"}, {1e21, "", -1, English, "1000000000000000000000"}, {100, "", 0, English, "100"},
	} {
		if got := FormatQuantity(c.v, c.unit, c.places, c.l); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestRiskyAbbreviations(t *testing.T) {
	for text, want := range map[string]string{
		"10U insulin": "U", "give 10 u": "u", "100 IU daily": "IU", "5 µg": "µg", ".5 mg": ".5", "1.0 mg qd": "1.0 qd", "1,0 mg": "1,0",
		"MSO4 10 mg": "MSO4", "0.5 mg daily": "", "10 units": "", "Ulm, 10.05.2008": "", "1.05 mg": "", "use up": "", "3.0 months": "",
	} {
		var found []string
		for _, a := range RiskyAbbreviations(text) {
			found = append(found, a.Found)
			if text[a.From:a.To] != a.Found {
				t.Errorf("%q: place of %q", text, a.Found)
			}
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestValueSets(t *testing.T) {
	if Words(Genders, "unknown") != "Not known" || Words(Genders, "x") != "" || ValueSetOf("patient", "sex") == nil || ValueSetOf("patient", "family") != nil {
		t.Error("value sets")
	}
	for name, set := range valueSets {
		for i, c := range set {
			if c.Code == "" || c.Words == "" || slices.ContainsFunc(set[:i], func(o Coded) bool { return o.Code == c.Code || o.Words == c.Words }) {
				t.Errorf("%s: %v", name, c)
			}
		}
	}
}
