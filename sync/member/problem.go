package member

import (
	"cmp"
	"slices"

	"farne/sync/seal"
)

// ProblemKind is what is wrong with a record.
type ProblemKind string

// The problems. Unsupported and Unread are no attack: a newer Farne or a later wrap solves them.
const (
	Missing     ProblemKind = "missing"     // a record that others name is not here
	Held        ProblemKind = "held"        // it follows a record that does not count, so neither does it
	Refused     ProblemKind = "refused"     // altered, signed by nobody known, or by one who may not
	Void        ProblemKind = "void"        // allowed, but collides with one before it
	Fork        ProblemKind = "fork"        // one signer or one device made two records under one number
	Unsupported ProblemKind = "unsupported" // it does something that this version does not carry out
	Unread      ProblemKind = "unread"      // sealed with a key that this seat does not hold
	Foreign     ProblemKind = "foreign"     // of another practice
	BadWrap     ProblemKind = "bad wrap"    // it promises keys that its wrap for us does not hold
)

// Problem is a record that something is wrong with. It holds no person's data.
type Problem struct {
	Kind   ProblemKind
	Name   string    // of the record; empty for one that is missing
	Record seal.Hash // the record; of one that is missing, its hash is all that is known
	Other  seal.Hash // the other side of a fork, the record that a held one waits for, or who names a missing one
	Device seal.ID   // whom an unsupported act is about, where it says so
	Detail string
}

// Alarm tells whether somebody must look: whether it can come from tampering, a clone or a mistake of
// an administrator. Missing is one only if it stays: reads of a remote may lag.
func (p Problem) Alarm() bool {
	switch p.Kind {
	case Refused, Void, Fork, Foreign, BadWrap:
		return true
	}
	return false
}

func sortProblems(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Record[:], b.Record[:]),
			cmp.Compare(a.Kind, b.Kind), slices.Compare(a.Other[:], b.Other[:]), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.CompactFunc(problems, func(a, b Problem) bool { return a == b })
}
