package clinic

import (
	"slices"
	"strings"
	"testing"
)

func TestNHSNumbers(t *testing.T) {
	for _, c := range []struct{ in, want, code string }{
		{"943 476 5919", "9434765919", ""}, {"485-777-3457", "4857773457", ""}, {" 943\u00a0476\u00a05919 ", "9434765919", ""},
		{"485 777 3456", "", "checksum"}, {"999 123 4567", "", "checksum"}, {"", "", "missing"}, {"943 476 591", "", "too_short"},
		{"943 476 59190", "", "too_long"}, {"943 476 591O", "", "letters"}, {"QQ 12 34 56 C", "", "national_insurance"},
		{"0000000000", "", "placeholder"}, {"0101561008", "", "chi"},
	} {
		got, err := ParseNHSNumber(c.in)
		code := ""
		if err != nil {
			code = err.Code
			if strings.Contains(err.Message, onlyDigits(c.in)) && c.in != "" && onlyDigits(c.in) != "" {
				t.Errorf("the message repeats %q", c.in)
			}
		}
		if got != c.want || code != c.code {
			t.Errorf("%q: got %q %q, want %q %q", c.in, got, code, c.want, c.code)
		}
	}
	if got := DisplayNHSNumber("9434765919"); got != "943\u00a0476\u00a05919" {
		t.Errorf("shown as %q", got)
	}
	if got := DisplayNHSNumber("A1"); got != "A1" {
		t.Errorf("shown as %q", got)
	}
}

// The check digit finds every single wrong digit and every swap of two neighbours.
func TestNHSNumberFindsSlips(t *testing.T) {
	good := "9434765919"
	for i := range good {
		for d := byte('0'); d <= '9'; d++ {
			slip := good[:i] + string(d) + good[i+1:]
			if slip != good && ValidNHSNumber(slip) {
				t.Errorf("%s passes", slip)
			}
		}
		if i > 0 && good[i] != good[i-1] {
			swap := good[:i-1] + string(good[i]) + string(good[i-1]) + good[i+1:]
			if ValidNHSNumber(swap) {
				t.Errorf("%s passes", swap)
			}
		}
	}
}

