package cli

import (
	"encoding/hex"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"farne/app/record"
	"farne/sync/state"
)

func (s *shared) note() *cobra.Command {
	cmd := group("note", "Write, sign, add to and show notes")
	cmd.AddCommand(s.noteAdd(), s.noteSign(), s.noteAddend(), s.noteShow(), s.noteList())
	return cmd
}

func (s *shared) noteAdd() *cobra.Command {
	cmd := &cobra.Command{Use: "add PATIENT --text TEXT", Short: "Write a note", Args: words(1)}
	text := cmd.Flags().String("text", "", "the note's `text`")
	title := cmd.Flags().String("title", "", "its `title`")
	sign := cmd.Flags().Bool("sign", false, "sign it at once: then nobody can change it")
	cmd.RunE = s.inPractice(func(c *call) error {
		patient, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		id, _, err := c.SaveDraft(c.ctx, state.ID{}, patient, *title, *text, "")
		if err == nil && *sign {
			id, err = c.SignNote(c.ctx, id)
		}
		if err != nil {
			return err
		}
		return c.saidID(id, "Note saved on this laptop")
	})
	return cmd
}

func (c *call) saidID(id state.ID, what string) error {
	return c.answer(map[string]string{"id": id.String()}, func(w io.Writer) { fmt.Fprintf(w, "%s: %s\n", what, id) })
}

func (s *shared) noteSign() *cobra.Command {
	cmd := &cobra.Command{Use: "sign ID", Short: "Sign a draft: then nobody can change it", Args: words(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		draft, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		id, err := c.SignNote(c.ctx, draft)
		if err != nil {
			return err
		}
		return c.saidID(id, "Signed and locked")
	})
	return cmd
}

func (s *shared) noteAddend() *cobra.Command {
	cmd := &cobra.Command{Use: "addend ID --text TEXT", Short: "Add to a signed note", Args: words(1)}
	text := cmd.Flags().String("text", "", "the addendum's `text`")
	cmd.RunE = s.inPractice(func(c *call) error {
		parent, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		id, err := c.AddendNote(c.ctx, parent, *text)
		if err != nil {
			return err
		}
		return c.saidID(id, "Addendum signed")
	})
	return cmd
}

func (s *shared) noteShow() *cobra.Command {
	cmd := &cobra.Command{Use: "show ID", Short: "Show a note with its addenda", Args: words(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		id, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		n, err := c.Note(c.ctx, id)
		if err != nil {
			return err
		}
		return c.answer(noteJSON(n), func(w io.Writer) { printNote(w, n) })
	})
	return cmd
}

func (s *shared) noteList() *cobra.Command {
	cmd := &cobra.Command{Use: "list PATIENT", Short: "List a patient's notes, newest first", Args: words(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		patient, err := rowID(c.words[0])
		if err != nil {
			return err
		}
		notes, err := c.Notes(c.ctx, patient)
		if err != nil {
			return err
		}
		list := make([]map[string]any, 0, len(notes))
		for _, n := range notes {
			list = append(list, noteJSON(n))
		}
		return c.answer(list, func(w io.Writer) {
			if len(notes) == 0 {
				fmt.Fprintln(w, "No notes yet.")
			}
			for _, n := range notes {
				printNote(w, n)
			}
		})
	})
	return cmd
}

func noteJSON(n record.Note) map[string]any {
	fields := map[string]any{
		"id": n.ID.String(), "patient": n.Patient.String(), "title": n.Title, "text": n.Text, "author": n.Author.String(), "status": "draft",
	}
	if n.Parent != (state.ID{}) {
		fields["parent"] = n.Parent.String()
	}
	if n.Signed == "" {
		fields["started"] = n.Started
		return fields
	}
	fields["status"], fields["signed"], fields["hash"] = "signed", n.Signed, hex.EncodeToString(n.Hash[:])
	addenda := []map[string]any{}
	for _, a := range n.Addenda {
		addenda = append(addenda, noteJSON(a))
	}
	fields["addenda"] = addenda
	return fields
}

func printNote(w io.Writer, n record.Note) {
	status := "Draft, started " + n.Started
	if n.Signed != "" {
		status = "Signed " + n.Signed
	} else if n.Parent != (state.ID{}) {
		status = "Draft of an addendum to " + n.Parent.String() + ", started " + n.Started
	}
	fmt.Fprintf(w, "%s  %s\n", n.ID, status)
	if n.Title != "" {
		fmt.Fprintln(w, n.Title)
	}
	fmt.Fprintf(w, "%s\n", n.Text)
	for _, a := range n.Addenda {
		fmt.Fprintf(w, "  Addendum, signed %s\n  %s\n", a.Signed, a.Text)
	}
	fmt.Fprintln(w)
}
