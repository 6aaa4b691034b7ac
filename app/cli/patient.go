package cli

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"farne/app/clinic"
	"farne/app/record"
	"farne/app/store"
	"farne/sync/state"
)

func (s *shared) patient() *cobra.Command {
	cmd := group("patient", "Register, find and show patients")
	cmd.AddCommand(s.patientAdd(), s.patientSet(), s.patientShow(), s.patientFind(), s.patientList())
	return cmd
}

// columnOfFlag: flags are written with hyphens, columns with underscores.
func columnOfFlag(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

func (s *shared) patientAdd() *cobra.Command {
	cmd := &cobra.Command{Use: "add --family X --given Y --born YYYY-MM-DD", Short: "Register a patient", Args: words(0)}
	var entry clinic.PatientEntry
	fields := record.PatientFields(&entry)
	for _, name := range fieldNames(fields) {
		cmd.Flags().StringVar(fields[name], strings.ReplaceAll(name, "_", "-"), "", fieldWords(name))
	}
	cmd.RunE = s.inPractice(func(c *call) error {
		id, err := c.AddPatient(c.ctx, entry)
		if err != nil {
			return err
		}
		return c.answer(map[string]string{"id": id.String()}, func(w io.Writer) { fmt.Fprintf(w, "Patient added: %s\n", id) })
	})
	return cmd
}

// fieldWords tell what a field holds, where its name does not.
func fieldWords(name string) string {
	words := map[string]string{
		"born": "`date` of birth, YYYY-MM-DD", "died": "`date` of death, YYYY-MM-DD", "sex": "`sex`: female, male, other or unknown",
		"country": "`country`, as two letters such as GB", "language": "`language`, as a tag such as en-GB", "nhs_number": "`NHS` number",
	}
	if known, is := words[name]; is {
		return known
	}
	return "`" + strings.ReplaceAll(name, "_", " ") + "`"
}

func fieldNames(fields map[string]*string) []string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (s *shared) patientSet() *cobra.Command {
	cmd := &cobra.Command{Use: "set ID FIELD=VALUE…", Short: "Change fields of a patient; FIELD= empties one", Args: atLeast(2)}
	cmd.RunE = s.inPractice(func(c *call) error {
		id, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		changes := map[string]string{}
		known := record.PatientFields(&clinic.PatientEntry{})
		for _, word := range c.words[1:] {
			name, value, ok := strings.Cut(word, "=")
			if _, is := known[columnOfFlag(name)]; !ok || !is {
				return usageHint("One of the words is not FIELD=VALUE. Nothing was changed", "The fields are "+strings.Join(fieldNames(known), ", ")+".")
			}
			changes[columnOfFlag(name)] = value
		}
		err = c.SetPatient(c.ctx, id, func(e *clinic.PatientEntry) {
			fields := record.PatientFields(e)
			for name, value := range changes {
				*fields[name] = value
			}
		}, "")
		if err != nil {
			return err
		}
		return c.showPatient(id)
	})
	return cmd
}

func (s *shared) patientShow() *cobra.Command {
	cmd := &cobra.Command{Use: "show ID", Short: "Show one patient", Args: words(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		id, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		return c.showPatient(id)
	})
	return cmd
}

func (c *call) showPatient(id state.ID) error {
	p, err := c.Patient(c.ctx, id)
	if err != nil {
		return err
	}
	fields := patientJSON(p)
	return c.answer(fields, func(w io.Writer) {
		for _, name := range append([]string{"id"}, fieldNames(record.PatientFields(&p.Entry))...) {
			if fields[name] != "" {
				fmt.Fprintf(w, "%-14s %v\n", strings.ReplaceAll(name, "_", " "), fields[name])
			}
		}
	})
}

// patientJSON has every field under its column's name, empty where nothing is recorded.
func patientJSON(p store.Patient) map[string]any {
	fields := map[string]any{"id": p.ID.String(), "active": p.Active}
	for name, value := range record.PatientFields(&p.Entry) {
		fields[name] = *value
	}
	return fields
}

func (s *shared) patientFind() *cobra.Command {
	cmd := &cobra.Command{Use: "find TEXT", Short: "Find patients by any part of a name, birth date, phone or NHS number", Args: atLeast(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		page, err := c.FindPatients(c.ctx, strings.Join(c.words, " "), "", 100)
		if err != nil {
			return err
		}
		return c.printPatients(page.Rows)
	})
	return cmd
}

func (s *shared) patientList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List patients by name", Args: words(0)}
	limit := cmd.Flags().Int("limit", 100, "at most so `many`")
	after := cmd.Flags().String("after", "", "go on behind the patient with this `ID`")
	cmd.RunE = s.inPractice(func(c *call) error {
		if *limit < 1 {
			return usage("--limit takes a number from 1")
		}
		place := ""
		if *after != "" {
			id, err := rowID(*after)
			if err != nil {
				return err
			}
			if place, err = c.PlaceOfPatient(c.ctx, id); err != nil {
				return err
			}
		}
		page, err := c.FindPatients(c.ctx, "", place, *limit)
		if err != nil {
			return err
		}
		return c.printPatients(page.Rows)
	})
	return cmd
}

func (c *call) printPatients(rows []store.Patient) error {
	list := make([]map[string]any, 0, len(rows))
	for _, p := range rows {
		list = append(list, patientJSON(p))
	}
	return c.answer(list, func(w io.Writer) {
		if len(rows) == 0 {
			fmt.Fprintln(w, "No patient matches.")
		}
		for _, p := range rows {
			e := p.Entry
			name := clinic.Name{Family: e.Family, Given: e.Given, Preferred: e.Preferred, Title: e.Title}
			born := clinic.NotKnown
			if d, err := clinic.ParseDate(e.Born); err == nil && !d.IsZero() {
				born = d.Display(clinic.English)
			}
			fmt.Fprintf(w, "%s  Born %s  %s\n", p.ID, born, name.Display())
		}
	})
}
