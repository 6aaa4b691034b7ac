package seal

import "fmt"

// Fault is why an object was refused. It is an error itself: errors.Is(err, seal.WrongKey).
type Fault string

// The faults. Newer is no attack: the object is kept and waits for a newer Farne. All others but
// WrongKey are reasons for an integrity alarm.
const (
	NotEnvelope   Fault = "no sealed object"                 // it does not begin like one
	Newer         Fault = "made by a newer version"          // its version is unknown here
	Damaged       Fault = "damaged"                          // truncated, altered, or never well formed
	WrongName     Fault = "stands under a wrong name"        // header and name disagree
	WrongPractice Fault = "belongs to another practice"      // header names another
	BadSignature  Fault = "not signed by the expected key"   // altered, or signed by somebody else
	WrongKey      Fault = "sealed with another key"          // the key given is not the one it needs
	NoWrap        Fault = "holds no wrap for this recipient" // Header.Unwrap only
	BadName       Fault = "no valid object name"             // ParseName
	Misuse        Fault = "cannot be sealed like this"       // the caller's header or key is off
)

func (f Fault) Error() string { return string(f) }

// Error says which object was refused and why. It holds nothing secret.
type Error struct {
	Fault  Fault
	Name   string // the object's name, empty where there is none
	Detail string // more exact than the fault, for logs; may be empty
}

func (e *Error) Error() string {
	text := string(e.Fault)
	if e.Name != "" {
		text = e.Name + ": " + text
	}
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}

// Unwrap makes errors.Is find the fault.
func (e *Error) Unwrap() error { return e.Fault }

func refuse(f Fault, name, format string, args ...any) error {
	return &Error{Fault: f, Name: name, Detail: fmt.Sprintf(format, args...)}
}
