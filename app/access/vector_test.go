package access

import (
	"bytes"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"farne/build/vector"
	"farne/sync/seal"
	"farne/sync/state"
)

// auditForms is testdata/format/audit.json.
type auditForms struct {
	About   string             `json:"about"`
	Signer  vector.Hex         `json:"device_seed"`
	Public  vector.Hex         `json:"device_public"`
	Chain   []entryForm        `json:"chain"`
	Head    headForm           `json:"head"`
	Norms   []normForm         `json:"norms"`
	Refused []vector.Malformed `json:"refused"`
}

type entryForm struct {
	Sequence uint64     `json:"sequence"`
	ID       vector.Hex `json:"id"`
	At       int64      `json:"at"`
	Offset   int16      `json:"offset_minutes"`
	Person   vector.Hex `json:"person"`
	Seat     vector.Hex `json:"seat"`
	Device   vector.Hex `json:"device"`
	Act      uint8      `json:"act"`
	Kind     uint8      `json:"kind"`
	Patient  vector.Hex `json:"patient"`
	Norm     vector.Hex `json:"norm"`
	Reason   uint8      `json:"reason"`
	Outcome  uint8      `json:"outcome"`
	Detail   uint8      `json:"detail"`
	Number   uint64     `json:"number"`
	Entry    vector.Hex `json:"entry"`
	Hash     vector.Hex `json:"hash"`
}

// headForm is the head after the last entry: what is signed, and what a backup keeps.
type headForm struct {
	Sequence  uint64     `json:"sequence"`
	Hash      vector.Hex `json:"hash"`
	Signed    vector.Hex `json:"signed"`
	Signature vector.Hex `json:"signature"`
	InBackup  vector.Hex `json:"in_backup"`
}

