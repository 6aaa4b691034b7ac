package access

// Act is what somebody does with information.
type Act uint8

// The acts. Their numbers stand in signed entries.
const (
	ActView       Act = 1
	ActCreate     Act = 2
	ActChange     Act = 3
	ActSign       Act = 4
	ActExport     Act = 5 // into a file outside the encryption
	ActPrint      Act = 6
	ActShare      Act = 7 // disclose to somebody outside the practice
	ActDelete     Act = 8
	ActAdminister Act = 9 // rights, keys, storage, settings
	ActSignIn     Act = 10
	ActSignOut    Act = 11 // also: lock
	ActVerify     Act = 12
	ActSync       Act = 13
	ActBackup     Act = 14
	ActRestore    Act = 15 // put back what was: a whole record, a patient, a note
	ActImport     Act = 16
	ActAlarm      Act = 17 // nobody's doing: Farne reports what it found
)

var acts = vocabulary[Act]{
	ActView: {"view", "view"}, ActCreate: {"create", "create"}, ActChange: {"change", "change"}, ActSign: {"sign", "sign"},
	ActExport: {"export", "export"}, ActPrint: {"print", "print"}, ActShare: {"share", "share"}, ActDelete: {"delete", "delete"},
	ActAdminister: {"administer", "administer"}, ActSignIn: {"sign-in", "sign in with"}, ActSignOut: {"sign-out", "sign out of"},
	ActVerify: {"verify", "verify"}, ActSync: {"sync", "synchronise"}, ActBackup: {"backup", "back up"},
	ActRestore: {"restore", "restore"}, ActImport: {"import", "import"}, ActAlarm: {"alarm", "raise alarms on"},
}

func (a Act) String() string { return acts.code(a) }

// MarshalText gives the act's code.
func (a Act) MarshalText() ([]byte, error) { return []byte(acts.code(a)), nil }

// UnmarshalText reads the act's code.
func (a *Act) UnmarshalText(text []byte) error { return acts.set(a, text) }

// inward tells whether who acts receives the information; with every other act they give it: to a
// person outside, or to the record.
func (a Act) inward() bool {
	return a == ActView || a == ActVerify || a == ActSignIn || a == ActSignOut
}
