package access

// Outcome is how an act ended.
type Outcome uint8

// The outcomes. Their numbers stand in signed entries.
const (
	Done    Outcome = 1
	Refused Outcome = 2 // by a norm, a password, a policy
	Failed  Outcome = 3
)

var outcomes = vocabulary[Outcome]{Done: {"done", "done"}, Refused: {"refused", "refused"}, Failed: {"failed", "failed"}}

func (o Outcome) String() string { return outcomes.code(o) }

// MarshalText gives the outcome's code.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(outcomes.code(o)), nil }

// Reason is why somebody says that they act, where the norm asks for it. What they typed stands in the
// record, by the entry's id.
type Reason uint8

// The reasons. Their numbers stand in signed entries.
const (
	ReasonNone              Reason = 0
	ReasonEmergency         Reason = 1
	ReasonPatientRequest    Reason = 2
	ReasonLegalOrder        Reason = 3
	ReasonRetentionOver     Reason = 4
	ReasonComplaint         Reason = 5
	ReasonReview            Reason = 6
	ReasonSupport           Reason = 7
	ReasonPasswordForgotten Reason = 8
	ReasonFactorLost        Reason = 9 // keychain or key file
	ReasonLaptopLost        Reason = 10
	ReasonLeaver            Reason = 11
	ReasonCorrection        Reason = 12
	ReasonOther             Reason = 13
)

var reasons = vocabulary[Reason]{
	ReasonNone: {"", ""}, ReasonEmergency: {"emergency", "emergency"}, ReasonPatientRequest: {"patient-request", "the patient asked"},
	ReasonLegalOrder: {"legal-order", "a legal order"}, ReasonRetentionOver: {"retention-over", "the retention time is over"},
	ReasonComplaint: {"complaint", "a complaint"}, ReasonReview: {"review", "a review"}, ReasonSupport: {"support", "support"},
	ReasonPasswordForgotten: {"password-forgotten", "a forgotten password"}, ReasonFactorLost: {"second-factor-lost", "a lost second factor"},
	ReasonLaptopLost: {"laptop-lost", "a lost laptop"}, ReasonLeaver: {"leaver", "somebody left"},
	ReasonCorrection: {"correction", "a correction"}, ReasonOther: {"other", "another reason"},
}

func (r Reason) String() string { return reasons.code(r) }

// MarshalText gives the reason's code; empty for none.
func (r Reason) MarshalText() ([]byte, error) { return []byte(reasons.code(r)), nil }

// UnmarshalText reads the reason's code: the window offers them as a list.
func (r *Reason) UnmarshalText(text []byte) error { return reasons.set(r, text) }

// Code says more about an act, from a closed list.
type Code uint8

// Detail is a code and, where the code counts something, a number. It has no room for content.
type Detail struct {
	Code   Code
	Number uint64
}

// The codes of details. Their numbers stand in signed entries. In brackets what Number counts.
const (
	DetailNone Code = 0

	// Signing in.
	WrongPassword     Code = 1
	WrongSecondFactor Code = 2
	UnknownPerson     Code = 3
	TooManyAttempts   Code = 4
	RecoveryKitUsed   Code = 5 // emergency unlock
	LockedByIdleness  Code = 6
	LockedBySystem    Code = 7
	LockedByPerson    Code = 8

	// What was looked at or moved.
	ListShown      Code = 20 // rows
	SearchShown    Code = 21 // rows
	FHIRFile       Code = 22 // resources
	CSVFile        Code = 23 // rows
	PDFFile        Code = 24 // pages
	Draft          Code = 25
	SignedNote     Code = 26
	Addendum       Code = 27
	ConflictShown  Code = 28
	ConflictKept   Code = 29 // decided for one version
	ConflictBoth   Code = 30 // both kept
	PatientsMerged Code = 31
	PatientErased  Code = 32
	FromBackup     Code = 33 // rows

	// Running the practice.
	RoleGiven       Code = 40
	RoleTaken       Code = 41
	PersonDisabled  Code = 42
	NormChanged     Code = 43
	PasswordChanged Code = 44
	LaptopInvited   Code = 45
	LaptopJoined    Code = 46
	LaptopRevoked   Code = 47
	LaptopAdmitted  Code = 48
	KeyRotated      Code = 49
	KitRenewed      Code = 50
	KitChecked      Code = 51
	StorageChanged  Code = 52
	StorageRefused  Code = 53 // a region or policy
	PracticeCreated Code = 54
	KitPrinted      Code = 55

	// Alarms.
	LogGap          Code = 60 // views that were shown while the log could not be written
	LogHeadBroken   Code = 61 // sequence of the signed head that the chain does not bear out
	LogUnsigned     Code = 62 // first sequence written without this laptop's signature
	LogReplaced     Code = 63 // the log before this one could not be opened, and was set aside
	FileDamaged     Code = 64
	ObjectDamaged   Code = 65
	ObjectMissing   Code = 66
	RolledBack      Code = 67
	Forked          Code = 68
	Diverged        Code = 69
	UninvitedWriter Code = 70
	BackupLate      Code = 71 // hours
	UnusualChange   Code = 72 // rows
	ClockWrong      Code = 73
)

