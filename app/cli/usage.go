package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"farne/sync/failure"
	"farne/sync/state"
)

// usage is a mistake in the words. The message does not repeat a word that may be a patient's.
func usage(message string) error { return usageHint(message, "See farne help.") }

func usageHint(message, hint string) error {
	return failure.New(failure.Usage, strings.TrimSuffix(message, ".")+".", hint)
}

// seeHelp is the command that explains another.
func seeHelp(cmd *cobra.Command) string {
	return strings.TrimSpace("See farne help "+strings.TrimPrefix(cmd.CommandPath(), "farne")) + "."
}

// flagError keeps the value out of what pflag says: a flag's value may be a patient's name.
func flagError(cmd *cobra.Command, err error) error {
	if invalid := new(pflag.InvalidValueError); errors.As(err, &invalid) {
		kind := map[string]string{"int": "a whole number", "int64": "a whole number", "uint64": "a whole number", "duration": "a time such as 30s"}
		if what, known := kind[invalid.GetFlag().Value.Type()]; known {
			return usageHint("--"+invalid.GetFlag().Name+" takes "+what, seeHelp(cmd))
		}
	}
	return usageHint(capital(err.Error()), seeHelp(cmd))
}

func capital(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// noArguments is for commands that only have others behind them, and for those that take no word.
func noArguments(cmd *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	hint := seeHelp(cmd)
	if near := cmd.SuggestionsFor(words[0]); len(near) > 0 {
		hint = "Did you mean " + strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "farne")+" "+near[0]) + "? " + hint
	}
	if !cmd.HasSubCommands() {
		return usageHint("It is used as: "+cmd.UseLine(), hint)
	}
	return usageHint("There is no such command of "+cmd.CommandPath(), hint)
}

// group is a command that only has others behind it.
func group(name, short string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: noArguments, SuggestionsMinimumDistance: 2, DisableFlagsInUseLine: true, RunE: func(cmd *cobra.Command, _ []string) error {
		return usageHint(cmd.CommandPath()+" needs a command behind it", seeHelp(cmd))
	}}
}

// words checks how many words stand behind a command.
func words(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) != n {
			return usedAs(cmd)
		}
		return nil
	}
}

func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) < n {
			return usedAs(cmd)
		}
		return nil
	}
}

func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) > n {
			return usedAs(cmd)
		}
		return nil
	}
}

func usedAs(cmd *cobra.Command) error {
	line, _ := strings.CutSuffix(cmd.UseLine(), " [flags]")
	return usageHint("It is used as: "+line, seeHelp(cmd))
}

func rowID(word string) (state.ID, error) {
	id, err := state.ParseID(word)
	if err != nil {
		return id, usage("That is no id of a row; ids look like 01926b3e-0c5d-7f00-8000-000000000000")
	}
	return id, nil
}
