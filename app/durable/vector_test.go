package durable

import (
	"errors"
	"strings"
	"testing"

	"farne/build/vector"
)

// frames is testdata/format/frames.json.
type frames struct {
	About   string      `json:"about"`
	Frames  []frameForm `json:"frames"`
	Newer   []frameForm `json:"newer"`
	Refused []frameForm `json:"refused"`
}

// frameForm is a framed file, as text.
type frameForm struct {
	What    string `json:"what,omitempty"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	Body    string `json:"body,omitempty"`
	File    string `json:"file"`
}

func TestVectors(t *testing.T) {
	v := vector.Fixed(t, "frames.json", makeFrames())
	for _, f := range v.Frames {
		if body, err := Unframe(f.Kind, f.Version, []byte(f.File)); err != nil || string(body) != f.Body {
			t.Errorf("%q is read as %q, %v", f.File, body, err)
		}
	}
	for _, f := range v.Newer {
		if _, err := Unframe(f.Kind, f.Version, []byte(f.File)); !errors.Is(err, ErrNewer) {
			t.Errorf("%q: %v", f.File, err)
		}
	}
	for _, f := range v.Refused {
		if _, err := Unframe(f.Kind, f.Version, []byte(f.File)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", f.What, err)
		}
	}
}

func makeFrames() frames {
	v := frames{About: "Framed files. frames: kind, version and body, and the file. newer: intact files of a later version than the one asked for. refused: damaged ones."}
	for _, f := range []frameForm{
		{Kind: "pointer", Version: 1, Body: "data-1"}, {Kind: "pointer", Version: 1, Body: "2026-01-09T12:00:00Z"}, {Kind: "window", Version: 1, Body: "{}"},
		{Kind: "keys", Version: 1, Body: "{\n  \"file\": \"care.db\",\n  \"wraps\": []\n}\n"}, {Kind: "vault", Version: 1, Body: "two\nlines\n"}, {Kind: "vault", Version: 1},
	} {
		f.File = string(Frame(f.Kind, f.Version, []byte(f.Body)))
		v.Frames = append(v.Frames, f)
	}
	v.Newer = []frameForm{{Kind: "vault", Version: 1, File: string(Frame("vault", 2, []byte("{}")))}}
	good := v.Frames[0].File
	refuse := func(what, file string) {
		v.Refused = append(v.Refused, frameForm{What: what, Kind: "pointer", Version: 1, File: file})
	}
	refuse("nothing", "")
	refuse("no line end", strings.TrimSuffix(good, "\ndata-1"))
	refuse("another body", strings.Replace(good, "data-1", "data-2", 1))
	refuse("a body with a line end more", good+"\n")
	refuse("another kind", v.Frames[2].File)
	refuse("a sum in capitals", good[:16]+strings.ToUpper(good[16:80])+good[80:])
	refuse("two spaces", strings.Replace(good, "farne pointer", "farne  pointer", 1))
	refuse("a later version whose sum is wrong", strings.Replace(good, "pointer 1", "pointer 2", 1))
	return v
}
