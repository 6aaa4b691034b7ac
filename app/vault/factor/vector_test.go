package factor

import (
	"bytes"
	"testing"

	"farne/app/vault/secret"
	"farne/build/vector"
)

// keyFiles is testdata/format/keyfile.json.
type keyFiles struct {
	About   string     `json:"about"`
	Secret  vector.Hex `json:"second_factor"`
	Written string     `json:"written"` // in a keychain; in a key file as one line
	Files   []string   `json:"files"`
	Refused []string   `json:"refused"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "keyfile.json", makeKeyFiles())
	if s, err := decode(v.Written); err != nil || !bytes.Equal(s.Bytes(), v.Secret) {
		t.Errorf("%s: %v", v.Written, err)
	}
	for _, file := range v.Files {
		if s, err := parseKeyFile([]byte(file)); err != nil || !bytes.Equal(s.Bytes(), v.Secret) {
			t.Errorf("%q: %v", file, err)
		}
	}
	for _, file := range v.Refused {
		if _, err := parseKeyFile([]byte(file)); err == nil {
			t.Errorf("%q is a key file", file)
		}
	}
}

func makeKeyFiles() keyFiles {
	raw := make([]byte, Size)
	for i := range raw {
		raw[i] = byte(i)
	}
	line := encode(secret.New(raw))
	return keyFiles{
		About:  "The second factor in writing: as a keychain holds it, and as key files do. refused: no key files.",
		Secret: raw, Written: line,
		Files:   []string{keyFileText + line + "\n", line, "\n  " + line + "\r\n# a remark\n"},
		Refused: []string{"", "# nothing\n", line + "\n" + line + "\n", line[:len(line)-1], line[:len(line)-1] + "0", "farne-key-2-" + line[12:], line + " # a remark"},
	}
}
