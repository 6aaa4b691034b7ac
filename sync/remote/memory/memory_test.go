package memory_test

import (
	"testing"

	"farne/sync/remote"
	"farne/sync/remote/memory"
	"farne/sync/remote/remotetest"
)

func TestConformance(t *testing.T) {
	found := remotetest.Conformance(t, memory.New(), nil)
	if !found.ConditionalPut || !found.ConsistentList || !found.CanDelete {
		t.Errorf("found %+v", found)
	}
}

func TestCloneIsIndependent(t *testing.T) {
	s := memory.New()
	put := func(s *memory.Store, name string) {
		t.Helper()
		if err := s.Put(t.Context(), name, []byte("x"), remote.Create); err != nil {
			t.Fatal(err)
		}
	}
	put(s, "before")
	clone := s.Clone()
	put(s, "after")
	put(clone, "beside")
	for name, want := range map[string][2]bool{"before": {true, true}, "after": {true, false}, "beside": {false, true}} {
		for i, store := range []*memory.Store{s, clone} {
			if has, err := remote.Has(t.Context(), store, name); err != nil || has != want[i] {
				t.Errorf("%s in %d: %v, %v", name, i, has, err)
			}
		}
	}
}
