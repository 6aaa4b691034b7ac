package fhir

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"

	"farne/app/interchange/jsondoc"
)

// Note is a note of Farne's own, as an export needs it.
type Note struct {
	ID, Patient, Encounter, Parent, Author [16]byte // zero for none
	AuthorName                             string   // "" if it is not to be said
	Title, Text                            string
	At                                     string // when it was signed, or begun; RFC 3339 in UTC
	Signed                                 bool
	Hash                                   []byte // of a signed note, clinic.SignedNote.Hash; nil for none
}

// Note is a note as a DocumentReference: text/plain, docStatus final when it is signed and
// preliminary when it is a draft; an addendum appends to its parent. Its LOINC type is progress note.
func (x *Exporter) Note(n Note) ([]byte, error) {
	table, status := "note", "preliminary"
	if n.Signed {
		table, status = "signed_note", "final"
	}
	id := formatUUID(n.ID)
	doc, err := jsondoc.Open([]byte(`{"resourceType":"DocumentReference","id":"` + id + `"}`))
	if err != nil {
		return nil, err
	}
	e := &edit{view: view{root: doc.Root()}, doc: doc}
	identifiers := [][]byte{ownIdentifier(id), object(member{"system", noteSystem(table)}, member{"value", id})}
	if len(n.Hash) > 0 {
		identifiers = append(identifiers, object(member{"system", "urn:farne:note-sha256"}, member{"value", hex.EncodeToString(n.Hash)}))
	}
	e.set(array(identifiers), jsondoc.Key("identifier"))
	e.set([]byte(`"current"`), jsondoc.Key("status"))
	e.set(jsondoc.Quote(status), jsondoc.Key("docStatus"))
	e.set([]byte(`{"coding":[`+string(newCoding("http://loinc.org", "11506-3", "Progress note"))+`]}`), jsondoc.Key("type"))
	e.setNoteRef(x, "Patient", n.Patient, jsondoc.Key("subject"))
	e.setText(n.At, jsondoc.Key("date"))
	e.setAuthor(n)
	if n.Parent != ([16]byte{}) {
		e.set([]byte(`"appends"`), jsondoc.Path("relatesTo", 0, "code")...)
		e.setNoteRef(x, "DocumentReference", n.Parent, jsondoc.Path("relatesTo", 0, "target")...)
	}
	e.setText(n.Title, jsondoc.Key("description"))
	e.set(textAttachment(n), jsondoc.Path("content", 0, "attachment")...)
	e.setNoteRef(x, "Encounter", n.Encounter, jsondoc.Path("context", "encounter", 0)...)
	return doc.Bytes(), e.err
}

func (e *edit) setNoteRef(x *Exporter, typ string, row [16]byte, path ...jsondoc.Step) {
	if row != ([16]byte{}) {
		e.set(x.reference(typ, row), path...)
	}
}

// setAuthor names the author by the id of the person, who is no resource, and by name.
func (e *edit) setAuthor(n Note) {
	if n.Author == ([16]byte{}) {
		return
	}
	author := `{"identifier":` + string(object(member{"system", "urn:farne:person"}, member{"value", formatUUID(n.Author)}))
	if n.AuthorName != "" {
		author += `,"display":` + string(jsondoc.Quote(n.AuthorName))
	}
	e.set([]byte(author+"}"), jsondoc.Path("author", 0)...)
}

func textAttachment(n Note) []byte {
	b := object(member{"contentType", "text/plain; charset=utf-8"}, member{"data", base64.StdEncoding.EncodeToString([]byte(n.Text))},
		member{"title", n.Title}, member{"creation", n.At})
	return []byte(string(b[:len(b)-1]) + `,"size":` + strconv.Itoa(len(n.Text)) + "}")
}
