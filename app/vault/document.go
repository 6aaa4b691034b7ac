package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"

	"farne/app/durable"
	"farne/app/vault/factor"
	"farne/sync/failure"
)

const (
	fileKind    = "vault"
	fileVersion = 1
)

// document is the file's body: JSON with two spaces of indent, in exactly the form that encode
// writes. The frame around it (package durable) tells damage, MAC tells a change by somebody
// without the second factor.
type document struct {
	Home   ID          `json:"home"`
	Factor factor.Kind `json:"factor"`
	Check  []byte      `json:"check"`
	Params Params      `json:"params"` // of passwords set from now on
	People []entry     `json:"people"`
	MAC    []byte      `json:"mac"`
}

type entry struct {
	ID     ID     `json:"id"`
	Name   []byte `json:"name"` // sealed under the second factor
	Params Params `json:"params"`
	Salt   []byte `json:"salt"`
	Secret []byte `json:"secret"` // sealed under password and second factor
	tries
}

// tries are the wrong passwords since the last right one.
type tries struct {
	Wrong int   `json:"wrong,omitempty"`
	Last  int64 `json:"last,omitempty"` // milliseconds since 1970, UTC
}

// aad is everything clear in an entry that does not change while its secret stays.
func (d *document) aad(e *entry) []byte {
	params := fmt.Appendf(nil, "argon2id v=19 t=%d m=%d p=%d", e.Params.Time, e.Params.Memory, e.Params.Threads)
	return bind("entry", d.Home[:], []byte(d.Factor), e.ID[:], params, e.Salt)
}

func (d *document) find(id ID) *entry {
	for i := range d.People {
		if d.People[i].ID == id {
			return &d.People[i]
		}
	}
	return nil
}

func (d *document) encode(mac Secret) ([]byte, error) {
	d.MAC = d.sum(mac)
	body, err := d.body()
	if err != nil {
		return nil, err
	}
	return durable.Frame(fileKind, fileVersion, body), nil
}

func (d *document) body() ([]byte, error) {
	body, err := json.MarshalIndent(d, "", "  ")
	return append(body, '\n'), err
}

// sum is the MAC over the body with an empty MAC.
func (d *document) sum(key Secret) []byte {
	bare := *d
	bare.MAC = nil
	body, err := bare.body()
	if err != nil { // a document holds nothing that JSON cannot write
		panic("vault: " + err.Error())
	}
	mac := hmac.New(sha256.New, key.Bytes())
	mac.Write(body)
	return mac.Sum(nil)
}

// decode reads a file of exactly the form that encode writes, and refuses parameters outside Floor
// and Ceiling before anything is computed with them.
func decode(data []byte) (*document, error) {
	body, err := durable.Unframe(fileKind, fileVersion, data)
	if err != nil {
		return nil, err
	}
	d := new(document)
	if err := json.Unmarshal(body, d); err != nil {
		return nil, fmt.Errorf("%w: %w", durable.ErrDamaged, err)
	}
	if again, err := d.body(); err != nil || !bytes.Equal(again, body) || !d.Factor.Valid() {
		return nil, fmt.Errorf("%w: not the form that is written", durable.ErrDamaged)
	}
	if err := d.Params.check(); err != nil {
		return nil, err
	}
	for _, e := range d.People {
		if err := e.Params.check(); err != nil {
			return nil, err
		}
		if len(e.Salt) != saltSize {
			return nil, fmt.Errorf("%w: salt of %d bytes", durable.ErrDamaged, len(e.Salt))
		}
	}
	return d, nil
}

// verify tells a wrong second factor from a changed file: the check value depends on the second
// factor alone, the MAC on every byte too.
func (d *document) verify(keys factorKeys) error {
	if subtle.ConstantTimeCompare(d.Check, keys.check.Bytes()) != 1 {
		return wrongFactor(d.Factor)
	}
	if !hmac.Equal(d.MAC, d.sum(keys.mac)) {
		return failure.New(failure.Integrity, "The vault file was changed by something other than Farne. No password was tried, and the records were not touched.",
			"Do not type your password on this laptop. Open the records with the recovery kit: farne unlock --recovery-file FILE.")
	}
	return nil
}

func wrongFactor(kind factor.Kind) error {
	if kind == factor.KindKeyFile {
		return failure.New(failure.WrongKey, "This key file belongs to another home. The password was not tried, and nothing was changed.",
			"Give the key file that was made for this one; if it is lost, use the recovery kit: farne unlock --recovery-file FILE.")
	}
	return failure.New(failure.WrongKey, "This computer's keychain holds another key than the one these records were closed with. The password was not tried, and nothing was changed.",
		"Sign in to the computer as the person who set Farne up; if the keychain was reset, use the recovery kit: farne unlock --recovery-file FILE.")
}
