package chain

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"farne/build/vector"
	"farne/sync/seal"
	"farne/sync/state"
)

// largeValues is testdata/format/large.json.
type largeValues struct {
	About       string        `json:"about"`
	Practice    vector.Hex    `json:"practice"`
	Compartment vector.Hex    `json:"compartment"`
	Device      vector.Hex    `json:"device"`
	Signer      vector.Hex    `json:"signer_public"`
	Values      []largeVector `json:"values"`
	Refused     []largeVector `json:"refused"`
}

// largeVector is a large value: Repeat, again and again, cut at Size, is its content.
type largeVector struct {
	What      string        `json:"what"`
	Repeat    string        `json:"repeat"`
	Reference vector.Hex    `json:"reference,omitempty"` // CBOR
	ID        vector.Hex    `json:"id"`
	Kind      uint8         `json:"kind"`
	Size      int           `json:"size"`
	Sum       vector.Hex    `json:"sum"`
	Key       vector.Hex    `json:"key"`
	Chunks    []chunkVector `json:"chunks"`
}

type chunkVector struct {
	Name   string     `json:"name"`
	Hash   vector.Hex `json:"hash"` // as the reference has it
	Object vector.Hex `json:"object"`
}

func (v largeVector) content() string {
	return strings.Repeat(v.Repeat, v.Size/len(v.Repeat)+1)[:v.Size]
}

func (v largeVector) chunks() (chunks []Chunk) {
	for _, c := range v.Chunks {
		chunks = append(chunks, Chunk{c.Name, c.Object})
	}
	return chunks
}

func (v largeVector) large() state.Large {
	l := state.Large{ID: state.ID(v.ID), Kind: state.Kind(v.Kind), Size: v.Size, Sum: [32]byte(v.Sum), Key: [32]byte(v.Key)}
	for _, c := range v.Chunks {
		l.Chunks = append(l.Chunks, [32]byte(c.Hash))
	}
	return l
}

func TestLargeVectors(t *testing.T) {
	v := vector.Drawn(t, "large.json", func() largeValues { return makeLargeValues(t) })
	for _, value := range v.Values {
		checkLarge(t, v, value)
	}
	for _, value := range v.Refused {
		if got, err := OpenLarge(value.large(), value.chunks()); err == nil {
			t.Errorf("%s: read as %d bytes", value.What, got.Size())
		}
	}
	if len(v.Values) != 4 || len(v.Refused) < 4 {
		t.Errorf("%d values, %d that are refused", len(v.Values), len(v.Refused))
	}
}

