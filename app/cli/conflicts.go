package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"farne/app/clinic"
	"farne/app/record"
	"farne/sync/state"
)

func (s *shared) conflicts() *cobra.Command {
	list := s.inPractice(func(c *call) error {
		found, err := c.Conflicts(c.ctx)
		if err != nil {
			return err
		}
		rows := make([]map[string]any, 0, len(found))
		for _, one := range found {
			rows = append(rows, conflictJSON(one))
		}
		return c.answer(rows, func(w io.Writer) {
			if len(found) == 0 {
				fmt.Fprintln(w, "Nothing awaits a decision.")
			}
			for _, one := range found {
				printConflict(w, one)
			}
		})
	})
	cmd := &cobra.Command{Use: "conflicts", Short: "What two laptops wrote differently, and what a person decides", Args: noArguments, SuggestionsMinimumDistance: 2, RunE: list}
	cmd.AddCommand(&cobra.Command{Use: "list", Short: "List what awaits a decision, clinical risk first", Args: words(0), RunE: list}, s.conflictsResolve())
	return cmd
}

func (s *shared) conflictsResolve() *cobra.Command {
	cmd := &cobra.Command{Use: "resolve ID --keep VERSION|both", Short: "Decide: one version, or both as two entries", Args: words(1)}
	keep := cmd.Flags().String("keep", "", "the `version` that counts, as the list names it, or both")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if *keep == "" {
			return usageHint("conflicts resolve needs --keep", seeHelp(cmd))
		}
		return nil
	}
	cmd.RunE = s.inPractice(func(c *call) error {
		if _, err := c.Decide(c.ctx, c.words[0], *keep); err != nil {
			return err
		}
		return c.answer(map[string]string{"id": c.words[0], "kept": *keep}, func(w io.Writer) {
			fmt.Fprintln(w, "Decided. The other laptops will show the same after their next sync.")
		})
	})
	return cmd
}

// conflictJSON gives each version with what it holds in the columns that differ.
func conflictJSON(one record.Conflict) map[string]any {
	versions := make([]map[string]any, 0, len(one.Versions))
	for _, v := range one.Versions {
		values := map[string]string{}
		for _, column := range one.Columns {
			if column != state.Deleted {
				values[column] = v.Text(column)
			}
		}
		versions = append(versions, map[string]any{
			"version": v.Version.String(), "person": v.Author.Person, "laptop": v.Author.Laptop, "at": v.Author.At.UTC().Format(time.RFC3339),
			"deleted": v.Deleted, "values": values,
		})
	}
	fields := map[string]any{
		"id": one.ID, "table": one.Table, "row": one.Row.String(), "columns": one.Columns, "risk": one.Risk, "both": one.Both,
		"since": one.Since.UTC().Format(time.RFC3339), "versions": versions, "patient": "",
	}
	if one.Patient != (state.ID{}) {
		fields["patient"] = one.Patient.String()
	}
	return fields
}

func printConflict(w io.Writer, one record.Conflict) {
	fmt.Fprintf(w, "%s\n", one.ID)
	for _, v := range one.Versions {
		parts := []string{}
		for _, column := range one.Columns {
			if column != state.Deleted {
				parts = append(parts, strings.ReplaceAll(column, "_", " ")+": "+cmp.Or(record.Words(one.Table, column, v.Text(column)), clinic.NotKnown))
			}
		}
		if v.Deleted {
			parts = []string{"removed"}
		}
		who := cmp.Or(v.Author.Person, "somebody")
		fmt.Fprintf(w, "  %s  %s, %s on %s\n    %s\n", v.Version, v.Author.At.UTC().Format(time.RFC3339), who, cmp.Or(v.Author.Laptop, "a laptop"), strings.Join(parts, "; "))
	}
}
