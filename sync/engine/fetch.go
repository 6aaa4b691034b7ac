package engine

import (
	"context"
	"errors"

	"farne/sync/chain"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
	"farne/sync/tree"
)

// lineDown is how many requests in a row must fail until nothing more is fetched.
const lineDown = 2

// ofObject tells what is wrong with an object itself from what keeps one from getting it: the network,
// credentials, a full disk, a person who stops.
func ofObject(err error) bool {
	if err == nil {
		return false
	}
	var fault *seal.Error
	for _, known := range []error{remote.ErrNotFound, errUninvited, errNoKey, chain.ErrBroken, tree.ErrDamaged} {
		if errors.Is(err, known) {
			return true
		}
	}
	return errors.As(err, &fault) || failure.Is(err, failure.Integrity)
}

// trouble keeps an error of the line or of this laptop for the end; it is fatal when somebody stops us.
func (x *exchange) trouble(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	if len(x.troubles) == 0 || !failure.Is(err, failure.Unreachable) { // the line fails once
		x.troubles = append(x.troubles, err)
	}
	return nil
}

// fetch gets an object. found is false for one that is not there, that is no good (which is named), or
// that did not get through; err only when the round must end.
func (x *exchange) fetch(ctx context.Context, name string, device seal.ID) (object []byte, there bool, err error) {
	if x.failures >= lineDown {
		return nil, true, nil
	}
	object, err = x.Remote.Get(ctx, name)
	switch {
	case err == nil:
		x.failures = 0
		return object, true, nil
	case errors.Is(err, remote.ErrNotFound):
		x.failures = 0
		return nil, false, nil
	case ofObject(err):
		x.alarm(alarmOf(name, device, err))
		return nil, true, nil
	}
	x.failures++
	return nil, true, x.trouble(ctx, err)
}
