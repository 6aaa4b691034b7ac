package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"farne/app/record"
	"farne/sync/engine"
	"farne/sync/failure"
)

func (s *shared) sync() *cobra.Command {
	cmd := &cobra.Command{Use: "sync", Short: "Exchange changes with the remote once, both ways", Args: words(0)}
	watch := cmd.Flags().Bool("watch", false, "go on exchanging until it is stopped")
	every := cmd.Flags().Duration("every", 30*time.Second, "how `long` --watch waits between rounds")
	limit := cmd.Flags().Int64("limit-bytes", 0, "at most so many `bytes` a second")
	cmd.RunE = s.inPractice(func(c *call) error {
		c.LimitBytes(*limit)
		for {
			report, err := c.Sync(c.ctx)
			if err == nil {
				err = c.printSync(report)
			} else if !*watch || !failure.Is(err, failure.Unreachable) {
				return err
			} else {
				c.warn(oneLine(failure.Of(err).Message))
			}
			if !*watch {
				return err
			}
			select {
			case <-c.ctx.Done():
				return nil
			case <-time.After(*every):
			}
		}
	})
	return cmd
}

func (c *call) printSync(r record.SyncReport) error {
	err := c.answer(r, func(w io.Writer) {
		fmt.Fprintf(w, "Sent %d changes in %d batches (%s), received %d in %d (%s), %.1f s.\n",
			r.Sent.Changes, r.Sent.Batches, size(r.Sent.Bytes), r.Received.Changes, r.Received.Batches, size(r.Received.Bytes), r.Seconds)
		if r.Conflicts > 0 {
			fmt.Fprintf(w, "%d conflicts await a person; both versions are kept and shown.\n", r.Conflicts)
		}
		printAlarms(w, r.Alarms)
	})
	if err != nil {
		return err
	}
	return c.verdict(r.Alarms, r.Conflicts)
}

// verdict is the exit status of what was done, but not without findings.
func (c *call) verdict(alarms []engine.Alarm, conflicts int) error {
	if len(alarms) > 0 {
		return answered(failure.New(failure.Integrity, alarms[0].What+" "+alarms[0].Safe, alarms[0].Todo))
	}
	if conflicts > 0 {
		return answered(failure.New(failure.Undecided, fmt.Sprintf("Done; %d conflicts await a person. Nothing was lost.", conflicts), "See farne conflicts."))
	}
	return nil
}

func printAlarms(w io.Writer, alarms []engine.Alarm) {
	for _, a := range alarms {
		fmt.Fprintf(w, "Alarm (%s) %s\n  %s\n  %s\n  %s\n", a.Name, a.Object, a.What, a.Safe, a.Todo)
	}
}

func (s *shared) state() *cobra.Command {
	cmd := &cobra.Command{Use: "state", Short: "The roots of the record: equal roots mean equal records", Args: words(0)}
	cmd.RunE = s.inPractice(func(c *call) error {
		st, err := c.State(c.ctx)
		if err != nil {
			return err
		}
		return c.answer(st, func(w io.Writer) {
			for _, name := range sortedKeys(st.Compartments) {
				fmt.Fprintf(w, "%-10s %s\n", name, st.Compartments[name].Root)
				for _, table := range sortedKeys(st.Compartments[name].Rows) {
					fmt.Fprintf(w, "  %-22s %d\n", table, st.Compartments[name].Rows[table])
				}
			}
		})
	})
	return cmd
}

func (s *shared) backup() *cobra.Command {
	cmd := &cobra.Command{Use: "backup", Short: "Make a backup in the remote", Args: noArguments}
	cmd.RunE = s.inPractice(func(c *call) error {
		bar := s.bar("Backing up", "nodes")
		r, err := c.Backup(c.ctx, bar.step)
		bar.end()
		if err != nil {
			return err
		}
		return c.answer(r, func(w io.Writer) {
			fmt.Fprintf(w, "Backed up %d records: %s new, %s in all before compression, %.1f s. Backup %s.\n", r.Rows, size(r.BytesNew), size(r.BytesTotal), r.Seconds, r.Backup)
		})
	})
	list := &cobra.Command{Use: "list", Short: "List the backups in the remote, newest first", Args: words(0)}
	list.RunE = s.inPractice(func(c *call) error {
		rows, alarms, err := c.Backups(c.ctx)
		if err != nil {
			return err
		}
		err = c.answer(rows, func(w io.Writer) {
			if len(rows) == 0 {
				fmt.Fprintln(w, "No backup yet. Make one with farne backup.")
			}
			for _, b := range rows {
				if b.Newer {
					fmt.Fprintf(w, "%s  made by a newer Farne, which this one cannot read\n", b.ID)
					continue
				}
				fmt.Fprintf(w, "%s  %s  %d records  %s  %s\n", b.Time, b.ID, b.Rows, size(b.Bytes), b.VerifiedWords())
			}
			printAlarms(w, alarms)
		})
		if err != nil {
			return err
		}
		return c.verdict(alarms, 0)
	})
	cmd.AddCommand(list)
	return cmd
}

