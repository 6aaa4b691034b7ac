package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
)

type holder struct {
	Open   Secret
	hidden Secret
	deep   struct{ list []Secret }
}

func TestNothingPrintsASecret(t *testing.T) {
	const plain = "correct-horse"
	s := New([]byte(plain))
	h := holder{Open: s, hidden: s}
	h.deep.list = []Secret{s}
	var printed strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%b", "%o", "%c", "%U", "%t", "%p", "%T", "%w"} {
		for _, value := range []any{s, &s, h, &h, []Secret{s}, map[string]Secret{"k": s}, h.deep} {
			fmt.Fprintf(&printed, verb+"\n", value)
		}
	}
	fmt.Fprintln(&printed, s, &s, h, fmt.Errorf("wrapped: %v", s))
	for _, encode := range []func(any) ([]byte, error){json.Marshal, xml.Marshal} {
		out, _ := encode(h)
		printed.Write(out)
	}
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&printed, nil), slog.NewTextHandler(&printed, nil)} {
		slog.New(handler).Error("x", "secret", s, "holder", h)
	}
	all := printed.String()
	decimal := strings.Trim(fmt.Sprint([]byte(plain)), "[]")
	for _, form := range []string{plain, hex.EncodeToString([]byte(plain)), strings.ToUpper(hex.EncodeToString([]byte(plain))),
		base64.StdEncoding.EncodeToString([]byte(plain)), decimal} {
		if strings.Contains(all, form) {
			t.Errorf("printed as %q", form)
		}
	}
	if err := gob.NewEncoder(io.Discard).Encode(s); err == nil {
		t.Error("gob wrote a secret")
	}
	if out, err := json.Marshal(s); err != nil || string(out) != `"[secret]"` {
		t.Errorf("json %s, %v", out, err)
	}
}

func TestEqualWipeAndCopies(t *testing.T) {
	source := []byte("abc")
	a, b := New(source), New(source)
	clear(source)
	if !a.Equal(b) || a.Equal(New([]byte("abd"))) || a.Equal(Secret{}) || !(Secret{}).Equal(New(nil)) {
		t.Fatal("Equal is wrong")
	}
	same := a
	a.Wipe()
	if !bytes.Equal(same.Bytes(), make([]byte, 3)) || !bytes.Equal(b.Bytes(), []byte("abc")) {
		t.Fatal("Wipe reaches the copies of one secret and no other")
	}
	if Random(32).Equal(Random(32)) || Random(32).Len() != 32 {
		t.Fatal("Random is not random")
	}
}
