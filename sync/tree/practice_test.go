package tree

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// writer makes up rows of the sizes and the compressibility of a practice's: random ids, a clock and a
// seat in each, few codes, and text of a clinician's vocabulary.
type writer struct {
	*rand.Rand
	zipf     *rand.Zipf
	words    []string
	patients [][16]byte
	seats    [][16]byte
	millis   uint64
}

func newWriter(seed uint64) *writer {
	r := rand.New(rand.NewPCG(seed, 7))
	w := &writer{Rand: r, zipf: rand.NewZipf(r, 1.1, 4, 2999), millis: 1_700_000_000_000}
	syllables := []string{"an", "ber", "co", "der", "ex", "fi", "gas", "hy", "in", "ka", "lo", "men", "ne", "os", "pa", "ri", "ser", "ti", "u", "ver"}
	for range 3000 {
		word := ""
		for range 1 + w.IntN(4) {
			word += syllables[w.IntN(len(syllables))]
		}
		w.words = append(w.words, word)
	}
	for range 5 {
		w.seats = append(w.seats, randomID(r))
	}
	return w
}

// sortable is a UUIDv7: what this practice wrote itself; imported rows have random ids.
func (w *writer) sortable() [16]byte {
	id := randomID(w.Rand)
	w.millis += uint64(w.IntN(5000))
	binary.BigEndian.PutUint64(id[:8], w.millis<<16|uint64(w.Uint32()&0xffff))
	return id
}

func (w *writer) row(table string, id [16]byte, more ...any) Row {
	patient := id
	if table == "patient" {
		w.patients = append(w.patients, id)
	} else {
		patient = w.patients[w.IntN(len(w.patients))]
	}
	w.millis += uint64(w.IntN(5000))
	d := append([]byte{0x85, byte(0x60 + len(table))}, table...)
	d = append(append(d, id[:]...), patient[:]...)
	d = binary.BigEndian.AppendUint64(d, w.millis<<16)
	d = append(d, w.seats[w.IntN(len(w.seats))][:]...)
	for _, m := range more {
		d = fmt.Append(d, m)
	}
	return Row{Key{table, id}, d}
}

func (w *writer) text(length int) string {
	var b []byte
	for len(b) < length {
		b = append(append(b, w.words[w.zipf.Uint64()]...), ' ')
	}
	return string(b)
}

func (w *writer) patient(id [16]byte) Row {
	return w.row("patient", id, "family", w.text(8), "given", w.text(8), "born", w.IntN(36500), "phone", w.Uint32(),
		"address_line", w.text(20), "city", w.text(6), "postcode", w.IntN(99999))
}

func (w *writer) note(id [16]byte) Row {
	return w.row("note", id, "author", w.IntN(5), "title", w.text(12), "text", w.text(500+w.IntN(1000)))
}

func (w *writer) observation(id [16]byte) Row {
	encounter := randomID(w.Rand)
	return w.row("observation", id, "encounter", string(encounter[:]), "category vital-signs code ", 1000+w.zipf.Uint64()%200, "-4 system",
		"http://loinc.org", "status final", "unit mm[Hg] value ", w.IntN(2000), "effective 2025-", w.IntN(12), "-", w.IntN(30), "T", w.IntN(86400))
}

// practice is 20,000 patients, 100,000 notes and 300,000 observations with random ids.
func practice(w *writer) []Row {
	rows := make([]Row, 0, 421_000)
	for range 20_000 {
		rows = append(rows, w.patient(randomID(w.Rand)))
	}
	for range 100_000 {
		rows = append(rows, w.note(randomID(w.Rand)))
	}
	for range 300_000 {
		rows = append(rows, w.observation(randomID(w.Rand)))
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.Key.Compare(b.Key) })
	return rows
}

// day edits 430 rows: 120 random old ones, and 310 that this day added, 40 of them twice.
func day(w *writer, rows []Row) (after []Row, dirty []Key) {
	set := rowSet{}
	for _, r := range rows {
		set[r.Key] = r.Data
	}
	put := func(r Row) {
		set[r.Key] = r.Data
		dirty = append(dirty, r.Key)
	}
	for range 120 {
		old := rows[w.IntN(len(rows))]
		data := append(slices.Clone(old.Data), w.text(16)...)
		put(Row{old.Key, data})
	}
	for range 40 {
		put(w.note(w.sortable()))
	}
	for range 230 {
		put(w.observation(w.sortable()))
	}
	for _, k := range dirty[120:160] {
		put(Row{k, append(set[k], w.text(40)...)})
	}
	return set.sorted(), dirty
}
