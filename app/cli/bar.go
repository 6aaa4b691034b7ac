package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"farne/sync/clock"
)

// bar is progress on standard error: a moving line on a terminal, nothing where nobody looks. It is
// drawn at most five times a second, and says how long it will take once that can be told.
type bar struct {
	out   io.Writer
	what  string
	unit  string
	width int // columns; 0 where nobody looks
	now   func() time.Time
	begun time.Time
	drawn time.Time
}

const (
	barCells    = 24
	barEvery    = 200 * time.Millisecond
	barForetell = 5 * time.Second // before that, the time left would jump about
)

// bar begins to measure.
func (s *shared) bar(what, unit string) *bar {
	b := &bar{out: s.Err, what: what, unit: unit, now: clock.Now, begun: clock.Now()}
	if descriptor, is := terminal(s.Err); is {
		b.width = 80
		if columns, _, err := term.GetSize(descriptor); err == nil && columns > 0 {
			b.width = columns
		}
	}
	return b
}

// step draws how far it is; a total of 0 is one that is not known.
func (b *bar) step(done, total, bytes int64) {
	if b.width == 0 {
		return
	}
	now := b.now()
	if now.Sub(b.drawn) < barEvery {
		return
	}
	b.drawn = now
	line := b.line(done, total, bytes, now.Sub(b.begun))
	for utf8.RuneCountInString(line) >= b.width { // a line that wraps cannot be drawn over
		_, last := utf8.DecodeLastRuneInString(line)
		line = line[:len(line)-last]
	}
	fmt.Fprintf(b.out, "\r\x1b[K%s", line)
}

func (b *bar) line(done, total, bytes int64, passed time.Duration) string {
	line := fmt.Sprintf("%s: %d %s", b.what, done, b.unit)
	if total > 0 {
		full := int(min(done, total) * barCells / total)
		line = fmt.Sprintf("%s [%s%s] %d of %d %s", b.what, strings.Repeat("█", full), strings.Repeat("·", barCells-full), done, total, b.unit)
	}
	if bytes > 0 {
		line += ", " + size(bytes)
	}
	if passed >= barForetell && done > 0 && total > done {
		left := time.Duration(float64(passed) / float64(done) * float64(total-done))
		line += ", " + roughly(left) + " left"
	}
	return line
}

// roughly is a time as people say it.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(1, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}

// end takes the line away.
func (b *bar) end() {
	if b.width > 0 {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
