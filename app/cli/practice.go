package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"farne/app/record"
	"farne/app/vault/password"
	"farne/app/vault/secret"
	"farne/sync/state"
)

// call is one command on an open practice.
type call struct {
	*record.Practice
	*shared
	ctx   context.Context
	words []string
}

// inPractice signs in, runs the command and gives the home back.
func (s *shared) inPractice(run func(c *call) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, words []string) (err error) {
		ctx := cmd.Context()
		typed, err := s.password()
		if err != nil {
			return err
		}
		p, err := record.Open(ctx, record.Entrance{Home: s.home, KeyFile: s.keyFile, Person: s.user, Password: typed, Warn: s.warn})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.Close()) }()
		return run(&call{Practice: p, shared: s, ctx: ctx, words: words})
	}
}

func (s *shared) warn(message string) { fmt.Fprintln(s.Err, "farne:", message) }

// password reads the one that --password-file names.
func (s *shared) password() (secret.Secret, error) {
	if s.passwordFile == "" {
		return secret.Secret{}, usage("This command needs --password-file; - reads the password from standard input")
	}
	return password.Read(s.passwordFile, s.In)
}

func group(name, short string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: noArguments, RunE: func(cmd *cobra.Command, _ []string) error {
		return usage("farne " + name + " needs a command behind it: see farne " + name + " --help")
	}}
}

// words checks how many words stand behind a command.
func words(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) != n {
			return usage("It is used as: farne " + cmd.Parent().Name() + " " + cmd.Use)
		}
		return nil
	}
}

func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) < n {
			return usage("It is used as: farne " + cmd.Parent().Name() + " " + cmd.Use)
		}
		return nil
	}
}

func rowID(word string) (state.ID, error) {
	id, err := state.ParseID(word)
	if err != nil {
		return id, usage(fmt.Sprintf("%q is no id of a row; ids look like 01926b3e-0c5d-7f00-8000-000000000000", word))
	}
	return id, nil
}
