// Package engine puts the other parts of sync/ in order: it pushes and pulls batches, makes backups,
// verifies what the remote holds and restores from it. It sees rows through Replica, which the store
// implements, and keys through Members.
//
// Make an Engine for an open practice and call Round for one exchange both ways, Backup and Verify
// when they are due. Find and Source restore a practice from the recovery kit alone.
//
// Beware: an alarm is an answer, not an error. What the provider did wrong is named in the report, and
// everything that can be done without the damaged thing is done. A Round that could not reach some of
// the remote, or could not write some of the files here, does the rest too, and then returns its report
// together with the error: look at both.
package engine

import (
	"context"
	"iter"
	"sync"
	"time"

	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/state"
	"farne/sync/tree"
)

// Keyholder is what one needs to read objects: who may write, and the keys that one was given.
type Keyholder interface {
	Practice() seal.Practice
	// Device is the public key of an enrolled device.
	Device(id seal.ID) (key seal.PublicKey, enrolled bool)
	// Key is the epoch key of a compartment that an object's header names.
	Key(compartment seal.ID, id seal.KeyID) (seal.Key, bool)
}

// Members is what the membership log says, as it stands now: Config.Refresh may change it.
type Members interface {
	Keyholder
	// Devices are the enrolled devices, ascending.
	Devices() []seal.ID
	// Heads are the records that no other record names, ascending.
	Heads() []seal.Hash
	// Has tells whether the log holds a record, be it one that counts or not.
	Has(record seal.Hash) bool
	// Record is a record as this laptop keeps it, by its name; nil for one that it does not keep.
	Record(ctx context.Context, name string) ([]byte, error)
	// Problems are what is wrong with records.
	Problems() []member.Problem
}

// Replica is one compartment's rows on this laptop. All its methods are safe beside people's writes.
type Replica interface {
	Frontier() chain.Frontier
	// Seal empties the outbox into batches; each is kept until Sent.
	Seal(ctx context.Context, device seal.ID, sealer chain.Sealer) (batches, changes int, err error)
	// Unsent gives the sealed batches that the remote was not seen to hold, oldest first.
	Unsent(ctx context.Context, each func(sequence uint64, name string, object []byte) error) error
	Sent(ctx context.Context, sequence uint64) error
	// Accept applies a batch of another chain and moves the frontier to head.
	Accept(ctx context.Context, head chain.Head, changes []state.Change) error
	// Twins counts, by device, the values that stand undecided under one stamp with another.
	Twins(ctx context.Context) (map[hlc.Device]int, error)
	// Park keeps a batch that this version cannot read, without moving the frontier.
	Park(ctx context.Context, name, why string, object []byte) error
	// Unpark forgets it, once a later version has applied it.
	Unpark(ctx context.Context, name string) error
	Snapshot(ctx context.Context, secret tree.Secret) (Snapshot, error)
	// Packs tells in which pack of the remote each node lies that is known to be there.
	Packs(ctx context.Context) (map[tree.Name]seal.ID, error)
	Uploaded(ctx context.Context, pack [16]byte, nodes []tree.Name) error
	// Note and Noted keep small values of the engine's own, never synced; nil for none.
	Note(ctx context.Context, name string, value []byte) error
	Noted(ctx context.Context, name string) ([]byte, error)
	Chunks
}

// Snapshot is the sealed rows at one moment, with the tree over them and the frontier behind them.
type Snapshot interface {
	Tree() *tree.Tree
	Frontier() chain.Frontier
	Rows(after tree.Key) iter.Seq2[tree.Row, error]
	Counts() (map[string]int64, error)
	Close() error
}

// Place is one compartment that this seat holds the keys of.
type Place struct {
	Name    string
	ID      seal.ID
	Epoch   uint32
	Key     seal.Key // of the current epoch
	Tree    seal.Key // the compartment's tree key, which never changes
	Replica Replica
}

// Secret is the tree key as the tree wants it.
func (p Place) Secret() tree.Secret { return tree.NewSecret([32]byte(p.Tree.Reveal())) }

// Config is what an Engine works with.
type Config struct {
	Remote     remote.Store
	Practice   seal.Practice
	Generation uint32
	Device     seal.ID
	Signer     seal.SigningKey
	Members    Members
	// Places are the compartments whose keys this seat holds now: records that Refresh takes in may bring
	// keys and epochs. One is named "practice": backups are sealed under its key.
	Places func() []Place
	Now    func() time.Time
	// Refresh lists the membership log, takes in what is new and says whether anything was. It is
	// called at the first round, and when a hint names a record that is not known.
	Refresh func(ctx context.Context) (changed bool, err error)
	// Learn is Refresh without sending anything. Verification calls it first: whoever was enrolled
	// meanwhile is no stranger.
	Learn func(ctx context.Context) error
}

// Engine is one open practice's sync. Its methods take turns.
type Engine struct {
	Config
	mu      sync.Mutex
	started bool // this device was seen to be no copy, and all chains were probed
}

// New makes an Engine.
func New(c Config) *Engine { return &Engine{Config: c} }

// PracticeCompartment is the name of the compartment under whose key backups are sealed.
const PracticeCompartment = "practice"

func (e *Engine) practicePlace() (Place, bool) {
	for _, p := range e.Places() {
		if p.Name == PracticeCompartment {
			return p, true
		}
	}
	return Place{}, false
}

func (e *Engine) place(compartment seal.ID) (Place, bool) {
	for _, p := range e.Places() {
		if p.ID == compartment {
			return p, true
		}
	}
	return Place{}, false
}

func (e *Engine) writer(p Place) chain.Writer {
	return chain.Writer{
		Practice: e.Practice, Generation: e.Generation, Compartment: p.ID, Epoch: p.Epoch, Key: p.Key,
		Device: e.Device, Signer: e.Signer,
	}
}

// reader finds the keys for another device's object from its clear header. The signature is checked by
// whoever opens the object with them.
func (e *Engine) reader(compartment, device seal.ID, id seal.KeyID) (chain.Reader, error) {
	return Keys(e.Members)(compartment, device, id)
}

// header reads the clear header of an object of this practice.
func (e *Engine) header(name string, object []byte) (seal.Header, error) {
	h, err := seal.ParseHeader(name, object)
	if err == nil && h.Practice != e.Practice {
		err = &seal.Error{Fault: seal.WrongPractice, Name: name}
	}
	return h, err
}
