package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"farne/app/record"
)

func (s *shared) device() *cobra.Command {
	cmd := group("device", "The laptops of the practice")
	list := &cobra.Command{Use: "list", Short: "List the laptops, and what each may hold", Args: words(0)}
	list.RunE = s.inPractice(func(c *call) error {
		laptops, err := c.Laptops(c.ctx)
		if err != nil {
			return err
		}
		rows := make([]map[string]any, 0, len(laptops))
		for _, l := range laptops {
			rows = append(rows, map[string]any{
				"id": l.ID, "name": l.Name, "this": l.This, "compartments": append([]string{}, l.Holds...), "replaced": l.Replaced, "newest_change": l.Heard,
			})
		}
		return c.answer(rows, func(w io.Writer) {
			for _, l := range laptops {
				fmt.Fprintf(w, "%s  %-20s %-12s last change %s  may hold %s\n", l.ID, l.Name, laptopStatus(l), orNever(l.Heard), strings.Join(l.Holds, ", "))
			}
		})
	})
	cmd.AddCommand(list)
	return cmd
}

func laptopStatus(l record.Laptop) string {
	switch {
	case l.This:
		return "this laptop"
	case l.Replaced:
		return "replaced"
	}
	return ""
}

func (s *shared) person() *cobra.Command {
	cmd := group("person", "The people of the practice and their roles")
	list := &cobra.Command{Use: "list", Short: "List the people", Args: words(0)}
	list.RunE = s.inPractice(func(c *call) error {
		about, err := c.About(c.ctx)
		if err != nil {
			return err
		}
		rows := make([]map[string]any, 0, len(about.People))
		for _, p := range about.People {
			rows = append(rows, map[string]any{"id": p.ID.String(), "name": p.Name, "roles": roles(p), "active": p.Active})
		}
		return c.answer(rows, func(w io.Writer) {
			for _, p := range about.People {
				status := strings.Join(roles(p), ", ")
				if !p.Active {
					status += " (disabled)"
				}
				fmt.Fprintf(w, "%s  %-28s %s\n", p.ID, p.Name, status)
			}
		})
	})
	cmd.AddCommand(list)
	return cmd
}

func roles(m record.Member) []string {
	names := []string{}
	for _, r := range m.Roles {
		names = append(names, string(r))
	}
	return names
}
