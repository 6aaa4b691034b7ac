package seal

import "fmt"

// Kind is what an object is. The numbers stand in headers: add, never change.
type Kind uint8

// The kinds, with the shape of their names. <n> has twelve digits.
const (
	Member      Kind = 1 // m/<n>-<device>
	JoinRequest Kind = 2 // j/<id>/q
	JoinAnswer  Kind = 3 // j/<id>/a
	Batch       Kind = 4 // c/<compartment>/<device>/<n>
	Hint        Kind = 5 // h/<compartment>/<device>, the one kind that is overwritten
	Pack        Kind = 6 // t/<compartment>/<id>
	Backup      Kind = 7 // b/<device>/<n>
	Chunk       Kind = 8 // a/<compartment>/<id>/<n>, n from 0
	Log         Kind = 9 // l/<device>/<n>
)

// traits are what a header and a name of a kind must hold. One table serves naming, sealing and
// parsing, so that the three cannot disagree.
type traits struct {
	text        string
	practice    bool // a practice is named; false: must be zero
	compartment bool
	epoch       bool // sealed with an epoch key, so the number is at least 1; false: zero
	object      bool // an id of its own, in the extension
	sequence    bool
	first       uint64 // lowest sequence
	prev        int    // 0 none, 1 exactly one, many: a set
	signer      bool
	wraps       bool
}

const many = 2

var kinds = map[Kind]traits{
	Member:      {text: "member", practice: true, compartment: true, epoch: true, sequence: true, first: 1, prev: many, signer: true, wraps: true},
	JoinRequest: {text: "join request", object: true},
	JoinAnswer:  {text: "join answer", practice: true, object: true},
	Batch:       {text: "batch", practice: true, compartment: true, epoch: true, sequence: true, first: 1, prev: 1},
	Hint:        {text: "hint", practice: true, compartment: true, epoch: true, sequence: true, first: 1},
	Pack:        {text: "pack", practice: true, compartment: true, epoch: true, object: true},
	Backup:      {text: "backup", practice: true, compartment: true, epoch: true, sequence: true, first: 1},
	Chunk:       {text: "chunk", practice: true, compartment: true, object: true, sequence: true},
	Log:         {text: "log", practice: true, sequence: true, first: 1, prev: 1, wraps: true},
}

func (k Kind) String() string {
	if t, known := kinds[k]; known {
		return t.text
	}
	return fmt.Sprintf("kind %d", uint8(k))
}
