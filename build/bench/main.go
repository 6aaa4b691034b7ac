// Command bench measures Farne against plain SQLite and prints the table of docs/measurements.md: each
// time as a ratio of medians over interleaved pairs, with quartiles and the bound it must keep, and
// bytes as they are. make bench runs it with the demo practice of full size; -patients and -pairs make it
// small enough for a test.
//
// It works through package record, as the window and the commands do. What record has no use case for,
// a day's edits in every table, it writes through package store with the keys that the recovery kit
// opens. The plain sides are copies of the very files, decrypted, or without their triggers.
//
// Beware: ratios hold on a busy machine, absolute times do not.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"farne/sync/clock"
)

// options are the program's flags.
type options struct {
	patients, pairs int
	only            string // names with commas between them; empty for all that are not apart
	dir, samples    string
	profiles        string
	importBytes     int64
	inspect         string // a home: the child process that is measured from outside
	take            string // a file, or a folder of bundles, that it imports
	keyFile         string
	window, empty   string // programs
}

func main() {
	var o options
	flag.IntVar(&o.patients, "patients", 20000, "how many `patients` the practice has; five notes and fifteen observations each")
	flag.IntVar(&o.pairs, "pairs", 30, "how many interleaved `pairs` each ratio is made of")
	flag.StringVar(&o.only, "only", "", "measure only what has these `names`, with commas between them: "+strings.Join(names(), ", "))
	flag.StringVar(&o.dir, "dir", "", "an empty `folder` to work in (default: a temporary one, removed afterwards)")
	flag.StringVar(&o.samples, "samples", "app/interchange/testdata/synthea", "the `folder` of FHIR bundles to import")
	flag.StringVar(&o.profiles, "profiles", "", "a `folder` for a CPU profile of each measurement, both sides in it")
	flag.Int64Var(&o.importBytes, "import-bytes", 1e9, "how many `bytes` import1g takes over")
	flag.StringVar(&o.inspect, "inspect", "", "open this `home`, use it, and print this process's memory")
	flag.StringVar(&o.take, "take", "", "with -inspect: import this `file`, or the bundles in a folder, instead of using the home")
	flag.StringVar(&o.keyFile, "key-file", "", "the home's second factor, with -inspect")
	flag.StringVar(&o.window, "window", "", "Farne's own `program`, whose start is measured")
	flag.StringVar(&o.empty, "empty", "", "the `program` with an empty window that it is held against")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.start(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (o options) start(ctx context.Context) error {
	if o.inspect != "" && o.take != "" {
		return takeOver(ctx, o.inspect, o.keyFile, o.take)
	}
	if o.inspect != "" {
		return inspectMemory(ctx, o.inspect, o.keyFile)
	}
	return run(ctx, o)
}

// experiment measures one thing and adds its lines to the table. One that is apart is run only when it is
// asked for by name.
type experiment struct {
	name  string
	run   func(context.Context, *bench) error
	apart bool
}

// experiments stand in the order in which they may follow one another: searching and opening come before
// whatever adds to the practice; memory and window, which close it, come last.
var experiments = []experiment{
	{name: "search", run: measureSearch}, {name: "open", run: measureOpen}, {name: "save", run: measureSave},
	{name: "import", run: measureImport}, {name: "sync", run: measureSync}, {name: "backup", run: measureBackup},
	{name: "restore", run: measureRestore}, {name: "memory", run: measureMemory}, {name: "window", run: measureWindow},
	{name: "import1g", run: measureLargeImport, apart: true}, {name: "bundles", run: measureBundles, apart: true},
}

func names() []string {
	var all []string
	for _, e := range experiments {
		all = append(all, e.name)
	}
	return all
}

func run(ctx context.Context, o options) (err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "farne-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return err
	}
	fmt.Printf("%d patients, %d pairs, %d cores, %s %s/%s\n", o.patients, o.pairs, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	fmt.Println(heading)
	for _, e := range experiments {
		if !o.wants(e) {
			continue
		}
		if err := e.profiled(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return nil
}

func (o options) wants(e experiment) bool {
	if o.only == "" {
		return !e.apart
	}
	return slices.Contains(strings.Split(o.only, ","), e.name)
}

// profiled runs it, with a CPU profile where one is wanted.
func (e experiment) profiled(ctx context.Context, b *bench) error {
	if b.profiles == "" {
		return e.run(ctx, b)
	}
	f, err := os.Create(filepath.Join(b.profiles, e.name+".prof"))
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = e.run(ctx, b)
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// timed runs one thing once.
func timed(fn func() error) (time.Duration, error) {
	start := clock.Now()
	err := fn()
	return clock.Now().Sub(start), err
}
