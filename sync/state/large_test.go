package state

import (
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"farne/sync/hlc"
)

// randomLarge is a reference of any content, as far as a reference may go.
func randomLarge(rnd *rand.Rand) Value {
	l := Large{ID: id(rnd.Uint64()), Kind: pick(rnd, []Kind{KindText, KindBlob}), Size: LargeOver + 1 + rnd.IntN(3*ChunkSize)}
	l.Sum[rnd.IntN(32)], l.Key[rnd.IntN(32)] = byte(rnd.Uint32()), byte(rnd.Uint32())
	for range (l.Size + ChunkSize - 1) / ChunkSize {
		l.Chunks = append(l.Chunks, sha256.Sum256([]byte{byte(rnd.Uint32())}))
	}
	v, err := Reference(l)
	if err != nil {
		panic(err)
	}
	return v
}

// referenceValue is a value as the library encodes it.
func referenceValue(v Value) any {
	l, ok := v.Large()
	if !ok {
		return v.Any()
	}
	chunks := make([]any, len(l.Chunks))
	for i, sum := range l.Chunks {
		chunks[i] = sum[:]
	}
	return cbor.Tag{Number: largeTag, Content: []any{l.ID[:], uint64(l.Kind), l.Size, l.Sum[:], l.Key[:], chunks}}
}

// valueOfReference is a value of what the library decoded.
func valueOfReference(x any) (Value, error) {
	tag, ok := x.(cbor.Tag)
	if !ok {
		return FromAny(x)
	}
	list, ok := tag.Content.([]any)
	if !ok || tag.Number != largeTag || len(list) != 6 {
		return Value{}, ErrMalformed
	}
	id, ok0 := list[0].([]byte)
	kind, ok1 := list[1].(int64)
	size, ok2 := list[2].(int64)
	chunks, ok3 := list[5].([]any)
	hashes := append([]any{list[3], list[4]}, chunks...)
	if !ok0 || !ok1 || !ok2 || !ok3 || len(id) != 16 || kind < 0 || kind > 255 || size < 0 || size > MaxLarge {
		return Value{}, ErrMalformed
	}
	var sums [][32]byte
	for _, h := range hashes {
		b, ok := h.([]byte)
		if !ok || len(b) != 32 {
			return Value{}, ErrMalformed
		}
		sums = append(sums, [32]byte(b))
	}
	return Reference(Large{ID: ID(id), Kind: Kind(kind), Size: int(size), Sum: sums[0], Key: sums[1], Chunks: sums[2:]})
}

// refer is a reference to a content, as sealing would make one; salt stands for what is random in it.
func refer(t *testing.T, content Value, salt byte) Value {
	t.Helper()
	sum, kind := content.content()
	v, err := Reference(Large{ID: ID{salt}, Kind: kind, Size: content.Size(), Sum: sum, Key: [32]byte{salt}, Chunks: make([][32]byte, 1)})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func longText(letter string) Value { return Text(strings.Repeat(letter, LargeOver+1)) }

func TestReferenceRefuses(t *testing.T) {
	good := Large{Kind: KindText, Size: ChunkSize + 1, Chunks: make([][32]byte, 2)}
	if _, err := Reference(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Large){
		"a number":        func(l *Large) { l.Kind = KindInteger },
		"a reference":     func(l *Large) { l.Kind = KindLarge },
		"a small value":   func(l *Large) { l.Size, l.Chunks = LargeOver, l.Chunks[:1] },
		"too large":       func(l *Large) { l.Size, l.Chunks = MaxLarge+1, make([][32]byte, MaxLarge/ChunkSize+1) },
		"a missing chunk": func(l *Large) { l.Chunks = l.Chunks[:1] },
		"a chunk more":    func(l *Large) { l.Chunks = make([][32]byte, 3) },
	} {
		l := good
		spoil(&l)
		if _, err := Reference(l); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSameContentLooksTheSame(t *testing.T) {
	a, b := longText("a"), longText("b")
	one, two := refer(t, a, 1), refer(t, a, 2)
	if !one.Same(two) || !one.Same(a) || !a.Same(two) || one == two {
		t.Error("one content, sealed twice, does not look the same")
	}
	blob := Blob([]byte(a.Text()))
	for name, other := range map[string]Value{"another content": refer(t, b, 1), "here": b, "a blob": blob, "nothing": Null()} {
		if one.Same(other) || other.Same(one) {
			t.Errorf("%s looks the same", name)
		}
	}
	row := NewRow("t", ID{1})
	row.column("c").Live = []Version{{HLC: stampOf(1, 1), Value: one}, {HLC: stampOf(2, 2), Value: two}}
	if c := row.Conflicts(); len(c) != 0 {
		t.Errorf("two laptops that imported one document disagree about %v", c)
	}
	if bases := row.LooksSame("c"); len(bases) != 2 {
		t.Errorf("an edit replaces %d of two versions that look the same", len(bases))
	}
	row.column("c").Live = append(row.column("c").Live, Version{HLC: stampOf(3, 3), Value: refer(t, b, 3)})
	if c := row.Conflicts(); len(c) != 1 {
		t.Errorf("conflicts: %v", c)
	}
}

func TestFilled(t *testing.T) {
	a := longText("a")
	row := NewRow("t", ID{1})
	row.column("c").Live = []Version{{HLC: stampOf(1, 1), Value: refer(t, a, 1)}, {HLC: stampOf(2, 2), Value: Text("short")}}
	form := string(row.Marshal())
	filled, ok, err := row.Filled(func(l Large) (Value, bool, error) { return a, l.ID == ID{1}, nil })
	if err != nil || !ok || filled.Columns["c"].Live[0].Value != a || filled.Columns["c"].Live[1].Value != Text("short") {
		t.Errorf("filled %v, %v", ok, err)
	}
	if string(row.Marshal()) != form || !MayRefer([]byte(form)) || len(row.References()) != 1 {
		t.Error("the row itself was filled")
	}
	filled, ok, err = row.Filled(func(Large) (Value, bool, error) { return Null(), false, nil })
	if err != nil || ok || filled.Columns["c"].Live[0].Value.Any() != nil {
		t.Errorf("what is not here: %v, %v", ok, err)
	}
	plain := NewRow("t", ID{1})
	plain.column("c").Live = []Version{{HLC: stampOf(1, 1), Value: Text("short")}}
	if MayRefer(plain.Marshal()) {
		t.Error("a row without references may refer")
	}
	if _, _, err := row.Filled(func(Large) (Value, bool, error) { return Null(), false, hlc.ErrMalformed }); err == nil {
		t.Error("an error was lost")
	}
}
