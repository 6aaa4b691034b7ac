package store

import (
	"context"
	"fmt"
	"testing"

	"farne/sync/state"
)

func (l *laptop) addPatient(n byte, values map[string]any) {
	l.t.Helper()
	l.write(Desk, func(tx *Tx) error { return tx.Put("patient", state.ID{n}, values, "") })
}

func (l *laptop) find(typed string) string {
	l.t.Helper()
	page, err := l.FindPatients(context.Background(), typed, "", 10)
	if err != nil {
		l.t.Fatal(err)
	}
	found := ""
	for _, p := range page.Rows {
		found += p.Entry.Family + " "
	}
	return found
}

func TestFindPatientsAsOneTypes(t *testing.T) {
	l := newLaptop(t, 1)
	l.addPatient(1, map[string]any{"family": "Sample-Müller", "given": "Zoë", "born": "1991-09-17", "phone": "01632 960 001", "nhs_number": "9990000026"})
	l.addPatient(2, map[string]any{"family": "Sample-O'Brien", "given": "Ann", "born": "1968-04-05"})
	l.addPatient(3, map[string]any{"family": "Sample-Åberg", "given": "Anna"})
	for typed, want := range map[string]string{
		"mull": "Sample-Müller ", "MUELLER": "Sample-Müller ", "ülle": "Sample-Müller ", "zoe": "Sample-Müller ",
		"17091991": "Sample-Müller ", "1991-09-17": "Sample-Müller ", "17 9 1991": "Sample-Müller ", "17-Sep-1991": "Sample-Müller ",
		"17/9/1991 zoe": "Sample-Müller ", "sample 17 Sep 1991 mu": "Sample-Müller ", "18 9 1991": "", "01632 960 001": "Sample-Müller ",
		"999 000 0026": "Sample-Müller ", "960001": "Sample-Müller ", "9990000026": "Sample-Müller ",
		"obri": "Sample-O'Brien ", "an": "Sample-Åberg Sample-O'Brien ", "anna sample": "Sample-Åberg ", "aberg": "Sample-Åberg ",
		"nobody": "", `"quoted" OR *`: "", "": "Sample-Åberg Sample-Müller Sample-O'Brien ",
	} {
		if got := l.find(typed); got != want {
			t.Errorf("typed %q: found %q, want %q", typed, got, want)
		}
	}
	l.addPatient(3, map[string]any{"family": "Sample-Renamed"})
	if got := l.find("aberg") + "/" + l.find("renamed"); got != "/Sample-Renamed " {
		t.Errorf("after a new name: %q", got)
	}
}

func TestPagesShowEveryPatientOnce(t *testing.T) {
	l := newLaptop(t, 1)
	l.write(Desk, func(tx *Tx) error {
		for i := range 57 {
			if err := tx.Put("patient", state.ID{byte(i), 1}, map[string]any{"family": fmt.Sprintf("Sample-%02d", i/3), "given": "Same"}, ""); err != nil {
				return err
			}
		}
		return nil
	})
	seen, after := map[state.ID]bool{}, ""
	for {
		page, err := l.PatientsAfter(context.Background(), after, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Rows {
			if seen[p.ID] {
				t.Fatalf("%v is shown twice", p.ID)
			}
			seen[p.ID] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(seen) != 57 {
		t.Errorf("%d of 57 patients were shown", len(seen))
	}
}
