// Package failure is the one error vocabulary. An Error carries a code, from which the exit status of
// a command and the window's reaction follow, a message for people (what happened, what is still
// safe) and a hint (what to do). Use New or Wrap where a failure is understood; plain wrapped errors
// elsewhere. Beware: a message is shown and logged, so it never holds a patient's data or a secret.
package failure

import (
	"context"
	"errors"
	"syscall"
)

// Code names a kind of failure. Scripts rely on the codes: add, never rename.
type Code string

// The codes, with the exit status of each in ExitStatus.
const (
	Internal    Code = "internal"    // a fault of ours
	NotFound    Code = "not_found"   // what was asked for is not here
	BadInput    Code = "bad_input"   // a file or value that cannot be used
	Full        Code = "full"        // no room on a disk or in a quota
	Clock       Code = "clock"       // the clock is too wrong to go on with this
	Cancelled   Code = "cancelled"   // the person or the system stopped it
	Usage       Code = "usage"       // the command's words are off
	WrongKey    Code = "wrong_key"   // password, keychain, key file or recovery words
	Unreachable Code = "unreachable" // the remote: network, TLS, credentials
	Integrity   Code = "integrity"   // tampering, rollback, fork, damage
	Undecided   Code = "undecided"   // done, but a person must decide
	Refused     Code = "refused"     // by a norm or a policy
	Busy        Code = "busy"        // the home is being written by another Farne
)

// ExitStatus is the status a command ends with: the contract of the farne commands.
func (c Code) ExitStatus() int {
	switch c {
	case Usage:
		return 2
	case WrongKey:
		return 3
	case Unreachable:
		return 4
	case Integrity:
		return 5
	case Undecided:
		return 6
	case Refused:
		return 7
	case Busy:
		return 8
	}
	return 1
}

// Error is a failure that a person will read.
type Error struct {
	Code    Code
	Message string // what happened, what is still safe; one line, no patient's data
	Hint    string // what to do
	Err     error  // the cause, for the code and for logs without people; may be nil

	Fields     []Field // what is wrong with which field of an input; often empty
	RetryAfter int     // seconds to wait before trying again; 0 if there is no delay
}

// Field is what is wrong with one field of an input.
type Field struct {
	Name    string `json:"field"`   // named as in the input
	Code    string `json:"code"`    // such as missing, date, future, nhs_checksum
	Message string `json:"message"` // words for people, holding none of the input
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }

// New makes a failure without a cause.
func New(code Code, message, hint string) *Error {
	return &Error{Code: code, Message: message, Hint: hint}
}

// Wrap gives a cause its words. A failure already in the chain keeps nothing but its cause: the
// outermost words are the ones shown.
func Wrap(err error, code Code, message, hint string) *Error {
	return &Error{Code: code, Message: message, Hint: hint, Err: err}
}

// Of finds the failure in a chain, or makes one of what is not one; nil for nil. A full disk and a
// cancelled context are recognised wherever they come from.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Wrap(err, Full, "The disk is full. Everything saved before is safe; this last step was not done.",
			"Free some space and try again.")
	case errors.Is(err, context.Canceled):
		return Wrap(err, Cancelled, "Stopped before it was finished. Nothing was half done.", "Start it again when you like.")
	}
	return Wrap(err, Internal, "Something in Farne went wrong: "+err.Error()+".",
		"Nothing that was saved is lost. Try again; if it stays, run farne verify.")
}

// Is tells whether an error is a failure of this code.
func Is(err error, code Code) bool {
	return err != nil && Of(err).Code == code
}
