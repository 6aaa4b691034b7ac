package member

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"farne/sync/seal"
)

var update = flag.Bool("update", false, "write testdata/log.json anew: only when a format's version advances")

const vectorFile = "testdata/log.json"

// vector is a log as this version wrote it: a founding, a clerk's enrolment, keys that the owner gave
// her later, and a laptop's succession. Every later version must read it to the same.
type vector struct {
	Secret   string // recovery secret, hexadecimal
	Seat     string // the clerk's, base32
	SeatSeed string // of her HPKE key, hexadecimal
	Records  []vectorRecord
	Says     []string // line by line, what the clerk is told
}

type vectorRecord struct{ Name, Object string }

func TestVector(t *testing.T) {
	if *update {
		writeVector(t)
	}
	raw, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	var l Log
	for _, r := range v.Records {
		object, err := base64.StdEncoding.DecodeString(r.Object)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Add(r.Name, object); err != nil {
			t.Fatal(err)
		}
	}
	secret, _ := seal.RecoverySecretFromBytes(unhex(t, v.Secret))
	clerk, _ := seal.ParseID(v.Seat)
	key, _ := seal.DecapsulationKeyFromSeed(unhex(t, v.SeatSeed))
	m, err := l.Open(secret.Root().Public(), SeatHolder(clerk, key))
	if err != nil {
		t.Fatal(err)
	}
	if got := says(m); !slices.Equal(got, v.Says) {
		t.Errorf("the clerk is told\n%q\nnot\n%q", got, v.Says)
	}
	if recovered, err := l.Recover(secret); err != nil || len(holds(recovered)) != 4 {
		t.Error("the kit does not open it:", err)
	}
}

// says is the part of what members say that no later version may see otherwise.
func says(m *Members) (lines []string) {
	for _, h := range m.Heads() {
		lines = append(lines, "head "+h.String())
	}
	for _, c := range m.Compartments() {
		line := "compartment " + c.Name + " " + c.ID.String()
		if _, key, tree, held := m.Current(c.ID); held {
			line += " held " + key.ID().String() + " " + tree.ID().String()
		}
		lines = append(lines, line)
	}
	for _, d := range m.Devices() {
		lines = append(lines, "device "+d.ID.String()+" "+d.Key.String())
	}
	for _, s := range m.Seats() {
		line := "seat " + s.ID.String() + " on " + s.Device.String() + " of " + s.Person.String()
		for _, id := range m.Entitlements(s.ID) {
			line += " " + id.String()
		}
		lines = append(lines, line)
	}
	return lines
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeVector(t *testing.T) {
	c, owner := newClinic(t)
	clerk := owner.hire(t, false, "desk")
	m := owner.pull(t)
	c.push(t)(m.Entitle(AsSeat(owner.seat), clerk.seat.ID, ids(t, m, "billing"), noon))
	c.push(t)(owner.pull(t).Succeed(owner.device, NewDevice(), nil, noon))
	m = clerk.pull(t)
	v := vector{
		Secret: hex.EncodeToString(c.secret.Reveal()), Seat: clerk.seat.ID.String(),
		SeatSeed: hex.EncodeToString(clerk.seat.Decapsulation.Reveal()), Says: says(m),
	}
	for _, r := range c.remote {
		v.Records = append(v.Records, vectorRecord{r.Name, base64.StdEncoding.EncodeToString(r.Object)})
	}
	raw, _ := json.MarshalIndent(v, "", "  ")
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorFile, append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
