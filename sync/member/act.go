package member

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"farne/sync/seal"
)

// Kind is what an act of a record does. The numbers stand in bodies: add, never change.
type Kind uint16

// The kinds; see the package comment.
const (
	KindEnrol      Kind = 1
	KindEntitle    Kind = 2
	KindWrap       Kind = 3
	KindRevoke     Kind = 4
	KindRole       Kind = 5
	KindRotate     Kind = 6
	KindRenew      Kind = 7
	KindAdmit      Kind = 8
	KindSucceed    Kind = 9
	KindGeneration Kind = 10
	KindErase      Kind = 11
	KindPrune      Kind = 12
	KindVeto       Kind = 13
	KindFound      Kind = 14
	KindCreate     Kind = 15
)

var kindNames = [...]string{
	"", "enrol", "entitle", "wrap", "revoke", "role", "rotate", "renew", "admit", "succeed",
	"generation", "erase", "prune", "veto", "found", "create",
}

func (k Kind) String() string {
	if k > 0 && int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint16(k))
}

// Pin says how far a device's chain in one compartment counts: the last sequence, and SHA-256 of that
// batch. Sequence 0 with the zero hash stands for a chain without batches.
type Pin struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Sequence    uint64
	Hash        seal.Hash
}

// act is one thing that a record does.
type act interface {
	kind() Kind
	// check tells what is wrong with the act alone, before anybody asks who wrote it.
	check() error
}

type enrol struct {
	_             struct{} `cbor:",toarray"`
	Device        seal.ID
	DeviceKey     seal.PublicKey
	Seat          seal.ID
	SeatKey       seal.PublicKey
	Encapsulation []byte
	Person        seal.ID
	Roles         []string
	Administrator bool
}

type entitle struct {
	_            struct{} `cbor:",toarray"`
	Seat         seal.ID
	Compartments []seal.ID
}

type wrap struct {
	_      struct{} `cbor:",toarray"`
	To     seal.RecipientKind
	ID     seal.ID
	Covers []cover
}

// cover is what a wrap holds of one compartment.
type cover struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Keys        []seal.KeyID
}

type succeed struct {
	_    struct{} `cbor:",toarray"`
	Old  seal.ID
	New  seal.ID
	Key  seal.PublicKey
	Pins []Pin
}

type found struct {
	_        struct{} `cbor:",toarray"`
	Root     seal.PublicKey
	Recovery []byte
}

type create struct {
	_           struct{} `cbor:",toarray"`
	Compartment seal.ID
	Name        string
	Epoch       uint32
	Key         seal.KeyID
	Tree        seal.KeyID
}

// pinned is the payload of revoke and admit.
type pinned struct {
	_      struct{} `cbor:",toarray"`
	Device seal.ID
	Pins   []Pin
}

// unsupported is an act that this version keeps and does not carry out. device is whom it is about,
// where that can be read.
type unsupported struct {
	is      Kind
	device  seal.ID
	payload cbor.RawMessage
}

func (enrol) kind() Kind         { return KindEnrol }
func (entitle) kind() Kind       { return KindEntitle }
func (wrap) kind() Kind          { return KindWrap }
func (succeed) kind() Kind       { return KindSucceed }
func (found) kind() Kind         { return KindFound }
func (create) kind() Kind        { return KindCreate }
func (u unsupported) kind() Kind { return u.is }

func (w wrap) recipient() seal.Recipient { return seal.Recipient{Kind: w.To, ID: w.ID} }
