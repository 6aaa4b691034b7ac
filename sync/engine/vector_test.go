package engine

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"farne/build/vector"
	"farne/sync/chain"
	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/tree"
)

// backupForms is testdata/format/backup.json. Sealed backups are in envelope.json and remote-1.
type backupForms struct {
	About   string             `json:"about"`
	Backups []backupForm       `json:"backups"`
	Refused []vector.Malformed `json:"refused"`
}

type backupForm struct {
	What    string       `json:"what"`
	At      int64        `json:"at"`
	Newest  int64        `json:"newest"`
	Members []vector.Hex `json:"member_heads"`
	Parts   []partForm   `json:"parts"`
	Audit   vector.Hex   `json:"audit_head"`
	Body    vector.Hex   `json:"body"`
}

type partForm struct {
	Compartment vector.Hex       `json:"compartment"`
	Root        vector.Hex       `json:"root"`
	Rows        int64            `json:"rows"`
	Bytes       int64            `json:"bytes"`
	Frontier    []headForm       `json:"frontier"`
	Tables      map[string]int64 `json:"tables"`
	Packs       []vector.Hex     `json:"packs"`
}

type headForm struct {
	Device   vector.Hex `json:"device"`
	Sequence uint64     `json:"sequence"`
	Hash     vector.Hex `json:"hash"`
	HLC      vector.Hex `json:"hlc"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "backup.json", makeBackups())
	for _, f := range v.Backups {
		var m Manifest
		if err := chain.Unmarshal(f.Body, &m); err != nil {
			t.Errorf("%s: %v", f.What, err)
		}
		if again := show(f.What, m); !reflect.DeepEqual(again, f) {
			t.Errorf("%s: read as another: %+v", f.What, m)
		}
	}
	for _, bad := range v.Refused {
		var m Manifest
		if err := chain.Unmarshal(bad.Bytes, &m); !errors.Is(err, chain.ErrBroken) {
			t.Errorf("%s: read as %+v, %v", bad.What, m, err)
		}
	}
}

func show(what string, m Manifest) backupForm {
	f := backupForm{What: what, At: m.At, Newest: m.Newest, Members: []vector.Hex{}, Parts: []partForm{}, Audit: m.Audit, Body: chain.Marshal(m)}
	for _, h := range m.Members {
		f.Members = append(f.Members, bytes.Clone(h[:]))
	}
	for _, p := range m.Parts {
		shown := partForm{bytes.Clone(p.Compartment[:]), bytes.Clone(p.Root[:]), p.Rows, p.Bytes, []headForm{}, p.Tables, []vector.Hex{}}
		for _, h := range p.Frontier {
			shown.Frontier = append(shown.Frontier, headForm{bytes.Clone(h.Device[:]), h.Sequence, bytes.Clone(h.Hash[:]), bytes.Clone(h.HLC[:])})
		}
		for _, id := range p.Packs {
			shown.Packs = append(shown.Packs, bytes.Clone(id[:]))
		}
		f.Parts = append(f.Parts, shown)
	}
	return f
}

func makeBackups() backupForms {
	v := backupForms{About: "Bodies of backups: what they say, and the CBOR. refused: bodies that must not be read."}
	head := func(n byte) chain.Head {
		return chain.Head{Device: seal.ID{n}, Sequence: uint64(n), Hash: seal.Hash{n, n}, HLC: hlc.New(1_767_960_000_000, uint16(n), hlc.DeviceOf(seal.ID{n}))}
	}
	empty := Part{Compartment: seal.ID{1}, Root: tree.Name{9}, Tables: map[string]int64{}}
	full := Part{
		Compartment: seal.ID{2}, Root: tree.Name{8}, Rows: 70_000, Bytes: 1 << 33, Frontier: chain.Frontier{head(1), head(2)},
		Tables: map[string]int64{"note": 69_000, "signed_note": 999, "x": 1}, Packs: []seal.ID{{3}, {4}},
	}
	least := Manifest{At: 1_767_960_000_000}
	whole := Manifest{At: 1_767_960_000_000, Newest: 1_767_959_999_999, Members: []seal.Hash{{5}, {6}}, Parts: []Part{empty, full}, Audit: []byte{0x83, 1, 2, 3}}
	v.Backups = []backupForm{show("of nothing", least), show("of two compartments, one of them empty", whole)}
	good := chain.Marshal(whole)
	null := chain.Marshal(least)
	null[len(null)-1] = 0xf6 // null for the head of an audit log that is empty
	v.Refused = []vector.Malformed{
		{What: "nothing", Bytes: vector.Hex{}}, {What: "bytes after the end", Bytes: append(bytes.Clone(good), 0)}, {What: "cut short", Bytes: good[:len(good)-1]},
		{What: "null for empty bytes", Bytes: null}, {What: "an array of four", Bytes: append([]byte{0x84}, good[1:]...)},
		{What: "a list that is not the shortest", Bytes: append([]byte{0x98, 5}, good[1:]...)},
		{What: "tables that do not ascend", Bytes: bytes.Replace(good, []byte("\x61x\x01\x64note\x1a\x00\x01\x0d\x88"), []byte("\x64note\x1a\x00\x01\x0d\x88\x61x\x01"), 1)},
	}
	return v
}
