package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"farne/sync/failure"
	"farne/sync/state"
)

func (s *shared) imports() *cobra.Command {
	cmd := group("import", "Take records over from other systems")
	files := &cobra.Command{Use: "fhir FILE…", Short: "FHIR R4: .json, .ndjson, each also .gz; a file goes in whole or not at all", Args: atLeast(1)}
	files.RunE = s.inPractice(func(c *call) error {
		bar := s.bar("Importing", "resources")
		r, err := c.ImportFHIR(c.ctx, c.words, bar.step)
		bar.end()
		if err != nil {
			return err
		}
		err = c.answer(r, func(w io.Writer) {
			for _, typ := range sortedKeys(r.Types) {
				n := r.Types[typ]
				fmt.Fprintf(w, "%-24s %7d read, %7d new, %6d changed, %6d as before\n", typ, n.Read, n.Created, n.Updated, n.Unchanged)
			}
			fmt.Fprintf(w, "%d resources in %.1f s: %d new, %d changed, %d as before. %d have no screen yet and are kept whole.\n",
				r.Read, r.Seconds, r.Created, r.Updated, r.Unchanged, r.Kept)
			if r.Dangling > 0 {
				fmt.Fprintf(w, "%d references lead to something that was not in the files. They are kept.\n", r.Dangling)
			}
			for _, f := range r.Failed {
				fmt.Fprintf(w, "Refused: %s, line %d: %s. Nothing of this file was taken over.\n", f.File, f.Line, f.Why)
			}
		})
		if err != nil || len(r.Failed) == 0 {
			return err
		}
		return answered(failure.New(failure.BadInput, fmt.Sprintf("%d files were refused; nothing of them was taken over, and all others were.", len(r.Failed)),
			"Correct them and import them again: what is in already is not doubled."))
	})
	cmd.AddCommand(files)
	return cmd
}

func (s *shared) exports() *cobra.Command {
	cmd := group("export", "Write records down for other systems, in clear")
	files := &cobra.Command{Use: "fhir (--patient ID | --all) --out FILE", Short: "FHIR R4: a Bundle, or NDJSON if FILE is named so", Args: words(0)}
	patient := files.Flags().String("patient", "", "the record of the patient with this `ID`")
	all := files.Flags().Bool("all", false, "everything")
	out := files.Flags().String("out", "", "the `file` to write; it is not encrypted")
	files.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if *out == "" || (*patient == "") == !*all {
			return usageHint("export fhir needs --out, and either --patient or --all", seeHelp(cmd))
		}
		return nil
	}
	files.RunE = s.inPractice(func(c *call) error {
		var id state.ID
		if *patient != "" {
			var err error
			if id, err = rowID(*patient); err != nil {
				return err
			}
		}
		bar := s.bar("Exporting", "resources")
		r, err := c.ExportFHIR(c.ctx, id, *out, bar.step)
		bar.end()
		if err != nil {
			return err
		}
		return c.answer(r, func(w io.Writer) {
			fmt.Fprintf(w, "Wrote %d resources (%s) to %s. The file is not encrypted: delete it when it is no longer needed.\n", r.Records, size(r.Bytes), *out)
		})
	})
	cmd.AddCommand(files)
	return cmd
}
