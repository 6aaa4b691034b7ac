// Package vector reads testdata/format, the known answers of every format, for the tests that hold this
// version to them. What each file holds, its README says.
//
// Use Fixed for a file that follows from its inputs, Drawn for one that holds sealed things, which are
// never the same twice. Neither writes anything unless FARNE_FORMAT=write says so: then a test makes its
// file anew, which is right only when a format has got a new version.
package vector

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Hex is bytes that JSON shows as hexadecimal digits.
type Hex []byte

// MarshalText gives the digits, in lower case.
func (h Hex) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }

// UnmarshalText reads digits.
func (h *Hex) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

// Malformed is bytes that must be refused, and what is wrong with them.
type Malformed struct {
	What  string `json:"what"`
	Bytes Hex    `json:"bytes"`
}

// Fixed gives what a file holds, which must be made, byte for byte.
func Fixed[T any](t testing.TB, name string, made T) T {
	t.Helper()
	want := form(t, made)
	if writing() {
		write(t, name, want)
	}
	raw := read(t, name)
	if !bytes.Equal(raw, want) {
		t.Errorf("%s is not what this version makes: it differs from line %d", name, firstDifference(raw, want))
	}
	return parse[T](t, name, raw)
}

// Drawn gives what a file holds. make is called only when it is written anew.
func Drawn[T any](t testing.TB, name string, make func() T) T {
	t.Helper()
	if writing() {
		write(t, name, form(t, make()))
	}
	return Read[T](t, name)
}

// Read gives what a file holds, which must be all that T has, and nothing else.
func Read[T any](t testing.TB, name string) T {
	t.Helper()
	raw := read(t, name)
	v := parse[T](t, name, raw)
	if again := form(t, v); !bytes.Equal(raw, again) {
		t.Errorf("%s holds something that this test does not look at, in line %d", name, firstDifference(raw, again))
	}
	return v
}

// Path is where a file or folder of testdata/format stands.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "testdata", "format", name)
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
}

// Write puts a file in the place of the one that is there. Only what makes testdata/format anew calls it.
func Write(t testing.TB, name string, v any) {
	t.Helper()
	write(t, name, form(t, v))
}

func writing() bool { return os.Getenv("FARNE_FORMAT") == "write" }

func read(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func write(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(Path(t, name), content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func parse[T any](t testing.TB, name string, raw []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func form(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func firstDifference(a, b []byte) int {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return i + 1
		}
	}
	return len(x) + 1
}
