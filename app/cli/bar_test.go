package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A bar is drawn at most five times a second, fits its line, and tells the time left from five seconds on.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	begun := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	now := begun
	b := &bar{out: &out, what: "Restoring", unit: "records", width: 100, begun: begun, now: func() time.Time { return now }}
	for i := range int64(1000) { // ten seconds
		b.step(i, 2000, i<<10)
		now = now.Add(10 * time.Millisecond)
	}
	lines := strings.Split(out.String(), "\r\x1b[K")[1:]
	if len(lines) > 50 || len(lines) < 45 {
		t.Errorf("%d lines in ten seconds", len(lines))
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) >= b.width {
			t.Errorf("a line of %d columns", utf8.RuneCountInString(line))
		}
	}
	if strings.Contains(lines[20], "left") || !strings.HasSuffix(lines[len(lines)-1], ", 10 s left") {
		t.Errorf("the time left: %q, %q", lines[20], lines[len(lines)-1])
	}
	quiet := &bar{out: &out, now: b.now}
	out.Reset()
	quiet.step(1, 2, 3)
	quiet.end()
	if out.Len() > 0 {
		t.Error("a bar where nobody looks")
	}
}
