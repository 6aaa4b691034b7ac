package synthetic

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"farne/app/clinic"
)

var day = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

func TestTheSameSeedGivesTheSamePractice(t *testing.T) {
	a, b, c := New(7, day, [16]byte{1}, 10, 50), New(7, day, [16]byte{1}, 10, 50), New(8, day, [16]byte{1}, 10, 50)
	first, again, other := a.Patient(), b.Patient(), c.Patient()
	if !reflect.DeepEqual(first, again) {
		t.Error("one seed gave two practices")
	}
	if reflect.DeepEqual(first, other) {
		t.Error("two seeds gave one practice")
	}
}

func TestPatientsArePlainlyInvented(t *testing.T) {
	p := New(1, day, [16]byte{1}, 500, 2500)
	ids, numbers, notes := map[[16]byte]bool{}, map[string]bool{}, 0
	for range 500 {
		for _, row := range p.Patient() {
			if ids[row.ID] {
				t.Fatal("two rows have one id")
			}
			ids[row.ID] = true
			switch row.Table {
			case "patient":
				number := row.Values["nhs_number"].(string)
				if !strings.HasPrefix(number, "999") || !clinic.ValidNHSNumber(number) || numbers[number] {
					t.Errorf("NHS number %s", number)
				}
				numbers[number] = true
				if !strings.HasPrefix(row.Values["family"].(string), "Sample-") || !strings.Contains(row.Values["address_line"].(string), "Example Street") {
					t.Error("a patient who might be taken for a real one")
				}
			case "note", "signed_note":
				notes++
				if text := row.Values["text"].(string); strings.Contains(text, "%") || len(text) < 150 {
					t.Errorf("no note: %q", text)
				}
			}
		}
	}
	if notes != 2500 {
		t.Errorf("%d notes", notes)
	}
}