type normForm struct {
	Name string     `json:"name"`
	ID   vector.Hex `json:"id"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "audit.json", makeAudit(t))
	var tip seal.Hash
	for _, f := range v.Chain {
		e, err := Unmarshal(f.Entry)
		if err != nil || !bytes.Equal(must(e.Marshal()), f.Entry) || e != f.entry() {
			t.Errorf("entry %d is read as %+v, %v", f.Sequence, e, err)
		}
		if tip = link(tip, f.Sequence, f.Entry); !bytes.Equal(tip[:], f.Hash) {
			t.Errorf("entry %d has the hash %s", f.Sequence, tip)
		}
	}
	h, err := UnmarshalHead(v.Head.InBackup)
	if err != nil || h.Sequence != v.Head.Sequence || h.Hash != tip || !bytes.Equal(h.message(), v.Head.Signed) || !h.Signed(seal.PublicKey(v.Public)) {
		t.Errorf("the head is read as %+v, %v", h, err)
	}
	for _, n := range v.Norms {
		if id := (Norm{Name: n.Name}).ID(); !bytes.Equal(id[:], n.ID) {
			t.Errorf("norm %q has the id %x", n.Name, id)
		}
	}
	for _, m := range v.Refused {
		if e, err := Unmarshal(m.Bytes); err == nil {
			t.Errorf("%s: read as %+v", m.What, e)
		}
	}
}

func (f entryForm) entry() Entry {
	id := func(b vector.Hex) (id [16]byte) {
		copy(id[:], b)
		return id
	}
	return Entry{
		ID: id(f.ID), At: f.At, Offset: f.Offset, Person: id(f.Person), Seat: id(f.Seat), Device: id(f.Device), Act: Act(f.Act), Kind: Kind(f.Kind),
		Patient: id(f.Patient), Norm: id(f.Norm), Reason: Reason(f.Reason), Outcome: Outcome(f.Outcome), Detail: Detail{Code(f.Detail), f.Number},
	}
}

func makeAudit(t *testing.T) auditForms {
	seed := bytes.Repeat([]byte{3}, 32)
	key, err := seal.SigningKeyFromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	public := key.Public()
	v := auditForms{
		About: "The audit log. chain: entries from the first, with the parts, the CBOR and the hash that depends on all before. head: what the device signs after the last one, and the CBOR that a backup keeps. " +
			"norms: names and ids. refused: no entries.",
		Signer: seed, Public: public[:],
	}
	var tip Head
	for _, e := range sampleEntries() {
		form := must(e.Marshal())
		tip = Head{Sequence: tip.Sequence + 1, Hash: link(tip.Hash, tip.Sequence+1, form)}
		v.Chain = append(v.Chain, entryForm{
			tip.Sequence, e.ID[:], e.At, e.Offset, short(e.Person), short(e.Seat), e.Device[:], uint8(e.Act), uint8(e.Kind), short(e.Patient), short(e.Norm),
			uint8(e.Reason), uint8(e.Outcome), uint8(e.Detail.Code), e.Detail.Number, form, bytes.Clone(tip.Hash[:]),
		})
	}
	tip = tip.sign(key)
	v.Head = headForm{tip.Sequence, tip.Hash[:], tip.message(), tip.Signature[:], tip.Marshal()}
	for _, name := range []string{"clinician-reads-care", "clinician-writes-care", ""} {
		id := (Norm{Name: name}).ID()
		v.Norms = append(v.Norms, normForm{name, id[:]})
	}
	v.Refused = malformedEntries(t, v.Chain[1].Entry)
	return v
}

// sampleEntries are a wrong password, a view of a patient under a norm, and a gap that the log tells of.
func sampleEntries() []Entry {
	id := func(n byte) (id [16]byte) {
		id = [16]byte{0x01, 0x9b, 0xa2, 0xa0, 0xb6, 0x00, 0x70, n, 0x80, n}
		return id
	}
	const at = 1_767_960_000_000 // 2026-01-09T12:00:00Z
	device := seal.ID{0xd1}
	norm := Norm{Name: "clinician-reads-care"}
	failed := Entry{ID: state.ID(id(1)), At: at, Device: device, Person: state.ID{1}, Act: ActSignIn, Kind: KindOwnAccount}.Ended(Failed, Detail{Code: WrongPassword})
	view := Entry{ID: state.ID(id(2)), At: at + 1, Offset: -150, Device: device, Person: state.ID{1}, Seat: state.ID{2}, Act: ActView, Kind: KindSessionNote}.Under(norm).About(state.ID{3}).Ended(Done, Detail{})
	view.Reason = ReasonEmergency
	gap := Entry{ID: state.ID(id(3)), At: at + 2, Offset: 840, Device: device, Act: ActAlarm, Kind: KindAuditLog}.Ended(Failed, Detail{LogGap, 1 << 40})
	return []Entry{failed, view, gap}
}

func malformedEntries(t *testing.T, good []byte) (bad []vector.Malformed) {
	var elements []any
	if err := cbor.Unmarshal(good, &elements); err != nil {
		t.Fatal(err)
	}
	add := func(what string, b []byte) { bad = append(bad, vector.Malformed{What: what, Bytes: b}) }
	with := func(what string, at int, value any) {
		spoilt := slices.Clone(elements)
		spoilt[at] = value
		add(what, must(encoding.Marshal(spoilt)))
	}
	add("nothing", vector.Hex{})
	add("cut short", good[:len(good)-1])
	add("bytes after the end", append(bytes.Clone(good), 0))
	add("a sixteenth element", must(encoding.Marshal(append(slices.Clone(elements), 0))))
	add("a head that is not the shortest", append([]byte{0x98, 15}, good[1:]...))
	with("another version", 0, 2)
	with("an id that is no UUIDv7", 1, make([]byte, 16))
	with("a time before 1970", 2, -1)
	with("a zone of 19 hours", 3, 19*60)
	with("null for an id that is not there", 9, nil)
	with("an id of zeros for one that is not there", 9, make([]byte, 16))
	with("an id of 15 bytes", 9, make([]byte, 15))
	with("no device", 6, []byte{})
	with("act 0", 7, 0)
	with("an act that is on no list", 7, 255)
	with("a text", 14, "Sample-Patient")
	return bad
}
