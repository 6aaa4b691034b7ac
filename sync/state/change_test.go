package state

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"farne/sync/hlc"
)

func change(n int64, device uint64, edits ...Edit) Change {
	return Change{Table: table, Row: patientP, HLC: stampOf(n, device), Seat: id(device), RecordedAt: noon + n, Edits: edits}
}

func TestCheckRefuses(t *testing.T) {
	own, later := stampOf(5, 1), stampOf(6, 1)
	edit := func(e Edit) func(*Change) { return func(c *Change) { c.Edits = []Edit{e} } }
	cases := map[string]func(*Change){
		"no stamp":                 func(c *Change) { c.HLC = hlc.HLC{} },
		"2^43 ms":                  func(c *Change) { c.HLC = hlc.New(hlc.MaxMillis, 0, hlc.Device{}) },
		"no table":                 func(c *Change) { c.Table = "" },
		"table not UTF-8":          func(c *Change) { c.Table = "\xff" },
		"long table":               func(c *Change) { c.Table = strings.Repeat("x", MaxName+1) },
		"no edit":                  func(c *Change) { c.Edits = nil },
		"too many subjects":        func(c *Change) { c.Subjects = make([]ID, maxItems+1) },
		"too many edits":           func(c *Change) { c.Edits = make([]Edit, maxItems+1) },
		"column twice":             func(c *Change) { c.Edits = []Edit{{Column: "a"}, {Column: "b"}, {Column: "a"}} },
		"no column":                edit(Edit{}),
		"column not UTF-8":         edit(Edit{Column: "a\xff"}),
		"long column":              edit(Edit{Column: strings.Repeat("x", MaxName+1)}),
		"text not UTF-8":           edit(Edit{Column: "a", Value: Text("\xff")}),
		"long text":                edit(Edit{Column: "a", Value: Text(strings.Repeat("x", MaxValue+1))}),
		"base of its own":          edit(Edit{Column: "a", Bases: []hlc.HLC{own}}),
		"later base":               edit(Edit{Column: "a", Bases: []hlc.HLC{stampOf(1, 1), later}}),
		"zero base":                edit(Edit{Column: "a", Bases: []hlc.HLC{{}}}),
		"too many bases":           edit(Edit{Column: "a", Bases: make([]hlc.HLC, maxItems+1)}),
		"deletion by a text":       edit(Edit{Column: Deleted, Value: Text("gone")}),
		"deletion by nonsense":     edit(Edit{Column: Deleted, Value: Blob([]byte("gone"))}),
		"deletion of later":        edit(Edit{Column: Deleted, Value: deletion(Entry{"a", later})}),
		"deletion of a deletion":   edit(Edit{Column: Deleted, Value: deletion(Entry{Deleted, stampOf(1, 1)})}),
		"deletion with a repeat":   edit(Edit{Column: Deleted, Value: deletion(Entry{"a", own}, Entry{"a", own})}),
		"deletion in wrong order":  edit(Edit{Column: Deleted, Value: deletion(Entry{"b", own}, Entry{"a", own})}),
		"deletion of no column":    edit(Edit{Column: Deleted, Value: deletion(Entry{"", own})}),
		"deletion of a zero stamp": edit(Edit{Column: Deleted, Value: deletion(Entry{"a", hlc.HLC{}})}),
	}
	for name, spoil := range cases {
		c := change(5, 1, Edit{Column: "a"})
		if err := c.Check(); err != nil {
			t.Fatalf("the change to be spoilt is refused: %v", err)
		}
		spoil(&c)
		if err := c.Check(); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: Check() = %v", name, err)
		}
		if c.HLC.IsZero() || len(c.Edits) > maxItems || len(c.Subjects) > maxItems || name == "too many bases" {
			continue // its form would be large, or hold no stamp to read
		}
		if _, err := UnmarshalChange(c.Marshal()); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: UnmarshalChange: %v", name, err)
		}
	}
}

func deletion(entries ...Entry) Value { return Blob(appendEntries(nil, entries)) }

func TestCheckAccepts(t *testing.T) {
	own := stampOf(5, 1)
	for name, c := range map[string]Change{
		"NULL":               change(5, 1, Edit{Column: "a", Bases: []hlc.HLC{stampOf(4, 9)}}),
		"base by device":     change(5, 1, Edit{Column: "a", Bases: []hlc.HLC{stampOf(5, 0)}}),
		"undeletion":         change(5, 1, Edit{Column: Deleted}),
		"deletion of all":    change(5, 1, Edit{Column: Deleted, Value: deletion()}),
		"edit and deletion":  change(5, 1, Edit{Column: "a"}, Edit{Column: Deleted, Value: deletion(Entry{"a", own})}),
		"longest names":      {Table: strings.Repeat("x", MaxName), HLC: own, Edits: []Edit{{Column: strings.Repeat("é", 127)}}},
		"the highest stamp":  {Table: table, HLC: hlc.New(hlc.MaxMillis-1, 65535, hlc.Device{255}), Edits: []Edit{{Column: "a"}}},
		"before 1970 or so":  {Table: table, HLC: own, RecordedAt: -1 << 63, Edits: []Edit{{Column: "a"}}},
		"an unknown _column": change(5, 1, Edit{Column: "_future", Value: Text("kept")}),
	} {
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCoalesce(t *testing.T) {
	a, b, c, written := stampOf(1, 1), stampOf(2, 2), stampOf(3, 3), stampOf(4, 1)
	older := Edit{Column: "x", Value: Text("old"), Bases: []hlc.HLC{b, a}}
	newer := Edit{Column: "x", Value: Text("new"), Bases: []hlc.HLC{c, written, b}}
	got := Coalesce(older, written, newer)
	if got.Value != Text("new") || !slices.Equal(got.Bases, []hlc.HLC{a, b, c}) {
		t.Errorf("coalesced to %+v", got)
	}
	if !slices.Equal(older.Bases, []hlc.HLC{b, a}) || !slices.Equal(newer.Bases, []hlc.HLC{c, written, b}) {
		t.Error("an edit was changed")
	}
}
