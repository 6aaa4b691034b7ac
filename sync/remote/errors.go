package remote

import (
	"errors"
	"strings"

	"farne/sync/failure"
)

// ErrNotFound is what Get returns where nothing stands; compare with errors.Is.
var ErrNotFound error = failure.New(failure.NotFound,
	"The remote has no such object. What is saved on this laptop stays saved.", "")

// ErrExists is what Put returns when Create meets other bytes; compare with errors.Is. For a chain's
// own next sequence it means that this laptop was cloned or rolled back.
var ErrExists error = failure.New(failure.Integrity,
	"The remote holds another object under a name that this laptop was about to write; it was left as it is.",
	"Run farne verify.")

// Safe ends the first sentence of most messages: what a failing remote never changes.
const Safe = " What is saved on this laptop stays saved and will be sent later."

// again ends the hints of what the next round may find mended.
var again = strings.NewReplacer(
	"; Farne tries again by itself.", ", then try again.", "Farne tries again by itself.", "Try again.", "then sync again.", "then try again.",
)

// ToReader rewords a failure for somebody who only reads from a remote, such as who restores: nothing of
// theirs waits to be sent, and no next round tries again for them.
func ToReader(err error) error {
	f := failure.Of(err)
	if err == nil || !strings.Contains(f.Message, Safe) {
		return err
	}
	return failure.Wrap(err, f.Code, strings.Replace(f.Message, Safe, " Nothing on this laptop was changed.", 1), again.Replace(f.Hint))
}

type transient struct{ error }

func (t transient) Unwrap() error { return t.error }

// Transient marks an error that may pass by itself (a dropped connection, a busy server), so that
// Retry tries again; nil stays nil.
func Transient(err error) error {
	if err == nil {
		return nil
	}
	return transient{err}
}

// IsTransient tells whether trying again soon may help.
func IsTransient(err error) bool {
	var t transient
	return errors.As(err, &t)
}
