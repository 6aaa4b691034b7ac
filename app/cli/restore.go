package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/remote"
)

func (s *shared) restore() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore --recovery-file FILE --remote folder:DIR|s3 … --user NAME",
		Short: "Bring a practice back into a new home, from the recovery kit and a backup", Args: words(0),
	}
	file := cmd.Flags().String("recovery-file", "", "the recovery kit: the `file` as text or PDF, or one that holds the 24 words")
	place := cmd.Flags().String("remote", "", "the `place`: folder:DIR, or s3 with the flags of remote set s3")
	r := record.Restoring{}
	cmd.Flags().StringVar(&r.Backup, "backup", "", "`ID` of a backup (default: the newest)")
	cmd.Flags().StringVar(&r.Laptop, "laptop", "", "the `name` of this laptop (default: its host name)")
	bucket := s3Flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *file == "" || *place == "" {
			return usageHint("restore needs --recovery-file and --remote", seeHelp(cmd))
		}
		if *place == "s3" {
			if err := bucket.check(cmd); err != nil {
				return err
			}
		}
		config, err := s.placeOf(*place, bucket)
		if err != nil {
			return err
		}
		secret, err := record.ReadKit(*file)
		if err != nil {
			return err
		}
		r.Entrance = s.entrance()
		if r.Password, err = s.newPassword(cmd.Context()); err != nil {
			return err
		}
		lost, err := record.FindLost(cmd.Context(), config, secret, nil)
		if err != nil {
			return err
		}
		bar := s.bar("Restoring", "records")
		r.Progress = func(p record.RestoreProgress) { bar.step(p.Rows, p.RowsTotal, p.Bytes) }
		p, report, err := lost.Restore(cmd.Context(), r)
		bar.end()
		if err != nil {
			return errors.Join(err, lost.GiveUp(err))
		}
		return closing(s.printRestore(report), p.Close())
	}
	return cmd
}

func (s *shared) printRestore(r record.RestoreReport) error {
	err := s.answer(r, func(w io.Writer) {
		fmt.Fprintf(w, "Restored %d records from %s in %.1f s. Every root was recomputed and equals the signed one.\nThe newest change in it was made at %s.\n",
			r.Rows, size(r.Bytes), r.Seconds, orNever(r.NewestChange))
		printAlarms(w, r.Alarms)
	})
	if err != nil || len(r.Alarms) == 0 {
		return err
	}
	return answered(failure.New(failure.Integrity, r.Alarms[0].What+" "+r.Alarms[0].Safe, r.Alarms[0].Todo))
}

// placeOf reads the --remote of a command.
func (s *shared) placeOf(place string, bucket *placeFlags) (remote.Config, error) {
	if place == "s3" {
		return bucket.config(s)
	}
	if dir, ok := strings.CutPrefix(place, "folder:"); ok && dir != "" {
		return remote.Config{Kind: remote.KindFolder, Folder: dir}, nil
	}
	return remote.Config{}, usage("--remote takes folder:DIR, or s3 with the flags of remote set s3")
}
