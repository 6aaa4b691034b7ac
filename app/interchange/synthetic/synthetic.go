// Package synthetic invents a practice: patients who are plainly not real (family names "Sample-…",
// addresses in "Example Street", NHS numbers beginning 999), with notes that read like notes,
// measurements, problems, medication and a diary. Use New with a seed and take its patients one by one;
// the same seed gives the same practice, byte for byte, but for the day on which it ends.
//
// Beware: everything here is for showing, testing and measuring. Nothing in it is medical advice, and no
// distribution is that of a real practice.
package synthetic

import (
	"fmt"
	"math/rand/v2"
	"time"

	"farne/app/clinic"
)

// Row is one invented row of a table.
type Row struct {
	Compartment string
	Table       string
	ID          [16]byte
	Values      map[string]any
}

// Practice is a source of invented patients.
type Practice struct {
	rnd    *rand.Rand
	end    time.Time // the day the record has come to
	author [16]byte
	nhs    int
	serial uint64
	shares shares
}

// shares are how many rows of a kind one patient has, on average.
type shares struct{ notes, observations, appointments float64 }

// New begins a practice whose record ends at a day, written by one author. notes is how many notes all
// its patients have together.
func New(seed uint64, end time.Time, author [16]byte, patients, notes int) *Practice {
	return &Practice{
		rnd: rand.New(rand.NewPCG(seed, 0x6661726e65)), end: end.UTC().Truncate(24 * time.Hour), author: author,
		shares: shares{notes: float64(notes) / float64(max(patients, 1)), observations: 15, appointments: 2},
	}
}

// id makes a UUIDv7 (RFC 9562) of a day and the seed, so that rows stand in the order of their days.
func (p *Practice) id(at time.Time) [16]byte {
	p.serial++
	var id [16]byte
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	for i := 6; i < 16; i++ {
		id[i] = byte(p.rnd.Uint32())
	}
	id[6], id[8] = 0x70|id[6]&0x0f, 0x80|id[8]&0x3f
	return id
}

// Patient invents the next patient and everything about them.
func (p *Practice) Patient() []Row {
	since := p.end.AddDate(0, 0, -30-p.rnd.IntN(1800))
	id := p.id(since)
	born := p.end.AddDate(-18-p.rnd.IntN(70), -p.rnd.IntN(12), -p.rnd.IntN(28))
	sex, given := "female", pick(p, womens)
	if p.rnd.IntN(2) == 0 {
		sex, given = "male", pick(p, mens)
	}
	rows := []Row{{"desk", "patient", id, map[string]any{
		"family": "Sample-" + pick(p, families), "given": given, "born": born.Format(time.DateOnly), "sex": sex,
		"phone": fmt.Sprintf("01632 960%03d", p.rnd.IntN(1000)), "address_line": fmt.Sprintf("%d Example Street", 1+p.rnd.IntN(240)),
		"city": pick(p, cities), "country": "GB", "nhs_number": p.nhsNumber(), "active": int64(1),
	}}}
	story := pick(p, stories)
	rows = append(rows, p.about(id, since, story)...)
	rows = append(rows, p.notes(id, since, given, story)...)
	rows = append(rows, p.observations(id, since)...)
	return append(rows, p.appointments(id)...)
}

// nhsNumber gives the next number beginning 999 whose check digit is right; such numbers are never
// given to anybody.
func (p *Practice) nhsNumber() string {
	for {
		nine := fmt.Sprintf("999%06d", p.nhs%1_000_000)
		p.nhs++
		for check := range 10 {
			if number := fmt.Sprintf("%s%d", nine, check); clinic.ValidNHSNumber(number) {
				return number
			}
		}
	}
}

// about are the problems, allergies and medication of a patient.
func (p *Practice) about(patient [16]byte, since time.Time, s story) []Row {
	var rows []Row
	add := func(table string, values map[string]any) {
		values["patient"] = patient
		rows = append(rows, Row{"care", table, p.id(since), values})
	}
	add("condition", map[string]any{
		"display": s.problem, "code": s.code, "system": snomed, "clinical_status": "active", "verification_status": "confirmed",
		"onset": since.AddDate(0, -p.rnd.IntN(24), 0).Format("2006-01"), "recorded": instant(since),
	})
	if s.medication != "" {
		add("medication_request", map[string]any{
			"display": s.medication, "status": "active", "intent": "order", "dosage": s.dosage, "authored": since.Format(time.DateOnly),
		})
	}
	if p.rnd.IntN(10) < 3 {
		a := pick(p, allergies)
		add("allergy_intolerance", map[string]any{
			"display": a.agent, "reaction": a.reaction, "severity": a.severity, "criticality": a.criticality,
			"clinical_status": "active", "verification_status": "confirmed", "recorded": instant(since),
		})
	}
	return rows
}

