package folder

import (
	"context"
	"errors"
	"io/fs"

	"farne/sync/failure"
	"farne/sync/remote"
)

var errNoMarker error = failure.New(failure.Unreachable,
	"The folder is not there: the stick may have been pulled, or the share is not connected."+remote.Safe,
	"Plug it in again, or set another folder with farne remote set folder.")

// ErrOther is another Farne folder at the path of the one that was set.
var ErrOther error = failure.New(failure.Unreachable,
	"Another Farne folder stands where this practice's should be; nothing in it was touched."+remote.Safe,
	"Plug in the right stick, or set this one up with farne remote set folder.")

// vanished explains a folder that cannot be opened at all.
func vanished(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return denied(err)
	}
	return failure.Wrap(err, failure.Unreachable, errNoMarker.Error(), failure.Of(errNoMarker).Hint)
}

func denied(err error) error {
	return failure.Wrap(err, failure.Unreachable, "The folder may not be read or written by this user."+remote.Safe,
		"Check the stick's write protection and the folder's permissions.")
}

// explain gives an operating system's error its words; what already has them passes.
func explain(err error, doing string) error {
	var known *failure.Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isFull(err):
		return failure.Wrap(err, failure.Full, "The folder's disk is full; what was sent before is safe there."+remote.Safe,
			"Free some space on it, or use a larger stick.")
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return denied(err)
	case isGone(err):
		return failure.Wrap(remote.Transient(err), failure.Unreachable, errNoMarker.Error(), failure.Of(errNoMarker).Hint)
	}
	return failure.Wrap(err, failure.Unreachable, "Farne could not "+doing+"."+remote.Safe, "Check the stick or the share, then try again.")
}