func TestNationalNumbers(t *testing.T) {
	for _, c := range []struct {
		country, in string
		ok          bool
	}{
		{"NO", "131169 00216", true}, {"NO", "13116900217", false}, {"NO", "1311690021", false},
		{"IT", "RSSMRA85T10A562S", true}, {"IT", "rssmra85t10a562s", true}, {"IT", "RSSMRA85T10A562T", false},
		{"FR", "2 55 08 14 168 025 38", true}, {"FR", "255081416802539", false}, {"FR", "1 84 12 2A 451 089 34", false},
		{"DE", "A123456780", true}, {"DE", "A123456781", false}, {"GB", "943 476 5919", true}, {"GB", "1", false}, {"SE", "anything", true},
	} {
		if _, err := ParseNationalID(c.country, c.in); (err == nil) != c.ok {
			t.Errorf("%s %q: %v", c.country, c.in, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		n    Name
		want string
	}{
		{Name{Family: "Wiegand", Given: "Luigi", Title: "Mr"}, "WIEGAND, Luigi (Mr)"}, {Name{Family: "Wiegand"}, "WIEGAND"},
		{Name{Given: "Luigi"}, "Luigi"}, {Name{}, "Not known"}, {Name{Family: "Strauß", Given: "Jörg"}, "STRAUẞ, Jörg"},
		{Name{Family: "o’Neill", Given: "Éire"}, "O’NEILL, Éire"}, {Name{Preferred: "Man with red coat"}, "Man with red coat"},
	} {
		if got := c.n.Display(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if !(Name{Given: "Elizabeth", Preferred: "Beth"}).Prefers() || (Name{Given: "José", Preferred: "Jose"}).Prefers() {
		t.Error("preferred name")
	}
}

// found answers what the index would: every term has a spelling that begins some token.
func found(query string, texts ...string) bool {
	tokens := SearchTokens(texts...)
	terms := SearchTerms(query)
	for _, term := range terms {
		if !slices.ContainsFunc(term, func(spelling string) bool {
			return slices.ContainsFunc(tokens, func(tok string) bool { return strings.HasPrefix(tok, spelling) })
		}) {
			return false
		}
	}
	return len(terms) > 0
}

func TestSearchFindsNamesAsPeopleTypeThem(t *testing.T) {
	for _, c := range []struct {
		query, stored string
		want          bool
	}{
		{"muller", "Müller", true}, {"mueller", "Müller", true}, {"müller", "Mueller", true}, {"MÜLLER", "müller", true},
		{"strauss", "Strauß", true}, {"strauß", "Strauss", true}, {"bjorn", "Bjørn", true}, {"bjoern", "Bjørn", true},
		{"håkon", "Haakon", true}, {"hakon", "Håkon", true}, {"kjær", "Kjaer", true}, {"obrien", "O'Brien", true},
		{"o’brien", "O'Brien", true}, {"brien", "O'Brien", true}, {"o'brien", "OBrien", true}, {"smith-jones", "Smith Jones", true},
		{"smith jones", "Smith-Jones", true}, {"smithjones", "Smith-Jones", true}, {"jones", "Smith‐Jones", true},
		{"garcia", "García", true}, {"garc", "García", true}, {"łukasz", "Lukasz", true}, {"lukasz", "Łukasz", true},
		{"иванов", "Иванов", true}, {"mu\u0308ller", "Müller", true}, {"Ｓmith", "Smith", true}, {"miller", "Müller", false}, {"", "Müller", false},
		{"...", "Müller", false}, {"anna müller", "Müller Anna", true}, {"anna müller", "Müller", false}, {"soft\u00adware", "Software", true},
	} {
		if got := found(c.query, c.stored); got != c.want {
			t.Errorf("%q in %q: got %v, tokens %v, terms %v", c.query, c.stored, got, SearchTokens(c.stored), SearchTerms(c.query))
		}
	}
}

func FuzzEverythingIsFoundByItself(f *testing.F) {
	for _, s := range []string{"Müller", "O'Brien-Strauß", "d’Arc", "İzmir", "Ǆ", "ﬀ", "ẞ", "Å", "한국", "a\u0300'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if terms := SearchTerms(s); len(terms) > 0 && !found(s, s) {
			t.Fatalf("%q: tokens %q, terms %q", s, SearchTokens(s), terms)
		}
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("%q folds to %q and then %q", s, once, Fold(once))
		}
	})
}

func TestPhones(t *testing.T) {
	for _, c := range []struct{ a, b, country string }{
		{"07700 900123", "+44 7700 900123", "GB"}, {"+44 (0)7700 900123", "0044 7700 900-123", "GB"}, {"+44 07700 900123", "07700900123", "GB"},
		{"22 34 56 78", "+47 22345678", "NO"}, {"06 1234567", "+39 06 1234567", "IT"}, {"tel:+49-30-1234567", "030 1234567", "DE"},
		{"01632 960001 ext 12", "01632960001", "GB"}, {"555-655-8611", "(555) 655 8611", "US"}, {"1-555-655-8611", "555-655-8611", "US"},
	} {
		if x, y := PhoneKey(c.a, c.country), PhoneKey(c.b, c.country); x != y || x == "" {
			t.Errorf("%q is %q, %q is %q", c.a, x, c.b, y)
		}
	}
	if !PhoneMatches("+44 7700 900123", "900123", "GB") || !PhoneMatches("+44 7700 900123", "07700 900123", "DE") ||
		PhoneMatches("+44 7700 900123", "123", "GB") || PhoneMatches("", "", "GB") || PhoneMatches("07700 900123", "07700 900124", "GB") {
		t.Error("matching")
	}
}

func TestPatientEntry(t *testing.T) {
	today := Date{2026, 11, 20}
	codes := func(p PatientEntry) string {
		var s []string
		for _, e := range p.Check(today) {
			s = append(s, e.Field+":"+e.Code)
		}
		return strings.Join(s, " ")
	}
	for _, c := range []struct {
		p    PatientEntry
		want string
	}{
		{PatientEntry{Family: "X"}, ""}, {PatientEntry{Given: "Y", Born: "1985", Sex: "female", NHSNumber: "943 476 5919"}, ""},
		{PatientEntry{Preferred: "unconscious man, blue coat"}, ""},
		{PatientEntry{}, "family:missing"}, {PatientEntry{Family: "  "}, "family:missing"},
		{PatientEntry{Family: "X", Born: "1985-02-30"}, "born:date"}, {PatientEntry{Family: "X", Born: "2026-11-21"}, "born:future"},
		{PatientEntry{Family: "X", Born: "2026"}, ""}, {PatientEntry{Family: "X", Born: "1885"}, "born:year"},
		{PatientEntry{Family: "X", Sex: "f"}, "sex:choice"}, {PatientEntry{Family: "X", Phone: "12"}, "phone:phone"},
		{PatientEntry{Family: "X", Email: "a b@c"}, "email:email"}, {PatientEntry{Family: "X", Email: "o'x@c"}, ""},
		{PatientEntry{Family: "X", Born: "1985", Died: "1984-03-01"}, "died:order"}, {PatientEntry{Family: "X", Died: "unknown"}, ""},
		{PatientEntry{Family: "X", Died: "2020-01-02T03:04:05Z"}, ""}, {PatientEntry{Family: "X\x00"}, "family:characters"},
		{PatientEntry{Family: strings.Repeat("x", 201), Email: "x"}, "family:too_long email:email"},
		{PatientEntry{Family: "X", NHSNumber: "999 123 4567"}, "nhs_number:checksum"},
	} {
		if got := codes(c.p); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.p, got, c.want)
		}
	}
	a := PatientEntry{Family: "Müller", Born: "1980-01-01"}
	if a.Contradicts(PatientEntry{Family: "Muller", Born: "1981-01-01"}) || !a.Contradicts(PatientEntry{Family: "Meier", Born: "1981-01-01"}) || a.Contradicts(PatientEntry{Born: "1981-01-01"}) {
		t.Error("contradiction")
	}
}

func TestRowIDs(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	id := RowID(key, "fhir", "Patient", "123")
	if id != RowID(key, "fhir", "Patient", "123") || id[6]>>4 != 8 || id[8]>>6 != 2 {
		t.Errorf("id %x", id)
	}
	// a different cut of the same letters, another key
	for _, other := range [][16]byte{RowID(key, "fhirP", "atient", "123"), RowID(key, "fhir", "Patient1", "23"), RowID(key[1:], "fhir", "Patient", "123")} {
		if other == id {
			t.Error("two things share an id")
		}
	}
}

func TestMeasuredValuesAreShownWithFourDigits(t *testing.T) {
	for value, want := range map[float64]string{126.62988021229472: "126.6", 85.99240561: "85.99", 37.03379: "37.03", 1234.6: "1235", 0.00123456: "0.001235", 98: "98", 0: "0", -4.25: "-4.25"} {
		if got := FormatNumber(value, Places(value), English); got != want {
			t.Errorf("%v is shown as %s, want %s", value, got, want)
		}
	}
}
