package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"
)

// answered marks a failure whose command has printed its result already.
func answered(err error) error { return errors.Join(err, errAnswered) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// size writes bytes in the units of people.
func size(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.0f KB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", bytes)
}

// bar is progress on standard error: a moving line on a terminal, nothing where nobody looks.
type bar struct {
	out  io.Writer
	what string
	unit string
	live bool
}

func (s *shared) bar(what, unit string) *bar {
	file, isFile := s.Err.(*os.File)
	return &bar{out: s.Err, what: what, unit: unit, live: isFile && term.IsTerminal(int(file.Fd()))}
}

const barWidth = 24

func (b *bar) step(done, total, bytes int64) {
	if !b.live {
		return
	}
	line := fmt.Sprintf("%s: %d %s", b.what, done, b.unit)
	if total > 0 {
		full := int(min(done, total) * barWidth / total)
		line = fmt.Sprintf("%s [%s%s] %d of %d %s", b.what, strings.Repeat("█", full), strings.Repeat("·", barWidth-full), done, total, b.unit)
	}
	if bytes > 0 {
		line += ", " + size(bytes)
	}
	fmt.Fprintf(b.out, "\r\x1b[K%s", line)
}

func (b *bar) end() {
	if b.live {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
