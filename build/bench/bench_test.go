package main

import (
	"context"
	"os"
	"testing"
)

// The memory is measured in a child process, which here is the test's own binary.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-inspect" {
		main()
		return
	}
	os.Exit(m.Run())
}

// The harness works: every experiment runs, both sides of each find the same. What it prints of so small
// a practice means nothing.
func TestEverythingIsMeasured(t *testing.T) {
	o := options{patients: 60, pairs: 2, dir: t.TempDir(), samples: "../../app/interchange/testdata/synthea"}
	if err := run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	o.importBytes = 3e6
	for _, o.only = range []string{"import1g", "bundles"} {
		o.dir = t.TempDir()
		if err := run(context.Background(), o); err != nil {
			t.Fatal(err)
		}
	}
}
