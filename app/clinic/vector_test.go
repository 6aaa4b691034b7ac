package clinic

import (
	"bytes"
	"testing"

	"farne/build/vector"
)

// signedNotes is testdata/format/notes.json.
type signedNotes struct {
	About string       `json:"about"`
	Notes []signedForm `json:"notes"`
}

type signedForm struct {
	What       string     `json:"what"`
	ID         vector.Hex `json:"id"`
	Patient    vector.Hex `json:"patient"`
	Encounter  vector.Hex `json:"encounter"`
	Draft      vector.Hex `json:"draft"`
	Parent     vector.Hex `json:"parent"`
	Title      string     `json:"title"`
	Text       string     `json:"text"`
	Author     vector.Hex `json:"author"`
	Signed     string     `json:"signed"`
	ParentHash vector.Hex `json:"parent_hash"`
	Hashed     vector.Hex `json:"hashed"`
	Hash       vector.Hex `json:"hash"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "notes.json", makeSignedNotes())
	for _, f := range v.Notes {
		n := SignedNote{Title: f.Title, Text: f.Text, Signed: f.Signed, ParentHash: f.ParentHash}
		for id, from := range map[*[16]byte]vector.Hex{&n.ID: f.ID, &n.Patient: f.Patient, &n.Encounter: f.Encounter, &n.Draft: f.Draft, &n.Parent: f.Parent, &n.Author: f.Author} {
			copy(id[:], from)
		}
		if hash := n.Hash(); !bytes.Equal(n.Canonical(), f.Hashed) || !bytes.Equal(hash[:], f.Hash) {
			t.Errorf("%s: the hash of %x is %x", f.What, n.Canonical(), hash)
		}
	}
}

func makeSignedNotes() signedNotes {
	note := SignedNote{
		ID: [16]byte{1}, Patient: [16]byte{2}, Encounter: [16]byte{9}, Draft: [16]byte{3}, Title: "Sample-Review", Text: "Sample: slept well.\nÆrø 血圧\n",
		Author: [16]byte{4}, Signed: "2026-01-09T12:00:00Z",
	}
	hash := note.Hash()
	addendum := SignedNote{ID: [16]byte{5}, Patient: [16]byte{2}, Parent: note.ID, Text: "Sample: and ate.", Author: [16]byte{4}, Signed: "2026-01-10T12:00:00Z", ParentHash: hash[:]}
	return signedNotes{
		About: "Hashes of signed notes: the fields, the bytes that are hashed, and their SHA-256. An id that is none is empty.",
		Notes: []signedForm{showSigned("a note", note), showSigned("an addendum to it", addendum), showSigned("the least that can be hashed", SignedNote{})},
	}
}

func showSigned(what string, n SignedNote) signedForm {
	hash := n.Hash()
	return signedForm{
		What: what, ID: present(n.ID), Patient: present(n.Patient), Encounter: present(n.Encounter), Draft: present(n.Draft), Parent: present(n.Parent),
		Title: n.Title, Text: n.Text, Author: present(n.Author), Signed: n.Signed, ParentHash: n.ParentHash, Hashed: n.Canonical(), Hash: hash[:],
	}
}
