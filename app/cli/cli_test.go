package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"farne/app/vault"
	"farne/sync/failure"
)

// TestMain makes of this binary a farne that the scripts can run. Its passwords' keys are cheap ones, or
// each command would take a second; the real strength is the vault's own to prove.
func TestMain(m *testing.M) {
	quick := vault.Params{Time: 1, Memory: 16 << 10, Threads: 1}
	vault.Floor, vault.Ceiling = quick, quick
	testscript.Main(m, map[string]func(){"farne": func() {
		status := Main(os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, noWindow)
		atEnd()
		os.Exit(status)
	}})
}

// atEnd runs where a farne of the scripts ends. moreCommands are commands of one system's scripts.
var (
	atEnd        = func() {}
	moreCommands = map[string]func(*testscript.TestScript, bool, []string){}
)

func noWindow(string) error {
	return failure.New(failure.Refused, "There is no window in a test.", "")
}

func TestStories(t *testing.T) { play(t, "testdata/script", nil) }

// play runs the scripts of a folder. Besides the commands of testscript they know:
//
//	run [STATUS] WORDS…   farne WORDS, as the person of $PASSWORD_FILE and $KEY_FILE in $FARNE_HOME,
//	                      with --json; it must end with STATUS (default 0) and keep the contract that
//	                      every command has
//	json PATH WANT        a part of the last answer: PATH is names and indices with dots, or "."
//	keep NAME PATH        $NAME becomes that part
//	flip FILE OFFSET      damages one byte; a negative OFFSET counts from the end
//	remember NAME DIR     keeps what all files below DIR are called and hold
//	same NAME DIR         it is the same now
//	bounded MEMORY READ WORDS…  run 1, which uses at most so many MB of memory and reads so many (on Linux)
//	nowhere TEXT DIR…     no file in the folders holds TEXT in UTF-8, UTF-16LE or UTF-16BE
func play(t *testing.T, dir string, more func(*testscript.Env) error) {
	synthea, err := filepath.Abs("../interchange/testdata/synthea")
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"run": runFarne, "json": compareJSON, "keep": keepJSON, "flip": flipByte, "nowhere": foundNowhere,
		"remember": rememberFiles, "same": sameFiles,
	}
	maps.Copy(commands, moreCommands)
	testscript.Run(t, testscript.Params{
		Dir: dir, RequireUniqueNames: true, Cmds: commands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SYNTHEA", synthea)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("FARNE_HOME", filepath.Join(env.WorkDir, "laptop"))
			env.Setenv("PASSWORD_FILE", filepath.Join(env.WorkDir, "password"))
			env.Setenv("KEY_FILE", filepath.Join(env.WorkDir, "key"))
			if more != nil {
				if err := more(env); err != nil {
					return err
				}
			}
			return os.WriteFile(filepath.Join(env.WorkDir, "password"), []byte("seven small lighthouses\n"), 0o600)
		},
	})
}

func runFarne(ts *testscript.TestScript, neg bool, args []string) {
	want := 0
	if n, err := strconv.Atoi(args[0]); err == nil {
		want, args = n, args[1:]
	}
	words := append(slices.Clone(args), "--json")
	if file := ts.Getenv("PASSWORD_FILE"); file != "" {
		words = append(words, "--password-file", file)
	}
	if file := ts.Getenv("KEY_FILE"); file != "" {
		words = append(words, "--key-file", file)
	}
	err := ts.Exec("farne", words...)
	status := 0
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if status != want {
		ts.Fatalf("farne ended with %d, not %d", status, want)
	}
	keepContract(ts, status)
}

