package access

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"farne/sync/failure"
)

var update = flag.Bool("update", false, "write testdata/matrix.golden again")

// The whole table of who may do what is reviewed as text: a norm changed by mistake shows as a line.
func TestMatrix(t *testing.T) {
	var b strings.Builder
	refused := 0
	for _, role := range Roles() {
		for _, kind := range kinds.values() {
			for _, act := range acts.values() {
				allowing := allowing(t, role, act, kind)
				if len(allowing) == 0 {
					refused++
				}
				for _, n := range allowing {
					fmt.Fprintf(&b, "%-10s  %-17s  %-10s  %-28s  %s\n", role, kind, act, n.Name, conditionsOf(n))
				}
			}
		}
	}
	fmt.Fprintf(&b, "\neverything else is refused: %d cells\n", refused)
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the matrix is not what %s says; read the difference, and if it is meant run go test -update:\n%s", golden, b.String())
	}
}

func conditionsOf(n Norm) string {
	var all []string
	for _, c := range n.Conditions {
		all = append(all, c.String())
	}
	if all == nil {
		return "-"
	}
	return strings.Join(all, "+")
}

// allowing finds the norms of a cell by asking Decide with ever fewer norms, and holds every refusal to
// its form.
func allowing(t *testing.T, role Role, act Act, kind Kind) []Norm {
	t.Helper()
	var found []Norm
	norms := DefaultNorms()
	for {
		n, err := norms.Decide([]Role{role}, act, kind, conditions.values()...)
		if err != nil {
			checkRefusal(t, err)
			return found
		}
		found = append(found, n)
		norms = slices.DeleteFunc(slices.Clone(norms), func(m Norm) bool { return m.Name == n.Name })
	}
}

func checkRefusal(t *testing.T, err error) {
	t.Helper()
	var f *failure.Error
	if !errors.As(err, &f) || f.Code != failure.Refused || f.Hint == "" || !strings.HasSuffix(f.Message, nothingHappened) || strings.Contains(f.Message, "  ") {
		t.Fatalf("refusal: %v", err)
	}
}

// A norm without the key would promise what nobody can do; the two say the same.
func TestNormsAndKeysAgree(t *testing.T) {
	for _, n := range DefaultNorms() {
		for _, role := range n.actors() {
			if !slices.Contains(Roles(), role) {
				t.Errorf("%s lets %s act, who signs in nowhere", n.Name, role)
			}
			for _, kind := range n.Kinds {
				if c := kind.Compartment(); c != "" && !slices.Contains(Compartments(role), c) {
					t.Errorf("%s: %s holds no key of %s", n.Name, role, c)
				}
			}
		}
	}
	if got := Compartments(Support, Clinician, Owner); !slices.Equal(got, []string{"billing", "care", "desk", "practice"}) {
		t.Errorf("compartments %v", got)
	}
	if got := Compartments("intern"); len(got) != 0 {
		t.Errorf("an unknown role opens %v", got)
	}
}

// Every condition of a norm counts: without it, either another norm allows the flow, or nothing does.
func TestEveryConditionCounts(t *testing.T) {
	norms := DefaultNorms()
	for _, n := range norms {
		for _, role := range n.actors() {
			for _, kind := range n.Kinds {
				for _, act := range n.Acts {
					if _, err := norms.Decide([]Role{role}, act, kind, n.Conditions...); err != nil {
						t.Errorf("%s does not allow its own flow: %v", n.Name, err)
					}
					for i := range n.Conditions {
						less := slices.Delete(slices.Clone(n.Conditions), i, i+1)
						other, err := norms.Decide([]Role{role}, act, kind, less...)
						if err != nil {
							checkRefusal(t, err)
						} else if other.Name == n.Name || other.unmet(less) != nil {
							t.Errorf("%s %s %s: allowed by %s without %s", role, act, kind, other.Name, n.Conditions[i])
						}
					}
				}
			}
		}
	}
}

func TestRefusalsInPlainWords(t *testing.T) {
	norms := DefaultNorms()
	for _, c := range []struct {
		roles []Role
		act   Act
		kind  Kind
		words string
	}{
		{[]Role{FrontDesk}, ActView, KindSessionNote, "People with the role front desk may not view session notes. Nothing was shown or changed. | " +
			"Ask somebody who may (clinician); an owner can change roles and privacy rules."},
		{[]Role{Clinician, Owner}, ActView, KindPrivateNote, "People with the roles clinician and owner may view private notes only where they are the author. " +
			"Nothing was shown or changed. | See to that first; an owner can change the privacy rules."},
		{nil, ActView, KindIdentity, "You have no role in this practice yet. Nothing was shown or changed. | Ask an owner of the practice to give you one."},
		{[]Role{Owner}, ActPrint, KindKeysAndStorage, "People with the role owner may not print laptops, keys and storage. Nothing was shown or changed. | " +
			"No role of this practice allows it; an owner can change the privacy rules."},
	} {
		_, err := norms.Decide(c.roles, c.act, c.kind)
		checkRefusal(t, err)
		if f := failure.Of(err); f.Message+" | "+f.Hint != c.words {
			t.Errorf("got  %s | %s\nwant %s", f.Message, f.Hint, c.words)
		}
	}
}

