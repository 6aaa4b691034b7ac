package member

import (
	"errors"

	"farne/sync/failure"
	"farne/sync/seal"
)

// Holder is who opens a log: a seat with its private key, or the recovery kit.
type Holder struct {
	to  seal.Recipient
	key seal.DecapsulationKey
}

// SeatHolder opens with a seat's own key.
func SeatHolder(seat seal.ID, key seal.DecapsulationKey) Holder {
	return Holder{seal.Recipient{Kind: seal.ToSeat, ID: seat}, key}
}

// RecoveryHolder opens with the recovery key.
func RecoveryHolder(secret seal.RecoverySecret) Holder {
	key := secret.Decapsulation()
	return Holder{seal.RecoveryRecipient(key.Public()), key}
}

// The errors of Open; errors.Is finds them, and failure.Of their words.
var (
	ErrNotInvited = errors.New("no record holds a wrap for this holder")
	ErrNoFounding = errors.New("no founding record that the root key signed")
)

// Open is the first steps of a seat, and of the recovery kit: it finds the holder's wraps in the clear
// headers, opens the bodies with the keys that it finds there, and then verifies everything from the
// practice's first root public key before it believes any of it. The root key comes from where it can
// be trusted: the recovery words, the answer to a join, or what this laptop keeps.
//
// The errors are seal.WrongPractice when all records are of another practice, seal.WrongKey when the
// key does not open the holder's wraps, ErrNotInvited, and ErrNoFounding; each is in a failure.Error.
// Whatever is wrong with single records stands in Problems instead.
func (l *Log) Open(root seal.PublicKey, holder Holder) (*Members, error) {
	keys, bad, err := l.unwrap(seal.PracticeOf(root), holder)
	if err != nil {
		return nil, err
	}
	e := evaluate(l, root, keys)
	if e.state.practice.IsZero() {
		return nil, failure.Wrap(ErrNoFounding, failure.Integrity,
			"The record by which this practice began is missing or altered. Nothing on this laptop was changed.",
			"Look for it on another laptop of the practice or in a second place where the practice keeps its backups.")
	}
	m := e.members(l, keys)
	m.findBadWraps(e, holder, bad)
	return m, nil
}

// Recover opens a log with the recovery kit alone. Words that belong to another practice give
// seal.WrongPractice: mistyped words whose checksum holds cannot be told from those.
func (l *Log) Recover(secret seal.RecoverySecret) (*Members, error) {
	return l.Open(secret.Root().Public(), RecoveryHolder(secret))
}

// unwrap opens the holder's wraps into a pool of keys that nobody has vouched for yet; bad are records
// whose wrap does not open or holds nonsense.
func (l *Log) unwrap(practice seal.Practice, holder Holder) (keys map[seal.KeyID]seal.Key, bad map[seal.Hash]error, err error) {
	keys, bad = map[seal.KeyID]seal.Key{}, map[seal.Hash]error{}
	ours, opened := 0, 0
	for hash, x := range l.entries {
		if x.h.Practice != practice {
			continue
		}
		ours++
		plaintext, err := x.h.Unwrap(holder.to, holder.key)
		if errors.Is(err, seal.NoWrap) {
			continue
		}
		if err == nil {
			opened++
			err = readGrants(plaintext, keys)
		}
		if err != nil {
			bad[hash] = err
		}
	}
	if opened > 0 {
		return keys, bad, nil
	}
	return nil, nil, whyClosed(holder, len(l.entries), ours, len(bad))
}

// whyClosed says why nothing opened.
func whyClosed(holder Holder, all, ours, bad int) error {
	recovery := holder.to.Kind == seal.ToRecovery
	switch {
	case all == 0:
		return failure.Wrap(ErrNotInvited, failure.NotFound,
			"There is no practice in this place. Nothing was changed.", "Check the place: provider, bucket or folder.")
	case ours == 0 && recovery:
		return failure.Wrap(seal.WrongPractice, failure.WrongKey,
			"These recovery words are not those of the practice in this place. Nothing was changed.",
			"Take the recovery kit of this practice, check each word, and check the place.")
	case ours == 0:
		return failure.Wrap(seal.WrongPractice, failure.Integrity,
			"Another practice is in this place. Nothing on this laptop was changed.", "Check the place: provider, bucket or folder.")
	case bad > 0 || recovery:
		return failure.Wrap(seal.WrongKey, failure.WrongKey,
			"This key does not open the practice's keys. Nothing was changed.",
			"If the recovery kit was renewed, use the newest one.")
	}
	return failure.Wrap(ErrNotInvited, failure.Refused,
		"This laptop was not given the practice's keys yet. What is on it is safe.",
		"Let an administrator's laptop sync, then try again.")
}

func (e *evaluation) members(l *Log, pool map[seal.KeyID]seal.Key) *Members {
	heads, highest := e.heads()
	m := &Members{
		log: l.clone(), root: e.root, pool: pool, keys: map[seal.KeyID]seal.Key{}, trees: map[seal.ID]seal.Key{},
		state: e.state, heads: heads, highest: highest, problems: e.problems,
	}
	for id, c := range e.state.compartments {
		for _, epoch := range c.Epochs {
			if key, held := pool[epoch.Key]; held {
				m.keys[epoch.Key] = key
			}
		}
		if key, held := pool[c.Tree]; held {
			m.trees[id] = key
		}
	}
	return m
}

// findBadWraps reports records that count and promise the holder keys which it did not get from them.
func (m *Members) findBadWraps(e *evaluation, holder Holder, bad map[seal.Hash]error) {
	for _, c := range e.counting {
		problem := Problem{Kind: BadWrap, Name: c.Name, Record: c.hash}
		if err, failed := bad[c.hash]; failed {
			problem.Detail = err.Error()
			m.problems = append(m.problems, problem)
			continue
		}
		for _, id := range c.covers[holder.to] {
			if _, held := m.keys[id]; !held {
				problem.Detail = "key " + id.String() + " is not in it"
				m.problems = append(m.problems, problem)
			}
		}
	}
	m.problems = sortProblems(m.problems)
}
