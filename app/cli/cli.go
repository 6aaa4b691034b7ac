// Package cli is the farne commands: a contract that other people's scripts rely on, so additions are
// welcome and changes are not. Main runs one command line and gives its exit status; it reads and
// writes nothing but the streams it is given and the files the words name. Each command calls one use
// case of app/record; what it prints stands beside it.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

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
	return s.end(root.ExecuteContext(ctx))
}

func (s *shared) root(window func(home string) error) *cobra.Command {
	root := &cobra.Command{
		Use: "farne", Short: "The clinic record that keeps working offline",
		Long:         "Farne is the clinic record that keeps working offline. Without a command it opens the window.",
		SilenceUsage: true, SilenceErrors: true, Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return window(s.home) },
	}
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err.Error()) })
	flags := root.PersistentFlags()
	flags.StringVar(&s.home, "home", defaultHome(), "the profile `directory`; one practice on one laptop lives in one home")
	flags.BoolVar(&s.json, "json", false, "exactly one JSON document on standard output")
	flags.StringVar(&s.user, "user", "", "who is asking; may be left out with one person in the home")
	flags.StringVar(&s.passwordFile, "password-file", "", "`file` that holds the password; - is standard input")
	flags.StringVar(&s.keyFile, "key-file", "", "`file` that is the second factor, instead of the keychain")
	s.commands(root)
	return root
}

// defaultHome is beside the platform's other application data, apart from what the web view keeps
// under the program's own name.
func defaultHome() string {
	if home := os.Getenv("FARNE_HOME"); home != "" {
		return home
	}
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		user, err := os.UserHomeDir()
		if err != nil {
			return "farne-record"
		}
		data = filepath.Join(user, ".local", "share")
	}
	return filepath.Join(data, "farne-record")
}

func usage(message string) error {
	return failure.New(failure.Usage, strings.TrimSuffix(message, ".")+".", "See farne help.")
}

func noArguments(cmd *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usage(fmt.Sprintf("There is no command %q", strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath()+" "+words[0], "farne "))))
}

// end tells an error in one line, and with --json as a document too, and gives the exit status.
func (s *shared) end(err error) int {
	if err == nil {
		return 0
	}
	f := failure.Of(err)
	fmt.Fprintln(s.Err, strings.TrimSpace(oneLine("farne: "+f.Message+" "+f.Hint)))
	if s.json && !errors.Is(err, errAnswered) {
		_ = json.NewEncoder(s.Out).Encode(map[string]any{"error": map[string]string{ // a closed pipe: the status still tells
			"code": string(f.Code), "message": f.Message, "hint": f.Hint,
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

func (s *shared) commands(root *cobra.Command) {
	root.AddCommand(s.initCommand(), s.unlock(), s.recovery(), s.remote(), s.sync(), s.state(), s.backup(), s.verify(), s.restore(),
		s.status(), s.alarms(), s.audit(), s.patient(), s.note(), s.imports(), s.exports(), s.demo())
}
