package verbatim

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"farne/build/vector"
)

// copies is testdata/format/verbatim.json.
type copies struct {
	About      string             `json:"about"`
	Dictionary dictionaryForm     `json:"dictionary"`
	Copies     []copyForm         `json:"copies"`
	Refused    []vector.Malformed `json:"refused"`
}

type dictionaryForm struct {
	Number int        `json:"number"`
	File   string     `json:"file"`
	Bytes  int        `json:"bytes"`
	SHA256 vector.Hex `json:"sha256"`
}

type copyForm struct {
	Resource string     `json:"resource"`
	Body     vector.Hex `json:"body"`
}

func TestVectors(t *testing.T) {
	v := vector.Drawn(t, "verbatim.json", makeCopies)
	if sum := sha256.Sum256(dictionary); v.Dictionary.Number != dictionaryID || v.Dictionary.Bytes != len(dictionary) || string(v.Dictionary.SHA256) != string(sum[:]) {
		t.Errorf("dictionary %d has %d bytes and the sum %x", dictionaryID, len(dictionary), sum)
	}
	for _, c := range v.Copies {
		for _, body := range [][]byte{c.Body, Pack([]byte(c.Resource))} {
			if resource, err := Unpack(body); err != nil || string(resource) != c.Resource {
				t.Errorf("%s is read as %q, %v", c.Resource, resource, err)
			}
		}
	}
	for _, m := range v.Refused {
		if resource, err := Unpack(m.Bytes); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: read as %q", m.What, resource)
		}
	}
	if len(v.Copies) < 3 || len(v.Refused) < 3 {
		t.Errorf("%d copies, %d that are refused", len(v.Copies), len(v.Refused))
	}
}

func makeCopies() copies {
	sum := sha256.Sum256(dictionary)
	v := copies{
		About: "Verbatim copies of imported resources: a byte 01 and a zstd frame made with dictionary 1, which is raw content and no trained dictionary. The frames name it in their Dictionary_ID, " +
			"1, as RFC 8878 allows; an implementation that knows no ids of raw dictionaries takes the id out of the frame's header first. refused: no copies.",
		Dictionary: dictionaryForm{dictionaryID, "app/interchange/verbatim/dictionary.txt", len(dictionary), sum[:]},
	}
	patient := `{"resourceType":"Patient","id":"sample-1","identifier":[{"system":"urn:sample","value":"1"}],"name":[{"family":"Sample-Ærø","given":["Aidan"]}],"gender":"other","birthDate":"1979-05-01"}`
	observation := `{"resourceType":"Observation","id":"sample-2","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body Weight"}]},"subject":{"reference":"Patient/sample-1"},"valueQuantity":{"value":81.40,"unit":"kg"}}`
	for _, resource := range []string{"", "{}", patient, observation, `{"text":"` + strings.Repeat("Sample ", 400) + `"}`} {
		v.Copies = append(v.Copies, copyForm{resource, Pack([]byte(resource))})
	}
	good := Pack([]byte(patient))
	other := append([]byte{form}, good[1:]...)
	other[7] ^= 2 // the dictionary's id
	v.Refused = []vector.Malformed{
		{What: "nothing", Bytes: vector.Hex{}}, {What: "another form", Bytes: append([]byte{2}, good[1:]...)}, {What: "cut short", Bytes: good[:len(good)-1]},
		{What: "another dictionary", Bytes: other}, {What: "no frame", Bytes: append([]byte{form}, patient...)},
	}
	return v
}