var details = vocabulary[Code]{
	DetailNone: {"", ""},

	WrongPassword: {"wrong-password", "wrong password"}, WrongSecondFactor: {"wrong-second-factor", "wrong second factor"},
	UnknownPerson: {"unknown-person", "nobody of this name"}, TooManyAttempts: {"too-many-attempts", "too many attempts"},
	RecoveryKitUsed: {"recovery-kit-used", "with the recovery kit"}, LockedByIdleness: {"locked-idle", "locked after a while without use"},
	LockedBySystem: {"locked-system", "locked with the computer"}, LockedByPerson: {"locked-person", "locked by hand"},

	ListShown: {"list", "a list"}, SearchShown: {"search", "a search"}, FHIRFile: {"fhir", "FHIR"}, CSVFile: {"csv", "CSV"}, PDFFile: {"pdf", "PDF"},
	Draft: {"draft", "a draft"}, SignedNote: {"signed-note", "a signed note"}, Addendum: {"addendum", "an addendum"},
	ConflictShown: {"conflict", "two versions"}, ConflictKept: {"conflict-kept", "one version kept"}, ConflictBoth: {"conflict-both", "both versions kept"},
	PatientsMerged: {"patients-merged", "two records made one"}, PatientErased: {"patient-erased", "erased"}, FromBackup: {"from-backup", "from a backup"},

	RoleGiven: {"role-given", "a role given"}, RoleTaken: {"role-taken", "a role taken away"}, PersonDisabled: {"person-disabled", "a person disabled"},
	NormChanged: {"norm-changed", "a privacy rule changed"}, PasswordChanged: {"password-changed", "a password changed"},
	LaptopInvited: {"laptop-invited", "a laptop invited"}, LaptopJoined: {"laptop-joined", "a laptop joined"},
	LaptopRevoked: {"laptop-revoked", "a laptop revoked"}, LaptopAdmitted: {"laptop-admitted", "a laptop let back in"},
	KeyRotated: {"key-rotated", "a key renewed"}, KitRenewed: {"kit-renewed", "the recovery kit renewed"}, KitChecked: {"kit-checked", "the recovery kit checked"},
	StorageChanged: {"storage-changed", "the storage changed"}, StorageRefused: {"storage-refused", "a storage refused"},
	PracticeCreated: {"practice-created", "the practice created"}, KitPrinted: {"kit-printed", "the recovery kit printed again"},

	LogGap: {"log-gap", "views that could not be recorded"}, LogHeadBroken: {"log-head-broken", "the log does not bear out its signature"},
	LogUnsigned: {"log-unsigned", "entries without this laptop's signature"}, LogReplaced: {"log-replaced", "a new log, because the old one could not be opened"},
	FileDamaged: {"file-damaged", "a damaged file"}, ObjectDamaged: {"object-damaged", "a damaged object"}, ObjectMissing: {"object-missing", "a missing object"},
	RolledBack: {"rolled-back", "an older state than known"}, Forked: {"forked", "two histories of one laptop"}, Diverged: {"diverged", "different records from the same history"},
	UninvitedWriter: {"uninvited-writer", "an uninvited writer"}, BackupLate: {"backup-late", "no backup for long"},
	UnusualChange: {"unusual-change", "unusually many changes"}, ClockWrong: {"clock-wrong", "a wrong clock"},
}

func (c Code) String() string { return details.code(c) }

// MarshalText gives the detail's code; empty for none.
func (c Code) MarshalText() ([]byte, error) { return []byte(details.code(c)), nil }
