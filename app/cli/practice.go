package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"farne/app/record"
)

// call is one command on an open practice.
type call struct {
	*record.Practice
	*shared
	ctx   context.Context
	words []string
}

// entrance is what the common flags say of who comes, without the password.
func (s *shared) entrance() record.Entrance {
	return record.Entrance{Home: s.home, KeyFile: s.keyFile, Person: s.user, Warn: s.warn}
}

// warnOfDamage names the files of this home that could not be opened. What does not need them goes on.
func (c *call) warnOfDamage() error {
	alarms, err := c.Alarms(c.ctx)
	for _, a := range alarms {
		if strings.HasSuffix(a.Object, ".db") {
			c.warn(oneLine(a.Object + " is left out. " + a.What + " " + a.Safe))
		}
	}
	return err
}

// inPractice signs in, runs the command and gives the home back.
func (s *shared) inPractice(run func(c *call) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, words []string) (err error) {
		ctx := cmd.Context()
		e := s.entrance()
		if e.Password, err = s.password(ctx); err != nil {
			return err
		}
		p, err := record.Open(ctx, e)
		if err != nil {
			return err
		}
		defer func() { err = closing(err, p.Close()) }()
		c := &call{Practice: p, shared: s, ctx: ctx, words: words}
		if err := c.warnOfDamage(); err != nil {
			return err
		}
		return run(c)
	}
}

// closing adds what went wrong when the home was given back. A command that was done has printed its answer.
func closing(err, closed error) error {
	if err == nil && closed != nil {
		return answered(closed)
	}
	return errors.Join(err, closed)
}

func (s *shared) warn(message string) { fmt.Fprintln(s.Err, "farne:", message) }