// notes are signed session notes about a week apart; the last one of some patients is still a draft.
func (p *Practice) notes(patient [16]byte, since time.Time, given string, s story) []Row {
	n := p.count(p.shares.notes)
	var rows []Row
	day := since
	for i := range n {
		day = day.AddDate(0, 0, 5+p.rnd.IntN(9))
		if day.After(p.end) {
			day = p.end
		}
		at := day.Add(time.Duration(9+p.rnd.IntN(8))*time.Hour + time.Duration(p.rnd.IntN(60))*time.Minute)
		values := map[string]any{"patient": patient, "title": fmt.Sprintf("Session %d", i+1), "text": p.note(given, s, i), "author": p.author}
		if i == n-1 && p.rnd.IntN(200) == 0 {
			values["started"] = instant(at)
			rows = append(rows, Row{"care", "note", p.id(at), values})
			continue
		}
		values["signed"] = instant(at.Add(20 * time.Minute))
		rows = append(rows, Row{"care", "signed_note", p.id(at), values})
	}
	return rows
}

// observations are weights, blood pressures and scores over the patient's time.
func (p *Practice) observations(patient [16]byte, since time.Time) []Row {
	n := p.count(p.shares.observations)
	weight, score := 55+p.rnd.Float64()*45, 8+p.rnd.IntN(14)
	span := p.end.Sub(since)
	var rows []Row
	for i := range n {
		at := since.Add(span * time.Duration(i) / time.Duration(n)).Truncate(time.Minute)
		values := map[string]any{"patient": patient, "status": "final", "effective": instant(at), "system": loinc}
		switch i % 3 {
		case 0:
			weight += p.rnd.Float64()*2 - 1
			values["category"], values["code"], values["display"] = "vital-signs", "29463-7", "Body weight"
			values["value"], values["unit"] = float64(int(weight*10))/10, "kg"
		case 1:
			values["category"], values["code"], values["display"] = "vital-signs", "85354-9", "Blood pressure"
			values["components"] = fmt.Sprintf(`[{"code":"8480-6","system":"%s","display":"Systolic","value":%d,"unit":"mm[Hg]"},{"code":"8462-4","system":"%s","display":"Diastolic","value":%d,"unit":"mm[Hg]"}]`,
				loinc, 105+p.rnd.IntN(40), loinc, 62+p.rnd.IntN(28))
		case 2:
			score = min(27, max(0, score+p.rnd.IntN(5)-3))
			values["category"], values["code"], values["display"] = "survey", "44261-6", "PHQ-9 total score"
			values["value"], values["unit"] = float64(score), "{score}"
		}
		rows = append(rows, Row{"care", "observation", p.id(at), values})
	}
	return rows
}

func (p *Practice) appointments(patient [16]byte) []Row {
	var rows []Row
	for range p.count(p.shares.appointments) {
		start := p.end.AddDate(0, 0, p.rnd.IntN(120)-60).Add(time.Duration(9+p.rnd.IntN(8)) * time.Hour)
		status := "booked"
		if start.Before(p.end) {
			status = pick(p, []string{"fulfilled", "fulfilled", "fulfilled", "noshow", "cancelled"})
		}
		rows = append(rows, Row{"desk", "appointment", p.id(start), map[string]any{
			"patient": patient, "practitioner": p.author, "start": instant(start), "end": instant(start.Add(50 * time.Minute)),
			"status": status, "reason": "Session", "location": pick(p, []string{"Room 1", "Room 2", "Telephone"}),
		}})
	}
	return rows
}

// count draws a whole number whose mean is what is asked for.
func (p *Practice) count(mean float64) int {
	n := int(mean)
	if p.rnd.Float64() < mean-float64(n) {
		n++
	}
	return n
}

func pick[T any](p *Practice, from []T) T { return from[p.rnd.IntN(len(from))] }

func instant(at time.Time) string { return at.UTC().Format(time.RFC3339) }

const (
	snomed = "http://snomed.info/sct"
	loinc  = "http://loinc.org"
)