// checkLarge reads a value from its chunks, makes its reference, and looks at the chunks as a relay does.
func checkLarge(t *testing.T, all largeValues, v largeVector) {
	t.Helper()
	got, err := OpenLarge(v.large(), v.chunks())
	if err != nil || string(contentOf(got)) != v.content() || got.Kind() != state.Kind(v.Kind) {
		t.Errorf("%s: %d bytes of kind %d, %v", v.What, got.Size(), got.Kind(), err)
	}
	if sum := sha256.Sum256([]byte(v.content())); !bytes.Equal(sum[:], v.Sum) {
		t.Errorf("%s: the sum is %x", v.What, sum)
	}
	reference, err := state.Reference(v.large())
	if err != nil || !bytes.Equal(encoded(reference), v.Reference) {
		t.Errorf("%s: the reference is %x, %v", v.What, encoded(reference), err)
	}
	for n, c := range v.Chunks {
		if name := ChunkName(seal.ID(all.Compartment), v.large(), n); name != c.Name {
			t.Errorf("%s: chunk %d is named %s", v.What, n, name)
		}
		if h, err := seal.Verify(c.Name, c.Object, seal.Practice(all.Practice), seal.PublicKey(all.Signer)); err != nil || h.Device != seal.ID(all.Device) {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// encoded is a value in canonical form: what a change has more than with NULL in its place.
func encoded(v state.Value) []byte {
	c := newAuthor().change("")
	c.Edits[0].Value = state.Null()
	before := len(c.Marshal()) - 2 // NULL, and no bases
	c.Edits[0].Value = v
	form := c.Marshal()
	return form[before : len(form)-1]
}

func makeLargeValues(t *testing.T) largeValues {
	a := newAuthor()
	public := a.Signer.Public()
	v := largeValues{
		About: "Large values: the reference that stands in a row or change, and the sealed chunks. The content is the text of repeat, again and again, cut at size bytes. " +
			"kind is 3 for a text, 4 for a blob. The chunks are sealed with the value's own key; signer_public checks their signatures. refused: references whose chunks do not make them.",
		Practice: a.Practice[:], Compartment: a.Compartment[:], Device: a.Device[:], Signer: public[:],
	}
	text := largeVector{What: "the shortest text", Repeat: "wind from the north-east, seals on the rocks. ", Size: state.LargeOver + 1, Kind: uint8(state.KindText)}
	whole := largeVector{What: "a blob of one full chunk", Repeat: "\x00\x01\x02\x03", Size: state.ChunkSize, Kind: uint8(state.KindBlob)}
	two := largeVector{What: "a blob of one byte more", Repeat: "scan ", Size: state.ChunkSize + 1, Kind: uint8(state.KindBlob)}
	// What this version writes has at most 8 MiB; what it reads may have more.
	long := largeVector{What: "a text of more than 8 MiB", Repeat: "Ærø 血圧\n", Size: 2*state.ChunkSize + 8, Kind: uint8(state.KindText)}
	for _, value := range []largeVector{text, whole, two, long} {
		v.Values = append(v.Values, sealLarge(t, a, value))
	}
	half := largeVector{What: "a text that ends within a character", Repeat: "é", Size: state.LargeOver + 1, Kind: uint8(state.KindText)}
	v.Refused = append(refusedLarge(v.Values), sealLarge(t, a, half))
	return v
}

func sealLarge(t *testing.T, a *author, v largeVector) largeVector {
	content := state.Text(v.content())
	if state.Kind(v.Kind) == state.KindBlob {
		content = state.Blob([]byte(v.content()))
	}
	reference, chunks, err := SealLarge(a.Writer, content)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := reference.Large()
	v.Reference, v.ID, v.Sum, v.Key = encoded(reference), l.ID[:], l.Sum[:], l.Key[:]
	for n, c := range chunks {
		v.Chunks = append(v.Chunks, chunkVector{c.Name, l.Chunks[n][:], c.Object})
	}
	return v
}

// refusedLarge spoils one thing of a well-formed value at a time.
func refusedLarge(good []largeVector) (bad []largeVector) {
	text, two := good[0], good[2]
	add := func(what string, from largeVector, spoil func(*largeVector)) {
		from.What, from.Chunks = what, append([]chunkVector(nil), from.Chunks...)
		spoil(&from)
		from.Reference = nil
		bad = append(bad, from)
	}
	add("another sum", text, func(v *largeVector) { v.Sum = append(vector.Hex{v.Sum[0] ^ 1}, v.Sum[1:]...) })
	add("another size", text, func(v *largeVector) { v.Size++ })
	add("another key", text, func(v *largeVector) { v.Key = append(vector.Hex{v.Key[0] ^ 1}, v.Key[1:]...) })
	add("another hash of a chunk", text, func(v *largeVector) { v.Chunks[0].Hash = two.Chunks[1].Hash })
	add("chunks that changed places", two, func(v *largeVector) {
		v.Chunks[0].Hash, v.Chunks[1].Hash = v.Chunks[1].Hash, v.Chunks[0].Hash
		v.Chunks[0].Object, v.Chunks[1].Object = v.Chunks[1].Object, v.Chunks[0].Object
	})
	add("a chunk that is missing", two, func(v *largeVector) { v.Chunks = v.Chunks[:1] })
	return bad
}
