package fault_test

import (
	"errors"
	"testing"

	"farne/sync/remote"
	"farne/sync/remote/fault"
	"farne/sync/remote/memory"
)

func TestFaultsStrikeWhenTold(t *testing.T) {
	s, ctx := fault.New(memory.New()), t.Context()
	put := func(name string) error { return s.Put(ctx, name, []byte(name), remote.Create) }
	mine := errors.New("mine")
	s.Fail(remote.OpPut, 2, mine)
	s.LoseAnswer(remote.OpPut, 3)
	for i, want := range []error{nil, mine, fault.ErrDown, nil} {
		if err := put([]string{"a", "b", "c", "d"}[i]); !errors.Is(err, want) {
			t.Errorf("put %d: %v, want %v", i, err, want)
		}
	}
	if names, _ := remote.Names(ctx, s, ""); len(names) != 3 || names[1] != "c" {
		t.Errorf("a failed write arrived, or one with a lost answer did not: %q", names)
	}
	s.Down(true)
	if _, err := s.Get(ctx, "a"); !errors.Is(err, fault.ErrDown) {
		t.Error(err)
	}
	s.Down(false)
	s.Mangle(func(_ string, data []byte) []byte { data[0] ^= 1; return data })
	if data, err := s.Get(ctx, "a"); err != nil || string(data) == "a" {
		t.Errorf("%q, %v", data, err)
	}
	s.Mangle(nil)
	if s.Calls(remote.OpPut) != 4 || s.Calls(remote.OpGet) != 2 {
		t.Errorf("%d puts, %d gets", s.Calls(remote.OpPut), s.Calls(remote.OpGet))
	}
}

func TestOldStates(t *testing.T) {
	inner, ctx := memory.New(), t.Context()
	s := fault.New(inner)
	old := inner.Clone()
	if err := s.Put(ctx, "a", []byte("a"), remote.Create); err != nil {
		t.Fatal(err)
	}
	s.Lag(old)
	names, _ := remote.Names(ctx, s, "")
	if has, err := remote.Has(ctx, s, "a"); len(names) != 0 || !has || err != nil {
		t.Errorf("lagging: %q listed, %v, %v", names, has, err)
	}
	s.RollBack(old)
	if has, err := remote.Has(ctx, s, "a"); has || err != nil {
		t.Errorf("rolled back: %v, %v", has, err)
	}
	s.RollBack(nil)
	if has, err := remote.Has(ctx, s, "a"); !has || err != nil {
		t.Errorf("back again: %v, %v", has, err)
	}
}
