package access

import "farne/app/store"

// Kind is a kind of information: what a norm is about.
type Kind uint8

// The kinds. Their numbers stand in signed entries.
const (
	KindIdentity         Kind = 1 // who a patient is and how to reach them
	KindAppointments     Kind = 2
	KindClinicalRecord   Kind = 3 // problems, allergies, medication, observations, encounters
	KindSessionNote      Kind = 4
	KindPrivateNote      Kind = 5 // the author's own, apart from the record
	KindMeasures         Kind = 6
	KindDocuments        Kind = 7 // clinical letters, reports, images
	KindOfficeDocuments  Kind = 8 // administrative papers
	KindConsent          Kind = 9
	KindBilling          Kind = 10
	KindPracticeSettings Kind = 11
	KindPeople           Kind = 12 // who works here, in which roles
	KindNorms            Kind = 13
	KindAuditLog         Kind = 14
	KindKeysAndStorage   Kind = 15 // laptops, keys, credentials, the bucket
	KindSealedCopies     Kind = 16 // what leaves a laptop encrypted
	KindWholeRecord      Kind = 17 // everything at once, as far as the person's keys reach
	KindOwnAccount       Kind = 18 // one's own password and preferences
)

var kinds = vocabulary[Kind]{
	KindIdentity: {"identity", "patients' names and contact details"}, KindAppointments: {"appointments", "appointments"},
	KindClinicalRecord: {"clinical-record", "clinical records"}, KindSessionNote: {"session-note", "session notes"},
	KindPrivateNote: {"private-note", "private notes"}, KindMeasures: {"measures", "outcome measures"},
	KindDocuments: {"documents", "clinical documents"}, KindOfficeDocuments: {"office-documents", "administrative documents"},
	KindConsent: {"consent", "consents"}, KindBilling: {"billing", "billing records"},
	KindPracticeSettings: {"practice-settings", "the practice's settings"}, KindPeople: {"people", "the people of the practice and their roles"},
	KindNorms: {"norms", "the privacy rules"}, KindAuditLog: {"audit-log", "the audit log"},
	KindKeysAndStorage: {"keys-and-storage", "laptops, keys and storage"}, KindSealedCopies: {"sealed-copies", "encrypted copies of the record"},
	KindWholeRecord: {"whole-record", "the whole record"}, KindOwnAccount: {"own-account", "their own account"},
}

func (k Kind) String() string { return kinds.code(k) }

// MarshalText gives the kind's code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(kinds.code(k)), nil }

// UnmarshalText reads the kind's code.
func (k *Kind) UnmarshalText(text []byte) error { return kinds.set(k, text) }

// Compartment is the store's compartment that holds the kind, or "" where no one compartment does:
// private notes stand in their author's, the audit log and the sealed copies in none, one's own account
// in the vault, and a whole record is whatever the person's keys open.
func (k Kind) Compartment() string {
	switch k {
	case KindIdentity, KindAppointments, KindOfficeDocuments, KindConsent:
		return store.Desk
	case KindClinicalRecord, KindSessionNote, KindMeasures, KindDocuments:
		return store.Care
	case KindBilling:
		return store.Billing
	case KindPracticeSettings, KindPeople, KindNorms, KindKeysAndStorage:
		return store.Practice
	}
	return ""
}
