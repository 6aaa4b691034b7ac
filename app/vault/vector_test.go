package vault

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"farne/app/durable"
	"farne/app/vault/password"
	"farne/app/vault/secret"
	"farne/build/vector"
	"farne/sync/clock"
)

// vaultVector is testdata/format/vault.json: what opens vault-1.json, what is in it, and the keys between.
// That file was made by another program, from the description in the package comment, with the reference
// Argon2 and Python's cryptography. Every later version must open it.
type vaultVector struct {
	About     string     `json:"about"`
	Factor    vector.Hex `json:"second_factor"`
	Home      vector.Hex `json:"home"`
	Check     vector.Hex `json:"check"`
	MACKey    vector.Hex `json:"mac_key"`
	MAC       vector.Hex `json:"mac"`
	NamesKey  vector.Hex `json:"names_key"`
	AuditKey  vector.Hex `json:"audit_db_key"`
	Person    vector.Hex `json:"person"`
	Name      string     `json:"name"`
	NameAAD   vector.Hex `json:"name_associated_data"`
	Typed     string     `json:"password"`
	Normal    vector.Hex `json:"password_normalised"`
	Time      uint32     `json:"argon2id_time"`
	Memory    uint32     `json:"argon2id_memory_kib"`
	Threads   uint8      `json:"argon2id_lanes"`
	Salt      vector.Hex `json:"salt"`
	Stretched vector.Hex `json:"argon2id"`
	PersonKey vector.Hex `json:"persons_key"`
	SecretAAD vector.Hex `json:"secret_associated_data"`
	Secret    vector.Hex `json:"secret"`
	Typing    []typed    `json:"passwords"`
}

// typed is a password as a keyboard gives it, and the bytes that Argon2id takes.
type typed struct {
	Typed  string     `json:"typed"`
	Normal vector.Hex `json:"normalised"`
}

const goldenVault = "vault-1.json"

func TestOpensTheFirstFormat(t *testing.T) {
	golden := goldenFile(t)
	v := vector.Fixed(t, "vault.json", describe(t, golden))
	path := filepath.Join(t.TempDir(), "vault.json")
	if err := os.WriteFile(path, golden, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(path, secret.New(v.Factor), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	zoe, err := opened.Find("")
	if err != nil || zoe.Name != v.Name || zoe.ID != ID(v.Person) {
		t.Fatalf("%q, %v", zoe.Name, err)
	}
	bundle, err := opened.SignIn(zoe.ID, pw(v.Typed))
	if err != nil || !bytes.Equal(bundle.Bytes(), v.Secret) {
		t.Fatalf("%v", err)
	}
	if !bytes.Equal(opened.AuditKey().Bytes(), v.AuditKey) {
		t.Error("the key of the audit log is another")
	}
	for _, p := range v.Typing {
		if normal, err := password.Normalise(pw(p.Typed)); err != nil || !bytes.Equal(normal.Bytes(), p.Normal) {
			t.Errorf("%q: %v", p.Typed, err)
		}
	}
}

func goldenFile(t testing.TB) []byte {
	t.Helper()
	golden, err := os.ReadFile(vector.Path(t, goldenVault))
	if err != nil {
		t.Fatal(err)
	}
	return golden
}

// describe derives every key of the golden file from its second factor and password.
func describe(t *testing.T, golden []byte) vaultVector {
	t.Helper()
	body, err := durable.Unframe(fileKind, fileVersion, golden)
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(body, &d); err != nil {
		t.Fatal(err)
	}
	e := &d.People[0]
	second := make([]byte, 32)
	for i := range second {
		second[i] = byte(i)
	}
	keys, err := keysOf(secret.New(second), d.Home)
	if err != nil {
		t.Fatal(err)
	}
	normal, err := password.Normalise(pw("correct horse battery"))
	if err != nil {
		t.Fatal(err)
	}
	v := vaultVector{
		About:  "What opens vault-1.json, what stands in it, and each key on the way there. passwords: what is typed, and the OpaqueString form that Argon2id takes.",
		Factor: second, Home: d.Home[:], Check: keys.check.Bytes(), MACKey: keys.mac.Bytes(), MAC: d.MAC, NamesKey: keys.names.Bytes(), AuditKey: keys.audit.Bytes(),
		Person: e.ID[:], NameAAD: bind("name", d.Home[:], e.ID[:]), Typed: "correct horse battery", Normal: normal.Bytes(),
		Time: e.Params.Time, Memory: e.Params.Memory, Threads: e.Params.Threads, Salt: e.Salt,
		Stretched: derive(normal.Bytes(), e.Salt, e.Params).Bytes(), PersonKey: personKey(normal, keys.factor, e.Salt, e.Params).Bytes(), SecretAAD: d.aad(e),
	}
	name, err := open(keys.names, e.Name, v.NameAAD)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := open(secret.New(v.PersonKey), e.Secret, v.SecretAAD)
	if err != nil {
		t.Fatal(err)
	}
	v.Name, v.Secret = string(name.Bytes()), bundle.Bytes()
	for _, text := range []string{"plain words here", "café sur la grève", "cafe\u0301 sur\u00a0la gre\u0300ve", "Ｆull ｗidth", "two  spaces", "straße №5"} {
		normal, err := password.Normalise(pw(text))
		if err != nil {
			t.Fatal(err)
		}
		v.Typing = append(v.Typing, typed{text, normal.Bytes()})
	}
	return v
}
