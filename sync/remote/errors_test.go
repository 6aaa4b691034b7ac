package remote_test

import (
	"errors"
	"strings"
	"testing"

	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/fault"
)

func TestToReader(t *testing.T) {
	cause := remote.Transient(errors.New("reset"))
	err := failure.Wrap(cause, failure.Unreachable, "The connection to the storage broke off."+remote.Safe, "Check the internet connection; Farne tries again by itself.")
	got := failure.Of(remote.ToReader(err))
	if got.Message != "The connection to the storage broke off. Nothing on this laptop was changed." || got.Hint != "Check the internet connection, then try again." {
		t.Errorf("%q %q", got.Message, got.Hint)
	}
	if !remote.IsTransient(remote.ToReader(err)) || got.Code != failure.Unreachable {
		t.Error("it is another failure")
	}
	other := failure.New(failure.Integrity, "Damaged.", "Run farne verify.")
	if remote.ToReader(other) != error(other) || remote.ToReader(nil) != nil {
		t.Error("what says nothing of sending was reworded")
	}
	if strings.Contains(failure.Of(remote.ToReader(fault.ErrDown)).Message, "changed") {
		t.Error("a failure without the sentence was given it")
	}
}