// keepContract holds what every command promises: one JSON document, with a mistake one line on
// standard error, no stack trace, and nothing of a patient's in either.
func keepContract(ts *testscript.TestScript, status int) {
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	record, err := os.OpenFile(ts.MkAbs("stderr.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = record.WriteString(stderr)
	ts.Check(errors.Join(err, record.Close()))
	answer := decodeOne(ts, stdout)
	if strings.Contains(stderr, "goroutine ") || strings.Contains(stderr, "panic") {
		ts.Fatalf("a stack trace on standard error")
	}
	if status == 0 {
		return
	}
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "farne: ") || len(last) < 20 {
		ts.Fatalf("standard error ends with %q", last)
	}
	if canary := ts.Getenv("CANARY"); canary != "" && strings.Contains(stderr, canary) {
		ts.Fatalf("a patient's data in an error")
	}
	fields, is := answer.(map[string]any)
	if !is || fields["error"] == nil {
		return // done, and the status says what was found
	}
	told, is := fields["error"].(map[string]any)
	if !is || told["code"] == "" || told["message"] == "" || told["hint"] == nil || len(fields) != 1 {
		ts.Fatalf("the error document is %s", stdout)
	}
	if got := failure.Code(told["code"].(string)).ExitStatus(); got != status {
		ts.Fatalf("the code %v means the status %d, not %d", told["code"], got, status)
	}
	if len(lines) != 1 && !strings.Contains(stderr, "left out") {
		ts.Fatalf("more than one line of error")
	}
}

func decodeOne(ts *testscript.TestScript, text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	var answer any
	if err := d.Decode(&answer); err != nil {
		ts.Fatalf("standard output is no JSON document: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("more than one document on standard output")
	}
	return answer
}

// part is a part of the last answer, strings as they are and everything else as compact JSON.
func part(ts *testscript.TestScript, path string) string {
	at := decodeOne(ts, ts.ReadFile("stdout"))
	for name := range strings.SplitSeq(path, ".") {
		if name == "" {
			continue
		}
		switch v := at.(type) {
		case map[string]any:
			inner, is := v[name]
			if !is {
				ts.Fatalf("no %q in %s", path, ts.ReadFile("stdout"))
			}
			at = inner
		case []any:
			n, err := strconv.Atoi(name)
			if name == "length" {
				return strconv.Itoa(len(v))
			}
			if err != nil || n >= len(v) {
				ts.Fatalf("no %q in %s", path, ts.ReadFile("stdout"))
			}
			at = v[n]
		default:
			ts.Fatalf("no %q in %s", path, ts.ReadFile("stdout"))
		}
	}
	if text, is := at.(string); is {
		return text
	}
	encoded, err := json.Marshal(at)
	ts.Check(err)
	return string(encoded)
}

func compareJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH WANT")
	}
	if got := part(ts, args[0]); (got == args[1]) == neg {
		ts.Fatalf("%s is %s, not %s", args[0], got, args[1])
	}
}

func keepJSON(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATH")
	}
	ts.Setenv(args[0], part(ts, args[1]))
}

func flipByte(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: flip FILE OFFSET")
	}
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	offset, err := strconv.Atoi(args[1])
	ts.Check(err)
	if len(found) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	data, err := os.ReadFile(found[0])
	ts.Check(err)
	if offset < 0 {
		offset += len(data)
	}
	data[offset] ^= 1
	ts.Check(os.WriteFile(found[0], data, 0o600))
}

// rememberFiles keeps a digest for each file below a folder.
func rememberFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: remember NAME DIR")
	}
	ts.Setenv(args[0], digests(ts, ts.MkAbs(args[1])))
}

func sameFiles(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || ts.Getenv(args[0]) == "" {
		ts.Fatalf("usage: same NAME DIR, after remember")
	}
	if now := digests(ts, ts.MkAbs(args[1])); (now == ts.Getenv(args[0])) == neg {
		ts.Fatalf("the files below %s were\n%s\nand are\n%s", args[1], ts.Getenv(args[0]), now)
	}
}

func digests(ts *testscript.TestScript, dir string) string {
	var all strings.Builder
	all.WriteString("files:\n") // an empty folder is something to remember too
	ts.Check(filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&all, "%s %x\n", path, sha256.Sum256(data))
		return err
	}))
	return all.String()
}

func foundNowhere(ts *testscript.TestScript, neg bool, args []string) {
	var holding []string
	for _, dir := range args[1:] {
		found, err := filesHolding(ts.MkAbs(dir), args[0])
		ts.Check(err)
		holding = append(holding, found...)
	}
	if (len(holding) == 0) == neg {
		ts.Fatalf("%q stands in %v", args[0], holding)
	}
}

// filesHolding looks through every file below a folder, names of files included.
func filesHolding(dir, text string) (found []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, form := range encodings(text) {
			if bytes.Contains(data, form) || strings.Contains(path, text) {
				found = append(found, path)
				break
			}
		}
		return nil
	})
	return found, err
}
