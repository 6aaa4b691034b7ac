package chain

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"farne/sync/seal"
)

var update = flag.Bool("update", false, "write testdata/chain.json anew: only when a format's version advances")

const vectorFile = "testdata/chain.json"

// vector is a chain of two batches and a hint as this version wrote them. Every later version must read
// them to the same.
type vector struct {
	Practice, Key, Device, Signer string // hexadecimal; Signer is the public key
	Objects                       []vectorObject
	Frontier                      string // hash of the frontier with the one head and no member record
}

type vectorObject struct {
	Name, Object string // base64
	Changes      []string
}

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
	key, err := seal.KeyFromBytes(unhex(t, v.Key))
	if err != nil {
		t.Fatal(err)
	}
	r := Reader{Practice: seal.Practice(unhex(t, v.Practice)), Device: seal.PublicKey(unhex(t, v.Signer)), Key: key}
	head := Head{Device: seal.ID(unhex(t, v.Device))}
	for _, o := range v.Objects[:2] {
		b, err := Open(r, head, o.Name, unbase64(t, o.Object))
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range b.Changes {
			if got := hex.EncodeToString(c.Marshal()); got != o.Changes[i] {
				t.Errorf("%s: change %d is %s", o.Name, i, got)
			}
		}
		head = b.Head
	}
	n, hint, err := OpenHint(r, v.Objects[2].Name, unbase64(t, v.Objects[2].Object))
	if err != nil || n != 1 || hint.Head != head {
		t.Errorf("hint %d %+v: %v", n, hint, err)
	}
	if got := (Frontier{head}).Hash(nil).String(); got != v.Frontier || hint.FrontierHash.String() != got {
		t.Errorf("frontier %s", got)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unbase64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeVector(t *testing.T) {
	a := newAuthor()
	public := a.Signer.Public()
	v := vector{
		Practice: hex.EncodeToString(a.Practice[:]), Key: hex.EncodeToString(a.Key.Reveal()),
		Device: hex.EncodeToString(a.Device[:]), Signer: hex.EncodeToString(public[:]),
	}
	add := func(name string, object []byte) *vectorObject {
		v.Objects = append(v.Objects, vectorObject{Name: name, Object: base64.StdEncoding.EncodeToString(object)})
		return &v.Objects[len(v.Objects)-1]
	}
	head := Head{Device: a.Device}
	for _, seen := range []Frontier{nil, {someHead(), someHead()}} {
		name, object := a.batch(t, seen, "wind from the north-east", "seals on the rocks")
		o := add(name, object)
		b, err := Open(a.reader(), head, name, object)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range b.Changes {
			o.Changes = append(o.Changes, hex.EncodeToString(c.Marshal()))
		}
		head = b.Head
	}
	frontier := Frontier{head}.Hash(nil)
	name, object, err := SealHint(a.Writer, 1, Hint{Head: head, FrontierHash: frontier, Root: [32]byte{5}, Members: []seal.Hash{{6}}, At: a.tick})
	if err != nil {
		t.Fatal(err)
	}
	add(name, object)
	v.Frontier = frontier.String()
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorFile, append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
