package member

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"farne/sync/seal"
)

// Record is a sealed record and its name in the remote.
type Record struct {
	Name   string
	Object []byte
}

// Log is a set of records. The zero Log is empty and ready. It is not safe for concurrent use.
type Log struct{ entries map[seal.Hash]entry }

// entry is a record that is well formed; nothing in it is believed.
type entry struct {
	Record
	h    seal.Header
	hash seal.Hash
}

// Add takes a record in, in any order; new tells whether the log had it not. Two objects under one name
// are both kept: they are a fork to be shown. The errors are seal's faults for what is no well-formed
// member record; seal.Newer is one to keep and to add again after an update.
func (l *Log) Add(name string, object []byte) (new bool, err error) {
	h, err := seal.ParseHeader(name, object)
	if err != nil {
		return false, fmt.Errorf("member record: %w", err)
	}
	if h.Kind != seal.Member {
		return false, &seal.Error{Fault: seal.WrongName, Name: name, Detail: "no member record"}
	}
	hash := seal.Sum(object)
	if _, known := l.entries[hash]; known {
		return false, nil
	}
	if l.entries == nil {
		l.entries = map[seal.Hash]entry{}
	}
	l.entries[hash] = entry{Record{name, slices.Clone(object)}, h, hash}
	return true, nil
}

// Has tells whether the log holds a record: whether a head that a hint names is known.
func (l *Log) Has(record seal.Hash) bool {
	_, known := l.entries[record]
	return known
}

// Len is how many records the log holds, whether they count or not.
func (l *Log) Len() int { return len(l.entries) }

// inOrder gives the entries by (n, hash): every record after all that it follows.
func (l *Log) inOrder() []entry {
	return slices.SortedFunc(maps.Values(l.entries), func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.h.Sequence, b.h.Sequence), slices.Compare(a.hash[:], b.hash[:]))
	})
}

func (l *Log) clone() *Log { return &Log{maps.Clone(l.entries)} }
