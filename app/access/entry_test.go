package access

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.FixedZone("", 3600))

// randomEntry draws any entry that Check takes.
func randomEntry(r *rand.Rand) Entry {
	id := func() (id [16]byte) {
		if r.IntN(4) > 0 {
			for i := range id {
				id[i] = byte(r.Uint32())
			}
		}
		return id
	}
	e := NewEntry(noon.Add(time.Duration(r.Int64N(1e15))), Who{id(), id(), seal.ID(id())}, pick(r, acts.values()), pick(r, kinds.values()))
	if e.Device.IsZero() {
		e.Device[0] = 1
	}
	e.At, e.Offset = r.Int64N(hlc.MaxMillis), int16(r.IntN(2*maxOffset+1)-maxOffset)
	e.Patient, e.Norm = id(), id()
	e.Reason, e.Outcome = pick(r, reasons.values()), pick(r, outcomes.values())
	e.Detail = Detail{pick(r, details.values()), r.Uint64() >> r.IntN(64)}
	return e
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// seeded gives a source whose seed a failing test prints.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 1))
}

func TestEntriesRoundTrip(t *testing.T) {
	r := seeded(t)
	for range 3000 {
		e := randomEntry(r)
		form, err := e.Marshal()
		if err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		if back, err := Unmarshal(form); err != nil || back != e {
			t.Fatalf("%+v\nbecame %+v: %v", e, back, err)
		}
		if len(form) > 160 {
			t.Fatalf("%d bytes", len(form))
		}
	}
}

// An entry has no room for content: every field is an id of 16 bytes or a number, and every number but
// times and counts is from a closed list.
func TestAnEntryHoldsNoContent(t *testing.T) {
	closed := []reflect.Type{reflect.TypeFor[Act](), reflect.TypeFor[Kind](), reflect.TypeFor[Reason](), reflect.TypeFor[Outcome](), reflect.TypeFor[Code]()}
	ids := []reflect.Type{reflect.TypeFor[state.ID](), reflect.TypeFor[seal.ID](), reflect.TypeFor[NormID]()}
	numbers := []string{"At", "Offset", "Number"}
	var walk func(reflect.Type)
	walk = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			switch {
			case slices.Contains(closed, f.Type), slices.Contains(ids, f.Type), slices.Contains(numbers, f.Name):
			case f.Type.Kind() == reflect.Struct:
				walk(f.Type)
			default:
				t.Errorf("%s.%s is a %s, which could hold a name", s.Name(), f.Name, f.Type)
			}
		}
	}
	walk(reflect.TypeFor[Entry]())
	for _, beyond := range []Entry{{Act: 255}, {Kind: 255}, {Reason: 255}, {Outcome: 0}, {Detail: Detail{Code: 255}}} {
		e := randomEntry(seeded(t))
		e.Act, e.Kind, e.Reason, e.Outcome, e.Detail = beyond.Act|e.Act, beyond.Kind|e.Kind, beyond.Reason|e.Reason, beyond.Outcome, beyond.Detail
		if _, err := e.Marshal(); err == nil {
			t.Errorf("a code that is on no list was taken: %+v", beyond)
		}
	}
}

// A name in the place of any element of the form is refused, whoever wrote it there.
func TestAFormHoldsNoContent(t *testing.T) {
	form, err := randomEntry(seeded(t)).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var elements []any
	if err := cbor.Unmarshal(form, &elements); err != nil {
		t.Fatal(err)
	}
	for i := range elements {
		for _, canary := range []any{"Okonkwo", []byte("Okonkwo"), []any{"Okonkwo"}, map[string]any{"name": "Okonkwo"}, nil} {
			spoilt := slices.Clone(elements)
			spoilt[i] = canary
			if _, err := Unmarshal(must(encoding.Marshal(spoilt))); err == nil {
				t.Errorf("element %d may be %T", i, canary)
			}
		}
	}
	if _, err := Unmarshal(must(encoding.Marshal(append(elements, "Okonkwo")))); err == nil {
		t.Error("an element too many is taken")
	}
	if _, err := Unmarshal(append(form, []byte("Okonkwo")...)); err == nil {
		t.Error("bytes after the form are taken")
	}
}

// An entry has one form: what Unmarshal takes, Marshal writes again.
func FuzzUnmarshal(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		form, err := randomEntry(r).Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(form)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Unmarshal(data)
		if err != nil {
			return
		}
		if again, err := e.Marshal(); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%x is taken, but written %x (%v)", data, again, err)
		}
	})
}

func TestEveryFlippedBitOfAFormIsSeen(t *testing.T) {
	e := randomEntry(seeded(t))
	form, err := e.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for i := range form {
		for bit := range 8 {
			flipped := bytes.Clone(form)
			flipped[i] ^= 1 << bit
			if back, err := Unmarshal(flipped); err == nil && back == e {
				t.Errorf("byte %d bit %d changes nothing", i, bit)
			}
		}
	}
}

func TestNewEntry(t *testing.T) {
	who := Who{state.ID{1}, state.ID{2}, seal.ID{3}}
	e := NewEntry(noon, who, ActView, KindMeasures).About(state.ID{4}).Under(DefaultNorms()[0]).Ended(Refused, Detail{SearchShown, 7})
	if e.At != noon.UnixMilli() || e.Offset != 60 || !e.Time().Equal(noon) || e.Time().Format(time.RFC3339) != noon.Format(time.RFC3339) {
		t.Errorf("time %v", e.Time())
	}
	if e.Patient != (state.ID{4}) || e.Norm != DefaultNorms()[0].ID() || e.Outcome != Refused || e.Detail.Number != 7 {
		t.Errorf("entry %+v", e)
	}
	for _, wrong := range []time.Time{time.Unix(-1e10, 0), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), {}} { // care goes on
		if err := NewEntry(wrong, who, ActView, KindMeasures).Check(); err != nil {
			t.Errorf("a clock at %v: %v", wrong, err)
		}
	}
	var last state.ID
	for i := range 1000 {
		id := state.NewID(noon.Add(time.Duration(i) * time.Microsecond))
		if id.Compare(last) <= 0 || id[6]>>4 != 7 {
			t.Fatalf("%s follows %s", id, last)
		}
		last = id
	}
}
