package verbatim

import (
	"bytes"
	"errors"
	"testing"
)

func FuzzUnpackGivesBackWhatWasPacked(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Patient","id":"1"}`))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, resource []byte) {
		got, err := Unpack(Pack(resource))
		if err != nil || !bytes.Equal(got, resource) {
			t.Errorf("%d bytes came back as %d: %v", len(resource), len(got), err)
		}
	})
}

func TestDamageIsNoticed(t *testing.T) {
	for _, packed := range [][]byte{nil, {0}, {2, 3}, {1, 0, 0}, Pack([]byte("{}"))[:3]} {
		if _, err := Unpack(packed); !errors.Is(err, ErrDamaged) {
			t.Errorf("%v: %v", packed, err)
		}
	}
}

func TestAResourceBecomesSmall(t *testing.T) {
	resource := []byte(`{"resourceType":"Observation","id":"5f1b0a86-7d1a-4b7e-9c1e-3f7c6a1d2b90","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body Weight"}],"text":"Body Weight"},"subject":{"reference":"urn:uuid:0d0c5b0e-0b6c-4c59-8d6d-1f0a3a5b7c11"},"effectiveDateTime":"2016-03-02T10:11:12+00:00","valueQuantity":{"value":81.4,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}`)
	if n := len(Pack(resource)); n > len(resource)/2 {
		t.Errorf("%d bytes became %d", len(resource), n)
	}
}

func BenchmarkPack(b *testing.B) {
	resource := bytes.Repeat([]byte(`{"resourceType":"Observation","status":"final","valueQuantity":{"value":81.4,"unit":"kg"}}`), 8)
	for b.Loop() {
		Pack(resource)
	}
}

func BenchmarkUnpack(b *testing.B) {
	packed := Pack(bytes.Repeat([]byte(`{"resourceType":"Observation","status":"final","valueQuantity":{"value":81.4,"unit":"kg"}}`), 8))
	for b.Loop() {
		if _, err := Unpack(packed); err != nil {
			b.Fatal(err)
		}
	}
}
