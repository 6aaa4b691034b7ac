package kit

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"farne/app/vault/secret"
	"farne/build/vector"
	"farne/sync/seal"
)

// kits is testdata/format/kit.json.
type kits struct {
	About   string        `json:"about"`
	Secrets []kitVector   `json:"secrets"`
	Codes   []codeVector  `json:"codes"`
	Read    []readVector  `json:"read"`
	Refused []refusedText `json:"refused"`
}

type kitVector struct {
	Secret    vector.Hex `json:"secret"`
	Words     string     `json:"words"`
	Root      vector.Hex `json:"root_public"`
	Practice  vector.Hex `json:"practice"`
	HPKESeed  vector.Hex `json:"hpke_seed"`
	HPKEID    vector.Hex `json:"hpke_key_id"`
	HPKEBegin vector.Hex `json:"hpke_key_begins"` // its first 32 bytes of 1216
}

type codeVector struct {
	Secret   vector.Hex `json:"secret"`
	Practice string     `json:"practice"`
	Storage  Storage    `json:"storage"`
	QR       string     `json:"qr"`
}

type readVector struct {
	What   string     `json:"what"`
	Bytes  vector.Hex `json:"bytes"`
	Secret vector.Hex `json:"secret"`
}

type refusedText struct {
	What string `json:"what"`
	Text string `json:"text"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "kit.json", makeKits(t))
	for _, k := range v.Secrets {
		if r, err := Read([]byte(k.Words)); err != nil || !bytes.Equal(r.Secret.Bytes(), k.Secret) {
			t.Errorf("%q: %v", k.Words, err)
		}
	}
	for _, c := range v.Codes {
		r, err := Read([]byte(c.QR))
		wanted := c.Storage
		wanted.Place = ""
		if err != nil || !bytes.Equal(r.Secret.Bytes(), c.Secret) || r.Practice != c.Practice || r.Storage != wanted {
			t.Errorf("%s: %+v, %v", c.QR, r, err)
		}
	}
	for _, f := range v.Read {
		if r, err := Read(f.Bytes); err != nil || !bytes.Equal(r.Secret.Bytes(), f.Secret) {
			t.Errorf("%s: %v", f.What, err)
		}
	}
	for _, f := range v.Refused {
		if _, err := Read([]byte(f.Text)); err == nil {
			t.Errorf("%s: read", f.What)
		}
	}
}

func makeKits(t *testing.T) kits {
	v := kits{About: "The recovery kit. secrets: 32 bytes, their words, and what follows from them. codes: the text of the QR code; place stands on the page only. " +
		"read: other forms in which people bring the words; kit-1.txt and kit-1.pdf are whole kits. refused: no kit."}
	counted := make([]byte, SecretSize)
	for i := range counted {
		counted[i] = byte(i*37 + 11)
	}
	for _, raw := range [][]byte{make([]byte, SecretSize), bytes.Repeat([]byte{0xff}, SecretSize), counted} {
		v.Secrets = append(v.Secrets, makeSecret(t, raw))
	}
	k := Kit{Practice: "Sample-Practice & Sons", Made: time.Date(2026, 1, 9, 12, 0, 0, 0, time.UTC), Words: spell(t, secret.New(counted))}
	for _, storage := range []Storage{
		{}, {Provider: "Sample-Provider", Endpoint: "https://s3.sample.example:9000/path", Region: "eu-sample-1", Bucket: "sample-bucket", Place: "Sample-City"},
		{Provider: "A folder", Folder: "/media/Sample stick/Färne + more"},
	} {
		k.Storage = storage
		v.Codes = append(v.Codes, codeVector{counted, k.Practice, storage, k.payload()})
	}
	forms := spoken(k)
	for _, what := range []string{"backwards", "capitals", "code in a mail", "commas", "dots", "four letters", "hyphens", "lines", "mark and invisible", "numbers", "page as text"} {
		v.Read = append(v.Read, readVector{what, []byte(forms[what]), counted})
	}
	v.Read = append(v.Read, readVector{"UTF-16, low byte first", inUTF16(forms["numbers"], false), counted}, readVector{"UTF-16, high byte first", inUTF16(forms["numbers"], true), counted})
	words := k.Words.Reveal()
	swapped := slices.Clone(words)
	swapped[0], swapped[1] = swapped[1], swapped[0]
	v.Refused = []refusedText{
		{"nothing", ""}, {"23 words", strings.Join(words[:23], " ")}, {"25 words", strings.Join(append(slices.Clone(words), "abandon"), " ")},
		{"two words that changed places", strings.Join(swapped, " ")}, {"a word of no list", strings.Join(append([]string{"farne"}, words[1:]...), " ")},
		{"three letters of a word", strings.Join(append([]string{words[0][:3]}, words[1:]...), " ")}, {"no checksum", strings.TrimSpace(strings.Repeat("abandon ", 24))},
		{"a damaged code", payloadPrefix + "words=%zz"},
	}
	return v
}

func makeSecret(t *testing.T, raw []byte) kitVector {
	s, err := seal.RecoverySecretFromBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	root, key := s.Root().Public(), s.Decapsulation()
	practice, id := seal.PracticeOf(root), key.Public().ID()
	return kitVector{raw, strings.Join(spell(t, secret.New(raw)).Reveal(), " "), root[:], practice[:], key.Reveal(), id[:], key.Public().Bytes()[:32]}
}
