package clinic

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// SignedNote is a note that its author has signed: a row of signed_note, which is inserted and never
// changed. A correction is an addendum: a signed note of its own that names its Parent. Ids are the
// rows' UUIDs, all zero for none. Signed is RFC 3339 in UTC.
type SignedNote struct {
	ID, Patient, Encounter, Draft, Parent [16]byte
	Title, Text                           string
	Author                                [16]byte
	Signed                                string
	ParentHash                            []byte // Hash of the parent; empty when there is no parent
}

// LongestNote is the most bytes of text one note may have; longer ones are split by their author.
const LongestNote = 1 << 20

// noteLabel begins the encoding, so that a hash of a note can never be the hash of anything else.
const noteLabel = "farne signed note 1"

// Canonical is the encoding that Hash covers: the label, then id, patient, encounter, draft, parent,
// title, text, author, signed and parent hash, in this order, each as a length of four bytes, big
// endian, and its bytes. An id that is none has length zero. Text is taken byte for byte as stored.
func (n SignedNote) Canonical() []byte {
	b := []byte(noteLabel)
	add := func(field []byte) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	for _, id := range [][16]byte{n.ID, n.Patient, n.Encounter, n.Draft, n.Parent} {
		add(present(id))
	}
	add([]byte(n.Title))
	add([]byte(n.Text))
	add(present(n.Author))
	add([]byte(n.Signed))
	add(n.ParentHash)
	return b
}

// Hash is SHA-256 over Canonical. An addendum carries its parent's, so that a parent that was
// replaced afterwards no longer fits.
func (n SignedNote) Hash() [32]byte { return sha256.Sum256(n.Canonical()) }

func present(id [16]byte) []byte {
	if id == ([16]byte{}) {
		return nil
	}
	return id[:]
}

// Check answers with what forbids signing this note, given its parent; parent is nil for a note that
// is not an addendum. Nothing when it may be inserted.
func (n SignedNote) Check(parent *SignedNote) []*FieldError {
	found := CheckNoteText(n.Title, n.Text)
	bad := func(field, code, message string) {
		found = append(found, &FieldError{Field: field, Code: code, Message: message})
	}
	if n.Patient == ([16]byte{}) {
		bad("patient", "missing", "A note belongs to a patient")
	}
	if n.Author == ([16]byte{}) {
		bad("author", "missing", "A signed note has an author")
	}
	if _, err := Instant(n.Signed); err != nil || len(n.Signed) < 20 {
		bad("signed", "date", "A signed note says when it was signed")
	}
	if !n.FitsParent(parent) {
		bad("parent", "parent", "An addendum must name the signed note of the same patient that it adds to")
	}
	return found
}

// FitsParent tells whether the note is an addendum to exactly this parent, or none and parent is nil.
func (n SignedNote) FitsParent(parent *SignedNote) bool {
	if parent == nil {
		return n.Parent == [16]byte{} && len(n.ParentHash) == 0
	}
	hash := parent.Hash()
	return n.Parent == parent.ID && n.ID != parent.ID && n.Patient == parent.Patient && string(n.ParentHash) == string(hash[:])
}

// CheckNoteText holds for drafts at their signing and for addenda: there is something to sign.
func CheckNoteText(title, text string) []*FieldError {
	var found []*FieldError
	switch {
	case strings.TrimSpace(text) == "":
		found = append(found, &FieldError{Field: "text", Code: "missing", Message: "Write the note before signing it"})
	case len(text) > LongestNote:
		found = append(found, &FieldError{Field: "text", Code: "too_long", Message: "The note is too long. Split it into two notes"})
	case !utf8.ValidString(text):
		found = append(found, &FieldError{Field: "text", Code: "characters", Message: "The note holds characters that cannot be kept. Type it again"})
	}
	if err := checkText("Title", title, 500); err != nil {
		err.Field = "title"
		found = append(found, err)
	}
	return found
}
