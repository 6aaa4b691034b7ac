package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"farne/app/record"
)

func (s *shared) demo() *cobra.Command {
	cmd := &cobra.Command{Use: "demo", Short: "Fill an empty home with a plausible practice of invented patients", Args: words(0)}
	d := record.Demo{}
	cmd.Flags().IntVar(&d.Patients, "patients", 20000, "how many `patients`")
	cmd.Flags().IntVar(&d.Notes, "notes", 0, "how many `notes` (default: five a patient)")
	cmd.Flags().Uint64Var(&d.Seed, "seed", 1, "the same `seed` gives the same practice")
	out := cmd.Flags().String("recovery-out", "", "the recovery kit goes to this `file`; without it the practice has none")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if d.Patients < 1 || d.Notes < 0 {
			return usage("--patients and --notes take whole numbers")
		}
		d.Entrance = s.entrance()
		var err error
		if d.Password, err = s.newPassword(cmd.Context()); err != nil {
			return err
		}
		if *out != "" {
			d.Keep = keepKit(*out)
		}
		counts, err := s.makeDemo(cmd.Context(), d)
		if err != nil {
			return err
		}
		return s.answer(counts, func(w io.Writer) {
			fmt.Fprintf(w, "Made a practice of %d invented patients, %d notes, %d observations and %d appointments in %.1f s.\n",
				counts.Patients, counts.Notes, counts.Observations, counts.Appointments, counts.Seconds)
		})
	}
	return cmd
}

func (s *shared) makeDemo(ctx context.Context, d record.Demo) (counts record.DemoCounts, err error) {
	bar := s.bar("Making the practice", "patients")
	p, counts, err := record.CreateDemo(ctx, d, bar.step)
	bar.end()
	if err != nil {
		return counts, err
	}
	return counts, p.Close()
}
