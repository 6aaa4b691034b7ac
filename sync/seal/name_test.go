package seal

import (
	"errors"
	"strings"
	"testing"
)

func TestNamesOfEveryKind(t *testing.T) {
	c, d, o := ID{1}, ID{2}, ID{3}
	for want, n := range map[string]Name{
		"m/000000000007-aiaaaaaaaaaaaaaaaaaaaaaaaa":                            {Kind: Member, Device: d, Number: 7},
		"j/amaaaaaaaaaaaaaaaaaaaaaaaa/q":                                       {Kind: JoinRequest, Object: o},
		"j/amaaaaaaaaaaaaaaaaaaaaaaaa/a":                                       {Kind: JoinAnswer, Object: o},
		"c/aeaaaaaaaaaaaaaaaaaaaaaaaa/aiaaaaaaaaaaaaaaaaaaaaaaaa/000000000001": {Kind: Batch, Compartment: c, Device: d, Number: 1},
		"h/aeaaaaaaaaaaaaaaaaaaaaaaaa/aiaaaaaaaaaaaaaaaaaaaaaaaa":              {Kind: Hint, Compartment: c, Device: d},
		"t/aeaaaaaaaaaaaaaaaaaaaaaaaa/amaaaaaaaaaaaaaaaaaaaaaaaa":              {Kind: Pack, Compartment: c, Object: o},
		"b/aiaaaaaaaaaaaaaaaaaaaaaaaa/999999999999":                            {Kind: Backup, Device: d, Number: MaxNumber},
		"a/aeaaaaaaaaaaaaaaaaaaaaaaaa/amaaaaaaaaaaaaaaaaaaaaaaaa/000000000000": {Kind: Chunk, Compartment: c, Object: o},
		"l/aiaaaaaaaaaaaaaaaaaaaaaaaa/000000000003":                            {Kind: Log, Device: d, Number: 3},
	} {
		if got := n.String(); got != want {
			t.Errorf("%v is named %s, not %s", n, got, want)
		}
		if back, err := ParseName(want); err != nil || back != n {
			t.Errorf("%s is read as %v, %v", want, back, err)
		}
	}
	if !strings.HasPrefix(Name{Kind: Batch, Compartment: c, Device: d, Number: 1}.String(), ChainPrefix(c, d)) {
		t.Error("a batch is not under its chain's prefix")
	}
}

func TestBadNames(t *testing.T) {
	id := ID{2}.String()
	for _, bad := range []string{
		"", "/", "m", "m/", "m/1-" + id, "m/000000000000-" + id, "m/000000000001", "m/+00000000001-" + id,
		"m/0000000000001-" + id, "M/000000000001-" + id, "m/000000000001-" + strings.ToUpper(id), "m/000000000001-" + id + "/",
		"m/000000000001-" + id[:25], "m/000000000001-" + id[:25] + "b", // trailing bits that an id does not have
		"m/000000000001-" + id[:25] + "\n", "j/" + id, "j/" + id + "/x", "c/" + id + "/" + id, "c/" + id + "/" + id + "/000000000000",
		"h/" + id + "/" + id + "/000000000001", "x/" + id + "/" + id, "../" + id, "b/" + id + "/999999999999999",
	} {
		if n, err := ParseName(bad); !errors.Is(err, BadName) {
			t.Errorf("%q is read as %v, %v", bad, n, err)
		}
	}
}

// A name that is accepted is written back unchanged: no two names mean one thing.
func FuzzParseName(f *testing.F) {
	f.Add(Name{Kind: Batch, Compartment: ID{1}, Device: ID{2}, Number: 3}.String())
	f.Add(Name{Kind: Member, Device: ID{255}, Number: MaxNumber}.String())
	f.Add("a/b/c/d")
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := ParseName(text); err == nil && n.String() != text {
			t.Errorf("%q is read as %v, which is %s", text, n, n)
		}
	})
}
