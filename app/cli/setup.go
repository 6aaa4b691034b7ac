package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"farne/app/record"
	"farne/sync/clock"
	"farne/sync/remote"
)

func (s *shared) initCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "init --practice NAME --owner NAME --recovery-out FILE", Short: "Create a practice on this laptop", Args: words(0)}
	f := record.Founding{}
	var out string
	cmd.Flags().StringVar(&f.Practice, "practice", "", "the practice's `name`")
	cmd.Flags().StringVar(&f.Owner, "owner", "", "the `name` of the person who owns it and signs in here")
	cmd.Flags().StringVar(&out, "recovery-out", "", "the recovery kit goes to this `file`: text, or with .pdf the printed page")
	cmd.Flags().StringVar(&f.Laptop, "laptop", "", "the `name` of this laptop (default: its host name)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if f.Practice == "" || f.Owner == "" || out == "" {
			return usageHint("init needs --practice, --owner and --recovery-out", seeHelp(cmd))
		}
		f.Entrance = s.entrance()
		if f.Password, err = s.newPassword(cmd.Context()); err != nil {
			return err
		}
		f.Keep = keepKit(out)
		p, founded, err := record.Create(cmd.Context(), f)
		if err != nil {
			return err
		}
		defer func() { err = closing(err, p.Close()) }()
		return s.answer(founded, func(w io.Writer) {
			fmt.Fprintf(w, "The practice %s is on this laptop, encrypted.\nThe recovery kit is in %s. Print it, keep it somewhere safe and apart from this laptop, and delete the file:\nwhoever has the 24 words has the record.\n", f.Practice, out)
		})
	}
	return cmd
}

// keepKit writes the recovery kit to a new file.
func keepKit(path string) func(record.Kit) error {
	return func(k record.Kit) error {
		page, err := k.Page(clock.Now(), remote.Config{})
		if err != nil {
			return err
		}
		return record.WriteKit(path, page)
	}
}

func (s *shared) unlock() *cobra.Command {
	cmd := &cobra.Command{Use: "unlock --recovery-file FILE", Short: "Set a new password when it, or the keychain, is lost", Args: words(0)}
	file := cmd.Flags().String("recovery-file", "", "the recovery kit: the `file` as text or PDF, or one that holds the 24 words")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *file == "" {
			return usageHint("unlock needs --recovery-file", seeHelp(cmd))
		}
		secret, err := record.ReadKit(*file)
		if err != nil {
			return err
		}
		e := s.entrance()
		if e.Password, err = s.newPassword(cmd.Context()); err != nil {
			return err
		}
		person, err := record.Unlock(cmd.Context(), e, secret)
		if err != nil {
			return err
		}
		return s.answer(map[string]string{"person": person.ID.String()}, func(w io.Writer) {
			fmt.Fprintf(w, "%s has a new password on this laptop. Nothing of the record was lost.\n", person.Name)
		})
	}
	return cmd
}

func (s *shared) recovery() *cobra.Command {
	cmd := group("recovery", "The printed recovery kit")
	check := &cobra.Command{Use: "check --recovery-file FILE", Short: "Does this kit open this practice?", Args: words(0)}
	file := check.Flags().String("recovery-file", "", "the recovery kit: the `file` as text or PDF, or one that holds the 24 words")
	check.RunE = func(cmd *cobra.Command, _ []string) error {
		if *file == "" {
			return usageHint("recovery check needs --recovery-file", seeHelp(cmd))
		}
		secret, err := record.ReadKit(*file)
		if err != nil {
			return err
		}
		practice, err := record.CheckRecovery(cmd.Context(), s.home, secret)
		if err != nil {
			return err
		}
		return s.answer(map[string]any{"opens": true, "practice": practice}, func(w io.Writer) {
			fmt.Fprintln(w, "This recovery kit opens this practice.")
		})
	}
	cmd.AddCommand(check, s.recoveryPrint())
	return cmd
}

func (s *shared) recoveryPrint() *cobra.Command {
	cmd := &cobra.Command{Use: "print --recovery-file FILE --recovery-out FILE", Short: "Print the kit again, so that it names the storage that is set now", Args: words(0)}
	file := cmd.Flags().String("recovery-file", "", "the recovery kit: the `file` as text or PDF, or one that holds the 24 words")
	out := cmd.Flags().String("recovery-out", "", "the new page goes to this `file`: text, or with .pdf the printed page")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if *file == "" || *out == "" {
			return usageHint("recovery print needs --recovery-file and --recovery-out", seeHelp(cmd))
		}
		return nil
	}
	cmd.RunE = s.inPractice(func(c *call) error {
		secret, err := record.ReadKit(*file)
		if err != nil {
			return err
		}
		kit, err := c.Reprint(c.ctx, secret)
		if err != nil {
			return err
		}
		page, err := kit.Page(clock.Now(), c.Storage())
		if err != nil {
			return err
		}
		if err := record.WriteKit(*out, page); err != nil {
			return err
		}
		return c.answer(map[string]string{"file": *out, "practice": kit.ID.String()}, func(w io.Writer) {
			fmt.Fprintf(w, "The recovery kit is in %s. Print it, destroy the old page, and delete the file: whoever has the 24 words has the record.\n", *out)
		})
	})
	return cmd
}
