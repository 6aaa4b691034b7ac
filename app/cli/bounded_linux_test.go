package cli

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// usedVariable names a file to which a farne of the scripts writes, when it ends, what it has used.
const usedVariable = "FARNE_TEST_USED"

func init() { atEnd, moreCommands["bounded"] = tellUsed, runBounded }

// tellUsed writes the peak of resident memory and what was read from files and pipes, in bytes. The kernel
// counts both for this process alone.
func tellUsed() {
	path := os.Getenv(usedVariable)
	if path == "" {
		return
	}
	kib := field("/proc/self/status", "VmHWM:")
	if err := os.WriteFile(path, fmt.Appendf(nil, "%d %d", kib<<10, field("/proc/self/io", "rchar:")), 0o600); err != nil {
		panic(err)
	}
}

func field(file, name string) (value int64) {
	f, err := os.Open(file)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, found := strings.CutPrefix(lines.Text(), name); found {
			_, _ = fmt.Sscan(rest, &value)
		}
	}
	return value
}

// runBounded is "bounded MEMORY READ WORDS…": a command that fails and uses at most so many MB of memory,
// and reads at most so many.
func runBounded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: bounded MEMORY READ WORDS…")
	}
	path := filepath.Join(ts.MkAbs("."), "used")
	ts.Setenv(usedVariable, path)
	runFarne(ts, false, append([]string{"1"}, args[2:]...))
	ts.Setenv(usedVariable, "")
	var used [2]int64
	_, err := fmt.Sscan(ts.ReadFile(path), &used[0], &used[1])
	ts.Check(err)
	for i, what := range []string{"memory", "reading"} {
		most, err := strconv.ParseInt(args[i], 10, 64)
		ts.Check(err)
		ts.Logf("%s: %.1f MB", what, float64(used[i])/1e6)
		if used[i] > most*1e6 {
			ts.Fatalf("%s: %.1f MB, more than %d", what, float64(used[i])/1e6, most)
		}
	}
}
