package access

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"farne/sync/failure"
)

// Norm allows a flow: information of certain kinds, about a subject, from senders to recipients, on
// conditions that must all hold. What no norm allows is refused. All acts of a norm point the same way:
// those who view or verify are its recipients, those who do anything else its senders.
type Norm struct {
	Name       string      `json:"name"` // stable: entries refer to it by its ID
	Senders    []Party     `json:"senders"`
	Recipients []Party     `json:"recipients"`
	Subject    Subject     `json:"subject"`
	Kinds      []Kind      `json:"kinds"`
	Acts       []Act       `json:"acts"`
	Conditions []Condition `json:"conditions,omitempty"`
	Basis      []Article   `json:"basis"`
	Words      string      `json:"words"` // one plain sentence, for the screen of the rules
}

// NormID refers to a norm in 16 bytes, so that an entry has no room for text: the first 16 bytes of
// SHA-256("farne/v1/norm" ‖ name). The zero NormID is no norm.
type NormID [16]byte

// ID is how entries refer to the norm.
func (n Norm) ID() NormID {
	sum := sha256.Sum256([]byte("farne/v1/norm" + n.Name))
	return NormID(sum[:16])
}

// actors are those whom the norm lets act.
func (n Norm) actors() []Party {
	if len(n.Acts) > 0 && n.Acts[0].inward() {
		return n.Recipients
	}
	return n.Senders
}

func (n Norm) covers(act Act, kind Kind) bool {
	return slices.Contains(n.Acts, act) && slices.Contains(n.Kinds, kind)
}

// Norms are the rules of one practice. Where several allow a flow, the first is its norm.
type Norms []Norm

// ByID finds the norm that an entry refers to.
func (ns Norms) ByID(id NormID) (Norm, bool) {
	for _, n := range ns {
		if n.ID() == id {
			return n, true
		}
	}
	return Norm{}, false
}

// Check refuses norms that could not be enforced, or that would lock everybody out of changing them:
// BadInput, with the fields that are wrong.
func (ns Norms) Check() error {
	bad := failure.New(failure.BadInput, "These privacy rules cannot be used. The ones in force were not changed.", "Correct what is marked and try again.")
	names := map[string]bool{}
	for i, n := range ns {
		problem := n.problem()
		if names[n.Name] {
			problem = "twice"
		}
		names[n.Name] = true
		if problem != "" {
			bad.Fields = append(bad.Fields, failure.Field{Name: fmt.Sprintf("norms[%d]", i), Code: problem, Message: problems[problem]})
		}
	}
	for _, act := range []Act{ActChange, ActAdminister} {
		if _, err := ns.Decide([]Role{Owner}, act, KindNorms); err != nil {
			bad.Fields = append(bad.Fields, failure.Field{Name: "norms", Code: "locked_out", Message: problems["locked_out"]})
			break
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// problems are the words for what is wrong with a norm.
var problems = map[string]string{
	"name": "The name has lower-case letters, digits and hyphens, 3 to 64 of them.", "twice": "Another rule has this name.",
	"party": "A rule needs a sender and a recipient.", "kind": "A rule needs at least one known kind of information.",
	"act":       "A rule needs at least one known act.",
	"direction": "A rule either lets somebody see, or lets somebody give or change; make two rules.",
	"condition": "A condition is not known.", "basis": "A rule needs a lawful basis.", "words": "A rule needs a sentence that explains it.",
	"locked_out": "No owner could change the rules any more.",
}

func (n Norm) problem() string {
	switch {
	case !validName(n.Name):
		return "name"
	case len(n.Senders) == 0 || len(n.Recipients) == 0:
		return "party"
	case len(n.Kinds) == 0 || slices.ContainsFunc(n.Kinds, func(k Kind) bool { return !kinds.has(k) }):
		return "kind"
	case len(n.Acts) == 0 || slices.ContainsFunc(n.Acts, func(a Act) bool { return !acts.has(a) }):
		return "act"
	case slices.ContainsFunc(n.Acts, func(a Act) bool { return a.inward() != n.Acts[0].inward() }):
		return "direction"
	case slices.ContainsFunc(n.Conditions, func(c Condition) bool { return !conditions.has(c) }):
		return "condition"
	case len(n.Basis) == 0:
		return "basis"
	case n.Words == "":
		return "words"
	}
	return ""
}

func validName(name string) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(name) >= 3 && len(name) <= 64
}
