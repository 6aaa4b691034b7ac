package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"farne/build/vector"
)

// paddings is testdata/format/padding.json.
type paddings struct {
	About   string             `json:"about"`
	Sizes   []paddedSizes      `json:"sizes"`
	Bodies  []paddedBody       `json:"bodies"`
	Refused []vector.Malformed `json:"refused"`
}

type paddedSizes struct {
	Floor  int `json:"floor"`
	Size   int `json:"size"`
	Padded int `json:"padded"`
}

type paddedBody struct {
	Body   vector.Hex `json:"body"`
	Padded vector.Hex `json:"padded"`
}

func TestPaddingVectors(t *testing.T) {
	v := vector.Fixed(t, "padding.json", makePaddings(t))
	for _, s := range v.Sizes {
		if got := paddedSize(s.Size, s.Floor); got != s.Padded {
			t.Errorf("%d is padded to %d", s.Size, got)
		}
	}
	for _, b := range v.Bodies {
		if body, err := unpackBody(b.Padded); err != nil || !bytes.Equal(body, b.Body) {
			t.Errorf("%x is read as %x, %v", b.Padded[:32], body, err)
		}
	}
	for _, m := range v.Refused {
		if body, err := unpackBody(m.Bytes); err == nil {
			t.Errorf("%s is read as %x", m.What, body)
		}
	}
}

// stored is a zstd frame of one block that is not compressed: what any implementation can make.
func stored(body []byte) []byte {
	head := len(body)<<3 | 1 // last block, raw
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x20, byte(len(body)), byte(head), byte(head >> 8), byte(head >> 16)}
	return append(frame, body...)
}

func makePaddings(t *testing.T) paddings {
	v := paddings{About: "PADMÉ. sizes: a size and what it is padded to; the floor is 512 for bodies and 1024 for wraps. bodies: what the AEAD encrypts, a length, a zstd frame and zeros; " +
		"the frames hold one block that is not compressed, and a writer may make others. refused: must not be read, though the AEAD would open them."}
	for _, floor := range []int{bodyFloor, wrapFloor} {
		for _, size := range []int{0, 1, 4, 511, 512, 513, 544, 545, 1000, 1023, 1024, 1025, 1088, 1089, 4095, 4097, 10_000, 65_535, 65_536, 65_537, 1_000_000, 4 << 20, 4<<20 + 1, 8 << 20, 8<<20 + 1, 33_554_431} {
			v.Sizes = append(v.Sizes, paddedSizes{floor, size, paddedSize(size, floor)})
		}
	}
	for _, body := range [][]byte{{}, []byte("body"), bytes.Repeat([]byte("0123456789abcdef"), 15)} {
		v.Bodies = append(v.Bodies, paddedBody{body, pad(appendLP(nil, stored(body)), bodyFloor)})
	}
	frame := stored([]byte("body"))
	good := pad(appendLP(nil, frame), bodyFloor)
	spoilt := func(at int, b byte) []byte {
		bad := bytes.Clone(good)
		bad[at] = b
		return bad
	}
	refuse := func(what string, b []byte) { v.Refused = append(v.Refused, vector.Malformed{What: what, Bytes: b}) }
	refuse("a last byte that is not zero", spoilt(len(good)-1, 1))
	refuse("a byte after the frame that is not zero", spoilt(4+len(frame), 1))
	refuse("a length beyond the end", spoilt(1, 1))
	refuse("a length that cuts the frame", spoilt(3, byte(len(frame)-1)))
	refuse("a zero of the padding counted in the frame", spoilt(3, byte(len(frame)+1)))
	refuse("one step too long", append(bytes.Clone(good), make([]byte, 32)...))
	refuse("one byte too long", append(bytes.Clone(good), 0))
	refuse("shorter than the floor", good[:bodyFloor-1])
	refuse("no zstd frame", pad(appendLP(nil, []byte("body")), bodyFloor))
	refuse("a frame that is cut short", pad(appendLP(nil, frame[:len(frame)-1]), bodyFloor))
	refuse("nothing", vector.Hex{})
	return v
}

