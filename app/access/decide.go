package access

import (
	"slices"
	"strings"

	"farne/sync/failure"
)

// Decide answers the norm that lets people with these roles do the act with information of the kind,
// while the conditions in holds hold. The error is Refused: its words name roles, acts, kinds and
// conditions, and cannot name a patient, because Decide is told of none.
func (ns Norms) Decide(roles []Role, act Act, kind Kind, holds ...Condition) (Norm, error) {
	var near *Norm
	for i := range ns {
		n := &ns[i]
		if !n.covers(act, kind) || !intersects(n.actors(), roles) {
			continue
		}
		if n.unmet(holds) == nil {
			return *n, nil
		}
		if near == nil {
			near = n
		}
	}
	if near != nil {
		return Norm{}, onlyIf(roles, act, kind, near.unmet(holds))
	}
	return Norm{}, ns.refusal(roles, act, kind)
}

func intersects(a, b []Party) bool {
	return slices.ContainsFunc(a, func(p Party) bool { return slices.Contains(b, p) })
}

// unmet are the norm's conditions that do not hold.
func (n *Norm) unmet(holds []Condition) []Condition {
	var missing []Condition
	for _, c := range n.Conditions {
		if !slices.Contains(holds, c) {
			missing = append(missing, c)
		}
	}
	return missing
}

const nothingHappened = " Nothing was shown or changed."

func onlyIf(roles []Role, act Act, kind Kind, missing []Condition) error {
	var on []string
	for _, c := range missing {
		on = append(on, conditions[c].words)
	}
	return failure.New(failure.Refused,
		"People with "+theRole(roles)+" may "+acts[act].words+" "+kinds[kind].words+" only "+strings.Join(on, " and ")+"."+nothingHappened,
		"See to that first; an owner can change the privacy rules.")
}

func (ns Norms) refusal(roles []Role, act Act, kind Kind) error {
	if len(roles) == 0 {
		return failure.New(failure.Refused, "You have no role in this practice yet."+nothingHappened, "Ask an owner of the practice to give you one.")
	}
	var others []Party
	for _, n := range ns {
		if n.covers(act, kind) {
			others = append(others, n.actors()...)
		}
	}
	hint := "No role of this practice allows it; an owner can change the privacy rules."
	if len(others) > 0 {
		hint = "Ask somebody who may (" + list(others, "or") + "); an owner can change roles and privacy rules."
	}
	return failure.New(failure.Refused, "People with "+theRole(roles)+" may not "+acts[act].words+" "+kinds[kind].words+"."+nothingHappened, hint)
}

func theRole(roles []Role) string {
	if len(roles) == 1 {
		return "the role " + roles[0].words()
	}
	return "the roles " + list(roles, "and")
}

// list is "a", "a and b", "a, b and c", each once, in the order of their names.
func list(parties []Party, conjunction string) string {
	var words []string
	for _, p := range parties {
		words = append(words, p.words())
	}
	slices.Sort(words)
	words = slices.Compact(words)
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}