// The words of a refusal come from closed lists: Decide takes nothing that could name a patient.
func TestDecideIsToldOfNoPatient(t *testing.T) {
	decide := reflect.TypeOf(Norms.Decide)
	for i := 1; i < decide.NumIn(); i++ {
		in := decide.In(i)
		if in.Kind() == reflect.Slice {
			in = in.Elem()
		}
		if in != reflect.TypeOf(Owner) && in.Kind() != reflect.Uint8 {
			t.Errorf("argument %d is %s", i, in)
		}
	}
}

func TestNormsAsDataAreChecked(t *testing.T) {
	if err := DefaultNorms().Check(); err != nil {
		t.Fatalf("default norms: %v %+v", err, failure.Of(err).Fields)
	}
	encoded, err := json.Marshal(DefaultNorms())
	if err != nil {
		t.Fatal(err)
	}
	var back Norms
	if err := json.Unmarshal(encoded, &back); err != nil || !reflect.DeepEqual(back, DefaultNorms()) {
		t.Errorf("norms do not survive JSON: %v", err)
	}
	for code, spoil := range map[string]func(n *Norm){
		"name": func(n *Norm) { n.Name = "Dr Smith's rule" }, "twice": func(n *Norm) { n.Name = "owner-erases" },
		"party": func(n *Norm) { n.Recipients = nil }, "kind": func(n *Norm) { n.Kinds = []Kind{200} }, "act": func(n *Norm) { n.Acts = nil },
		"direction": func(n *Norm) { n.Acts = []Act{ActView, ActChange} }, "condition": func(n *Norm) { n.Conditions = []Condition{0} },
		"basis": func(n *Norm) { n.Basis = nil }, "words": func(n *Norm) { n.Words = "" },
	} {
		norms := DefaultNorms()
		spoil(&norms[0])
		err := norms.Check()
		if f := failure.Of(err); !failure.Is(err, failure.BadInput) || !slices.ContainsFunc(f.Fields, func(f failure.Field) bool { return f.Code == code && f.Message != "" }) {
			t.Errorf("%s: %v", code, err)
		}
	}
	locked := slices.DeleteFunc(DefaultNorms(), func(n Norm) bool { return n.Name == "owner-runs-practice" })
	if err := locked.Check(); !failure.Is(err, failure.BadInput) || failure.Of(err).Fields[0].Code != "locked_out" {
		t.Errorf("owners lock themselves out: %v", err)
	}
	var k Kind
	if err := json.Unmarshal([]byte(`"Ada Lovelace"`), &k); err == nil || strings.Contains(err.Error(), "Ada") {
		t.Errorf("unknown kind: %v", err)
	}
}

func TestNormIDs(t *testing.T) {
	seen := map[NormID]string{}
	for _, n := range DefaultNorms() {
		if was, twice := seen[n.ID()]; twice {
			t.Errorf("%s and %s have one id", was, n.Name)
		}
		seen[n.ID()] = n.Name
		if found, ok := DefaultNorms().ByID(n.ID()); !ok || found.Name != n.Name {
			t.Errorf("%s is not found by its id", n.Name)
		}
	}
	if _, ok := DefaultNorms().ByID(NormID{}); ok {
		t.Error("the zero id is a norm's")
	}
}

// Every code has a text of its own, and words where a sentence needs them.
func TestVocabularies(t *testing.T) {
	checkVocabulary(t, acts)
	checkVocabulary(t, kinds)
	checkVocabulary(t, conditions)
	checkVocabulary(t, outcomes)
	checkVocabulary(t, reasons)
	checkVocabulary(t, details)
}

func checkVocabulary[C ~uint8](t *testing.T, v vocabulary[C]) {
	t.Helper()
	codes := map[string]bool{}
	for _, c := range v.values() {
		code, words := v.code(c), v[c].words
		var back C
		if err := v.set(&back, []byte(code)); err != nil || back != c || codes[code] || (words == "") != (code == "") || code != "" && !validName(code) {
			t.Errorf("%T %d: %q %q %v", c, c, code, words, err)
		}
		codes[code] = true
	}
}