// objectNames is testdata/format/names.json.
type objectNames struct {
	About string       `json:"about"`
	IDs   []writtenID  `json:"ids"`
	Names []objectName `json:"names"`
	Bad   []string     `json:"refused"`
}

type writtenID struct {
	ID   vector.Hex `json:"id"`
	Text string     `json:"text"`
}

// objectName is a name and the parts that its kind has.
type objectName struct {
	Kind        uint8      `json:"kind"`
	What        string     `json:"what"`
	Compartment vector.Hex `json:"compartment,omitempty"`
	Device      vector.Hex `json:"device,omitempty"`
	ID          vector.Hex `json:"id,omitempty"`
	Number      uint64     `json:"number"`
	Name        string     `json:"name"`
}

func (o objectName) parts() Name {
	n := Name{Kind: Kind(o.Kind), Number: o.Number}
	copy(n.Compartment[:], o.Compartment)
	copy(n.Device[:], o.Device)
	copy(n.Object[:], o.ID)
	return n
}

func TestNameVectors(t *testing.T) {
	v := vector.Fixed(t, "names.json", makeNames())
	for _, i := range v.IDs {
		if id, err := ParseID(i.Text); err != nil || !bytes.Equal(id[:], i.ID) {
			t.Errorf("%s is read as %x, %v", i.Text, id, err)
		}
	}
	for _, n := range v.Names {
		if parts, err := ParseName(n.Name); err != nil || parts != n.parts() {
			t.Errorf("%s is read as %+v, %v", n.Name, parts, err)
		}
	}
	for _, bad := range v.Bad {
		if parts, err := ParseName(bad); !errors.Is(err, BadName) {
			t.Errorf("%q is read as %+v", bad, parts)
		}
	}
}

func makeNames() objectNames {
	v := objectNames{About: "Names of objects. ids: 16 bytes and their base32. names: the parts that the kind has, and the name. refused: no names, and no second spelling of one."}
	c, d, o := ID(counted(1)[:16]), ID(counted(101)[:16]), ID(counted(201)[:16])
	for _, id := range []ID{{}, {15: 1}, c, ID(bytes.Repeat([]byte{0xff}, 16))} {
		v.IDs = append(v.IDs, writtenID{id[:], id.String()})
	}
	for _, n := range []Name{
		{Kind: Member, Device: d, Number: 1}, {Kind: JoinRequest, Object: o}, {Kind: JoinAnswer, Object: o}, {Kind: Batch, Compartment: c, Device: d, Number: 123},
		{Kind: Hint, Compartment: c, Device: d}, {Kind: Pack, Compartment: c, Object: o}, {Kind: Backup, Device: d, Number: MaxNumber},
		{Kind: Chunk, Compartment: c, Object: o, Number: 0}, {Kind: Chunk, Compartment: c, Object: o, Number: 63}, {Kind: Log, Device: d, Number: 3},
	} {
		named := objectName{Kind: uint8(n.Kind), What: n.Kind.String(), Number: n.Number, Name: n.String()}
		for id, into := range map[ID]*vector.Hex{n.Compartment: &named.Compartment, n.Device: &named.Device, n.Object: &named.ID} {
			if !id.IsZero() {
				*into = id[:]
			}
		}
		v.Names = append(v.Names, named)
	}
	id := d.String()
	v.Bad = []string{
		"", "/", "m", "m/", "m/1-" + id, "m/000000000000-" + id, "m/000000000001", "m/+00000000001-" + id, "m/0000000000001-" + id, "M/000000000001-" + id,
		"m/000000000001-" + strings.ToUpper(id), "m/000000000001-" + id + "/", "m/000000000001-" + id[:25], "m/000000000001-" + id[:25] + "b",
		"m/000000000001-" + id[:25] + "\n", "j/" + id, "j/" + id + "/x", "c/" + id + "/" + id, "c/" + id + "/" + id + "/000000000000",
		"h/" + id + "/" + id + "/000000000001", "a/" + id + "/" + id, "t/" + id + "/" + id + "/000000000000", "x/" + id + "/" + id, "../" + id, "b/" + id + "/999999999999999",
	}
	return v
}
