package tree

import (
	"testing"

	"github.com/klauspost/compress/zstd"
)

// padme is the padded length of a sealed body (PURBs, 2019, section 4).
func padme(n int) int {
	e := 63 - leadingZeros(uint64(n))
	s := 64 - leadingZeros(uint64(e))
	mask := 1<<(e-s) - 1
	return (n + mask) &^ mask
}

func leadingZeros(v uint64) int {
	n := 64
	for ; v > 0; v >>= 1 {
		n--
	}
	return n
}

// cost packs nodes and sums what they weigh before and after compression and padding.
type cost struct {
	nodes, packs, raw, sealed int
	encoder                   *zstd.Encoder
}

func newCost(t testing.TB) *cost {
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &cost{encoder: e}
}

func (c *cost) pack(p Pack) error {
	c.nodes += len(p.Names)
	c.packs++
	c.raw += len(p.Body)
	c.sealed += padme(len(c.encoder.EncodeAll(p.Body, nil)))
	return nil
}

func BenchmarkBuild(b *testing.B) {
	rows := practice(newWriter(1))
	size := 0
	for _, r := range rows {
		size += len(r.Data)
	}
	src := listed(rows)
	b.Run("root", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			t, err := Build(testSecret, src, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(t.Root().Nodes), "nodes")
		}
	})
	b.Run("hashing", func(b *testing.B) {
		b.SetBytes(int64(size))
		h := testSecret.hasher()
		content := make([]byte, 16*size/len(rows))
		for b.Loop() {
			for i, r := range rows {
				h.rank(r.Key)
				if i%16 == 0 {
					h.name(content)
				}
			}
		}
	})
	b.Run("packs", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			c := newCost(b)
			p := NewPacker(c.pack)
			if _, err := Build(testSecret, src, p.Add); err != nil {
				b.Fatal(err)
			}
			if err := p.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(c.raw)/1e6, "raw-MB")
			b.ReportMetric(float64(c.sealed)/1e6, "sealed-MB")
		}
	})
}

func BenchmarkDay(b *testing.B) {
	w := newWriter(1)
	rows := practice(w)
	tree, err := Build(testSecret, listed(rows), nil)
	if err != nil {
		b.Fatal(err)
	}
	known := map[Name]bool{}
	for name := range tree.Names() {
		known[name] = true
	}
	after, dirty := day(w, rows)
	src := listed(after)
	b.Run("root", func(b *testing.B) {
		for b.Loop() {
			next, _, err := tree.Update(dirty, src, nil)
			if err != nil {
				b.Fatal(err)
			}
			next.Root()
		}
	})
	b.Run("packs", func(b *testing.B) {
		for b.Loop() {
			c := newCost(b)
			p := NewPacker(c.pack)
			next, delta, err := tree.Update(dirty, src, p.Add)
			if err != nil {
				b.Fatal(err)
			}
			leaves := p.length()
			has := func(n Name) bool { return known[n] || p.Has(n) }
			if err := next.Nodes(src, has, p.Add); err != nil {
				b.Fatal(err)
			}
			inner := p.length() - leaves
			if err := p.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(delta.Added)), "leaves")
			b.ReportMetric(float64(c.nodes-len(delta.Added)), "inner")
			b.ReportMetric(float64(inner)/1e3, "inner-kB")
			b.ReportMetric(float64(c.raw)/1e3, "raw-kB")
			b.ReportMetric(float64(c.sealed)/1e3, "sealed-kB")
		}
	})
}

// BenchmarkRestore reads and proves everything from packs that are open in memory.
func BenchmarkRestore(b *testing.B) {
	rows := practice(newWriter(1))
	size := 0
	for _, r := range rows {
		size += len(r.Data)
	}
	var packs []Pack
	p := NewPacker(func(pack Pack) error {
		packs = append(packs, pack)
		return nil
	})
	tree, err := Build(testSecret, listed(rows), p.Add)
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	nodes := shelf{}
	b.Run("open", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, pack := range packs {
				open, err := OpenPack(testSecret, pack.Body)
				if err != nil {
					b.Fatal(err)
				}
				for n := range open.Nodes() {
					nodes[n.Name] = n.Content
				}
			}
		}
	})
	b.Run("walk", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			root, err := Walk(testSecret, tree.Root().Name, nodes.get, func(Row) error { return nil })
			if err != nil || root != tree.Root() {
				b.Fatal(root, err)
			}
		}
	})
	b.Run("lookup", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i = (i + 7919) % len(rows)
			if _, found, err := Lookup(testSecret, tree.Root().Name, nodes.get, rows[i].Key); !found || err != nil {
				b.Fatal(err)
			}
		}
	})
}
