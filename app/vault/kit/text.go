package kit

import (
	"fmt"
	"strings"
)

const textWidth = 76

// Text is the kit as a UTF-8 text of at most 76 columns (the line for a camera is longer). Read finds
// the words again.
func (k Kit) Text() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	paragraph := func(text string) { line("%s\n", wrapText(text, textWidth)) }
	line("FARNE RECOVERY KIT\n%s\nMade on %s\n", oneLine(k.Practice), k.Made.Format(dayFormat))
	paragraph(leadText)
	line("%s\n%s%s\n", blockBegin, k.grid(), blockEnd)
	line("The same as a line, for a program or a QR code:\n%s\n", k.payload())
	line("IF A LAPTOP IS LOST, STOLEN OR BROKEN\n")
	for _, s := range k.steps() {
		paragraph("- " + s.title + " " + s.text)
	}
	line("WHERE THE RECORDS ARE\n")
	if k.Storage.IsZero() {
		paragraph(noStorageText)
	} else {
		for _, row := range k.storageRows() {
			line("  %-10s %s", row[0], oneLine(row[1]))
		}
		line("")
		paragraph("New credentials: " + k.newKeys())
	}
	if k.Storage.Folder == "" {
		paragraph(handText)
		line("  Access key  %s\n\n  Secret      %s\n", strings.Repeat("_", 50), strings.Repeat("_", 50))
	}
	paragraph(stolenText)
	return []byte(strings.TrimRight(b.String(), "\n") + "\n")
}

// oneLine keeps what people named from looking like the marks around the words.
func oneLine(name string) string { return strings.ReplaceAll(printable(name), "-----", "—") }

// grid is the words in four columns, each column downwards.
func (k Kit) grid() string {
	const rows = WordCount / 4
	words := k.Words.Reveal()
	var b strings.Builder
	for row := range rows {
		var cells []string
		for at := row; at < len(words); at += rows {
			cells = append(cells, fmt.Sprintf("%2d %-10s", at+1, words[at]))
		}
		b.WriteString(strings.TrimRight("  "+strings.Join(cells, "    "), " ") + "\n")
	}
	return b.String()
}

// wrapText breaks a paragraph into lines, with the lines of an item under its first word.
func wrapText(text string, width int) string {
	indent := ""
	if strings.HasPrefix(text, "- ") {
		indent = "  "
	}
	var lines []string
	current := ""
	for _, word := range strings.Fields(text) {
		switch {
		case current == "":
			current = word
		case len([]rune(current))+1+len([]rune(word)) > width:
			lines = append(lines, current)
			current = indent + word
		default:
			current += " " + word
		}
	}
	return strings.Join(append(lines, current), "\n")
}
