package seal

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"testing"
)

// bodies are what packs are made of: rows that compress about threefold, and attachments that do not.
func bodies(size int) map[string][]byte {
	rows := bytes.NewBuffer(nil)
	for i := 0; rows.Len() < size; i++ {
		id := make([]byte, 16)
		rand.Read(id)
		rows.Write(id)
		fmt.Fprintf(rows, "observation|effective|2026-03-%02dT09:%02d:00Z|code|%d|value|%d.%d|unit|mm[Hg]", i%28+1, i%60, i%900, i%200, i%7)
	}
	random := make([]byte, size)
	rand.Read(random)
	return map[string][]byte{"rows": rows.Bytes()[:size], "random": random}
}

func BenchmarkPack(b *testing.B) {
	for what, body := range bodies(8 << 20) {
		s := sealSample(b, Pack, body)
		b.Run("seal/"+what, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, _, err := Seal(s.key, s.signer, s.h, body); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(body))/float64(len(s.object)), "ratio")
		})
		b.Run("open/"+what, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, err := s.open(s.name, s.object); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSmall(b *testing.B) {
	s := sealSample(b, Hint, []byte("a hint"))
	b.Run("seal", func(b *testing.B) {
		for b.Loop() {
			_, _, _ = Seal(s.key, s.signer, s.h, []byte("a hint"))
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			_, _ = s.open(s.name, s.object)
		}
	})
	key := NewDecapsulationKey()
	public := key.Public()
	wrapped, _ := Wrap(public, "", nil, nil)
	b.Run("wrap", func(b *testing.B) {
		for b.Loop() {
			_, _ = Wrap(public, "", nil, nil)
		}
	})
	b.Run("unwrap", func(b *testing.B) {
		for b.Loop() {
			_, _ = Unwrap(key, "", nil, wrapped)
		}
	})
}
