// Package cli is the farne commands: a contract that other people's scripts rely on, so additions are
// welcome and changes are not. Main runs one command line and gives its exit status; it reads and
// writes nothing but the streams it is given and the files the words name. Each command calls one use
// case of app/record; what it prints stands beside it.
//
// Beware: a message never repeats a word that was typed where a patient's name might stand, and a
// password is asked for only on a terminal: a script that forgot --password-file ends at once.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"farne/app/home"
	"farne/sync/failure"
)

// Streams are what a command reads and writes.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// shared holds the flags that every command has, and what it answers on.
type shared struct {
	Streams
	home         string
	json         bool
	user         string
	passwordFile string
	keyFile      string
}

// Main runs the words of one command line. Without a command it opens the window.
func Main(words []string, streams Streams, window func(home string) error) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &shared{Streams: streams}
	root := s.root(window)
	root.SetArgs(words)
	err := run(ctx, root)
	// Flags are read up to the first mistake, and a script that asked for JSON is told of that one too.
	s.json = s.json || slices.Contains(words, "--json")
	return s.end(err)
}

// run makes an error of a panic: a stack trace may hold what is in the record, and helps nobody who
// reads it. Only the panic's type is told.
func run(ctx context.Context, root *cobra.Command) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, fmt.Sprintf("Something in Farne went wrong (%T).", r),
				"Nothing that was saved is lost. Try again; if it stays, run farne verify.")
		}
	}()
	return root.ExecuteContext(ctx)
}

func (s *shared) root(window func(home string) error) *cobra.Command {
	root := &cobra.Command{
		Use: "farne", Short: "The clinic record that keeps working offline",
		Long:         "Farne is the clinic record that keeps working offline. Without a command it opens the window.",
		SilenceUsage: true, SilenceErrors: true, Args: noArguments, DisableFlagsInUseLine: true, SuggestionsMinimumDistance: 2,
		PersistentPreRunE: func(*cobra.Command, []string) (err error) {
			if s.home, err = home.Place(s.home); err != nil {
				return err
			}
			return home.Allowed(s.home)
		},
		RunE: func(*cobra.Command, []string) error { return window(s.home) },
	}
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagError(cmd, err) })
	flags := root.PersistentFlags()
	flags.StringVar(&s.home, "home", "", "the `directory` in which one practice on one laptop lives; FARNE_HOME sets it too")
	flags.BoolVar(&s.json, "json", false, "exactly one JSON document on standard output")
	flags.StringVar(&s.user, "user", "", "the `name` of who is asking; may be left out with one person in the home")
	flags.StringVar(&s.passwordFile, "password-file", "", "`file` that holds the password, - for standard input; without it a terminal asks")
	flags.StringVar(&s.keyFile, "key-file", "", "`file` that is the second factor, instead of the keychain")
	s.commands(root)
	return root
}

// end tells an error in one line, and with --json as a document too, and gives the exit status.
func (s *shared) end(err error) int {
	if err == nil {
		return 0
	}
	f := failure.Of(err)
	fmt.Fprintln(s.Err, oneLine("farne: "+f.Message+" "+f.Hint))
	if s.json && !errors.Is(err, errAnswered) {
		_ = json.NewEncoder(s.Out).Encode(map[string]any{"error": map[string]string{ // a closed pipe: the status still tells
			"code": string(f.Code), "message": oneLine(f.Message), "hint": oneLine(f.Hint),
		}})
	}
	return f.Code.ExitStatus()
}

// errAnswered marks an error whose command has printed its JSON document already: the work was done,
// and the exit status says what is wrong with what was found.
var errAnswered = errors.New("answered")

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// answer prints a command's result: the value as JSON, or the words for people.
func (s *shared) answer(value any, words func(w io.Writer)) error {
	if s.json {
		return json.NewEncoder(s.Out).Encode(value)
	}
	words(s.Out)
	return nil
}

// commands stand in the help in the order in which somebody meets them.
func (s *shared) commands(root *cobra.Command) {
	cobra.EnableCommandSorting = false
	root.SetHelpCommand(helpCommand())
	root.SetUsageTemplate(helpTemplate)
	for _, g := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"home", "The practice and its laptops", []*cobra.Command{s.initCommand(), s.device(), s.person(), s.recovery(), s.unlock(), s.demo()}},
		{"care", "The record", []*cobra.Command{s.patient(), s.note(), s.imports(), s.exports(), s.audit()}},
		{"safe", "Sync, backup, restore", []*cobra.Command{s.remote(), s.sync(), s.backup(), s.restore(), s.verify(), s.state(), s.status(), s.alarms(), s.conflicts()}},
	} {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, cmd := range g.commands {
			cmd.GroupID = g.id
			root.AddCommand(cmd)
			plainUse(cmd)
		}
	}
}