func (s *shared) verify() *cobra.Command {
	cmd := &cobra.Command{Use: "verify", Short: "Check the remote and the databases of this laptop", Args: words(0)}
	full := cmd.Flags().Bool("full", false, "read every pack too, and prove the newest backup")
	cmd.RunE = s.inPractice(func(c *call) error {
		bar := s.bar("Checking", "objects")
		r, err := c.Verify(c.ctx, *full, bar.step)
		bar.end()
		if err != nil {
			return err
		}
		err = c.answer(r, func(w io.Writer) {
			fmt.Fprintf(w, "Checked %d objects, %s.\n", r.Objects, size(r.Bytes))
			for _, p := range r.Problems {
				fmt.Fprintf(w, "%s: %s (%s)\n", p.Object, p.What, p.Kind)
			}
			if len(r.Problems) == 0 {
				fmt.Fprintln(w, "Everything is whole.")
			}
		})
		if err != nil || len(r.Problems) == 0 {
			return err
		}
		return answered(failure.New(failure.Integrity, fmt.Sprintf("Verification found %d problems. What is on this laptop was not changed.", len(r.Problems)),
			"Make a backup to a second place, and ask who can write to the remote."))
	})
	return cmd
}

func (s *shared) status() *cobra.Command {
	cmd := &cobra.Command{Use: "status", Short: "Last sync, last backup, what waits, alarms", Args: words(0)}
	cmd.RunE = s.inPractice(func(c *call) error {
		st, err := c.Status(c.ctx)
		if err != nil {
			return err
		}
		return c.answer(st, func(w io.Writer) {
			fmt.Fprintf(w, "Practice       %s\nLaptop         %s\nLast sync      %s\nLast backup    %s\nLast drill     %s\nClock offset   %s\nWaiting        %d changes\nConflicts      %d\nAlarms         %d\n",
				st.Practice, st.Laptop, orNever(st.LastSync), orNever(st.LastBackup), orNever(st.LastDrill), time.Duration(st.ClockMs)*time.Millisecond, st.Waiting, st.Conflicts, len(st.Alarms))
		})
	})
	return cmd
}

func (s *shared) alarms() *cobra.Command {
	cmd := &cobra.Command{Use: "alarms", Short: "What needs somebody's attention", Args: words(0)}
	cmd.RunE = s.inPractice(func(c *call) error {
		alarms, err := c.Alarms(c.ctx)
		if err != nil {
			return err
		}
		return c.answer(alarms, func(w io.Writer) {
			if len(alarms) == 0 {
				fmt.Fprintln(w, "No alarms.")
			}
			printAlarms(w, alarms)
		})
	})
	return cmd
}

func (s *shared) audit() *cobra.Command {
	cmd := group("audit", "The audit log of this laptop")
	verify := &cobra.Command{Use: "verify", Short: "Prove that nothing in the audit log was changed, left out or added", Args: words(0)}
	verify.RunE = s.inPractice(func(c *call) error {
		r, err := c.VerifyAudit(c.ctx)
		if err != nil {
			return err
		}
		err = c.answer(r, func(w io.Writer) {
			fmt.Fprintf(w, "%d entries checked.\n", r.Entries)
			for _, p := range r.Problems {
				fmt.Fprintln(w, p)
			}
		})
		if err != nil || len(r.Problems) == 0 {
			return err
		}
		return answered(failure.New(failure.Integrity, "The audit log of this laptop was tampered with or damaged. The record itself is not touched by this.",
			"Keep this laptop as it is and tell the owner of the practice."))
	})
	cmd.AddCommand(verify)
	return cmd
}
