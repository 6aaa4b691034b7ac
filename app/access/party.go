package access

import (
	"slices"

	"farne/app/store"
)

// Party is an end of a flow: a role of the practice, or somebody outside it.
type Party string

// Role is a party that a person of the practice holds; practices may add roles of their own, which
// open what their norms and entitlements say.
type Role = Party

// The roles that every practice has. Scripts know them by these texts.
const (
	Owner     Role = "owner"
	Clinician Role = "clinician"
	FrontDesk Role = "front-desk"
	Billing   Role = "billing"
	Auditor   Role = "auditor"
	Support   Role = "support"
)

// The parties that nobody signs in as.
const (
	Practice        Party = "practice" // the record itself
	Patient         Party = "patient"
	Professional    Party = "professional" // outside, treating the same patient
	Authority       Party = "authority"    // a court, a regulator, public health
	Researcher      Party = "researcher"
	Accountant      Party = "accountant"
	StorageProvider Party = "storage-provider" // sees ciphertext only
)

// Roles lists the roles that every practice has.
func Roles() []Role { return []Role{Owner, Clinician, FrontDesk, Billing, Auditor, Support} }

// words is the role within a sentence.
func (p Party) words() string {
	if p == FrontDesk {
		return "front desk"
	}
	return string(p)
}

// compartmentsOf is least privilege as keys: what a role's work cannot be done without. An owner is no
// clinician: who is both holds both roles.
var compartmentsOf = map[Role][]string{
	Owner:     {store.Billing, store.Desk, store.Practice},
	Clinician: {store.Care, store.Desk, store.Practice},
	FrontDesk: {store.Billing, store.Desk, store.Practice},
	Billing:   {store.Billing, store.Desk, store.Practice},
	Auditor:   {store.Desk, store.Practice}, // desk, to tell which patient an entry is about
	Support:   {store.Practice},
}

// Compartments lists the compartments that people with these roles may open, in the order of their
// names. Private compartments follow the person and no role.
func Compartments(roles ...Role) []string {
	var all []string
	for _, r := range roles {
		all = append(all, compartmentsOf[r]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
