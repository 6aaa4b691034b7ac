package seal

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// A secret shows in no output, however it is printed and wherever it stands.
func TestSecretsDoNotPrint(t *testing.T) {
	raw := bytes.Repeat([]byte{0xA7}, 32)
	key, _ := KeyFromBytes(raw)
	signing, _ := SigningKeyFromSeed(raw)
	decapsulation, _ := DecapsulationKeyFromSeed(raw)
	recovery, _ := RecoverySecretFromBytes(raw)
	type holder struct {
		key     Key
		signing SigningKey
		list    []DecapsulationKey
		byName  map[string]RecoverySecret
		pointer *Key
		Pointer *Key
	}
	hidden := holder{key, signing, []DecapsulationKey{decapsulation}, map[string]RecoverySecret{"x": recovery}, &key, &key}
	derived := []any{key.Derive("a", nil), recovery.Root(), recovery.Decapsulation()}
	needles := append(traces(raw), traces(recovery.Root().Reveal())...)
	for _, v := range append(derived, key, &key, signing, &signing, decapsulation, recovery, hidden, &hidden, []any{key}) {
		for _, text := range everyText(v) {
			for _, needle := range needles {
				if strings.Contains(text, needle) || strings.Contains(strings.ToLower(text), needle) {
					t.Errorf("%T shows its bytes: %s", v, text)
				}
			}
		}
	}
	if got := fmt.Sprint(key); got != "[secret]" {
		t.Errorf("a key prints as %s", got)
	}
}

// traces are the forms in which 32 bytes might be seen.
func traces(raw []byte) []string {
	decimal := strings.Trim(fmt.Sprint(raw[:4]), "[]")
	return []string{
		hex.EncodeToString(raw[:4]), decimal, strings.ReplaceAll(decimal, " ", ","), string(raw[:4]),
		strings.ToLower(fmt.Sprintf("%#v", raw[:3])[7:]), "p6enp6", // base64 of A7 A7 A7
	}
}

func everyText(v any) (texts []string) {
	for _, verb := range []string{"v", "+v", "#v", "s", "q", "x", "X", "d", "o", "b", "c", "U", "e", "p", "T", "t", "!", "#x", "# x", "z"} {
		texts = append(texts, fmt.Sprintf("%"+verb, v))
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
	encoded, _ := json.Marshal(v)
	indented, _ := json.MarshalIndent(v, "", " ")
	asCBOR, _ := cbor.Marshal(v)
	var asGob bytes.Buffer
	_ = gob.NewEncoder(&asGob).Encode(v)
	return append(texts, log.String(), string(encoded), string(indented), string(asCBOR), asGob.String(),
		fmt.Errorf("x: %v", v).Error(), fmt.Sprintln(v))
}

func TestSecretsRefuseBinaryEncodings(t *testing.T) {
	if _, err := cbor.Marshal(struct{ K Key }{NewKey()}); err == nil {
		t.Error("CBOR takes a key")
	}
	if err := gob.NewEncoder(&bytes.Buffer{}).Encode(struct{ K Key }{NewKey()}); err == nil {
		t.Error("gob takes a key")
	}
}

func TestKeysRoundTrip(t *testing.T) {
	key := NewKey()
	if back, err := KeyFromBytes(key.Reveal()); err != nil || !back.Equal(key) || back.ID() != key.ID() {
		t.Error("key")
	}
	signing := NewSigningKey()
	if back, err := SigningKeyFromSeed(signing.Reveal()); err != nil || !back.Equal(signing) || back.Public() != signing.Public() {
		t.Error("signing key")
	}
	private := NewDecapsulationKey()
	if back, err := DecapsulationKeyFromSeed(private.Reveal()); err != nil || !back.Equal(private) || back.Public() != private.Public() {
		t.Error("decapsulation key")
	}
	if public, err := EncapsulationKeyFromBytes(private.Public().Bytes()); err != nil || public != private.Public() {
		t.Error("encapsulation key")
	}
	key.Reveal()[0]++
	if _, err := KeyFromBytes(make([]byte, 31)); err == nil {
		t.Error("31 bytes are a key")
	}
	if _, err := EncapsulationKeyFromBytes(bytes.Repeat([]byte{0xFF}, encapsulationKeySize)); err == nil {
		t.Error("coefficients beyond the modulus are a key")
	}
}

// What is no key is equal to nothing, names nothing and derives nothing.
func TestZeroKeys(t *testing.T) {
	if (Key{}).Equal(Key{}) || (Key{}).ID() != (KeyID{}) || !(Key{}).Derive("x", nil).IsZero() || (Key{}).Reveal() != nil {
		t.Error("the zero key is a key")
	}
	if !(SigningKey{}).Public().IsZero() || !(DecapsulationKey{}).Public().IsZero() {
		t.Error("a zero private key has a public key")
	}
	if !(RecoverySecret{}).Root().IsZero() || !(RecoverySecret{}).Decapsulation().IsZero() {
		t.Error("no recovery secret has a root")
	}
	if (PublicKey{}).verify(nil, make([]byte, 64)) {
		t.Error("the zero public key verifies")
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	key, seen := NewKey(), map[KeyID]string{}
	for _, d := range []struct{ label, context string }{{"a", "bc"}, {"ab", "c"}, {"abc", ""}, {"", "abc"}, {"a", "b"}} {
		id := key.Derive(d.label, []byte(d.context)).ID()
		if was, twice := seen[id]; twice {
			t.Errorf("%v and %s give one key", d, was)
		}
		seen[id] = fmt.Sprint(d)
	}
}
