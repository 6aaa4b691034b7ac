package cli

import "github.com/spf13/cobra"

// helpTemplate is what farne help shows below the first sentence: how it is used, what stands behind it,
// its own flags, and those of every command once, at the end.
const helpTemplate = `{{if .Runnable}}{{if not .HasAvailableSubCommands}}  {{.UseLine}}
{{end}}{{end}}{{if .HasAvailableSubCommands}}{{$all := .Commands}}{{if .Groups}}{{range $i, $group := .Groups}}{{if $i}}
{{end}}{{.Title}}
{{range $all}}{{if (and (eq .GroupID $group.ID) .IsAvailableCommand)}}  farne {{rpad .Name .NamePadding}} {{.Short}}
{{end}}{{end}}{{end}}{{else}}{{range $all}}{{if .IsAvailableCommand}}  {{.UseLine}}
      {{.Short}}
{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}{{if .HasParent}}
Its flags
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{else}}
With every command
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}

farne help COMMAND explains one. Exit status: 0 done, 1 failed, 2 usage, 3 wrong key, 4 remote unreachable,
5 integrity alarm, 6 done but a person must decide, 7 refused, 8 the home is in use.
{{end}}{{end}}{{if .HasAvailableInheritedFlags}}
With every command
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`

// plainUse keeps "[flags]" out of the lines that say how a command is used: they name those that matter.
func plainUse(cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true
	for _, inner := range cmd.Commands() {
		plainUse(inner)
	}
}

// helpCommand is cobra's, but a topic that does not exist is a mistake in the words.
func helpCommand() *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]", Short: "Explain a command", Hidden: true, DisableFlagsInUseLine: true, RunE: func(cmd *cobra.Command, words []string) error {
		found, rest, err := cmd.Root().Find(words)
		if err != nil || len(rest) > 0 {
			return usage("There is no help on that: no command has this name")
		}
		found.InitDefaultHelpFlag()
		return found.Help()
	}}
}
