package tree

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// TestRankAndName computes both from RFC 2104's HMAC and the package comment alone.
func TestRankAndName(t *testing.T) {
	r := seeded(t)
	h := testSecret.hasher()
	sum := func(text string) []byte {
		mac := hmac.New(sha256.New, append([]byte{1, 2, 3}, make([]byte, 29)...))
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	for range 3000 {
		k := randomRow(r).Key
		digits := fmt.Sprintf("%064b", binary.BigEndian.Uint64(sum("farne tree cut 1"+k.Table+string(k.ID[:]))))
		want := 0
		if zeros := len(digits) - len(strings.TrimLeft(digits, "0")); zeros >= 4 {
			want = 1 + (zeros-4)/3
		}
		if got := h.rank(k); got != want {
			t.Fatalf("rank %d, want %d", got, want)
		}
		if name := testSecret.Name(k.ID[:]); !bytes.Equal(name[:], sum(string(k.ID[:]))) {
			t.Fatal("a name is not the HMAC of the content")
		}
	}
}

// TestLeafEncoding spells out one leaf and one inner node.
func TestLeafEncoding(t *testing.T) {
	rows := []Row{{Key{"ab", [16]byte{1}}, []byte("x")}, {Key{"ab", [16]byte{2}}, nil}, {Key{"b", [16]byte{0}}, []byte("yz")}}
	c := newCutter(testSecret.hasher(), Key{})
	for _, r := range rows {
		if _, err := c.add(r); err != nil {
			t.Fatal(err)
		}
	}
	_, node := c.take()
	zeros := strings.Repeat("00", 15)
	want := "00" + "02" + "6162" + "01" + zeros + "01" + "78" + "00" + "02" + zeros + "00" + "01" + "62" + "00" + zeros + "02" + "797a"
	if got := hex.EncodeToString(node.Content); got != want {
		t.Errorf("leaf\n%s\nwant\n%s", got, want)
	}
	inner := appendChild(appendChild([]byte{1}, "", child{rows[0].Key, 1, Name{7}}), "ab", child{rows[1].Key, 300, Name{8}})
	want = "01" + "02" + "6162" + "01" + zeros + "01" + "07" + strings.Repeat("00", 31) + "00" + "02" + zeros + "ac02" + "08" + strings.Repeat("00", 31)
	if got := hex.EncodeToString(inner); got != want {
		t.Errorf("inner node\n%s\nwant\n%s", got, want)
	}
}

func TestSecretCannotBePrinted(t *testing.T) {
	s := NewSecret([32]byte(bytes.Repeat([]byte{0xab}, 32)))
	tree, err := Load(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%s", "%x", "%d", "%+v", "%#v", "%q"} {
		for _, thing := range []any{s, &s, struct{ S Secret }{s}, []Secret{s}, struct{ s Secret }{s}, tree, []*Tree{tree}} {
			got := strings.ToLower(fmt.Sprintf(verb, thing))
			if strings.Contains(got, "abab") || strings.Contains(got, "0xab, 0xab") || strings.Contains(got, "171") {
				t.Errorf("%s prints %s", verb, got)
			}
		}
		if got := fmt.Sprintf(verb, s); got != "[secret]" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	text, err := s.MarshalText()
	if err != nil || string(text) != "[secret]" {
		t.Errorf("marshals as %s, %v", text, err)
	}
}
